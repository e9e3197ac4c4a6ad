"""The letter's queries, each limited to what the reader may see (`shown_to`, `readable_by`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import dropwhile
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import and_, bindparam, case, false, func, or_, true
from sqlalchemy.sql.elements import ColumnElement

from tracker.accounts.models import Person
from tracker.clients.models import Client, Seat
from tracker.foundation import clock
from tracker.foundation.statements import Statement, built_once, is_among, rows_of, select_columns
from tracker.history.event_rows import EVENT_COLUMNS, EventRow
from tracker.history.models import Event
from tracker.history.undo import is_undo
from tracker.letter.seen_again import MAY_SHOW, seen_again
from tracker.letter.task_rows import TASK_COLUMNS, TaskRow
from tracker.roadmap.models import Comment, Goal, Task
from tracker.roadmap.models.proposal_comments import ProposalComments, proposal_comments_of
from tracker.roadmap.models.questions import SAME_MOMENT
from tracker.roadmap.models.statuses import CLOSED, Status
from tracker.roadmap.presentation.event_queries import readable_by

A_WEEK, TWO_WEEKS = timedelta(days=7), timedelta(days=14)
IS_OPEN_TASK = Task.status.not_in(CLOSED)
CHANGES_STATUS = ("goal_status_changed", "task_status_changed")
CHANGES_DATE = ("goal_date_changed", "task_date_changed")


class LetterEvent(NamedTuple):
    """An event of a letter; its task, if the reader may see that.

    `name` is the present name of its person, `is_readable` whether the reader may read it.
    """

    event: EventRow
    name: str
    is_readable: bool
    task: TaskRow | None


def week_start(client: Client, today: date) -> datetime:
    """Return the first moment of the seven days that end today, in the client's zone."""
    return datetime.combine(today - A_WEEK + timedelta(days=1), time(), ZoneInfo(client.time_zone))


def proposal_comments_shown(goals: Iterable[Goal], seat: Seat) -> dict[int, ProposalComments]:
    """Return, by goal id, the last proposal of these goals and the last request to discuss it."""
    ids = [goal.id for goal in goals]
    return proposal_comments_of(Event.goal_id.in_(ids), readable_by(seat)) if ids else {}


@dataclass(frozen=True)
class LastComment:
    """The newest comment on a task: when, and by whom."""

    moment: datetime
    author_id: int
    name: str


def last_comments(tasks: Sequence[Task | TaskRow], seat: Seat) -> dict[int, LastComment]:
    """Return, by task id, the newest comment the reader may read, for tasks they commented on while waiting.

    It shows who wrote last, not whether that was the answer: only a change of status ends a request.
    """
    if not tasks:
        return {}
    query, ids = comments_while_waiting(Comment.shown_to(seat)), [task.id for task in tasks]
    found, wrote_on = {}, set()
    for task_id, moment, author_id, name in rows_of(query, {"tasks": ids}):
        found[task_id] = LastComment(moment, author_id, name)
        if author_id == seat.person_id:
            wrote_on.add(task_id)
    return {task_id: found[task_id] for task_id in wrote_on}


@built_once
def comments_while_waiting(shown: ColumnElement[bool]) -> Statement:
    """Return the query for the comments on tasks since they have been waiting, in order."""
    return (
        select_columns(Task.id, Comment.created_at, Comment.author_id, Person.name)
        .join(Comment, and_(Comment.client_id == Task.client_id, Comment.task_id == Task.id))
        .join(Person, Person.id == Comment.author_id)
        .where(Task.id.in_(bindparam("tasks", expanding=True)), shown)
        .where(Comment.trashed_at.is_(None), Comment.created_at >= Task.waiting_since)
        .order_by(Comment.id)
    )


def letter_events(client: Client, seat: Seat, start: datetime) -> list[LetterEvent]:
    """Return what was done since `start`, whose dates changed, and what came in or out of sight, oldest first.

    Also the events that the reader may not read: those that they may read do not tell all.
    """
    query = events_since(readable_by(seat), Task.shown_to(seat))
    return read_letter_events(query, client=client.id, start=start)


def read_letter_events(query: Statement, **values: object) -> list[LetterEvent]:
    """Return the events of a query made from `select_letter_events`."""
    until = len(EVENT_COLUMNS)
    return [
        LetterEvent(
            EventRow._make(row[:until]),
            row.name,
            bool(row.is_readable),
            TaskRow._make(row[until + 2 :]) if row[until + 2] is not None else None,
        )
        for row in rows_of(query, values)
    ]


def select_letter_events(readable: ColumnElement[bool], shown: ColumnElement[bool]) -> Statement:
    """Return a query for a client's events, each with its task if that is `shown`, oldest first."""
    seen = and_(Task.client_id == Event.client_id, Task.id == Event.task_id, Task.trashed_at.is_(None), shown)
    name = func.coalesce(Person.name, Event.actor_name).label("name")
    is_readable = case((readable, true()), else_=false()).label("is_readable")
    return (
        select_columns(*EVENT_COLUMNS, name, is_readable, *TASK_COLUMNS)
        .outerjoin(Person, Person.id == Event.actor_id)
        .outerjoin(Task, seen)
        .where(Event.client_id == bindparam("client"))
        .order_by(Event.id)
    )


@built_once
def events_since(readable: ColumnElement[bool], shown: ColumnElement[bool]) -> Statement:
    """Return the query for the events of a letter since its start."""
    is_done = Event.details["current"].as_string() == str(Status.DONE)
    is_told = or_(
        is_among(Event.action, [*CHANGES_DATE, *MAY_SHOW]),
        and_(is_among(Event.action, CHANGES_STATUS), is_done),
    )
    return select_letter_events(readable, shown).where(Event.happened_at >= bindparam("start"), is_told)


