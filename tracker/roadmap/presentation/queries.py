"""The queries of the road map. Every one passes through `shown_to`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import (
    BindParameter,
    ScalarSelect,
    Select,
    and_,
    bindparam,
    case,
    false,
    func,
    literal,
    not_,
    or_,
    select,
    true,
)
from sqlalchemy.orm import InstrumentedAttribute, defer, joinedload
from sqlalchemy.sql.elements import ColumnElement

from tracker.clients.models import Client, Role, Seat, Span
from tracker.clients.queries import where_role
from tracker.clients.scope import all_seats
from tracker.clients.short_names import actor_name, name_for
from tracker.foundation.database import db, first_or_404
from tracker.foundation.exceptions import FieldConflict
from tracker.foundation.statements import Statement, built_once, is_among, row_limit, rows_of, select_columns
from tracker.foundation.text.collation import by_name
from tracker.history.actions import ActionSet, actions
from tracker.history.models import Event
from tracker.roadmap.models import Goal, Step, Task
from tracker.roadmap.models.progress import K, Progress, by_key, count_progress
from tracker.roadmap.models.proposal_comments import proposal_comments_of
from tracker.roadmap.models.statuses import ApprovalState
from tracker.roadmap.presentation.approval import DiscussionRequest
from tracker.roadmap.presentation.dependencies import DEPENDENCY_ACTIONS, blocked_ids
from tracker.roadmap.presentation.filters import ENDED, NOBODY, Filters, is_with_ended, owner_key
from tracker.roadmap.presentation.lists.folding import Folded, Folding
from tracker.roadmap.presentation.lists.listed_task import ListedTask, TaskLike, listed_tasks
from tracker.roadmap.presentation.viewer import Work


def readable_work(model: type[Goal] | type[Task], seats: Sequence[Seat]) -> ColumnElement[bool]:
    """WHERE clause for the work outside the trash that these seats may read, each at its own client."""
    coo = [seat.client_id for seat in seats if seat.role == Role.COO]
    others = [
        and_(model.client_id == seat.client_id, model.shown_to(seat))
        for seat in seats
        if seat.role != Role.COO
    ]
    return and_(model.trashed_at.is_(None), or_(model.client_id.in_(coo) if coo else false(), *others))


def readable_work_as(model: type[Goal] | type[Task], roles: Iterable[str]) -> ColumnElement[bool]:
    """WHERE clause for the work outside the trash that the reader, who has these roles, may read where they have them.

    Its parameters are those of `where_role`.
    """
    each = (and_(where_role(model, role), model.shown_to_role(role)) for role in sorted(roles))
    return and_(model.trashed_at.is_(None), or_(false(), *each))


@dataclass
class GoalSection:
    """A goal with its tasks after filtering; its progress counts all of them."""

    goal: Goal
    tasks: Sequence[TaskLike] = field(default_factory=list)
    progress: Progress = field(default_factory=Progress)
    folded: Folded | None = None
    """The tasks that are not in `tasks`, because the list is long."""


@dataclass
class RoadMap:
    """A client's road map: the goals in order, then tasks without a goal."""

    lanes: list[GoalSection]
    inbox: Sequence[TaskLike]
    quarters: list[str]
    goals: Sequence[Goal]
    """All goals that the reader may see, before filtering."""
    tasks: Sequence[ListedTask]
    """All tasks likewise."""
    progress: Progress
    """The progress over all tasks of the client."""
    filters: Filters
    folded: Folded | None = None
    """The tasks that are not in `inbox`, because the list is long."""

    @property
    def is_folded(self) -> bool:
        """Whether a list does not show all of its tasks."""
        return self.folded is not None or any(each.folded for each in self.lanes)

    def fold(self) -> None:
        """Fold its long lists."""
        folding = Folding()
        for each in self.lanes:
            each.tasks, each.folded = folding.split(each.tasks, each.goal)
        self.inbox, self.folded = folding.split(self.inbox)

    @property
    def works(self) -> list[Work]:
        """Return all goals, then all tasks."""
        return [*self.goals, *self.tasks]

    @property
    def total(self) -> int:
        """Return the number of goals and tasks, before filtering."""
        return len(self.goals) + len(self.tasks)

    @property
    def is_empty(self) -> bool:
        """Whether nothing matches the filters."""
        return not self.lanes and not self.inbox


