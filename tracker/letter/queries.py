"""The letter's queries, each limited to what the reader may see (`shown_to`, `readable_by`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import dropwhile
from zoneinfo import ZoneInfo

from sqlalchemy import and_, case, false, func, or_, select, true

from tracker.accounts.models import Person
from tracker.clients.models import Client, Seat
from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.history.models import Event
from tracker.history.undo import is_undo
from tracker.letter.seen_again import seen_again
from tracker.roadmap.models import Comment, Goal, Task
from tracker.roadmap.models.proposal_comments import ProposalComments, proposal_comments_of
from tracker.roadmap.models.statuses import CLOSED, Status
from tracker.roadmap.presentation.queries import readable_by

A_WEEK, TWO_WEEKS = timedelta(days=7), timedelta(days=14)
SAME_MOMENT = timedelta(seconds=5)
"""A record and its event are written in one request, each with its own reading of the clock."""
OPEN = Task.status.not_in(CLOSED)
Change = tuple[Event, Task | None, bool]
"""A change of a date, its task if the reader may see it, and whether the reader may read the change."""


def week_start(client: Client, today: date) -> datetime:
    """Return the first moment of the seven days that end today, in the client's zone."""
    return datetime.combine(today - A_WEEK + timedelta(days=1), time(), ZoneInfo(client.time_zone))


def proposal_comments_shown(goals: Iterable[Goal], seat: Seat) -> dict[int, ProposalComments]:
    """Return, by goal id, the last proposal of these goals and the last wish to discuss it."""
    ids = [goal.id for goal in goals]
    return proposal_comments_of(Event.goal_id.in_(ids), readable_by(seat)) if ids else {}


def waiting_for(client: Client, seat: Seat) -> list[Task]:
    """Return the tasks that wait for this reader, by date; those without a date are last."""
    query = Task.of(client).where(
        Task.shown_to(seat), Task.status == Status.WAITING, Task.waiting_seat_id == seat.id
    )
    query = query.order_by(Task.due.is_(None), Task.due, Task.waiting_since, Task.id)
    return list(db.session.scalars(query))


@dataclass(frozen=True)
class LastComment:
    """The newest comment on a task: when, and by whom."""

    moment: datetime
    author_id: int
    name: str


def last_comments(tasks: Sequence[Task], seat: Seat) -> dict[int, LastComment]:
    """Return, by task id, the newest comment the reader may read, for tasks they commented on while waiting.

    It shows who wrote last, not whether that was the answer: only a change of status ends a request.
    """
    if not tasks:
        return {}
    query = (
        select(Task.id, Comment.created_at, Comment.author_id, Person.name)
        .join(Comment, and_(Comment.client_id == Task.client_id, Comment.task_id == Task.id))
        .join(Person, Person.id == Comment.author_id)
        .where(Task.id.in_([task.id for task in tasks]), Comment.shown_to(seat))
        .where(Comment.trashed_at.is_(None), Comment.created_at >= Task.waiting_since)
        .order_by(Comment.id)
    )
    found, wrote_on = {}, set()
    for task_id, moment, author_id, name in db.session.execute(query):
        found[task_id] = LastComment(moment, author_id, name)
        if author_id == seat.person_id:
            wrote_on.add(task_id)
    return {task_id: found[task_id] for task_id in wrote_on}


def finished_since(client: Client, seat: Seat, start: datetime) -> list[Task]:
    """Return the tasks finished since this moment, newest first."""
    query = Task.of(client).where(Task.shown_to(seat), Task.status == Status.DONE, Task.done_at >= start)
    return list(db.session.scalars(query.order_by(Task.done_at.desc(), Task.id)))


def finishers(
    client: Client, seat: Seat, done: Iterable[Goal | Task], start: datetime
) -> dict[tuple[str, int], tuple[str, int | None] | None]:
    """Return who finished each record, by table ("goal" or "task") and id: the person's name and id.

    None is the person whom the reader may not know. Records of which history does not say it are left out.

    An undo or redo restores the earlier `done_at`, so the last change to done up to that moment counts,
    whoever undid or redid it since.
    """
    moments = {(work.__tablename__, work.id): work.done_at for work in done}
    name = func.coalesce(Person.name, Event.actor_name).label("name")
    query = (
        select(Event.task_id, Event.goal_id, Event.happened_at, Event.details, name, Event.actor_id)
        .add_columns(case((readable_by(seat), true()), else_=false()).label("is_readable"))
        .outerjoin(Person, Person.id == Event.actor_id)
        .where(Event.client_id == client.id, Event.happened_at >= start)
        .where(Event.action.in_(["goal_status_changed", "task_status_changed"]))
        .where(Event.details["current"].as_string() == str(Status.DONE))
        .order_by(Event.id)
    )
    found: dict[tuple[str, int], tuple[str, int | None] | None] = {}
    for row in db.session.execute(query):
        key = ("task", row.task_id) if row.task_id else ("goal", row.goal_id or 0)
        moment = moments.get(key)
        if moment is not None and "undoes" not in row.details and row.happened_at <= moment + SAME_MOMENT:
            found[key] = (row.name, row.actor_id) if row.is_readable else None
    return found


