"""The letter's queries: six, each through the reader's own `shown_to`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import and_, func, select

from tracker.accounts.models import Person
from tracker.clients.models import Client, Seat
from tracker.foundation.database import db
from tracker.history.models import Event
from tracker.history.undo import is_undo
from tracker.roadmap.models import Comment, Goal, Task
from tracker.roadmap.models.proposal_sayings import Sayings, sayings_of
from tracker.roadmap.models.statuses import CLOSED, Status
from tracker.roadmap.presentation.queries import readable_by

A_WEEK, TWO_WEEKS = timedelta(days=7), timedelta(days=14)
OPEN = Task.status.not_in(CLOSED)
Change = tuple[Event, Task | None]


def week_start(client: Client, today: date) -> datetime:
    """Return the first moment of the seven days that end today, in the client's zone."""
    return datetime.combine(today - A_WEEK + timedelta(days=1), time(), ZoneInfo(client.zone))


def sayings_shown(goals: Iterable[Goal], seat: Seat) -> dict[int, Sayings]:
    """Return the last proposal of each of these goals and the last wish to discuss it."""
    ids = [goal.id for goal in goals]
    return sayings_of(Event.goal_id.in_(ids), readable_by(seat)) if ids else {}


def waiting_for(client: Client, seat: Seat) -> list[Task]:
    """Return the tasks that wait for this reader, the most pressing first."""
    query = Task.of(client).where(
        Task.shown_to(seat), Task.status == Status.WAITING, Task.waiting_seat_id == seat.id
    )
    query = query.order_by(Task.due.is_(None), Task.due, Task.waiting_since, Task.id)
    return list(db.session.scalars(query))


def replies_to(tasks: Sequence[Task], seat: Seat) -> dict[int, datetime]:
    """Return when the reader last commented on each of these tasks since it waits for them."""
    if not tasks:
        return {}
    query = (
        select(Task.id, func.max(Comment.created_at))
        .join(Comment, and_(Comment.client_id == Task.client_id, Comment.task_id == Task.id))
        .where(Task.id.in_([task.id for task in tasks]), Comment.author_id == seat.person_id)
        .where(Comment.trashed_at.is_(None), Comment.created_at >= Task.waiting_since)
        .group_by(Task.id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def finished_since(client: Client, seat: Seat, start: datetime) -> list[Task]:
    query = Task.of(client).where(Task.shown_to(seat), Task.status == Status.DONE, Task.done_at >= start)
    return list(db.session.scalars(query.order_by(Task.done_at.desc(), Task.id)))


def finishers(client: Client, seat: Seat, start: datetime) -> dict[tuple[str, int], tuple[str, int]]:
    """Return who set what to done since then: name and key of the person, by kind ("goal" or "task") and key."""
    query = (
        select(Event.task_id, Event.goal_id, Person.name, Event.actor_id)
        .join(Person, Person.id == Event.actor_id)
        .where(Event.client_id == client.id, Event.happened_at >= start, readable_by(seat))
        .where(Event.action.in_(["goal_status_changed", "task_status_changed"]))
        .where(Event.details["current"].as_string() == str(Status.DONE), Event.undone_at.is_(None))
        .order_by(Event.id)
    )
    return {
        ("task", task_id) if task_id else ("goal", goal_id or 0): (name, person_id)
        for task_id, goal_id, name, person_id in db.session.execute(query)
    }


def due_until(client: Client, seat: Seat, last: date) -> list[Task]:
    """Return open tasks with a date up to this one, including late ones."""
    query = Task.of(client).where(Task.shown_to(seat), OPEN, Task.due <= last)
    return list(db.session.scalars(query.order_by(Task.due, Task.position, Task.id)))


def date_changes(client: Client, seat: Seat, start: datetime) -> list[Change]:
    """Return events about dates, oldest first, each with its task if the reader may see it."""
    same = and_(Task.client_id == Event.client_id, Task.id == Event.task_id)
    seen = and_(same, Task.trashed_at.is_(None), Task.shown_to(seat))
    query = (
        select(Event, Task)
        .outerjoin(Task, seen)
        .where(Event.client_id == client.id, Event.happened_at >= start, Event.undone_at.is_(None))
        .where(Event.action.in_(["goal_date_changed", "task_date_changed"]), readable_by(seat))
        .order_by(Event.id)
    )
    return [(event, task) for event, task in db.session.execute(query)]


def was_promised(event: Event, goal: Goal | None) -> bool:
    """Whether the date was a promise when it moved: not before its goal was agreed."""
    if goal is None:
        return True
    return event.happened_at >= goal.agreed_at if goal.agreed_at else goal.is_agreed


def moved_dates(
    changes: Iterable[Change], goals: dict[int, Goal]
) -> list[tuple[Goal | Task, date, date | None, str]]:
    """Return work whose date of a week ago was changed or removed: record, from, to, and the reason.

    A move to an earlier day has the reason of its last change, because an older one explained another move.
    """
    lines: dict[Goal | Task, list[dict[str, Any]]] = defaultdict(list)
    for event, task in changes:
        about = task if event.action == "task_date_changed" else goals.get(event.goal_id or 0)
        goal = goals.get((about.goal_id if isinstance(about, Task) else event.goal_id) or 0)
        if about is not None and about.is_open and was_promised(event, goal) and not is_undo(event):
            lines[about].append(event.details)
    found = []
    for about, told in lines.items():
        now = about.due if isinstance(about, Task) else about.done_by
        first = told[0].get("previous")  # a first date is not a move
        was = date.fromisoformat(first) if first else None
        if was is not None and was != now:
            is_earlier = now is not None and now < was
            reasons = told[-1:] if is_earlier else list(reversed(told))
            why = next((line["why"] for line in reasons if line.get("why")), "")
            found.append((about, was, now, why))
    return found
