"""What an import will do: computed once, for the preview, for the import itself and for its report."""

from __future__ import annotations

from tracker.clients.models import Client, Seat
from tracker.imports.apply.diff import Comparison, compare
from tracker.imports.apply.existing import known_records
from tracker.imports.apply.owners import with_people
from tracker.imports.apply.private import keep_readers, withhold_owners
from tracker.imports.parsers.plan import Plan


def outcome_of(plan: Plan, client: Client, seats: list[Seat], viewer_seat: Seat | None) -> Comparison:
    """Return the plan compared with the records here that the reader may see, as it will be imported."""
    known = known_records(client, plan.source, seats, viewer_seat)
    comparison = compare(with_people(plan, seats), known)
    keep_readers(comparison, seats)
    withhold_owners(comparison, seats)
    return comparison
