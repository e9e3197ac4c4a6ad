"""Since when a person at the client can read a question: `waiting_since` of work that waits.

A question that is asked in a draft keeps that moment in `asked_in_draft_at`, too. While both are equal, nobody at
the client has seen it, and `waiting_since` starts again when the work is first shown, in whatever way. A question
that was seen keeps its day, however often the work is hidden afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Table, and_, exists, false, or_, select, true, update

from tracker.clients.models import Role
from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.roadmap.models.statuses import ApprovalState

SAME_MOMENT = timedelta(seconds=5)
"""A record and its event are written in one request, each with its own reading of the clock."""


def ask_what_is_shown(client_id: int, now: datetime | None = None) -> None:
    """Set `waiting_since` to now for questions from drafts that people at the client see for the first time."""
    for table in tables():
        unseen = table.c.asked_in_draft_at == table.c.waiting_since
        shown = table.c.trashed_at.is_(None) & ~is_in_draft(table)
        write(table, client_id, unseen & shown, waiting_since=now or clock.now())


def forget_showing(
    client_id: int, shown_at: datetime, goal_id: int | None = None, task_id: int | None = None
) -> None:
    """Make questions unseen again that were shown at that time by mistake, after the undo has hidden them.

    They are those of a goal and its tasks, of a task, or of all that was shown at that time. A question keeps its day
    if somebody at the client has done something with the work since, and so has seen it.
    """
    for table in tables():
        shown = table.c.waiting_since.between(shown_at - SAME_MOMENT, shown_at + SAME_MOMENT)
        unread = table.c.asked_in_draft_at.is_not(None) & is_in_draft(table) & ~has_event_of_client(table)
        mine = is_of(table, goal_id, task_id)
        write(table, client_id, shown & unread & mine, waiting_since=table.c.asked_in_draft_at)


def note_drafts(client_id: int, asked_at: datetime) -> None:
    """Note which of the questions that were asked in bulk at this moment are in drafts."""
    for table in tables():
        asked = table.c.waiting_since == asked_at
        write(table, client_id, asked & is_in_draft(table), asked_in_draft_at=table.c.waiting_since)


def tables() -> Iterator[Table]:
    """Return the tables of what may wait."""
    return (db.metadata.tables[name] for name in ("goal", "task"))


def is_in_draft(table: Table) -> ColumnElement[bool]:
    """Return the WHERE clause for drafts, or for tasks under them."""
    if table.name == "goal":
        return table.c.approval_state == ApprovalState.DRAFT
    goal = db.metadata.tables["goal"]
    return exists(select(goal.c.id)).where(
        goal.c.id == table.c.goal_id, goal.c.approval_state == ApprovalState.DRAFT
    )


def is_of(table: Table, goal_id: int | None, task_id: int | None) -> ColumnElement[bool]:
    """Return the WHERE clause for this goal and its tasks, for this task, or for all if neither is given."""
    if task_id is not None:
        return table.c.id == task_id if table.name == "task" else false()
    if goal_id is not None:
        return (table.c.id if table.name == "goal" else table.c.goal_id) == goal_id
    return true()


def has_event_of_client(table: Table) -> ColumnElement[bool]:
    """Return the WHERE clause for work where a person at the client has done something since it waits.

    For a task, also something with its goal.
    """
    event, seat = db.metadata.tables["event"], db.metadata.tables["seat"]
    people = select(seat.c.person_id).where(seat.c.client_id == event.c.client_id, seat.c.role != Role.COO)
    about = event.c.goal_id == table.c.id
    if table.name == "task":
        about = or_(
            event.c.task_id == table.c.id, and_(event.c.goal_id == table.c.goal_id, event.c.task_id.is_(None))
        )
    return exists(select(event.c.id)).where(
        event.c.client_id == table.c.client_id,
        about,
        event.c.happened_at >= table.c.waiting_since,
        event.c.actor_id.in_(people),
    )


def write(table: Table, client_id: int, where: ColumnElement[bool], **values: object) -> None:
    """Update the client's rows that match, and have loaded records read the changed columns again."""
    db.session.flush()
    query = update(table).where(table.c.client_id == client_id, where).values(**values)
    written = set(db.session.scalars(query.returning(table.c.id)))
    for record in db.session if written else ():
        if getattr(record, "__tablename__", "") == table.name and getattr(record, "id", None) in written:
            db.session.expire(record, list(values))
