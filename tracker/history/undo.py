"""Undo: a new change, made by the records' own verbs, with its own history.

A feature says for each of its actions how it is undone, and by whom (`Undo` in `actions.py`).

All events of one request are undone together, newest first, or none is. If a field has changed since, undo raises a
DomainError that says what happened. The verbs record history as usual, so an undo can itself be undone in the same
way.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tracker.foundation import clock
from tracker.foundation.exceptions import DomainError
from tracker.history.actions import Undo, actions
from tracker.history.change_set import lines_so_far
from tracker.history.models import Event

if TYPE_CHECKING:
    from tracker.accounts.models import Person

LASTS = timedelta(hours=24)
ACCESS_ENDED = "access_ended"
"""Key in an event's details: whose access ended in the same step. Undoing the event does not restore it."""
NOT_AT_ALL = "This can’t be undone."
ALREADY = "That was undone already."
TOO_LATE = "That was more than a day ago. Change it by hand instead."


@dataclass(frozen=True)
class UndoStep:
    """One event to undo, with the record it is about, the person undoing it and their seat.

    `later` holds the later events about the record, oldest first; `tell` makes a sentence of one of them.
    """

    event: Event
    record: Any
    by: Person
    seat: Any
    later: Sequence[Event] = ()
    tell: Callable[[Event], str] = str

    @property
    def before(self) -> dict[str, Any]:
        """The previous values, as the verb kept them."""
        kept: dict[str, Any] = self.event.details["before"]
        return kept

    @property
    def previous(self) -> str:
        return str(self.event.details["previous"])

    def changed_since(self, actions: Collection[str]) -> Event | None:
        """Return the latest event that changed the same thing and was not itself undone."""
        names = {event.change for event in self.later}
        for event in reversed(self.later):
            cancelled = event.undone_at or (is_undo(event) and event.details["undoes"] in names)
            if event.action in actions and not cancelled and same_thing(self.event, event):
                return event
        return None


def named_by(event: Event) -> Iterator[tuple[str, int]]:
    """Yield the other records that undoing this event touches, as (kind, number)."""
    how, before = actions().undo_of(event.action), event.details.get("before") or {}
    for key, kind in (how.names if how else {}).items():
        if before.get(key) is not None:
            yield kind, before[key]


def how_to(event: Event) -> Undo:
    """Return how this event is undone; raises LookupError if it cannot be."""
    how = actions().undo_of(event.action)
    if how is None:
        raise LookupError(f"{event.action} cannot be undone")
    return how


def to_reverse(events: Sequence[Event]) -> list[Event]:
    """Events to reverse, newest first; if one event undoes the others, only that one."""
    handlers = [(event, actions().undo_of(event.action)) for event in events]
    whole = [event for event, how in handlers if how and how.is_whole]
    return whole[:1] or sorted(events, key=lambda event: event.id or 0, reverse=True)


def is_reversible(events: Sequence[Event]) -> bool:
    """Whether every event of a change has its previous values and an action that can be undone."""
    lines = to_reverse(events)
    return bool(lines) and all(actions().undo_of(line.action) and "before" in line.details for line in lines)


def is_open(events: Sequence[Event]) -> bool:
    """Whether a change can still be undone: not undone yet, and less than a day old."""
    now = clock.now()
    fresh = all(event.undone_at is None and now - event.happened_at <= LASTS for event in events)
    return fresh and is_reversible(events)


def may_take_back(pasts: Sequence[UndoStep]) -> bool:
    """Whether the person has the permission the change itself needs, on each record as it is now."""
    return all(how_to(past.event).may(past) for past in pasts)


def overtaken_by(past: UndoStep) -> Event | None:
    """Return the latest event that changed the same thing since and must be undone first."""
    return past.changed_since({past.event.action, *how_to(past.event).touches})


def is_refused(past: UndoStep) -> bool:
    """Whether undoing this event would be refused because of later events."""
    if overtaken_by(past):
        return True
    try:
        if check := how_to(past.event).check:
            check(past)
    except DomainError:
        return True
    return False


def check_open(events: Sequence[Event]) -> None:
    if not is_reversible(events):
        raise DomainError(NOT_AT_ALL)
    if any(event.undone_at for event in events):
        raise DomainError(ALREADY)
    if not is_open(events):
        raise DomainError(TOO_LATE)


def take_back(events: Sequence[Event], pasts: Sequence[UndoStep]) -> None:
    """Undo all of a change. If one event refuses, the DomainError rolls the transaction back."""
    check_open(events)
    made = len(lines_so_far())
    for past in pasts:
        if since := overtaken_by(past):
            raise DomainError(f"Nothing was undone: since then, {past.tell(since)}.")
        how_to(past.event).take_back(past)
    for event in events:
        event.undone_at = clock.now()
    undoes: dict[str, Any] = {"undoes": events[0].change}
    if any(is_undo(event) for event in events):
        undoes["again"] = True
    for line in lines_so_far()[made:]:
        line.details = {**line.details, **undoes}


def same_thing(one: Event, two: Event) -> bool:
    """Whether two events about one record concern the same step, comment or field of it."""
    first, second = (event.details.get("before") or {} for event in (one, two))
    return all(
        first[key] == second[key] for key in ("number", "field", "other") if key in first and key in second
    )


def is_undo(event: Event) -> bool:
    """True for an undo, False for a redo."""
    return "undoes" in event.details and not event.details.get("again")