def due_until(client: Client, seat: Seat, last: date) -> list[Task]:
    """Return open tasks due on or before this date, including late ones, by date."""
    query = Task.of(client).where(Task.shown_to(seat), OPEN, Task.due <= last)
    return list(db.session.scalars(query.order_by(Task.due, Task.position, Task.id)))


def date_changes(client: Client, seat: Seat, start: datetime) -> list[Change]:
    """Return all changes of dates, oldest first, also undone ones and those that the reader may not read.

    They are those since `start`, and earlier ones of work that the client sees again since then, from the time it
    left their sight.
    """
    same = and_(Task.client_id == Event.client_id, Task.id == Event.task_id)
    seen = and_(same, Task.trashed_at.is_(None), Task.shown_to(seat))
    again = seen_again(client, start)
    goals, tasks = list(again.goals), list(again.tasks)
    earlier = or_(Event.task_id.in_(tasks), Event.goal_id.in_(goals), Task.goal_id.in_(goals))
    since = min([start, *again.goals.values(), *again.tasks.values()])
    query = (
        select(Event, Task, case((readable_by(seat), true()), else_=false()))
        .outerjoin(Task, seen)
        .where(Event.client_id == client.id, Event.happened_at >= since)
        .where(Event.action.in_(["goal_date_changed", "task_date_changed"]))
        .where(or_(Event.happened_at >= start, earlier))
        .order_by(Event.id)
    )
    return [
        (event, task, bool(is_readable))
        for event, task, is_readable in db.session.execute(query)
        if event.happened_at >= again.first_to_tell(event, task, start)
    ]


def moved_dates(
    changes: Sequence[Change], goals: dict[int, Goal], client: Client
) -> list[tuple[Goal | Task, date, date | None, str]]:
    """Return work whose promised date was changed or removed this week: record, old date, new date, reason.

    The old date is the promise that the client could read before the first change of the week (`promised`), also
    if the change itself was made out of their sight. Correcting a date without a reason on the day it was set is
    no move. Only the last change explains the present date; earlier reasons explained others, and if the last
    change is one that the reader cannot read, no reason is given.
    """
    lines: dict[Goal | Task, list[tuple[Event, bool]]] = defaultdict(list)
    for event, task, is_readable in changes:
        about = task if event.action == "task_date_changed" else goals.get(event.goal_id or 0)
        if about is not None and about.is_open:
            lines[about].append((event, is_readable))
    found = []
    for about, told in lines.items():
        now, goal = about.planned_date, goals.get(about.goal_id or 0) if isinstance(about, Task) else about
        later = after_setting([event for event, _ in told], client, goal.agreed_at if goal else None)
        was = next((event.details["promised"] for event in later if "promised" in event.details), None)
        if was is not None and was != (now.isoformat() if now else None):
            last = next((line for line in reversed(told) if is_explaining(line[0])), None)
            why = reason_for(now, last[0]) if last and last[1] else ""
            found.append((about, date.fromisoformat(was), now, why))
    return found


def is_explaining(event: Event) -> bool:
    """Whether it is a change that holds: neither undone nor an undo of another."""
    return event.undone_at is None and not is_undo(event)


def reason_for(now: date | None, last: Event) -> str:
    """Return the reason of the last change, if it led to the present date; else empty."""
    current = last.details.get("current") or None
    return reason_of(last.details) if current == (now.isoformat() if now else None) else ""


def reason_of(details: Mapping[str, str]) -> str:
    """Return the reason that was given for a new date, or that it was changed in an imported file."""
    source = details.get("source")
    return details.get("why") or (f"Changed in {source}." if source else "")


def after_setting(events: Sequence[Event], client: Client, agreed_at: datetime | None) -> Sequence[Event]:
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


def is_correction(event: Event, first: Event, day: date, client: Client, agreed_at: datetime | None) -> bool:
    """Whether the event corrects a date on the day it was set, without a reason and before anybody agreed to it."""
    is_agreed_between = agreed_at is not None and first.happened_at < agreed_at <= event.happened_at
    is_same_day = clock.local(event.happened_at, client).date() == day
    return is_same_day and not reason_of(event.details) and not is_agreed_between