def board(client: Client, seat: Seat, filters: Filters) -> RoadMap:
    """Return the road map for this seat; two queries whatever its size, three for the filter `free`."""
    goals = shown_goals(client, seat)
    tasks = listed_tasks(seat, {goal.id: goal for goal in goals}, {each.id: each for each in all_seats()})
    filters = complete_filters(filters, [*goals, *tasks], seat)
    by_goal: dict[int | None, list[ListedTask]] = {}
    for task in tasks:
        by_goal.setdefault(task.goal_id, []).append(task)
    sections = [goal_section(goal, by_goal.get(goal.id, []), filters) for goal in goals]
    lanes = [each for each in sections if is_on_board(each, filters)]
    inbox = by_goal.get(None, [])
    quarters = sorted({goal.quarter for goal in goals if goal.quarter})
    counted = (each.progress for each in sections if not each.goal.is_draft)
    progress = sum(counted, count_progress(inbox))
    return RoadMap(lanes, filters.inbox(inbox), quarters, goals, tasks, progress, filters)


def complete_filters(filters: Filters, works: Iterable[Work], seat: Seat) -> Filters:
    """Return the filters with what they need to know: which tasks are blocked, and whom the owner means."""
    filters = filters.with_blocked(blocked_ids(seat)) if filters.free else filters
    return filters.with_owner(owners_of(works, seat) if filters.owner else {})


def is_on_board(section: GoalSection, filters: Filters) -> bool:
    """Whether a goal with its filtered tasks is on the road map, because it or one of them matches."""
    return filters.in_lane(section.goal) and (filters.keeps(section.goal) or bool(section.tasks))


def owners_of(works: Iterable[Work], seat: Seat) -> dict[str, str]:
    """Return the owners of work this reader sees, by key: people and outsiders by name, then nobody.

    For a COO also the work of people whose access ended, if there is any. Somebody who came back in another role
    may have work from each.
    """
    works = differing(works)
    earlier = earlier_seats(works)
    found = {
        key: name_for(seat, work.owner) + (" (earlier role)" if key in earlier else "")
        for work in works
        for key in [owner_key(work, seat)]
    }
    named = {key: name for key, name in found.items() if key != NOBODY}
    gone = seat.role == Role.COO and any(is_with_ended(work) for work in works)
    ended = {ENDED: "Access ended"} if gone else {}
    return {**dict(by_name(named.items(), lambda each: each[1])), **ended, NOBODY: "Nobody yet"}


def differing(works: Iterable[Work]) -> list[Work]:
    """Return one piece of work for each that its people and its status may say: a few instead of hundreds."""
    found = {(work.owner_seat_id, work.owner_name, work.waiting_seat_id, work.status): work for work in works}
    return list(found.values())


def earlier_seats(works: Iterable[Work]) -> set[str]:
    """Return the keys of ended seats that own some of this work, while a present seat of the person owns other."""
    seats = {work.owner_seat for work in works if work.owner_seat_id and work.owner_seat}
    present = {seat.person_id for seat in seats if seat.is_open}
    return {str(seat.number) for seat in seats if not seat.is_open and seat.person_id in present}


def goal_section(goal: Goal, tasks: Sequence[TaskLike], filters: Filters) -> GoalSection:
    """Return the goal with its filtered tasks, and the progress of all of them."""
    return GoalSection(goal, filters.tasks(tasks), count_progress(tasks, goal.scope_since))


def goal_shown(client: Client, seat: Seat, number: int) -> Goal:
    """Return the client's goal of that number, if this seat may read it; otherwise a 404."""
    return first_or_404(Goal.of(client).where(Goal.number == number, Goal.shown_to(seat)))


