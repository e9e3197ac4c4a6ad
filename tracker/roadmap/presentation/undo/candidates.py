"""Changes read from history: their subjects, limited to what the reader may see, and who may undo them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from flask import abort, g
from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import joinedload

from tracker.accounts.models import Person
from tracker.clients.models import Client, Role, Seat
from tracker.clients.scope import all_seats
from tracker.foundation.database import db
from tracker.foundation.exceptions import DomainError
from tracker.history import undo
from tracker.history.models import Event
from tracker.history.sentences import sentence
from tracker.history.undo import UndoStep
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.presentation.history_viewpoint import voice_for
from tracker.roadmap.presentation.queries import readable_by

Record = Goal | Task | Client


class EventSubjects:
    """Goals and tasks the events refer to (trashed ones included), limited to what `seat` may read."""

    def __init__(self, client: Client, seat: Seat, events: Iterable[Event]) -> None:
        lines = list(events)
        self.client = client
        self.goals = found(Goal, client, seat, {line.goal_id for line in lines})
        of_goal = joinedload(Task.goal).joinedload(Goal.span)
        self.tasks = found(Task, client, seat, {line.task_id for line in lines}, of_goal)
        beside = {each for line in lines for each in undo.named_by(line)}
        self.beside = {each for model in (Goal, Task) for each in shown_numbers(model, client, seat, beside)}

    def is_shown(self, event: Event) -> bool:
        """Whether the reader may see everything that undoing this event touches."""
        return self.record_of(event) is not None and self.beside.issuperset(undo.named_by(event))

    def record_of(self, event: Event) -> Record | None:
        """Return the subject of an event; None if it, or the goal it was under, is hidden from the reader."""
        if event.goal_id is not None and event.goal_id not in self.goals:
            return None
        if event.task_id is not None:
            return self.tasks.get(event.task_id)
        return self.goals[event.goal_id] if event.goal_id is not None else self.client


def found(model: Any, client: Client, seat: Seat, keys: set[int | None], *options: Any) -> dict[int, Any]:
    wanted = [key for key in keys if key is not None]
    if not wanted:
        return {}
    query = select(model).where(model.client_id == client.id, model.id.in_(wanted), model.shown_to(seat))
    return {row.id: row for row in db.session.scalars(query.options(*options))}


def shown_numbers(
    model: type[Goal | Task], client: Client, seat: Seat, named: Iterable[tuple[str, int]]
) -> Iterator[tuple[str, int]]:
    """Return which of these numbers, of one kind of record, the seat may read, including trashed ones."""
    kind = model.__tablename__
    numbers = [number for each, number in named if each == kind]
    if numbers:
        query = select(model.number).where(model.client_id == client.id, model.number.in_(numbers))
        yield from ((kind, number) for number in db.session.scalars(query.where(model.shown_to(seat))))


def goals_with(keys: Iterable[int | None]) -> list[Goal]:
    """Return goals by id that the reader may read, without trashed ones."""
    found_ones = found(Goal, g.client, g.seat, set(keys))
    return [goal for goal in found_ones.values() if goal.trashed_at is None]


def lines_of(client: Client, seat: Seat, change: str) -> list[Event]:
    """Return all events of one change, locked so that it is undone once. 404 for a change hidden from this seat."""
    query = Event.of(client).add_columns(readable_by(seat)).where(Event.change == change).order_by(Event.id)
    rows = db.session.execute(query.options(joinedload(Event.actor)).with_for_update(of=Event)).all()
    if not rows or not all(is_readable for _, is_readable in rows):
        abort(404)
    return [event for event, _ in rows]


def pasts_of(events: Sequence[Event], client: Client, seat: Seat, by: Person) -> list[UndoStep]:
    """Return the events to reverse, newest first: 404 for a hidden change, a DomainError for one that is over,
    403 for one the seat may not undo.
    """
    all_seats()
    subjects = EventSubjects(client, seat, events)
    if seat.role == Role.TEAM and any(subjects.record_of(line) is client for line in events):
        abort(404)
    if not all(map(subjects.is_shown, events)):
        abort(404)
    undo.check_open(events)
    pasts = [past_of(line, subjects, seat, by) for line in undo.to_reverse(events)]
    if not undo.may_take_back(pasts):
        abort(403)
    return with_what_came_later(pasts, events)


def past_of(line: Event, subjects: EventSubjects, seat: Seat, by: Person) -> UndoStep:
    return UndoStep(line, subjects.record_of(line), by, seat)


def with_what_came_later(pasts: Sequence[UndoStep], events: Sequence[Event]) -> list[UndoStep]:
    """Return the same, each with the later events about its record, and how to put them in words."""
    newer: dict[tuple[str, int], list[Event]] = {}
    readable: set[int] = set()
    for line, is_readable in later_than(events, pasts[0].seat):
        newer.setdefault(about(line), []).append(line)
        readable |= {line.id} if is_readable else set()
    return [
        UndoStep(
            past.event,
            past.record,
            past.by,
            past.seat,
            newer.get(about(past.event), ()),
            teller(past, readable),
        )
        for past in pasts
    ]


def about(line: Event) -> tuple[str, int]:
    if line.task_id is not None:
        return "task", line.task_id
    return ("goal", line.goal_id) if line.goal_id is not None else ("client", line.client_id)


def later_than(events: Sequence[Event], seat: Seat) -> list[tuple[Event, bool]]:
    """Return later events about the records of these events, oldest first, and whether this seat may read each.

    Events of the same change are not included.
    """
    query = lines_since(events).where(Event.change.is_distinct_from(events[0].change))
    rows = db.session.execute(query.add_columns(readable_by(seat)).options(joinedload(Event.actor)))
    return [(line, bool(is_readable)) for line, is_readable in rows]


def lines_since(events: Sequence[Event]) -> Select[Event]:
    """Return all events after the first of these about the same records, oldest first."""
    tasks = [line.task_id for line in events if line.task_id]
    goals = [line.goal_id for line in events if line.goal_id and not line.task_id]
    same = [Event.task_id.in_(tasks), and_(Event.task_id.is_(None), Event.goal_id.in_(goals))]
    if any(about(line)[0] == "client" for line in events):
        same.append(and_(Event.task_id.is_(None), Event.goal_id.is_(None)))
    first = min(line.id for line in events)
    since = select(Event).where(Event.client_id == events[0].client_id, Event.id > first, or_(*same))
    return since.order_by(Event.id)


def may_read(seat: Seat, line: Event) -> bool:
    query = select(Event.id).where(Event.id == line.id, Event.client_id == seat.client_id, readable_by(seat))
    return db.session.scalar(query) is not None


def teller(past: UndoStep, readable: set[int]) -> Any:
    """Return a sentence for an event with its record named, because several events may be undone at once.

    For an event hidden from the reader it says only that something changed.
    """
    voice, name = voice_for(past.seat), named(past.record)

    def tell(line: Event) -> str:
        return sentence(line, voice, name) if line.id in readable else f"{name[:1].upper()}{name[1:]} changed"

    return tell


def named(record: Record) -> str:
    return f"“{record.title}”" if isinstance(record, Goal | Task) else "it"


def check_not_in_trash(pasts: Sequence[UndoStep]) -> None:
    """Refuse if the record is in the trash, unless the event to undo is the one that trashed it."""
    for past in pasts:
        lies = isinstance(past.record, Goal | Task) and past.record.trashed_at is not None
        if lies and not past.event.action.endswith(("_trashed", "_added")):
            raise DomainError(f"{named(past.record)} is in the trash. Restore it first.")
