"""The queries of the road map. Every one passes through `shown_to`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    Integer,
    and_,
    case,
    cast,
    func,
    literal,
    not_,
    null,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, defer, joinedload
from sqlalchemy.sql.elements import ColumnElement

from tracker.clients.models import Client, Role, Seat, Span
from tracker.foundation.database import db, first_or_404
from tracker.foundation.text.collation import by_name
from tracker.history.actions import actions
from tracker.history.models import Event
from tracker.history.readers import marks_hidden_from
from tracker.roadmap.models import Goal, Step, Task
from tracker.roadmap.models.progress import K, Progress, by_key, count
from tracker.roadmap.models.proposal_sayings import sayings_of
from tracker.roadmap.models.statuses import CLOSED, ApprovalState
from tracker.roadmap.presentation.approval import Talk
from tracker.roadmap.presentation.dependencies import held_at
from tracker.roadmap.presentation.filters import ENDED, NOBODY, Filters, is_with_ended, owner_key
from tracker.roadmap.presentation.wording import name_for


@dataclass
class GoalSection:
    """A goal with its tasks after filtering; its progress counts all of them."""

    goal: Goal
    tasks: list[Task] = field(default_factory=list)
    progress: Progress = field(default_factory=Progress)


@dataclass
class RoadMap:
    """A client's road map: the goals in order, then tasks without a goal."""

    lanes: list[GoalSection]
    inbox: list[Task]
    quarters: list[str]
    works: list[Goal | Task]
    filters: Filters

    @property
    def total(self) -> int:
        """Return the number of goals and tasks, before filtering."""
        return len(self.works)

    @property
    def is_empty(self) -> bool:
        """Whether nothing matches the filters."""
        return not self.lanes and not self.inbox


def board(client: Client, seat: Seat, filters: Filters) -> RoadMap:
    """Return everything the road map shows; two queries, whatever its size."""
    goals = shown_goals(client, seat)
    tasks = shown_tasks(client, seat)
    works: list[Goal | Task] = [*goals, *tasks]
    filters = filters.knowing(held_at(client)) if filters.free else filters
    filters = filters.settled(owners_of(works, seat) if filters.owner else {})
    by_goal: dict[int | None, list[Task]] = {}
    for task in tasks:
        by_goal.setdefault(task.goal_id, []).append(task)
    lanes = [lane(goal, by_goal.get(goal.id, []), filters) for goal in goals if filters.in_lane(goal)]
    kept = [each for each in lanes if filters.keeps(each.goal) or each.tasks]
    inbox = [] if filters.quarter or filters.span else filters.tasks(by_goal.get(None, []))
    quarters = sorted({goal.quarter for goal in goals if goal.quarter})
    return RoadMap(kept, inbox, quarters, works, filters)


def owners_of(works: Iterable[Goal | Task], seat: Seat) -> dict[str, str]:
    """Return the owners of work this reader sees, by key: people and outsiders by name, then nobody.

    For a COO also the work of people whose access ended, if there is any.
    """
    found = {owner_key(work, seat): name_for(seat, work.owner) for work in works}
    named = {key: name for key, name in found.items() if key != NOBODY}
    gone = seat.role == Role.COO and any(is_with_ended(work) for work in works)
    ended = {ENDED: "Access ended"} if gone else {}
    return {**dict(by_name(named.items(), lambda each: each[1])), **ended, NOBODY: "Nobody yet"}


def lane(goal: Goal, tasks: Sequence[Task], filters: Filters) -> GoalSection:
    return GoalSection(goal, filters.tasks(tasks), count(tasks, goal.scope_since))


@dataclass(frozen=True)
class Holdings:
    """The number of open tasks of each seat here, by its id, and the outsiders' names in use."""

    open_tasks: Mapping[int, int]
    outsiders: Sequence[str]


def holdings(client: Client, seat: Seat) -> Holdings:
    """Return who owns what here, limited to what this reader may see; one query."""
    owned = select(Task.owner_seat_id, Task.owner_name, func.count().label("many")).where(
        Task.client_id == client.id,
        Task.trashed_at.is_(None),
        Task.shown_to(seat),
        Task.status.not_in(CLOSED),
    )
    waiting = select(cast(null(), Integer).label("seat"), Task.waiting_name, literal(0)).where(
        Task.client_id == client.id, Task.trashed_at.is_(None), Task.shown_to(seat), Task.waiting_name != ""
    )
    goals = select(cast(null(), Integer).label("seat"), Goal.owner_name, literal(0)).where(
        Goal.client_id == client.id, Goal.trashed_at.is_(None), Goal.shown_to(seat), Goal.owner_name != ""
    )
    counted = owned.group_by(Task.owner_seat_id, Task.owner_name)
    asked: CompoundSelect[Any] = union_all(counted, waiting.distinct(), goals.distinct())
    rows: Sequence[Any] = db.session.execute(asked).all()
    names = {name for seat_id, name, _ in rows if seat_id is None and name}
    return Holdings({seat_id: many for seat_id, _, many in rows if seat_id is not None}, by_name(names, str))


def goal_shown(client: Client, seat: Seat, number: int) -> Goal:
    """Return the client's goal of that number, if this seat may read it; otherwise a 404."""
    return first_or_404(Goal.of(client).where(Goal.number == number, Goal.shown_to(seat)))


