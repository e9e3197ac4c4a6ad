"""The events that a reader may read, and who made the last change of a field."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from sqlalchemy import Select, and_, case, false, func, not_, or_, select, true
from sqlalchemy.orm import joinedload
from sqlalchemy.sql.elements import ColumnElement

from tracker.clients.models import Client, Role, Seat
from tracker.clients.short_names import actor_name
from tracker.foundation.database import db
from tracker.foundation.exceptions import FieldConflict
from tracker.foundation.statements import built_once, is_among, row_limit
from tracker.history.actions import ActionSet, actions
from tracker.history.models import Event
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.presentation.dependencies import DEPENDENCY_ACTIONS


def readable_by(seat: Seat) -> ColumnElement[bool]:
    """WHERE clause for the events this seat may read. Everything that reads events for a person uses it.

    An action declares its readers. The subject has to be visible to them now, and when the event was
    recorded: events of a draft stay with the COO, those of a task for CEO and COO stay with these, also after
    it is shared. A goal that is a draft again hides its events, and those its tasks had while under it.

    An event that names another task needs that one to be visible, too.
    """
    if seat.role == Role.COO:
        return true()
    return readable_to_role(seat.role, actions(), Goal.shown_to(seat), Task.shown_to(seat))


@built_once
def readable_to_role(
    role: str, declared: ActionSet, goal_shown: ColumnElement[bool], task_shown: ColumnElement[bool]
) -> ColumnElement[bool]:
    """WHERE clause for the events that this role may read at their client, where it sees such goals and tasks."""
    hidden_goal = select(Goal.id).where(
        Goal.client_id == Event.client_id, Goal.id == Event.goal_id, not_(goal_shown)
    )
    task = select(Task.id).where(Task.client_id == Event.client_id, Task.id == Event.task_id, task_shown)
    other_task = select(Task.id).where(
        Task.client_id == Event.client_id,
        Task.number == Event.details["other"].as_integer(),
        task_shown,
    )
    return and_(
        is_among(Event.action, declared.readable_by(role)),
        Event.written_for(role),
        or_(Event.goal_id.is_(None), ~hidden_goal.correlate(Event).exists()),
        or_(Event.task_id.is_(None), task.correlate(Event).exists()),
        or_(~is_among(Event.action, DEPENDENCY_ACTIONS), other_task.correlate(Event).exists()),
    )


def history(goal: Goal, client: Client, seat: Seat, at_most: int = 200) -> Sequence[Event]:
    """Return the events of a goal itself, newest first."""
    query = Event.of(client).where(Event.goal_id == goal.id, Event.task_id.is_(None), readable_by(seat))
    newest = query.options(joinedload(Event.actor)).order_by(Event.id.desc()).limit(row_limit(at_most))
    return db.session.scalars(newest).all()


CHANGED_BY = {"due": "date_changed", "done_by": "date_changed", "measure_now": "metric_updated"}
"""The action that changes a field of a form, without the kind of record, if it is not `<field>_changed`."""

MEASURE = {
    "measure": "metric",
    "measure_unit": "metric_unit",
    "measure_from": "metric_start",
    "measure_to": "metric_target",
}
"""The fields of a form that one action changes together, `goal_metric_changed`, each with its column."""


def who_changed(work: Goal | Task, field: str, seat: Seat) -> str:
    """Return the short name of the person who set the present value of a field.

    It is empty if that is the reader, if it is not known, or if it is not for the reader to know.
    """
    event = last_if_readable(changes_of_field(work, field), seat)
    if event is None or event.actor_id == seat.person_id:
        return ""
    return actor_name(event.actor_name, event.actor_id)


def changes_of_field(work: Goal | Task, field: str) -> Select[Event]:
    """Return the query for the events that changed a field of a form, which may share its action with others."""
    if field in MEASURE:
        return changes_of_column(work, "goal_metric_changed", MEASURE[field])
    action = f"{work.__tablename__}_{CHANGED_BY.get(field, f'{field}_changed')}"
    about = events_about(work, [action])
    return about.where(func.coalesce(field_of_event(), field) == field) if field == "why" else about


def changes_of_column(work: Goal | Task, action: str, column: str) -> Select[Event]:
    """Return the query for the newest event of this action that changed the column, if there is one.

    The values are compared here, because each database compares JSON in its own way. A later event that kept
    the column holds its present value.
    """
    lines = db.session.scalars(events_about(work, [action]).order_by(Event.id.desc()))
    kept = ((line.id, line.details.get("before") or {}) for line in lines)
    now = getattr(work, column)
    changed = next((key for key, before in kept if column in before and before[column] != now), None)
    return select(Event).where(Event.id == changed)


def field_of_event() -> ColumnElement[str]:
    """Return the plain field that an event changed.

    It tells apart why a goal matters and the reason for its status, which share an action.
    """
    field: ColumnElement[str] = Event.details[("before", "field")].as_string()
    return field


def events_about(work: Goal | Task, actions: Collection[str]) -> Select[Event]:
    """Return the query for the events of these actions about the work itself, in no order."""
    of_goal = and_(Event.goal_id == work.id, Event.task_id.is_(None))
    subject = Event.task_id == work.id if isinstance(work, Task) else of_goal
    return select(Event).where(Event.client_id == work.client_id, subject, Event.action.in_(actions))


def last_event(work: Goal | Task, actions: Collection[str], seat: Seat) -> Event | None:
    """Return the newest event of these actions about the work; None if this seat may not read it."""
    return last_if_readable(events_about(work, actions), seat)


def last_change_of_status(work: Goal | Task, actions: Collection[str], seat: Seat) -> Event | None:
    """Return the newest event of these actions about its status; None if this seat may not read it.

    That leaves out changes of why a goal matters, which have the same action as those of the reason.
    """
    about = events_about(work, actions).where(func.coalesce(field_of_event(), "") != "why")
    return last_if_readable(about, seat)


def last_if_readable(query: Select[Event], seat: Seat) -> Event | None:
    """Return the newest of these events; None if there is none or if this seat may not read it.

    An earlier event that it may read did not lead to what is there now, so nobody is named for it.
    """
    readable = case((readable_by(seat), true()), else_=false())
    newest = query.options(joinedload(Event.actor)).order_by(Event.id.desc()).limit(row_limit(1))
    found = db.session.execute(newest.add_columns(readable)).first()
    return found[0] if found and found[1] else None


def with_names(work: Goal | Task, clashes: Iterable[FieldConflict], seat: Seat) -> list[FieldConflict]:
    """Return the clashes with the names of the people who changed the fields meanwhile."""
    return [replace(clash, who=who_changed(work, clash.field, seat)) for clash in clashes]
