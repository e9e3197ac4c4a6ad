"""Undo: a new change, made by the records' own methods, with its own history.

For each of its actions a feature declares how it is undone, and by whom (`Undo` in `actions.py`).

All events of one request that a person may read are undone together, newest first, or none is. If a field
has changed since, undo raises a DomainError that names the later change. The methods record history as usual,
so an undo can be undone in the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from tracker.foundation import clock
from tracker.foundation.column_types import JsonObject
from tracker.foundation.exceptions import DomainError
from tracker.history.actions import Undo, actions
from tracker.history.change_set import lines_so_far
from tracker.history.event_rows import EventRow
from tracker.history.models import Event
from tracker.history.viewpoint import HistoryEvent

if TYPE_CHECKING:
    from tracker.accounts.models import Person
    from tracker.clients.models import Seat

AnEvent = TypeVar("AnEvent", bound=Event | EventRow)

UNDO_LASTS = timedelta(hours=24)
ACCESS_ENDED = "access_ended"
"""A key in an event's details: the person whose access ended in the same step. Undo does not restore it."""
NOT_AT_ALL = "This can’t be undone."
UNDONE_ALREADY = "That was undone already."
TOO_LATE = "That was more than a day ago. Change it by hand instead."


@dataclass(frozen=True)
class UndoStep:
    """One event to undo, with its record, and the person undoing it with their seat.

    `later` holds the later events about the record, oldest first; `tell` returns the sentence for one of
    them.
    """

    event: Event
    record: Any
    by: Person
    seat: Seat
    later: Sequence[Event] = ()
    wording: Callable[[Event], str] = str

    @property
    def before(self) -> JsonObject:
        """Return the values before the change, as the event kept them."""
        kept: JsonObject = self.event.details["before"]
        return kept

    @property
    def previous(self) -> str:
        """Return the previous value as the sentence of the event quotes it."""
        return str(self.event.details["previous"])

    def changed_since(self, actions: Collection[str]) -> Event | None:
        """Return the latest event among these actions that changed the same thing, or None.

        Events that were undone do not count.
        """
        names = {event.change_set_id for event in self.later}
        for event in reversed(self.later):
            cancelled = event.undone_at or (is_undo(event) and event.details["undoes"] in names)
            if event.action in actions and not cancelled and is_same_subject(self.event, event):
                return event
        return None


def other_records(event: Event) -> Iterator[tuple[str, int]]:
    """Yield the other records that undoing this event touches, as (kind, number)."""
    how, before = actions().undo_of(event.action), event.details.get("before") or {}
    for key, kind in (how.names if how else {}).items():
        if before.get(key) is not None:
            yield kind, before[key]


def undo_of(event: Event) -> Undo:
    """Return how this event is undone; raises LookupError if it cannot be."""
    how = actions().undo_of(event.action)
    if how is None:
        raise LookupError(f"{event.action} cannot be undone")
    return how


def events_to_reverse(events: Sequence[AnEvent]) -> list[AnEvent]:
    """Return the events to undo, newest first; if undoing one of them undoes all, only that one."""
    handlers = [(event, actions().undo_of(event.action)) for event in events]
    whole = [event for event, how in handlers if how and how.is_whole]
    return whole[:1] or sorted(events, key=lambda event: event.id or 0, reverse=True)


def is_reversible(events: Sequence[Event | EventRow]) -> bool:
    """Whether every event of a change has its previous values and an action that can be undone."""
    lines = events_to_reverse(events)
    return bool(lines) and all(actions().undo_of(line.action) and "before" in line.details for line in lines)


def is_open(events: Sequence[Event | EventRow]) -> bool:
    """Whether a change can still be undone: not undone yet, and less than a day old."""
    now = clock.now()
    fresh = all(event.undone_at is None and now - event.happened_at <= UNDO_LASTS for event in events)
    return fresh and is_reversible(events)


def may_undo(pasts: Sequence[UndoStep]) -> bool:
    """Whether the person may undo each event, with the permissions that the change itself needs now."""
    return all(undo_of(past.event).may(past) for past in pasts)


def is_lead(past: UndoStep) -> bool:
    """Whether the person undoing it is a COO or CEO of the client."""
    return past.seat.is_lead


def undo_field(past: UndoStep) -> None:
    """Restore the previous value of the one plain field in the event, such as the title."""
    past.record.change(past.by, **{past.before["field"]: past.before["value"]})


def later_change(past: UndoStep) -> Event | None:
    """Return the latest event that changed the same thing since, so that undo is refused, or None."""
    return past.changed_since({past.event.action, *undo_of(past.event).touches})


def is_refused(past: UndoStep) -> bool:
    """Whether undoing this event would be refused because of later events."""
    if later_change(past):
        return True
    try:
        if check := undo_of(past.event).check:
            check(past)
    except DomainError:
        return True
    return False


def check_open(events: Sequence[Event]) -> None:
    """Raise DomainError if the change cannot be undone, was undone already, or is more than a day old."""
    if not is_reversible(events):
        raise DomainError(NOT_AT_ALL)
    if any(event.undone_at for event in events):
        raise DomainError(UNDONE_ALREADY)
    if not is_open(events):
        raise DomainError(TOO_LATE)


def undo_all(events: Sequence[Event], pasts: Sequence[UndoStep]) -> None:
    """Undo a change as a whole.

    Raises DomainError if one event cannot be undone; the transaction then rolls back.
    """
    check_open(events)
    again = {"again": True} if any(is_undo(event) for event in events) else {}
    for past in pasts:
        if since := later_change(past):
            raise DomainError(f"Nothing was undone: since then, {past.wording(since)}.")
        made = len(lines_so_far())
        undo_of(past.event).reverse(past)
        for line in lines_so_far()[made:]:
            line.details = {**line.details, "undoes": past.event.change_set_id, **again}
    for event in events:
        event.undone_at = clock.now()


def is_same_subject(one: Event, two: Event) -> bool:
    """Whether two events about one record concern the same step, comment, field or other record."""
    first, second = (event.details.get("before") or {} for event in (one, two))
    return all(
        first[key] == second[key] for key in ("number", "field", "other") if key in first and key in second
    )


def is_undo(event: HistoryEvent) -> bool:
    """Whether the event was made by an undo; False for a redo."""
    return "undoes" in event.details and not event.details.get("again")