@built_once
def earlier_date_changes(readable: ColumnElement[bool], shown: ColumnElement[bool]) -> Statement:
    """Return the query for the changes of dates of these goals and tasks, and of the goals' tasks, before the start."""
    return select_letter_events(readable, shown).where(
        Event.happened_at >= bindparam("since"),
        Event.happened_at < bindparam("start"),
        is_among(Event.action, CHANGES_DATE),
        or_(
            Event.task_id.in_(bindparam("tasks", expanding=True)),
            Event.goal_id.in_(bindparam("goals", expanding=True)),
            Task.goal_id.in_(bindparam("goals", expanding=True)),
        ),
    )


def finishers(
    events: Iterable[LetterEvent], done: Iterable[Goal | TaskRow]
) -> dict[tuple[str, int], tuple[str, int | None] | None]:
    """Return who finished each record, by table ("goal" or "task") and id: the person's name and id.

    None is the person whom the reader may not know. Records of which history does not say it are left out.

    An undo or redo restores the earlier `done_at`, so the last change to done up to that moment counts,
    whoever undid or redid it since.
    """
    moments = {(work.__tablename__, work.id): work.done_at for work in done}
    found: dict[tuple[str, int], tuple[str, int | None] | None] = {}
    for event, name, is_readable, _ in events:
        key = ("task", event.task_id) if event.task_id else ("goal", event.goal_id or 0)
        moment = moments.get(key)
        if event.action not in CHANGES_STATUS or moment is None:
            continue
        if "undoes" not in event.details and event.happened_at <= moment + SAME_MOMENT:
            found[key] = (name, event.actor_id) if is_readable else None
    return found


def date_changes(
    client: Client, seat: Seat, start: datetime, events: Sequence[LetterEvent]
) -> list[LetterEvent]:
    """Return all changes of dates, oldest first, also undone ones and those that the reader may not read.

    They are those since `start`, and earlier ones of work that the client sees again since then, from the time it
    left their sight.
    """
    again = seen_again(client, start, [each.event for each in events if each.event.action in MAY_SHOW])
    changes = [each for each in events if each.event.action in CHANGES_DATE]
    since = min([start, *again.goals.values(), *again.tasks.values()])
    if since < start:
        query = earlier_date_changes(readable_by(seat), Task.shown_to(seat))
        hidden = {"goals": list(again.goals), "tasks": list(again.tasks)}
        changes += read_letter_events(query, client=client.id, since=since, start=start, **hidden)
    return sorted(
        (
            each
            for each in changes
            if each.event.happened_at >= again.first_to_tell(each.event, each.task, start)
        ),
        key=lambda each: each.event.id,
    )


def moved_dates(
    changes: Sequence[LetterEvent], goals: dict[int, Goal], client: Client
) -> list[tuple[Goal | TaskRow, date, date | None, str]]:
    """Return work whose promised date was changed or removed this week: record, old date, new date, reason.

    The old date is the promise that the client could read before the first change of the week (`promised`), also
    if the change itself was made out of their sight. Correcting a date without a reason on the day it was set is
    no move. Only the last change explains the present date; earlier reasons explained others, and if the last
    change is one that the reader cannot read, no reason is given.
    """
    lines: dict[Goal | TaskRow, list[tuple[EventRow, bool]]] = defaultdict(list)
    for event, _, is_readable, task in changes:
        about = task if event.action == "task_date_changed" else goals.get(event.goal_id or 0)
        if about is not None and about.is_open:
            lines[about].append((event, is_readable))
    found = []
    for about, events in lines.items():
        now, goal = about.planned_date, goals.get(about.goal_id or 0) if isinstance(about, TaskRow) else about
        later = after_setting([event for event, _ in events], client, goal.agreed_at if goal else None)
        was = next((event.details["promised"] for event in later if "promised" in event.details), None)
        if was is not None and was != (now.isoformat() if now else None):
            last = next((line for line in reversed(events) if is_explaining(line[0])), None)
            why = reason_for(now, last[0]) if last and last[1] else ""
            found.append((about, date.fromisoformat(was), now, why))
    return found


def is_explaining(event: EventRow) -> bool:
    """Whether it is a change that holds: neither undone nor an undo of another."""
    return event.undone_at is None and not is_undo(event)


def reason_for(now: date | None, last: EventRow) -> str:
    """Return the reason of the last change, if it led to the present date; else empty."""
    current = last.details.get("current") or None
    return reason_of(last.details) if current == (now.isoformat() if now else None) else ""


def reason_of(details: Mapping[str, str]) -> str:
    """Return the reason that was given for a new date, or that it was changed in an imported file."""
    source = details.get("source")
    return details.get("why") or (f"Changed in {source}." if source else "")


def after_setting(
    events: Sequence[EventRow], client: Client, agreed_at: datetime | None
) -> Sequence[EventRow]:
    """Return the changes after a first date was set and, on that day, corrected without a reason.

    A change after its goal was agreed, at `agreed_at`, is no correction: the date was promised by then.
    """
    first = events[0]
    if first.details.get("previous") or first.details.get("promised"):
        return events
    day = clock.local(first.happened_at, client).date()
    return list(
        dropwhile(lambda event: event is first or is_correction(event, first, day, client, agreed_at), events)
    )


def is_correction(
    event: EventRow, first: EventRow, day: date, client: Client, agreed_at: datetime | None
) -> bool:
    """Whether the event corrects a date on the day it was set, without a reason and before anybody agreed to it."""
    is_agreed_between = agreed_at is not None and first.happened_at < agreed_at <= event.happened_at
    is_same_day = clock.local(event.happened_at, client).date() == day
    return is_same_day and not reason_of(event.details) and not is_agreed_between
