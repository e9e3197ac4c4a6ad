"""Final deletion of goals, tasks, steps and comments that have been in the trash for thirty days.

Events that quote them are deleted, too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, delete, or_, select, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.sql.elements import ColumnElement

from tracker.foundation.column_types import JsonObject
from tracker.foundation.database import Model, db
from tracker.history.actions import actions
from tracker.history.models import Event
from tracker.roadmap.models import Comment, Goal, Step, Task, TaskDependency
from tracker.roadmap.models.trash import KEPT_FOR


@dataclass(frozen=True)
class Expired:
    """The ids of the records to delete, as queries. `before`: they were trashed earlier than that."""

    before: datetime
    goals: Select[int]
    tasks: Select[int]
    steps: Select[int]


def expired(now: datetime) -> Expired:
    """Return the records trashed over thirty days before `now`. A task trashed with its goal is deleted with it."""
    due = now - KEPT_FOR
    goals = select(Goal.id).where(Goal.trashed_at < due)
    under = and_(Task.goal_id.in_(goals), Task.trashed_at.is_not(None))
    tasks = select(Task.id).where(or_(Task.trashed_at < due, under))
    steps = select(Step.id).where(or_(Step.trashed_at < due, Step.task_id.in_(tasks)))
    return Expired(due, goals, tasks, steps)


def delete_expired(now: datetime) -> Mapping[str, int]:
    """Delete the expired records and the events that quote them. Return the number of each kind."""
    found = expired(now)
    due, goals, tasks = found.before, found.goals, found.tasks
    delete_child_events(Step.trashed_at < due, Comment.trashed_at < due)
    clear_deleted_titles(goals, tasks)
    move_live_tasks_to_inbox(goals)
    delete_rows(TaskDependency, or_(TaskDependency.task_id.in_(tasks), TaskDependency.blocker_id.in_(tasks)))
    delete_rows(Event, or_(Event.task_id.in_(tasks), and_(Event.goal_id.in_(goals), Event.task_id.is_(None))))
    delete_rows(
        Event, and_(Event.goal_id.in_(goals), Event.action == "task_goal_changed")
    )  # these quote the goal's title
    db.session.execute(update(Event).where(Event.goal_id.in_(goals)).values(goal_id=None))
    return {
        "comment": delete_rows(Comment, or_(Comment.trashed_at < due, Comment.task_id.in_(tasks))),
        "step": delete_rows(Step, or_(Step.trashed_at < due, Step.task_id.in_(tasks))),
        "task": delete_rows(Task, Task.id.in_(tasks)),
        "goal": delete_rows(Goal, Goal.id.in_(goals)),
    }


def move_live_tasks_to_inbox(goals: Select[int]) -> None:
    """Move tasks outside the trash to the inbox if their goal is deleted, so that no live work is lost with it."""
    live = update(Task).where(Task.goal_id.in_(goals), Task.trashed_at.is_(None))
    moved = live.values(goal_id=None, version=Task.version + 1)
    db.session.execute(moved, execution_options={"synchronize_session": False})


def delete_rows(model: type[Model], where: ColumnElement[bool]) -> int:
    """Delete the rows that match, without updating the session; return how many there were."""
    query = delete(model).where(where).execution_options(synchronize_session=False)
    done: CursorResult[Any] = db.session.execute(query)  # type: ignore[assignment]
    return done.rowcount


def delete_child_events(*due: ColumnElement[bool]) -> None:
    """Delete the events that quote expired steps and comments. `due`: WHERE clauses for these two."""
    models: tuple[type[Step | Comment], ...] = (Step, Comment)
    for model, when in zip(models, due, strict=True):
        names = actions().about(model.__tablename__)
        for row in db.session.execute(select(model.client_id, model.task_id, model.number).where(when)):
            about = select(Event.id, Event.details).where(
                Event.client_id == row.client_id, Event.task_id == row.task_id, Event.action.in_(names)
            )
            delete_events(
                [key for key, details in db.session.execute(about) if number_deleted(details) == row.number]
            )


def clear_deleted_titles(goals: Select[int], tasks: Select[int]) -> None:
    """Remove the titles of expired goals and tasks from the events of other tasks.

    An event about a dependency on an expired task is deleted; a move from an expired goal loses the title.
    """
    left = set(client_and_number(Goal, goals))
    waited = set(client_and_number(Task, tasks))
    query = select(Event).where(
        Event.action.in_(("task_goal_changed", "task_dependency_added", "task_dependency_removed"))
    )
    clients = {client_id for client_id, _ in left | waited}
    for line in db.session.scalars(query.where(Event.client_id.in_(clients))):
        if (line.client_id, line.details.get("other")) in waited:
            db.session.delete(line)
        elif (line.client_id, (line.details.get("before") or {}).get("goal")) in left:
            line.details = {**line.details, "previous": ""}
    db.session.flush()


def client_and_number(model: type[Goal | Task], keys: Select[int]) -> list[tuple[int, int]]:
    """Return the client ids and numbers of the records with these ids."""
    found = db.session.execute(select(model.client_id, model.number).where(model.id.in_(keys)))
    return [(client_id, number) for client_id, number in found]


def number_deleted(details: JsonObject) -> int | None:
    """Return the number of the step or comment that an event is about."""
    number: int | None = (details.get("before") or {}).get("number")
    return number


def delete_events(keys: Sequence[int]) -> None:
    """Delete the events with these ids."""
    delete_rows(Event, Event.id.in_(keys))
