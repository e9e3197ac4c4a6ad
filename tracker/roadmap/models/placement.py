"""Checks and look-ups for a task that moves to another goal: whether it may join, and since when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import case, select
from sqlalchemy.orm import load_only

from tracker.foundation.database import db
from tracker.foundation.exceptions import DomainError
from tracker.history.models import Event
from tracker.roadmap.models import snapshots
from tracker.roadmap.models.goal import Goal
from tracker.roadmap.models.ordering import row_before
from tracker.roadmap.models.statuses import ApprovalState

if TYPE_CHECKING:
    from tracker.roadmap.models.task import Task

Named = dict[int | None, tuple[int | None, str]]
"""Goals by id: number and title; the inbox is None."""


def check_there(goal: Goal | None) -> None:
    """Raise DomainError if the goal was trashed in the meantime; the row is locked for the check."""
    if goal is not None:
        lies = select(Goal.trashed_at).where(Goal.client_id == goal.client_id, Goal.id == goal.id)
        if db.session.scalar(lies.with_for_update(read=True)):
            raise DomainError(f"“{goal.title}” is in the trash by now. Restore it first.")


def refresh_all(tasks: Sequence[Task]) -> None:
    """Reload, in one query, the columns that another request may have changed before the lock."""
    model = type(tasks[0])
    query = select(model).where(
        model.client_id == tasks[0].client_id, model.id.in_([task.id for task in tasks])
    )
    moved = load_only(model.goal_id, model.position, model.version)
    db.session.scalars(query.options(moved).execution_options(populate_existing=True)).all()


def places_of(tasks: Sequence[Task]) -> dict[int, int | None]:
    """Return, by task number, the number of the task before it; one query per goal."""
    by_goal = {task.goal_id: task for task in tasks}
    lines = {goal_id: task.line_of(*task.order_scope()) for goal_id, task in by_goal.items()}
    return {task.number: row_before(lines[task.goal_id], task.number) for task in tasks}


def joined_before(numbers: Sequence[int], goal: Goal | None, client_id: int) -> dict[int, datetime]:
    """Return, by task number, when tasks that left this goal since it was agreed had joined it.

    A task that returns keeps that time, so it does not count as scope growth.
    """
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
        if left.get("goal") == goal.number and (
            joined := snapshots.stored_moment(left.get("added_to_goal_at"))
        ):
            found[number] = joined
    return found


def drafts_among(ids: Iterable[int | None]) -> set[int]:
    """Return which of these goals are drafts."""
    wanted = [key for key in ids if key]
    query = select(Goal.id).where(Goal.id.in_(wanted), Goal.approval_state == ApprovalState.DRAFT)
    return set(db.session.scalars(query))


def names_of(ids: Iterable[int | None]) -> Named:
    """Return number and title of these goals by id. A draft's title is empty: others may read the event."""
    columns = Goal.id, Goal.number, case((Goal.approval_state == ApprovalState.DRAFT, ""), else_=Goal.title)
    found = db.session.execute(select(*columns).where(Goal.id.in_([key for key in ids if key])))
    return {None: (None, "")} | {key: (number, title) for key, number, title in found}
