"""The queries of the road map. Every one passes through `shown_to`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
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
    or_,
    select,
)
from sqlalchemy.orm import InstrumentedAttribute, defer
from sqlalchemy.sql.elements import ColumnElement

from tracker.clients.models import Client, Role, Seat, Span
from tracker.clients.queries import where_role
from tracker.clients.scope import all_seats
from tracker.clients.short_names import name_for
from tracker.foundation.database import db, first_or_404
from tracker.foundation.statements import Statement, built_once, row_limit, rows_of, select_columns
from tracker.foundation.text.collation import by_name
from tracker.history.models import Event
from tracker.roadmap.models import Goal, Step, Task
from tracker.roadmap.models.progress import K, Progress, by_key, count_progress
from tracker.roadmap.models.proposal_comments import proposal_comments_of
from tracker.roadmap.models.statuses import ApprovalState
from tracker.roadmap.presentation.approval import DiscussionRequest
from tracker.roadmap.presentation.dependencies import blocked_ids
from tracker.roadmap.presentation.event_queries import readable_by
from tracker.roadmap.presentation.filters import ENDED, NOBODY, Filters, is_with_ended, owner_key
from tracker.roadmap.presentation.lists.folding import Folded, Folding
from tracker.roadmap.presentation.lists.listed_task import ListedTask, TaskLike, Work, listed_tasks


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

    sections: list[GoalSection]
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
        return self.folded is not None or any(each.folded for each in self.sections)

    def fold(self) -> None:
        """Fold its long lists."""
        folding = Folding()
        for each in self.sections:
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
        return not self.sections and not self.inbox


def board(client: Client, seat: Seat, filters: Filters) -> RoadMap:
    """Return the road map for this seat; two queries whatever its size, three for the filter `free`."""
    goals = shown_goals(client, seat)
    tasks = listed_tasks(seat, {goal.id: goal for goal in goals}, {each.id: each for each in all_seats()})
    filters = complete_filters(filters, [*goals, *tasks], seat)
    by_goal: dict[int | None, list[ListedTask]] = {}
    for task in tasks:
        by_goal.setdefault(task.goal_id, []).append(task)
    sections = [goal_section(goal, by_goal.get(goal.id, []), filters) for goal in goals]
    kept = [each for each in sections if is_on_board(each, filters)]
    inbox = by_goal.get(None, [])
    quarters = sorted({goal.quarter for goal in goals if goal.quarter})
    counted = (each.progress for each in sections if not each.goal.is_draft)
    progress = sum(counted, count_progress(inbox))
    return RoadMap(kept, filters.inbox(inbox), quarters, goals, tasks, progress, filters)


def complete_filters(filters: Filters, works: Iterable[Work], seat: Seat) -> Filters:
    """Return the filters with what they need to know: which tasks are blocked, and whom the owner means."""
    filters = filters.with_blocked(blocked_ids(seat)) if filters.free else filters
    return filters.with_owner(owners_of(works, seat) if filters.owner else {})


def is_on_board(section: GoalSection, filters: Filters) -> bool:
    """Whether a goal with its filtered tasks is on the road map, because it or one of them matches."""
    return filters.in_section(section.goal) and (filters.keeps(section.goal) or bool(section.tasks))


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
    requests = {goal_id: comment.discussion for goal_id, comment in found.items() if comment.discussion}
    return {
        goal_id: DiscussionRequest(comment.person_id, comment.name, comment.words)
        for goal_id, comment in requests.items()
    }


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


def steps_of(task: Task) -> list[Step]:
    """Return the task's steps outside the trash, in order; one query."""
    return list(db.session.scalars(Step.of(task)))
