"""The goals at the clients where the reader is COO, and those that wait on the reader elsewhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple, TypeAlias

from sqlalchemy import CTE, and_, bindparam, case, or_, select
from sqlalchemy.orm import aliased

from tracker.accounts.models import Person
from tracker.clients.models import Seat
from tracker.clients.short_names import short_name
from tracker.foundation import clock
from tracker.foundation.database import UtcDateTime
from tracker.foundation.statements import built_once
from tracker.portfolio import queries
from tracker.portfolio.own_seats import (
    Expression,
    Statement,
    Values,
    is_coo,
    own_seats,
    readable,
    rows_of,
)
from tracker.portfolio.work_summary import WorkSummary
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.models.goal import QUIET_AFTER
from tracker.roadmap.models.proposal_comments import ProposalComments
from tracker.roadmap.models.quarters import is_current_quarter, quarter_of
from tracker.roadmap.models.statuses import CLOSED, ApprovalState, Status
from tracker.roadmap.presentation.approval import list_up_to

GoalRow: TypeAlias = "tuple[str, str, str | None, str]"
"""The title, status, quarter and approval of a goal."""
Said: TypeAlias = "tuple[tuple[int, ProposalComments], ...]"
"""What was said about proposed goals, by the id of the goal."""


class AskingRow(NamedTuple):
    """A goal that may ask for something: it waits, is proposed, late or quiet, or lacks a reason."""

    client_id: int
    goal_id: int
    number: int
    title: str
    status: str
    due: date | None
    why: str
    waiting_since: datetime | None
    waiting_name: str
    waiting_person: str | None
    waiting_person_id: int | None
    waiting_role: str | None
    is_quiet: int
    quarter: str | None
    approval_state: str
    discussion_requested_at: datetime | None

    @property
    def is_proposed(self) -> bool:
        """Whether it is proposed, and so may have been discussed."""
        return self.approval_state == ApprovalState.PROPOSED


@dataclass
class ClientGoals:
    """The goals of a client, without those in the trash."""

    current: list[tuple[str, str]] = field(default_factory=list)
    """Title and status of those of this quarter, and of the open ones of earlier quarters."""
    number: int = 0
    """How many are not parked."""
    drafts: int = 0
    parked: int = 0


def goal_rows(zones: int, values: Values) -> dict[int, list[GoalRow]]:
    """Return every goal outside the trash, by client, where the reader is COO."""
    found: dict[int, list[GoalRow]] = defaultdict(list)
    for client_id, *goal in rows_of(all_goals(zones), values):
        found[client_id].append(tuple(goal))
    return found


def asking_rows(zones: int, values: Values) -> dict[int, list[AskingRow]]:
    """Return the open goals that may ask for something, by client, where the reader is COO."""
    found: dict[int, list[AskingRow]] = defaultdict(list)
    for row in rows_of(asking_goals(zones), {**values, "quiet_before": clock.now() - QUIET_AFTER}):
        found[row.client_id].append(AskingRow(*row))
    return found


def said_of(rows: Mapping[int, Sequence[AskingRow]]) -> dict[int, Said]:
    """Return what was said about the proposed goals among these, by client."""
    proposed = {row.goal_id: client_id for client_id, here in rows.items() for row in here if row.is_proposed}
    found: dict[int, Said] = defaultdict(tuple)
    for goal_id, comments in queries.comments_on_proposals(list(proposed)).items():
        found[proposed[goal_id]] += ((goal_id, comments),)
    return found


def client_goals(rows: Iterable[GoalRow], day: date) -> ClientGoals:
    """Return what a client's row says of its goals, on this day."""
    here, now = ClientGoals(), quarter_of(day)
    for title, status, quarter, approval_state in rows:
        if status == Status.PARKED:
            here.parked += 1
            continue
        here.number += 1
        here.drafts += approval_state == ApprovalState.DRAFT
        if is_current_quarter(quarter, now, status != Status.DONE):
            here.current.append((title, status))
    return here


