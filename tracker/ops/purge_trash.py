"""Emptying the trash: what has lain there for thirty days is deleted for good, with all that hangs on it.

Nothing else in the product deletes what people wrote. It runs when the service starts, and by `tracker tidy`.
Sign-ins older than thirty days are deleted at the same time.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Flask
from sqlalchemy import Select, and_, delete, or_, select, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.elements import ColumnElement

from tracker.accounts import attempts, guessing
from tracker.foundation import clock
from tracker.foundation.database import Model, db, dispose
from tracker.foundation.text.formatting import count_of, join_names
from tracker.history.actions import actions
from tracker.history.models import Event
from tracker.imports.models import ImportLink
from tracker.roadmap.models import Comment, Goal, Step, Task, TaskDependency
from tracker.roadmap.models.trash import KEPT_FOR

NOTHING = "Nothing in the trash is older than 30 days."


def at_start(app: Flask) -> None:
    """When the service starts; a database that is busy or of another shape is left as it is."""
    from tracker.ops.migrations import is_migrated

    try:
        if is_migrated(app):
            with app.app_context():
                purge()
    except DBAPIError:
        app.logger.warning("the trash could not be emptied")
    finally:
        dispose(app)


def purge() -> str:
    """Delete for good what is due; all of it or nothing. Says how much it was."""
    with db.session.begin():
        counts = delete_expired()
        attempts.delete_old()
        guessing.delete_old_guesses()
    told = [count_of(many, kind) for kind, many in counts.items() if many]
    if not told:
        return NOTHING
    return f"Deleted for good: {join_names(told)}."


def delete_expired() -> dict[str, int]:
    due = clock.now() - KEPT_FOR
    goals = select(Goal.id).where(Goal.trashed_at < due)
    under = and_(Task.goal_id.in_(goals), Task.trashed_at.is_not(None))
    tasks = select(Task.id).where(or_(Task.trashed_at < due, under))
    steps = select(Step.id).where(or_(Step.trashed_at < due, Step.task_id.in_(tasks)))
    forget_pieces(Step.trashed_at < due, Comment.trashed_at < due)
    forget_names(goals, tasks)
    delete_rows(
        ImportLink,
        or_(ImportLink.step_id.in_(steps), ImportLink.task_id.in_(tasks), ImportLink.goal_id.in_(goals)),
    )
    delete_rows(TaskDependency, or_(TaskDependency.task_id.in_(tasks), TaskDependency.before_id.in_(tasks)))
    delete_rows(Event, or_(Event.task_id.in_(tasks), and_(Event.goal_id.in_(goals), Event.task_id.is_(None))))
    delete_rows(
        Event, and_(Event.goal_id.in_(goals), Event.action == "task_goal_changed")
    )  # its title is told there
    db.session.execute(update(Event).where(Event.goal_id.in_(goals)).values(goal_id=None))
    return {
        "comment": delete_rows(Comment, or_(Comment.trashed_at < due, Comment.task_id.in_(tasks))),
        "step": delete_rows(Step, or_(Step.trashed_at < due, Step.task_id.in_(tasks))),
        "task": delete_rows(Task, Task.id.in_(tasks)),
        "goal": delete_rows(Goal, Goal.id.in_(goals)),
    }


def delete_rows(model: type[Model], where: ColumnElement[bool]) -> int:
    """Delete these rows past the session; how many there were."""
    query = delete(model).where(where).execution_options(synchronize_session=False)
    done: CursorResult[Any] = db.session.execute(query)  # type: ignore[assignment]
    return done.rowcount


def forget_pieces(*due: ColumnElement[bool]) -> None:
    """The lines of history that tell of a step or comment which goes alone, for they quote it."""
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


def forget_names(goals: Select[int], tasks: Select[int]) -> None:
    """The lines of other tasks that quote what goes: the goal one left, the task one waited for."""
    left = set(pairs(Goal, goals))
    waited = set(pairs(Task, tasks))
    query = select(Event).where(
        Event.action.in_(("task_goal_changed", "task_wait_added", "task_wait_removed"))
    )
    clients = {client_id for client_id, _ in left | waited}
    for line in db.session.scalars(query.where(Event.client_id.in_(clients))):
        if (line.client_id, line.details.get("other")) in waited:
            db.session.delete(line)
        elif (line.client_id, (line.details.get("before") or {}).get("goal")) in left:
            line.details = {**line.details, "previous": ""}
    db.session.flush()


def pairs(model: type[Goal | Task], keys: Select[int]) -> list[tuple[int, int]]:
    found = db.session.execute(select(model.client_id, model.number).where(model.id.in_(keys)))
    return [(client_id, number) for client_id, number in found]


def number_deleted(details: dict[str, Any]) -> int | None:
    number: int | None = (details.get("before") or {}).get("number")
    return number


def delete_events(keys: Sequence[int]) -> None:
    delete_rows(Event, Event.id.in_(keys))
