"""The events that the reader can undo, loaded for a whole page at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from flask_login import current_user

from tracker.clients.models import Client, Role, Seat
from tracker.clients.scope import all_seats
from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.history import undo
from tracker.history.change_set import changes_beside, request_name
from tracker.history.event_rows import EventRow
from tracker.history.models import Event
from tracker.roadmap.presentation.event_queries import readable_by
from tracker.roadmap.presentation.undo.candidates import (
    EventSubjects,
    lines_since,
    needs_restoring,
    readable_sets,
    shows_hidden_words,
    subject_of,
    undo_step,
)
from tracker.roadmap.presentation.undo.widening import would_be_refused


class UndoOffers:
    """The changes among these events that this seat can still undo, and that no later event refuses."""

    def __init__(self, client: Client, seat: Seat, lines: Iterable[Event | EventRow]) -> None:
        self.names: set[str] = set()
        fresh = open_changes(lines)
        if not fresh or seat.role == Role.VIEWER:
            return
        all_seats()
        whole = Event.of(client).add_columns(readable_by(seat))
        whole = whole.where(Event.change_set_id.in_(changes_beside(fresh)))
        rows = db.session.execute(whole.order_by(Event.id))
        by_set = readable_sets((line, bool(is_readable)) for line, is_readable in rows)
        subjects = EventSubjects(client, seat, (line for found in by_set.values() for line in found))
        by_request: dict[str, list[Event]] = {}
        for name, found in by_set.items():
            if all(subjects.is_shown(line) and line.undone_at is None for line in found):
                by_request.setdefault(request_name(name), []).extend(found)
        offered = {name: lines for name, lines in by_request.items() if is_offered(lines, subjects, seat)}
        kept = undoable_changes(offered, subjects, seat)
        self.names = {str(line.change_set_id) for name in kept for line in by_request[name]}

    def of(self, line: Event | EventRow) -> str:
        """Return the id of the change to undo; empty if it cannot be undone."""
        return line.change_set_id if line.change_set_id in self.names else ""


def open_changes(lines: Iterable[Event | EventRow]) -> set[str]:
    """Return the change sets of these events that can still be undone, by their age and by what their events keep."""
    oldest, found = clock.now() - undo.UNDO_LASTS, set[str]()
    for line in lines:
        change = line.change_set_id
        if change and change not in found and line.happened_at >= oldest and undo.is_open([line]):
            found.add(change)
    return found


def undoable_changes(
    by_change: Mapping[str, Sequence[Event]], subjects: EventSubjects, seat: Seat
) -> set[str]:
    """Return the names of the requests that no later event keeps from being undone. One query for all.

    `by_change`: the events of each request that are undone together.
    """
    reversed_lines = {name: undo.events_to_reverse(lines) for name, lines in by_change.items()}
    every = [line for lines in reversed_lines.values() for line in lines]
    newer: dict[tuple[str, int], list[Event]] = {}
    for line in db.session.scalars(lines_since(every)) if every else ():
        newer.setdefault(subject_of(line), []).append(line)

    def is_refused(line: Event, first: int) -> bool:
        later = [
            each
            for each in newer.get(subject_of(line), ())
            if each.id > first and not is_same_request(each, line)
        ]
        return undo.is_refused(replace(undo_step(line, subjects, seat, current_user), later=later))

    firsts = {name: min(line.id for line in lines) for name, lines in by_change.items()}
    refused = {
        name
        for name, lines in reversed_lines.items()
        if any(is_refused(line, firsts[name]) for line in lines)
    }
    return set(by_change) - refused


def is_same_request(one: Event, other: Event) -> bool:
    """Whether both events were recorded in the same request."""
    if one.change_set_id is None or other.change_set_id is None:
        return False
    return request_name(one.change_set_id) == request_name(other.change_set_id)


def is_offered(events: Sequence[Event], subjects: EventSubjects, seat: Seat) -> bool:
    """Whether the seat may undo the change, apart from later events."""
    if not undo.is_open(events) or not all(map(subjects.is_shown, events)):
        return False
    pasts = [undo_step(line, subjects, seat, current_user) for line in undo.events_to_reverse(events)]
    last = max(line.id for line in events)
    return undo.may_undo(pasts) and not any(
        needs_restoring(past) or shows_hidden_words(past) or would_be_refused(past, last) for past in pasts
    )