@built_once
def all_goals(zones: int) -> Statement:
    """Return the statement for what is shown of every goal: the client, then `GoalRow`."""
    own = own_seats(zones)
    return (
        select(Goal.client_id, Goal.title, Goal.status, Goal.quarter, Goal.approval_state)
        .join(own, own.c.client_id == Goal.client_id)
        .where(Goal.trashed_at.is_(None), is_coo(own))
        .order_by(Goal.client_id, Goal.position, Goal.id)
    )


@built_once
def asking_goals(zones: int) -> Statement:
    """Return the statement for the open goals that may ask for something: the columns of `AskingRow`.

    A goal on track has gone quiet if nobody changed it, nor a task under it.
    """
    own = own_seats(zones)
    quiet_before = bindparam("quiet_before", type_=UtcDateTime())
    changed_since = select(Task.id).where(
        Task.client_id == Goal.client_id, Task.goal_id == Goal.id, Task.last_activity_at >= quiet_before
    )
    is_quiet = and_(
        Goal.status == Status.ON_TRACK,
        Goal.last_activity_at < quiet_before,
        ~changed_since.correlate(Goal).exists(),
    )
    asks = or_(
        Goal.status == Status.WAITING,
        Goal.approval_state == ApprovalState.PROPOSED,
        Goal.target_date < own.c.today,
        and_(Goal.status == Status.WATCH, Goal.status_reason == ""),
        is_quiet,
    )
    columns = [
        case((is_quiet, 1), else_=0).label("is_quiet"),
        Goal.quarter,
        Goal.approval_state,
        Goal.discussion_requested_at,
    ]
    return (
        with_waiting(own, *columns)
        .where(is_coo(own), *(Goal.status != status for status in CLOSED), asks)
        .order_by(Goal.client_id, Goal.position, Goal.id)
    )


@built_once
def goals_elsewhere(zones: int) -> Statement:
    """Return the statement for the goals that wait, the longest first, at clients where the reader is not COO."""
    own = own_seats(zones)
    return (
        with_waiting(own)
        .where(~is_coo(own), readable(own, Goal), Goal.status == Status.WAITING)
        .order_by(Goal.waiting_since, Goal.client_id, Goal.id)
    )


def with_waiting(own: CTE, *columns: Expression) -> Statement:
    """Return a query for goals outside the trash, with the person they wait on."""
    held, person = aliased(Seat), aliased(Person)
    return (
        select(
            Goal.client_id,
            Goal.id.label("goal_id"),
            Goal.number,
            Goal.title,
            Goal.status,
            Goal.target_date.label("due"),
            Goal.status_reason.label("why"),
            Goal.waiting_since,
            Goal.waiting_name,
            person.name.label("waiting_person"),
            person.id.label("waiting_person_id"),
            held.role.label("waiting_role"),
            *columns,
        )
        .join(own, own.c.client_id == Goal.client_id)
        .outerjoin(held, and_(held.client_id == Goal.client_id, held.id == Goal.waiting_seat_id))
        .outerjoin(person, person.id == held.person_id)
        .where(Goal.trashed_at.is_(None))
    )


def summaries(
    rows: Iterable[AskingRow], ceos: Sequence[str], said: Mapping[int, ProposalComments]
) -> list[WorkSummary]:
    """Return a client's goals that may ask for something, with what was said about the proposed ones.

    `ceos`: the names of the client's CEOs.
    """
    return [summary(row, ceos if row.is_proposed else (), said.get(row.goal_id)) for row in rows]


def summary(row: AskingRow, ceos: Sequence[str], said: ProposalComments | None) -> WorkSummary:
    """Return a goal that may ask for something. `ceos`: whose answer it awaits."""
    told = said or ProposalComments()
    talk = told.talk if row.discussion_requested_at else None
    return WorkSummary(
        **row._asdict(),
        ceo=list_up_to([short_name(name, at=row.client_id) for name in ceos]),
        ceo_exactly=" and ".join(ceos),
        proposed_at=told.proposed.moment if told.proposed else None,
        answered_discussion=told.answered_discussion,
        discussion=talk.words if talk else "",
        discussion_by=talk.name if talk else "",
    )


def waiting_goals(zones: int, values: Values) -> list[WorkSummary]:
    """Return the goals that wait, at the clients where the reader has another role than COO."""
    return [WorkSummary(**row._mapping) for row in rows_of(goals_elsewhere(zones), values)]
