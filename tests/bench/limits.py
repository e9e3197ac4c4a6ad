"""How many statements and bytes each work may have. `make bench-check` holds them; they only go down."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limit:
    """The most of a work: statements at every size, compressed bytes at M, and bytes at M for each byte at S.

    S is one client of 1,000 tasks, M twenty of 500 tasks each.
    """

    queries: int
    gzip: int
    growth: float


LIMITS = {
    "today": Limit(7, 6_700, 1.8),
    "roadmap": Limit(9, 29_000, 0.7),
    "letter": Limit(8, 4_000, 1.2),
    "search": Limit(4, 3_300, 1.7),
    "history": Limit(7, 4_200, 1.7),
    "timeline": Limit(8, 5_700, 1.7),
    "tap": Limit(7, 1_300, 1.2),
}


def exceeded(small, middle):
    """What is over its limit, a sentence each; `small` and `middle` are the counts of each work at S and M."""
    for name, limit in LIMITS.items():
        at_s, at_m = small[name], middle[name]
        if max(at_s["queries"], at_m["queries"]) > limit.queries:
            yield f"{name}: {at_s['queries']} statements at S, {at_m['queries']} at M, {limit.queries} at most"
        if at_s["queries"] != at_m["queries"]:
            yield f"{name}: {at_s['queries']} statements at S and {at_m['queries']} at M; the number may not grow"
        if at_m["gzip"] > limit.gzip:
            yield f"{name}: {at_m['gzip']} bytes compressed at M, {limit.gzip} at most"
        if at_m["bytes"] > limit.growth * at_s["bytes"]:
            yield f"{name}: {at_s['bytes']} bytes at S and {at_m['bytes']} at M, {limit.growth} times as many at most"