def shown_goals(client: Client, seat: Seat) -> Sequence[Goal]:
    query = Goal.of(client).where(Goal.shown_to(seat)).order_by(*Goal.in_order())
    return db.session.scalars(query).all()


def is_empty(client: Client, seat: Seat) -> bool:
    """Whether this seat may see no goal and no task of the client."""
    queries = (model.of(client).where(model.shown_to(seat)).limit(1) for model in (Goal, Task))
    return all(db.session.scalars(query.with_only_columns(literal(1))).first() is None for query in queries)


def talks_at(client: Client, seat: Seat) -> dict[int, Talk]:
    """Return the CEOs' latest wishes to discuss, by goal."""
    shown = select(Goal.id).where(Goal.client_id == client.id, Goal.talk_at.is_not(None), Goal.shown_to(seat))
    if not seat.is_lead:
        return {}
    found = sayings_of(Event.client_id == client.id, Event.goal_id.in_(shown), readable_by(seat))
    talks = {goal_id: said.talk for goal_id, said in found.items() if said.talk}
    return {goal_id: Talk(said.person_id, said.name, said.words) for goal_id, said in talks.items()}


def shown_tasks(client: Client, seat: Seat) -> Sequence[Task]:
    query = Task.of(client).where(Task.shown_to(seat)).options(defer(Task.details))
    return db.session.scalars(query.order_by(*Task.in_order())).all()


def tasks_of(goal: Goal, client: Client, seat: Seat) -> Sequence[Task]:
    query = Task.of(client).where(Task.goal_id == goal.id, Task.shown_to(seat)).options(defer(Task.details))
    return db.session.scalars(query.order_by(*Task.in_order())).all()


def progress_of(goal: Goal, seat: Seat) -> Progress:
    mine = Task.client_id == goal.client_id, Task.goal_id == goal.id, Task.shown_to(seat)
    return tally(Task.goal_id, *mine, since=goal.scope_since).get(goal.id, Progress())


def progress_at(client: Client, seat: Seat) -> Progress:
    """Return the progress over all tasks of the client, for its header and the letter."""
    mine = Task.client_id == client.id, Task.counts(), Task.shown_to(seat)
    return tally(Task.client_id, *mine).get(client.id, Progress())


def progress_by_goal(client: Client, seat: Seat) -> dict[int | None, Progress]:
    """Return the progress of every goal with tasks this seat may read; the inbox is under None."""
    agreed_at = select(Goal.agreed_at).where(
        Goal.client_id == Task.client_id, Goal.id == Task.goal_id, Goal.life == ApprovalState.AGREED
    )
    mine = Task.client_id == client.id, Task.shown_to(seat)
    return tally(Task.goal_id, *mine, since=agreed_at.scalar_subquery())


def tally(key: InstrumentedAttribute[K], *where: ColumnElement[bool], since: Any = None) -> dict[K, Progress]:
    """Count tasks outside the trash by `key`; those that joined after `since` are growth."""
    joined = func.sum(case((Task.joined_at > since, 1), else_=0)) if since is not None else literal(0)
    query = select(key, Task.status, func.count(), joined).where(Task.trashed_at.is_(None), *where)
    rows = db.session.execute(query.group_by(key, Task.status))
    return by_key((found, status, number, grown) for found, status, number, grown in rows)


def spans(client: Client) -> Sequence[Span]:
    return db.session.scalars(Span.of(client)).all()


def readable_by(seat: Seat) -> ColumnElement[bool]:
    """WHERE clause for the events this seat may read. Everything that reads events for a person uses it.

    The action names its readers; its subject has to be visible to them now, and had to be when the event was recorded:
    events of a draft remain the COO's, those of a task for CEO and COO remain theirs, also after it is shared. A goal
    that is a draft again hides its events, and those its tasks had while they were under it.
    """
    if seat.role == Role.COO:
        return true()
    drafts = select(Goal.id).where(Goal.client_id == seat.client_id, not_(Goal.shown_to(seat)))
    task = select(Task.id).where(
        Task.client_id == seat.client_id, Task.id == Event.task_id, Task.shown_to(seat)
    )
    return and_(
        Event.action.in_(actions().readable_by(seat.role)),
        written_for(seat),
        or_(Event.goal_id.is_(None), Event.goal_id.not_in(drafts)),
        or_(Event.task_id.is_(None), task.correlate(Event).exists()),
    )


def written_for(seat: Seat) -> ColumnElement[bool]:
    """WHERE clause for events whose subject this role could see when they were recorded."""
    return and_(
        true(), *(Event.details[mark].as_boolean().is_(None) for mark in marks_hidden_from(seat.role))
    )


def history(goal: Goal, client: Client, seat: Seat, at_most: int = 200) -> Sequence[Event]:
    """Return the events of a goal itself, newest first."""
    query = Event.of(client).where(Event.goal_id == goal.id, Event.task_id.is_(None), readable_by(seat))
    newest = query.options(joinedload(Event.actor)).order_by(Event.id.desc()).limit(at_most)
    return db.session.scalars(newest).all()


def steps_of(task: Task) -> list[Step]:
    return list(db.session.scalars(Step.of(task)))
