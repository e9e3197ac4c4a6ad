"""Checks and look-ups for a task that moves to another goal: whether it may join, and since when it counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import case, select
from sqlalchemy.orm import load_only

from tracker.foundation.database import db
from tracker.foundation.exceptions import DomainError
from tracker.history.models import Event
from tracker.roadmap.models import snapshots
from tracker.roadmap.models.goal import Goal
from tracker.roadmap.models.statuses import ApprovalState

Named = dict[int | None, tuple[int | None, str]]
"""Goals by id: number and title; the inbox is None."""


def check_there(goal: Goal | None) -> None:
    """Re-check, under a lock, that the goal has not just been trashed. Raises DomainError if it has."""
    if goal is not None:
        lies = select(Goal.trashed_at).where(Goal.client_id == goal.client_id, Goal.id == goal.id)
        if db.session.scalar(lies.with_for_update(read=True)):
            raise DomainError(f"“{goal.title}” is in the trash by now. Restore it first.")


def refresh_all(tasks: Sequence[Any]) -> None:
    """Reload, in one query, the columns that another request may have changed before the lock."""
    model = type(tasks[0])
    query = select(model).where(
        model.client_id == tasks[0].client_id, model.id.in_([task.id for task in tasks])
    )
    moved = load_only(model.goal_id, model.position, model.version)
    db.session.scalars(query.options(moved).execution_options(populate_existing=True)).all()


def joined_before(numbers: Sequence[int], goal: Goal | None, client_id: int) -> dict[int, datetime]:
    """Return, by number, when these tasks had joined a goal they left since it was agreed; a return adds no scope."""
    if goal is None or goal.agreed_at is None or not numbers:
        return {}
    task = db.metadata.tables["task"]
    query = (
        select(task.c.number, Event.details)
        .join(task, task.c.id == Event.task_id)
        .where(Event.client_id == client_id, Event.action == "task_goal_changed")
        .where(task.c.number.in_(numbers), Event.happened_at >= goal.agreed_at)
        .order_by(Event.id)
    )
    found: dict[int, datetime] = {}
    for number, details in db.session.execute(query):
        left = details.get("before") or {}
        if left.get("goal") == goal.number and (joined := snapshots.at(left.get("joined_at"))):
            found[number] = joined
    return found


def names_of(ids: Iterable[int | None]) -> Named:
    """Return number and title of these goals; a draft's title is empty, because others may read the event."""
    columns = Goal.id, Goal.number, case((Goal.life == ApprovalState.DRAFT, ""), else_=Goal.title)
    found = db.session.execute(select(*columns).where(Goal.id.in_([key for key in ids if key])))
    return {None: (None, "")} | {key: (number, title) for key, number, title in found}
