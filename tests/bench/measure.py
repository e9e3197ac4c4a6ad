"""Measures a work: short bursts of ours and of the least page in turn, and the medians of the pairs."""

import gzip
from itertools import count
from statistics import median, quantiles
from time import monotonic

from tests.query_counter import counted

BURST = 3
"""Requests in a row on one side, of which the median counts, so that neither pays for the other's cold caches."""
FEWEST, MOST = 5, 40
"""Pairs of bursts."""


def measure(work, least, seconds):
    """The figures of a work, from as many pairs as fit in these seconds, at least five."""
    ours, theirs = Side(work.reader, work.ours), Side(least, work.least)
    for side in (ours, theirs):
        side.burst()
    counts = sizes_of(ours)
    ours.walls.clear()
    pairs = []
    until = monotonic() + seconds
    while len(pairs) < FEWEST or (monotonic() < until and len(pairs) < MOST):
        order = (ours, theirs) if len(pairs) % 2 else (theirs, ours)
        cost = {side: side.burst() for side in order}
        pairs.append((cost[ours], cost[theirs]))
    return {
        "p50_ms": round(median(ours.walls), 1),
        "p95_ms": round(quantiles(ours.walls, n=20, method="inclusive")[-1], 1),
        "cpu_ms": round(median(mine for mine, _ in pairs), 2),
        "floor_cpu_ms": round(median(other for _, other in pairs), 2),
        "ratio": round(median(mine / other for mine, other in pairs), 2),
        **counts,
    }


def counts_of(work):
    """Statements and bytes of a work, without any time."""
    side = Side(work.reader, work.ours)
    side.once()
    return sizes_of(side)


class Side:
    """The product, or the least pages: repeats the requests of a work, and keeps how long they took."""

    def __init__(self, caller, requests):
        self.caller, self.requests = caller, requests
        self.repetitions, self.walls = count(), []

    def once(self, plain=False):
        """The answers of one repetition."""
        return [self.caller.ask(each, plain) for each in self.requests(next(self.repetitions))]

    def burst(self):
        """The median CPU of a few repetitions in a row, in milliseconds."""
        cost = []
        for _ in range(BURST):
            answers = self.once()
            self.walls.append(sum(each.wall for each in answers))
            cost.append(sum(each.cpu for each in answers))
        return median(cost)


def sizes_of(side):
    """Statements of one repetition, and bytes of its answers, plain and as they are sent."""
    with side.caller.app.app_context(), counted() as asked:
        plain = side.once(plain=True)
    sent = side.once()
    packed = sum(len(gzip.compress(each.body) if side.caller.plain else each.body) for each in sent)
    return {"queries": len(asked), "bytes": sum(len(each.body) for each in plain), "gzip": packed}