def shown_goals(client: Client, seat: Seat) -> Sequence[Goal]:
    """Return the client's goals that this seat may read, in order."""
    return db.session.scalars(goals_in_order(Goal.shown_to(seat)), {"client": client.id}).all()


@built_once
def goals_in_order(shown: ColumnElement[bool]) -> Select[Goal]:
    """Return the query for a client's goals outside the trash that are `shown`, in order."""
    query = select(Goal).where(Goal.client_id == bindparam("client"), Goal.trashed_at.is_(None), shown)
    return query.order_by(*Goal.in_order())


def is_empty(client: Client, seat: Seat) -> bool:
    """Whether this seat may see no goal and no task of the client."""
    queries = (model.of(client).where(model.shown_to(seat)).limit(row_limit(1)) for model in (Goal, Task))
    return all(db.session.scalars(query.with_only_columns(literal(1))).first() is None for query in queries)


def has_trashed_work(client: Client, seat: Seat) -> bool:
    """Whether this person could see work that is gone; then there is none now, rather than none yet.

    It is in the trash, or a goal that is a draft again.
    """
    queries = (
        select(model.id)
        .where(model.client_id == client.id, model.trashed_at.is_not(None), model.shown_to(seat))
        .limit(row_limit(1))
        for model in (Goal, Task)
    )
    in_trash = any(db.session.scalars(query).first() is not None for query in queries)
    return in_trash or saw_goal_return_to_draft(client, seat)


def saw_goal_return_to_draft(client: Client, seat: Seat) -> bool:
    """Whether a goal became a draft while this person had access, so that they could see it until then.

    The undo of a proposal does not count: it leaves no trace of what was shown by mistake.
    """
    had_access = (
        select(Seat.id)
        .where(Seat.client_id == client.id, Seat.person_id == seat.person_id)
        .where(Seat.created_at <= Event.happened_at)
        .where(or_(Seat.ended_at.is_(None), Seat.ended_at >= Event.happened_at))
    )
    query = select(Event.id).where(
        Event.client_id == client.id,
        Event.action == "goal_returned_to_draft",
        Event.written_for(seat.role),
        Event.details["undoes"].as_string().is_(None),
        had_access.correlate(Event).exists(),
    )
    return db.session.scalars(query.limit(row_limit(1))).first() is not None


def discussion_requests_at(client: Client, seat: Seat) -> dict[int, DiscussionRequest]:
    """Return the CEOs' latest requests to discuss, by goal id; none for seats that may not read them."""
    shown = select(Goal.id).where(
        Goal.client_id == client.id, Goal.discussion_requested_at.is_not(None), Goal.shown_to(seat)
    )
    if not seat.is_lead:
        return {}
    found = proposal_comments_of(Event.client_id == client.id, Event.goal_id.in_(shown), readable_by(seat))
    talks = {goal_id: said.talk for goal_id, said in found.items() if said.talk}
    return {
        goal_id: DiscussionRequest(said.person_id, said.name, said.words) for goal_id, said in talks.items()
    }


def shown_tasks(client: Client, seat: Seat) -> Sequence[Task]:
    """Return the client's tasks that this seat may read, in order, without their details."""
    query = Task.of(client).where(Task.shown_to(seat)).options(defer(Task.details))
    return db.session.scalars(query.order_by(*Task.in_order())).all()


def tasks_of(goal: Goal, client: Client, seat: Seat) -> Sequence[Task]:
    """Return the goal's tasks that this seat may read, in order, without their details."""
    query = Task.of(client).where(Task.goal_id == goal.id, Task.shown_to(seat)).options(defer(Task.details))
    return db.session.scalars(query.order_by(*Task.in_order())).all()


def progress_of(goal: Goal, seat: Seat) -> Progress:
    """Return the progress of a goal over the tasks that this seat may read."""
    mine = Task.client_id == goal.client_id, Task.goal_id == goal.id, Task.shown_to(seat)
    return count_tasks(Task.goal_id, *mine, since=goal.scope_since).get(goal.id, Progress())


