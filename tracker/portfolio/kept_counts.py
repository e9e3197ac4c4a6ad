"""Today's figures of each client, counted only where something has changed.

The figures of a seat are kept in the process with everything they follow from: the client's revision, which every
change of its work and people replaces (`client_revisions`), the role, the client's date, and the moment after which a
goal goes quiet. They are kept by seat, so nobody is shown what was counted for another person.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple, cast

from flask_login import current_user

from tracker.foundation import clock
from tracker.portfolio.client_counts import ClientCounts, CountedClient, OwnCounts, count_clients
from tracker.portfolio.client_revisions import Revision, revisions_of
from tracker.portfolio.own_seats import Values

SEATS = 2_048
"""How many seats' figures a process keeps: about four kilobytes each."""


class Kept(NamedTuple):
    """The figures of a seat, and what they follow from."""

    revision: Revision
    day: date | None
    """The client's date, on which the weeks and what is late depend."""
    counted: CountedClient

    def holds(self, revision: Revision, day: date | None, now: datetime) -> bool:
        """Whether nothing has changed since."""
        until = self.counted.until
        return self.revision == revision and self.day == day and (until is None or now <= until)


kept: dict[int, Kept] = {}
"""By the seat's id."""


def counts_by_client(zones: int, values: Values) -> dict[int, tuple[OwnCounts, ClientCounts]]:
    """Return the figures of all clients where the reader has a seat, by client id."""
    now, days = clock.now(), days_of(zones, values)
    revisions = {each.client_id: each for each in revisions_of(current_user.id)}
    found: dict[int, CountedClient] = {}
    for key, revision in revisions.items():
        there = kept.get(revision.seat_id)
        if there and there.holds(revision, days.get(revision.zone), now):
            found[key] = there.counted
    if stale := revisions.keys() - found.keys():
        counted = count_clients(zones, values, sorted(stale))
        keep(Kept(revisions[key], days.get(revisions[key].zone), each) for key, each in counted.items())
        found |= counted
    return {key: (each.own, each.of_client) for key, each in found.items()}


def days_of(zones: int, values: Values) -> dict[str, date]:
    """Return the date in each of the time zones that the statements know."""
    return {
        cast("str", values[f"zone_{number}"]): cast("date", values[f"today_{number}"])
        for number in range(zones)
    }


def keep(counted: Iterable[Kept]) -> None:
    """Keep these figures, unless the database gives no revision to keep them by."""
    if len(kept) > SEATS:
        kept.clear()
    kept.update({each.revision.seat_id: each for each in counted if each.revision.number is not None})
