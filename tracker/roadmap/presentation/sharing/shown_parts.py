"""A digest of what a form said others would read, so that nothing is shown that the person showing it has not read.

The form sends a digest of each part. If a part has changed since, the form is refused and names the part.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.foundation.text.formatting import join_names
from tracker.history.models import Event
from tracker.roadmap.models import Comment, Goal, Step, Task

if TYPE_CHECKING:
    from tracker.accounts.models import Person

Parts = Mapping[str, Any]
A_WRITE = timedelta(minutes=1)
"""Longer than any request takes from its event to its commit."""


def digest(value: Any) -> str:
    return sha256(repr(value).encode()).hexdigest()[:20]


def sealed(parts: Parts) -> str:
    """Return the parts as a hidden field: "title:1f0a… steps:88c2…"."""
    return " ".join(f"{name}:{digest(value)}" for name, value in parts.items())


def changed_parts(shown: str, now: Parts) -> list[str]:
    """Return the parts that differ from what the form showed; none for a form without the field."""
    told = dict(part.split(":", 1) for part in shown.split() if ":" in part)
    return [name for name, value in now.items() if told and told.get(name) != digest(value)]


def parts_of_task(task: Task, steps: Iterable[Step]) -> Parts:
    return {
        "title": task.title,
        "details": task.details,
        "status": (str(task.status), task.why_watch, task.waiting_on),
        "owner": task.owner,
        "date": task.due,
        "steps": [(step.number, step.title, step.is_done) for step in steps],
    }


def parts_of_goal(goal: Goal) -> Parts:
    """Return a draft as the client sees it after it is proposed, with its tasks and their steps."""
    own = Task.client_id == goal.client_id, Task.goal_id == goal.id, Task.trashed_at.is_(None)
    tasks = db.session.scalars(db.select(Task).where(*own).order_by(*Task.in_order())).all()
    lines = Step.client_id == goal.client_id, Step.trashed_at.is_(None)
    under = Step.task_id.in_(db.select(Task.id).where(*own))
    steps: dict[int, list[Step]] = {}
    for step in db.session.scalars(db.select(Step).where(*lines, under).order_by(Step.position, Step.id)):
        steps.setdefault(step.task_id, []).append(step)
    said = [
        (task.number, task.visibility, *parts_of_task(task, steps.get(task.id, ())).values())
        for task in tasks
    ]
    measure = (goal.measure, goal.measure_unit, goal.measure_from, goal.measure_to, goal.measure_now)
    status = str(goal.status), goal.why_watch, goal.waiting_on
    return {"goal": (goal.title, goal.why, status, goal.owner, goal.done_by, measure), "tasks": said}


def sealed_goal(goal: Goal) -> str:
    """Return the same for a goal, with the moment, because the reader may change its tasks while the page is open."""
    return f"{sealed(parts_of_goal(goal))} at:{int(clock.now().timestamp())}"


def others_wrote(goal: Goal, shown: str, reader: Person) -> bool:
    """Whether another person changed the goal or its tasks since then, or a little before."""
    at = re.search(r"\bat:(\d{1,12})$", shown)
    if at is None:
        return False
    since = datetime.fromtimestamp(int(at[1]), UTC) - A_WRITE
    query = db.select(Event.id).where(
        Event.client_id == goal.client_id,
        Event.goal_id == goal.id,
        Event.actor_id != reader.id,
        Event.happened_at >= since,
    )
    return db.session.scalars(query.limit(1)).first() is not None


def hidden_comments(task: Task) -> list[int]:
    """Return the numbers of the comments that only CEO and COO may read now."""
    mine = Comment.client_id == task.client_id, Comment.task_id == task.id, Comment.trashed_at.is_(None)
    query = db.select(Comment.number).where(*mine, Comment.readers == "leads").order_by(Comment.id)
    return list(db.session.scalars(query))


def in_words(parts: list[str], ending: str) -> str:
    """The title and the steps changed meanwhile, so nothing was shared."""
    listed = join_names(f"the {name}" for name in parts)
    return f"{listed[:1].upper()}{listed[1:]} changed meanwhile, {ending}"
