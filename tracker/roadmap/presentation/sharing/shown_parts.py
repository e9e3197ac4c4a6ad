"""A digest of the parts that a form said others would read.

The form sends a digest of each part. If a part has changed since, the form is refused and names the part, so
that nobody shows text to others that they have not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Protocol

from sqlalchemy import Select

from tracker.clients.models import Role, Seat
from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.foundation.statements import row_limit
from tracker.foundation.text.formatting import join_names
from tracker.foundation.text.numerals import whole_number
from tracker.history.models import Event
from tracker.history.readers import ReaderGroup
from tracker.roadmap.models import Comment, Goal, Step, Task
from tracker.roadmap.models.statuses import EXPLAINED

Parts = Mapping[str, object]
A_WRITE = timedelta(minutes=1)
"""Longer than any request takes from its event to its commit."""


class HasStatus(Protocol):
    """The attributes of a goal, of a task, or of a line about them, that say how it is going."""

    @property
    def status(self) -> str:
        """Its status key."""

    @property
    def waiting_number(self) -> int | None:
        """The number of the seat it waits on; None without one."""

    @property
    def waiting_name(self) -> str:
        """The outsider it waits on, by name; empty if there is none."""

    @property
    def status_reason(self) -> str:
        """The reason for watching or waiting; empty if there is none."""


def digest(value: object) -> str:
    """Return a short digest of a value."""
    return sha256(repr(value).encode()).hexdigest()[:20]


def parts_digest(parts: Parts) -> str:
    """Return the digests of the parts for a hidden field: “title:1f0a… steps:88c2…”."""
    return " ".join(f"{name}:{digest(value)}" for name, value in parts.items())


def changed_names(shown: str, now: Parts) -> list[str]:
    """Return the names of the parts that differ from the form's; none for a form without the field."""
    sent = dict(part.split(":", 1) for part in shown.split() if ":" in part)
    return [name for name, value in now.items() if sent and sent.get(name) != digest(value)]


def parts_of_task(task: Task, steps: Iterable[Step]) -> Parts:
    """Return the parts of a task that others would read, by name."""
    return {
        "title": task.title,
        "details": task.details,
        "status": (str(task.status), task.status_reason, task.waiting_on),
        "owner": task.owner,
        "date": (task.due, task.original_due) if task.date_moved else task.due,
        "steps": [(step.number, step.title, step.is_done) for step in steps],
    }


def parts_of_goal(goal: Goal) -> Parts:
    """Return a draft as the client would see it once proposed, with its tasks and their steps."""
    own = Task.client_id == goal.client_id, Task.goal_id == goal.id, Task.trashed_at.is_(None)
    tasks = db.session.scalars(db.select(Task).where(*own).order_by(*Task.in_order())).all()
    lines = Step.client_id == goal.client_id, Step.trashed_at.is_(None)
    under = Step.task_id.in_(db.select(Task.id).where(*own))
    steps: dict[int, list[Step]] = {}
    for step in db.session.scalars(db.select(Step).where(*lines, under).order_by(Step.position, Step.id)):
        steps.setdefault(step.task_id, []).append(step)
    task_facts = [
        (task.number, task.visibility, *parts_of_task(task, steps.get(task.id, ())).values())
        for task in tasks
    ]
    measure = (goal.metric, goal.metric_unit, goal.metric_start, goal.metric_target, goal.metric_current)
    status = str(goal.status), goal.status_reason, goal.waiting_on
    return {
        "goal": (goal.title, goal.why, status, goal.owner, goal.target_date, measure),
        "tasks": task_facts,
    }


def status_shown(work: HasStatus) -> str:
    """Return a status as a form sends it in `was_status`: “done”, or “watch.1f0a3b9c”.

    After the dot is a digest of what is said with it: the person it waits on, and the reason.
    """
    if work.status not in EXPLAINED:
        return str(work.status)
    return f"{work.status}.{digest((work.waiting_number, work.waiting_name, work.status_reason))[:8]}"


def goal_digest(goal: Goal) -> str:
    """Return the same for a goal, with the time, because the reader may change its tasks in the meantime."""
    return f"{parts_digest(parts_of_goal(goal))} at:{int(clock.now().timestamp())}"


def is_changed_by_others(goal: Goal, shown: str, seat: Seat) -> bool:
    """Whether another person changed the goal or its tasks since the time in the field.

    Only a COO, who reads everything, is shown all of a draft. From others the field counts as not sent, because the
    answer would tell them of work they may not read.
    """
    at = re.search(r"\bat:(\w+)$", shown)
    since = page_time(at[1]) if at else None
    if since is None or seat.role != Role.COO:
        return False
    query = events_of_others(goal, since, seat.person_id)
    return db.session.scalars(query.limit(row_limit(1))).first() is not None


def page_time(seconds: str) -> datetime | None:
    """Return the time a form sends, in seconds since 1970; None if no page of ours sends it."""
    number = whole_number(seconds, at_most=11)
    return datetime.fromtimestamp(number, UTC) if number is not None else None


def events_of_others(goal: Goal, since: datetime, reader_id: int) -> Select[Event]:
    """Return the query for what other people did since a time, less A_WRITE: to the goal and its tasks."""
    query: Select[Event] = db.select(Event)
    return query.where(
        Event.client_id == goal.client_id,
        Event.goal_id == goal.id,
        Event.actor_id.is_distinct_from(reader_id),
        Event.happened_at >= since - A_WRITE,
    )


def hidden_comments(task: Task) -> list[int]:
    """Return the numbers of the comments that only CEO and COO may read now."""
    mine = Comment.client_id == task.client_id, Comment.task_id == task.id, Comment.trashed_at.is_(None)
    query = db.select(Comment.number).where(*mine, Comment.readers == ReaderGroup.LEADS).order_by(Comment.id)
    return list(db.session.scalars(query))


def changed_parts_sentence(parts: list[str], ending: str) -> str:
    """Return “The title and the steps changed meanwhile, so nothing was shared.”, with this ending."""
    listed = join_names(f"the {name}" for name in parts)
    return f"{listed[:1].upper()}{listed[1:]} changed meanwhile, {ending}"
