"""Which events the reader can undo, loaded for all of a page at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from flask_login import current_user

from tracker.clients.models import Client, Role, Seat
from tracker.clients.scope import all_seats
from tracker.foundation.database import db
from tracker.history import undo
from tracker.history.models import Event
from tracker.roadmap.presentation.queries import readable_by
from tracker.roadmap.presentation.undo.candidates import EventSubjects, about, lines_since, past_of


class UndoOffers:
    """The changes among these events that this seat can still undo, without any that later events would refuse."""

    def __init__(self, client: Client, seat: Seat, lines: Iterable[Event]) -> None:
        self.names: set[str] = set()
        fresh = {line.change for line in lines if line.change and undo.is_open([line])}
        if not fresh or seat.role == Role.VIEWER:
            return
        all_seats()
        by_change: dict[str, list[Event]] = {}
        hidden: set[str] = set()
        whole = Event.of(client).add_columns(readable_by(seat)).where(Event.change.in_(fresh))
        for line, is_readable in db.session.execute(whole):
            by_change.setdefault(str(line.change), []).append(line)
            hidden |= set() if is_readable else {str(line.change)}
        subjects = EventSubjects(client, seat, (line for lines in by_change.values() for line in lines))
        self.names = not_refused(
            {
                name: lines
                for name, lines in by_change.items()
                if name not in hidden and is_offered(lines, subjects, seat)
            },
            subjects,
            seat,
        )

    def of(self, line: Event) -> str:
        """Return the change to send, or empty."""
        return line.change if line.change in self.names else ""


def not_refused(by_change: Mapping[str, Sequence[Event]], subjects: EventSubjects, seat: Seat) -> set[str]:
    """Return the names of the changes that no later event refuses to undo. Later events are loaded once for all."""
    reversed_lines = {name: undo.to_reverse(lines) for name, lines in by_change.items()}
    every = [line for lines in reversed_lines.values() for line in lines]
    newer: dict[tuple[str, int], list[Event]] = {}
    for line in db.session.scalars(lines_since(every)) if every else ():
        newer.setdefault(about(line), []).append(line)

    def is_refused(line: Event, first: int) -> bool:
        later = [
            each for each in newer.get(about(line), ()) if each.id > first and each.change != line.change
        ]
        return undo.is_refused(replace(past_of(line, subjects, seat, current_user), later=later))

    firsts = {name: min(line.id for line in lines) for name, lines in by_change.items()}
    refused = {line.change for line in every if is_refused(line, firsts[str(line.change)])}
    return set(by_change) - refused


def is_offered(events: Sequence[Event], subjects: EventSubjects, seat: Seat) -> bool:
    if not undo.is_open(events) or not all(map(subjects.is_shown, events)):
        return False
    return undo.may_take_back(
        [past_of(line, subjects, seat, current_user) for line in undo.to_reverse(events)]
    )
