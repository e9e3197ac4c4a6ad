"""The changes at a client since a page was loaded, read from history.

Every open page asks every few seconds, so it takes one query while nothing has changed. The period starts a
little in the past, so that an event from a slow transaction is not missed; it may be sent twice instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Row, and_, func, or_, select, true
from sqlalchemy.sql.elements import ColumnElement

from tracker.accounts.models import Person
from tracker.clients.models import Client, Seat
from tracker.clients.short_names import actor_name
from tracker.foundation.column_types import JsonObject
from tracker.foundation.database import db
from tracker.foundation.statements import row_limit
from tracker.history.models import Event
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.models.statuses import Visibility
from tracker.roadmap.presentation.event_queries import readable_by
from tracker.roadmap.presentation.lists.listed_task import TaskLike

RECORDS_AT_MOST = 60
"""The number of changed goals and tasks that are updated one by one; with more, the page is loaded again."""
EVENTS_AT_MOST = 600
"""The number of events read; with more, the page is loaded again."""


@dataclass
class Change:
    """What happened to one goal or task, and who changed it last."""

    actions: set[str] = field(default_factory=set)
    by: str = ""
    """The last other person to change it; empty if the reader made all the changes."""
    at: datetime | None = None
    """When that person changed it."""
    taken_by: str = ""
    """Who hid, moved or trashed it last; empty for the reader."""
    taken_at: datetime | None = None
    hides: bool = False
    """Whether one of the changes may have hidden it from people who could see it before."""
    was_shown: bool = False
    """Whether an event that this reader may read shows that they could see it before."""


@dataclass
class PageChanges:
    """The changed tasks and goals, by id."""

    tasks: dict[int, Change] = field(default_factory=dict)
    goals: dict[int, Change] = field(default_factory=dict)
    too_much: bool = False

    def __bool__(self) -> bool:
        return bool(self.tasks or self.goals or self.too_much)

    def by_others(self) -> int:
        """Return the number of goals and tasks that others changed."""
        return sum(bool(change.by) for change in (*self.tasks.values(), *self.goals.values()))

    def drop_own(self) -> None:
        """Remove the goals and tasks that only the reader changed, because the page shows that already."""
        self.tasks = {key: change for key, change in self.tasks.items() if change.by}
        self.goals = {key: change for key, change in self.goals.items() if change.by}


def changes_since(moment: datetime, client: Client, viewer_seat: Seat) -> PageChanges:
    """Return the changes of goals and tasks after `moment` that this reader may read, or that hid something.

    Other events are not even counted, so that the reader cannot notice them.
    """
    columns = (
        Event.action,
        Event.goal_id,
        Event.task_id,
        Event.details,
        Event.actor_id,
        func.coalesce(Person.name, Event.actor_name).label("name"),
        Event.happened_at,
    )
    of_work = or_(Event.task_id.is_not(None), Event.goal_id.is_not(None))
    shown = or_(readable_by(viewer_seat), hidden_from(viewer_seat))
    query = select(*columns).outerjoin(Event.actor)
    query = query.where(Event.client_id == client.id, Event.happened_at > moment, of_work, shown)
    lines = db.session.execute(query.order_by(Event.id.desc()).limit(row_limit(EVENTS_AT_MOST + 1))).all()
    found = PageChanges()
    for line in reversed(lines):
        add_event(found, line, viewer_seat)
    found.too_much = len(lines) > EVENTS_AT_MOST or found.by_others() > RECORDS_AT_MOST
    if len(found.tasks) + len(found.goals) > RECORDS_AT_MOST:
        found.drop_own()
    return found


def hidden_from(viewer_seat: Seat) -> ColumnElement[bool]:
    """WHERE clause for events that hid something this reader could see, so that an open page removes it.

    The event of a move into a draft has the draft's restriction; `hides` says whether others saw the task before, and
    `hides_from_team` that the team did although the event is restricted to leads, too, and `unseen_by_team` that
    it did not (see `restrict_events`).
    """
    seen_by_team = Event.details["unseen_by_team"].as_boolean().is_(None)
    to_leads = and_(
        Event.action == "task_visibility_changed",
        Event.details["current"].as_string() == str(Visibility.LEADS),
        seen_by_team,
    )
    hiding = Event.action == "goal_returned_to_draft"
    if not viewer_seat.is_lead:
        hiding = or_(hiding, to_leads)
    into_draft = and_(Event.action == "task_goal_changed", Event.details["hides"].as_boolean().is_not(None))
    if not viewer_seat.is_lead:
        shared = Event.details["leads"].as_boolean().is_(None)
        into_draft = and_(
            into_draft, seen_by_team, or_(shared, Event.details["hides_from_team"].as_boolean().is_not(None))
        )
    return or_(into_draft, and_(hiding, Event.details["draft"].as_boolean().is_(None)))


def add_event(
    found: PageChanges,
    line: Row[str, int | None, int | None, JsonObject, int | None, str, datetime],
    viewer_seat: Seat,
) -> None:
    """Add an event to the changes."""
    changes, key = (found.tasks, line.task_id) if line.task_id else (found.goals, line.goal_id)
    change = changes.setdefault(key, Change())
    change.actions.add(line.action)
    change.hides = change.hides or may_hide_record(line.action, line.details)
    change.was_shown = change.was_shown or was_shown_before(line.action, line.details)
    by = actor_name(line.name, line.actor_id) if line.actor_id != viewer_seat.person_id else ""
    if by:
        change.by, change.at = by, line.happened_at
    if may_hide_record(line.action, line.details) or line.action.endswith("_trashed"):
        change.taken_by, change.taken_at = by, line.happened_at


def may_hide_record(action: str, details: JsonObject) -> bool:
    """Whether the event may have hidden its record from some people.

    That is a goal back in draft, a task for leads only, or a task that moved to another goal.
    """
    for_leads = action == "task_visibility_changed" and details.get("current") == Visibility.LEADS
    return for_leads or action in ("goal_returned_to_draft", "task_goal_changed")


def was_shown_before(action: str, details: JsonObject) -> bool:
    """Whether the event shows that its readers could see the task before.

    That is a change of visibility, or a move from a shared goal into a draft (see `hidden_from`).
    """
    return action == "task_visibility_changed" or (
        action == "task_goal_changed" and bool(details.get("hides"))
    )


@dataclass(frozen=True)
class NoLongerShown:
    """A goal or a task that the page has to remove."""

    dom_name: str
    key: int
    of_goals: bool


def no_longer_shown(
    model: type[Goal | Task], changes: dict[int, Change], shown: Iterable[int], seat: Seat
) -> list[NoLongerShown]:
    """Return the changed goals or tasks that are not `shown` and that this reader could see before.

    The reader learns nothing about any others, not even a number.
    """
    missing = set(changes) - set(shown)
    if not missing:
        return []
    columns = model.id, model.number, model.shown_to(seat), may_have_been_seen(model, seat)
    query = select(*columns).where(model.client_id == seat.client_id, model.id.in_(missing))
    return [
        NoLongerShown(f"{model.__tablename__}-{number}", key, model is Goal)
        for key, number, seen, known in db.session.execute(query)
        if seen or was_seen(changes[key], known)
    ]


def may_have_been_seen(model: type[Goal | Task], seat: Seat) -> ColumnElement[bool]:
    """WHERE clause for rows that this reader may have seen: leads all of them, others the shared ones."""
    leads = seat.is_lead
    return Task.visibility == Visibility.ALL if model is Task and not leads else true()


def was_seen(change: Change, known: bool) -> bool:
    """Whether the reader could see it before the change, and no longer can."""
    return change.hides and (known or change.was_shown) and not change.actions & {"goal_added", "task_added"}


def rows_above(task: TaskLike, kept: Sequence[TaskLike], at_most: int = 8) -> list[str]:
    """Return the rows above this one, nearest first. The page puts it after the first of them that it has.

    Where done tasks are folded it has none of them, so after eight of these open ones follow from further above.
    """
    place = next((at for at, other in enumerate(kept) if other.id == task.id), len(kept))
    above = kept[place - 1 :: -1] if place else []
    nearest = list(above[:at_most])
    if all(other.is_done for other in nearest):
        nearest += [other for other in above[at_most:] if not other.is_done][:at_most]
    return [other.dom_name for other in nearest]