def progress_at(client: Client, seat: Seat) -> Progress:
    """Return the progress over all tasks of the client, for its header and the letter."""
    rows = rows_of(task_counts_query(Task.shown_to(seat)), {"client": client.id})
    found: dict[int, Progress] = by_key(rows)
    return found.get(client.id, Progress())


@built_once
def task_counts_query(shown: ColumnElement[bool]) -> Statement:
    """Return the query for the counts of a client's tasks that are `shown` and in its total."""
    return counts_by(Task.client_id, None).where(Task.client_id == bindparam("client"), Task.counts(), shown)


def progress_around(task: Task, goal: Goal | None, seat: Seat) -> tuple[Progress, Progress]:
    """Return the progress of a task's goal, and that over all tasks of its client; one query for both."""
    values = {
        "client_id": task.client_id,
        "goal_id": goal.id if goal else None,
        "since": goal.scope_since if goal else None,
    }
    rows = rows_of(counts_around_query(seat.role), values)
    of_goal = by_key(("goal", status, many, grown) for status, _, many, grown in rows)
    of_client = by_key(("client", status, many, 0) for status, many, _, _ in rows)
    return of_goal.get("goal", Progress()), of_client.get("client", Progress())


@built_once
def counts_around_query(role: str) -> Select[str, int, int, int]:
    """Return the query for a client's tasks by status: in its total, of a goal, and grown; built once for each role."""
    client_id: BindParameter[int] = bindparam("client_id")
    of_goal = Task.goal_id == bindparam("goal_id")
    grown = and_(of_goal, Task.added_to_goal_at > bindparam("since"))
    in_total, in_goal, joined = (func.count().filter(it) for it in (Task.counts(client_id), of_goal, grown))
    mine = Task.client_id == client_id, Task.trashed_at.is_(None), Task.shown_to_role(role)
    return select(Task.status, in_total, in_goal, joined).where(*mine).group_by(Task.status)


def progress_by_goal(client: Client, seat: Seat) -> dict[int | None, Progress]:
    """Return the progress of every goal with tasks this seat may read; the inbox is under None."""
    return by_key(rows_of(counts_by_goal(Task.shown_to(seat)), {"client": client.id}))


@built_once
def counts_by_goal(shown: ColumnElement[bool]) -> Statement:
    """Return the query for the counts of a client's tasks that are `shown`, by goal."""
    agreed_at = select(Goal.agreed_at).where(
        Goal.client_id == Task.client_id, Goal.id == Task.goal_id, Goal.approval_state == ApprovalState.AGREED
    )
    return counts_by(Task.goal_id, agreed_at.scalar_subquery()).where(
        Task.client_id == bindparam("client"), shown
    )


def count_tasks(
    key: InstrumentedAttribute[K],
    *where: ColumnElement[bool],
    since: datetime | ScalarSelect[datetime | None] | None = None,
) -> dict[K, Progress]:
    """Count tasks outside the trash by `key`; those that joined after `since` are growth."""
    return by_key(db.session.execute(counts_by(key, since).where(*where)))


def counts_by(
    key: InstrumentedAttribute[K], since: datetime | ScalarSelect[datetime | None] | None
) -> Statement:
    """Return the query for the number of tasks outside the trash by key and status, and how many joined since."""
    joined = func.sum(case((Task.added_to_goal_at > since, 1), else_=0)) if since is not None else literal(0)
    counts = select_columns(key, Task.status, func.count(), joined)
    return counts.where(Task.trashed_at.is_(None)).group_by(key, Task.status)


def spans(client: Client) -> Sequence[Span]:
    """Return the client's five spans by their number; one query."""
    return db.session.scalars(spans_in_order(), {"client": client.id}).all()


@built_once
def spans_in_order() -> Select[Span]:
    """Return the query for a client's spans by their number."""
    return select(Span).where(Span.client_id == bindparam("client")).order_by(Span.number)


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


def steps_of(task: Task) -> list[Step]:
    """Return the task's steps outside the trash, in order; one query."""
    return list(db.session.scalars(Step.of(task)))
