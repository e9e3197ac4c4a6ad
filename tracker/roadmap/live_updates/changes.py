"""What changed at a client since a page was shown: read from history, cheap when there is nothing.

Asked every few seconds by every open page, so it is one question to the database until something happened. The
moment asked from lies a little in the past: a line written by a slower hand is not missed, at worst told twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_, select, true
from sqlalchemy.sql.elements import ColumnElement

from tracker.accounts.models import Person
from tracker.clients.models import Client, Seat
from tracker.clients.short_names import short_name
from tracker.foundation.database import db
from tracker.history.models import Event
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.models.statuses import Visibility
from tracker.roadmap.presentation.queries import readable_by

AT_MOST = 60
"""So many changed goals and tasks are put in place one by one; more are better read anew."""
LINES = 600


@dataclass
class Change:
    """What happened to one goal or task, and whose hand was the last."""

    actions: set[str] = field(default_factory=set)
    by: str = ""
    """Blank where the reader did all of it."""
    at: datetime | None = None
    """When somebody else changed it last."""
    taken_by: str = ""
    """Who took it out of sight; blank where the reader did."""
    taken_at: datetime | None = None
    hides: bool = False
    """Something of it took it out of the sight of some who could see it before."""


@dataclass
class News:
    """Changed tasks and changed goals, by their keys."""

    tasks: dict[int, Change] = field(default_factory=dict)
    goals: dict[int, Change] = field(default_factory=dict)
    too_much: bool = False

    def __bool__(self) -> bool:
        return bool(self.tasks or self.goals or self.too_much)

    def by_others(self) -> int:
        return sum(bool(change.by) for change in (*self.tasks.values(), *self.goals.values()))

    def drop_own(self) -> None:
        """The reader's own doings are on the page already."""
        self.tasks = {key: change for key, change in self.tasks.items() if change.by}
        self.goals = {key: change for key, change in self.goals.items() if change.by}


def changes_since(moment: datetime, client: Client, reader: Seat) -> News:
    """What happened to goals and tasks, as far as this reader may read it; and what took something from their sight.

    Other lines are not even counted: whether there are any must not be noticed.
    """
    columns = (
        Event.action,
        Event.goal_id,
        Event.task_id,
        Event.details,
        Event.actor_id,
        Person.name,
        Event.happened_at,
    )
    of_work = or_(Event.task_id.is_not(None), Event.goal_id.is_not(None))
    told = or_(readable_by(reader), hides_from(reader))
    query = select(*columns).join(Event.actor)
    query = query.where(Event.client_id == client.id, Event.happened_at > moment, of_work, told)
    lines = db.session.execute(query.order_by(Event.id.desc()).limit(LINES + 1)).all()
    news = News()
    for line in reversed(lines):
        note(news, line, reader)
    news.too_much = len(lines) > LINES or news.by_others() > AT_MOST
    if len(news.tasks) + len(news.goals) > AT_MOST:
        news.drop_own()
    return news


def hides_from(reader: Seat) -> ColumnElement[bool]:
    """Lines that hid something this reader could see: an open page has to take it away."""
    to_leads = and_(
        Event.action == "task_visibility_changed",
        Event.details["current"].as_string() == str(Visibility.LEADS),
    )
    hiding = Event.action == "goal_put_back"
    if not reader.is_lead:
        hiding = or_(hiding, to_leads)
    return and_(hiding, Event.details["draft"].as_boolean().is_(None))


def note(news: News, line: Any, reader: Seat) -> None:
    """One line of history."""
    changes, key = (news.tasks, line.task_id) if line.task_id else (news.goals, line.goal_id)
    change = changes.setdefault(key, Change())
    change.actions.add(line.action)
    change.hides = change.hides or takes_from_sight(line.action, line.details)
    by = short_name(line.name, line.actor_id) if line.actor_id != reader.person_id else ""
    if by:
        change.by, change.at = by, line.happened_at
    if takes_from_sight(line.action, line.details) or line.action.endswith("_trashed"):
        change.taken_by, change.taken_at = by, line.happened_at


def takes_from_sight(action: str, details: dict[str, Any]) -> bool:
    """A goal that is a draft again, a task that is for leads only or lies elsewhere now."""
    for_leads = action == "task_visibility_changed" and details.get("current") == Visibility.LEADS
    return for_leads or action in ("goal_put_back", "task_goal_changed")


@dataclass(frozen=True)
class NoLongerShown:
    """Something that was in sight and is not any more."""

    dom_name: str
    key: int
    of_goals: bool


def no_longer_shown(
    model: type[Goal | Task], changes: dict[int, Change], shown: Iterable[int], seat: Seat
) -> list[NoLongerShown]:
    """Of those that changed and are not shown: the ones this reader could see. Of others not even a number is told."""
    missing = set(changes) - set(shown)
    if not missing:
        return []
    columns = model.id, model.number, model.shown_to(seat), was_for(model, seat)
    query = select(*columns).where(model.client_id == seat.client_id, model.id.in_(missing))
    return [
        NoLongerShown(f"{model.__tablename__}-{number}", key, model is Goal)
        for key, number, seen, known in db.session.execute(query)
        if seen or was_seen(changes[key], known)
    ]


def was_for(model: type[Goal | Task], seat: Seat) -> ColumnElement[bool]:
    """Whether it was ever meant for this reader: a task for leads only is nobody else's, wherever it goes."""
    leads = seat.is_lead
    return Task.visibility == Visibility.ALL if model is Task and not leads else true()


def was_seen(change: Change, known: bool) -> bool:
    """Whether it stood there before this happened to it, and does not any more."""
    known = known or "task_visibility_changed" in change.actions
    return change.hides and known and not change.actions & {"goal_added", "task_added"}


def before(task: Task, kept: Sequence[Task], at_most: int = 8) -> list[str]:
    """The rows above this one, the nearest first: where it is put when the page does not have it."""
    place = next((at for at, other in enumerate(kept) if other.id == task.id), len(kept))
    return [other.dom_name for other in reversed(kept[max(place - at_most, 0) : place])]
