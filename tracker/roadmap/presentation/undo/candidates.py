"""Changes read from history: their subjects, limited to what the reader may see, and who may undo them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from flask import abort, g
from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import joinedload
from sqlalchemy.sql.base import ExecutableOption

from tracker.accounts.models import Person
from tracker.clients.models import Client, Role, Seat
from tracker.clients.scope import all_seats
from tracker.foundation.database import db
from tracker.foundation.exceptions import DomainError
from tracker.history import undo
from tracker.history.change_set import changes_beside
from tracker.history.models import Event
from tracker.history.sentences import sentence
from tracker.history.undo import UndoStep
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.presentation.event_queries import readable_by
from tracker.roadmap.presentation.history_viewpoint import viewpoint_of
from tracker.roadmap.presentation.sharing.readership import event_readers, is_wider, work_readers

Record = Goal | Task | Client
W = TypeVar("W", Goal, Task)
RECORD_IN_TRASH = "{} is in the trash. Restore it first."
FOR_FEWER = (
    "Nothing was undone: that change to {} was made while fewer people could read it, and an undo would show them "
    "the earlier words. Change it by hand instead."
)


class EventSubjects:
    """The goals and tasks of these events that `seat` may read, including trashed ones."""

    def __init__(self, client: Client, seat: Seat, events: Iterable[Event]) -> None:
        lines = list(events)
        self.client = client
        self.goals = readable_rows(Goal, client, seat, {line.goal_id for line in lines})
        of_goal = joinedload(Task.goal).joinedload(Goal.span)
        self.tasks = readable_rows(Task, client, seat, {line.task_id for line in lines}, of_goal)
        beside = {each for line in lines for each in undo.other_records(line)}
        self.beside = {each for model in (Goal, Task) for each in shown_numbers(model, client, seat, beside)}

    def is_shown(self, event: Event) -> bool:
        """Whether the reader may see everything that undoing this event touches."""
        return self.record_of(event) is not None and self.beside.issuperset(undo.other_records(event))

    def record_of(self, event: Event) -> Record | None:
        """Return the subject of an event; None if it, or the goal it was under, is hidden from the reader."""
        if event.goal_id is not None and event.goal_id not in self.goals:
            return None
        if event.task_id is not None:
            return self.tasks.get(event.task_id)
        return self.goals[event.goal_id] if event.goal_id is not None else self.client


def readable_rows(
    model: type[W], client: Client, seat: Seat, keys: set[int | None], *options: ExecutableOption
) -> dict[int, W]:
    """Return the rows with these ids that the seat may read, by id, including trashed ones."""
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
    """Return the goals with these ids that the reader may read, without trashed ones."""
    found_ones = readable_rows(Goal, g.client, g.seat, set(keys))
    return [goal for goal in found_ones.values() if goal.trashed_at is None]


def lines_of(client: Client, seat: Seat, change: str) -> list[Event]:
    """Return the events of a request that this seat may undo together, locked so that they are undone only once.

    Those are the change sets of the request of which the seat may see everything, without those undone already.
    404 if there are none.
    """
    query = (
        Event.of(client)
        .add_columns(readable_by(seat))
        .where(Event.change_set_id.in_(changes_beside([change])))
        .order_by(Event.id)
    )
    rows = db.session.execute(query.options(joinedload(Event.actor)).with_for_update(of=Event)).all()
    shown = readable_sets((line, bool(is_readable)) for line, is_readable in rows)
    if not shown:
        abort(404)
    subjects = EventSubjects(client, seat, (line for lines in shown.values() for line in lines))
    known = [lines for lines in shown.values() if all(map(subjects.is_shown, lines))] or list(shown.values())
    left = [lines for lines in known if not any(line.undone_at for line in lines)]
    return sorted((line for lines in left or known for line in lines), key=lambda line: line.id)


def readable_sets(rows: Iterable[tuple[Event, bool]]) -> dict[str, list[Event]]:
    """Return the events by change set, without the change sets with an event that is not readable."""
    found: dict[str, list[Event]] = {}
    hidden: set[str] = set()
    for line, is_readable in rows:
        found.setdefault(str(line.change_set_id), []).append(line)
        hidden |= set() if is_readable else {str(line.change_set_id)}
    return {name: lines for name, lines in found.items() if name not in hidden}


def undo_steps(events: Sequence[Event], client: Client, seat: Seat, by: Person) -> list[UndoStep]:
    """Return the events to reverse, newest first.

    404 for a change hidden from this seat, 403 for one it may not undo, DomainError if it is too late.
    """
    all_seats()
    subjects = EventSubjects(client, seat, events)
    if seat.role == Role.TEAM and any(subjects.record_of(line) is client for line in events):
        abort(404)
    if not all(map(subjects.is_shown, events)):
        abort(404)
    undo.check_open(events)
    pasts = [undo_step(line, subjects, seat, by) for line in undo.events_to_reverse(events)]
    if not undo.may_undo(pasts):
        abort(403)
    return with_later_events(pasts, events)


def undo_step(line: Event, subjects: EventSubjects, seat: Seat, by: Person) -> UndoStep:
    """Return the event with its record and the person who undoes it."""
    return UndoStep(line, subjects.record_of(line), by, seat)


def with_later_events(pasts: Sequence[UndoStep], events: Sequence[Event]) -> list[UndoStep]:
    """Return the same, each with the later events about its record, and a function that words them."""
    newer: dict[tuple[str, int], list[Event]] = {}
    readable: set[int] = set()
    for line, is_readable in later_than(events, pasts[0].seat):
        newer.setdefault(subject_of(line), []).append(line)
        readable |= {line.id} if is_readable else set()
    return [
        UndoStep(
            past.event,
            past.record,
            past.by,
            past.seat,
            newer.get(subject_of(past.event), ()),
            sentence_function(past, readable),
        )
        for past in pasts
    ]


def subject_of(line: Event) -> tuple[str, int]:
    """Return the kind and the id of the record an event is about."""
    if line.task_id is not None:
        return "task", line.task_id
    return ("goal", line.goal_id) if line.goal_id is not None else ("client", line.client_id)


def later_than(events: Sequence[Event], seat: Seat) -> list[tuple[Event, bool]]:
    """Return later events about the same records, oldest first, and whether this seat may read each.

    Events of the same request are not included.
    """
    beside = changes_beside(line.change_set_id for line in events)
    query = lines_since(events).where(func.coalesce(Event.change_set_id, "").not_in(beside))
    rows = db.session.execute(query.add_columns(readable_by(seat)).options(joinedload(Event.actor)))
    return [(line, bool(is_readable)) for line, is_readable in rows]


def lines_since(events: Sequence[Event]) -> Select[Event]:
    """Return all events after the first of these about the same records, oldest first."""
    tasks = [line.task_id for line in events if line.task_id]
    goals = [line.goal_id for line in events if line.goal_id and not line.task_id]
    same = [Event.task_id.in_(tasks), and_(Event.task_id.is_(None), Event.goal_id.in_(goals))]
    if any(subject_of(line)[0] == "client" for line in events):
        same.append(and_(Event.task_id.is_(None), Event.goal_id.is_(None)))
    first = min(line.id for line in events)
    since = select(Event).where(Event.client_id == events[0].client_id, Event.id > first, or_(*same))
    return since.order_by(Event.id)


def lines_shown_whole(change: str, client: Client, seat: Seat) -> list[Event]:
    """Return the events of this change set; none if one of them, or what its undo touches, is hidden from the seat.

    Only of a change that is shown whole may a page say anything about its undo: that it is possible, or what
    prevents it.
    """
    query = Event.of(client).add_columns(readable_by(seat)).where(Event.change_set_id == change)
    rows = db.session.execute(query).all()
    subjects = EventSubjects(client, seat, (line for line, _ in rows))
    is_whole = all(is_readable and subjects.is_shown(line) for line, is_readable in rows)
    return [line for line, _ in rows] if is_whole else []


def title_shown(model: type[Goal | Task], key: int, seat: Seat) -> str:
    """Return the title of the goal or task with this id; empty if the seat may not read it, or if it is gone.

    A sentence that names a record takes the title from here: the record may have been hidden and renamed since.
    """
    query = select(model.title).where(model.client_id == seat.client_id, model.id == key)
    return db.session.scalar(query.where(model.shown_to(seat))) or ""


def may_read(seat: Seat, line: Event) -> bool:
    """Whether this seat may read the event."""
    query = select(Event.id).where(Event.id == line.id, Event.client_id == seat.client_id, readable_by(seat))
    return db.session.scalar(query) is not None


def sentence_function(past: UndoStep, readable: set[int]) -> Callable[[Event], str]:
    """Return a function that words an event with its record named, because several may be undone at once.

    For an event hidden from the reader, the sentence says only that the record changed.
    """
    viewpoint, name = viewpoint_of(past.seat), quoted_title(past.record)

    def tell(line: Event) -> str:
        return (
            sentence(line, viewpoint, name)
            if line.id in readable
            else f"{name[:1].upper()}{name[1:]} changed"
        )

    return tell


def quoted_title(record: Record) -> str:
    """Return the record's title in quotation marks; “it” for a client."""
    return f"“{record.title}”" if isinstance(record, Goal | Task) else "it"


def needs_restoring(past: UndoStep) -> bool:
    """Whether the record is in the trash, unless the event to undo is the one that trashed or added it.

    A step or a comment of a task in the trash is not added or restored either.
    """
    if not isinstance(past.record, Goal | Task) or past.record.trashed_at is None:
        return False
    kind = past.record.__tablename__
    return past.event.action not in (f"{kind}_trashed", f"{kind}_added")


def shows_hidden_words(past: UndoStep) -> bool:
    """Whether undoing would show text to people who could not read the record when it was replaced.

    Comments keep the readers they were written for.
    """
    if not isinstance(past.record, Goal | Task) or not undo.undo_of(past.event).shows_words:
        return False
    return is_wider(work_readers(past.record), event_readers(past.event))


def check_possible(pasts: Sequence[UndoStep]) -> None:
    """Raise DomainError for a record in the trash, and for words that were written for fewer people."""
    for past in pasts:
        if needs_restoring(past):
            raise DomainError(RECORD_IN_TRASH.format(quoted_title(past.record)))
        if shows_hidden_words(past):
            raise DomainError(FOR_FEWER.format(quoted_title(past.record)))
