"""The goals at the clients where the reader is COO, and those that wait on the reader elsewhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

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
    Rows,
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


@dataclass
class ClientGoals:
    """The goals of a client, without those in the trash."""

    current: list[tuple[str, str]] = field(default_factory=list)
    """Title and status of those of this quarter, and of the open ones of earlier quarters."""
    asking: list[WorkSummary] = field(default_factory=list)
    """Those that may ask for something: they wait, are proposed, late or quiet, or lack a reason."""
    number: int = 0
    """How many are not parked."""
    drafts: int = 0
    parked: int = 0


def goals_by_client(
    zones: int, values: Values, days: Mapping[int, date], ceos: Mapping[int, Sequence[str]]
) -> dict[int, ClientGoals]:
    """Return the goals by client where the reader is COO. `ceos`: the names of each client's CEOs."""
    quarters = {client_id: quarter_of(day) for client_id, day in days.items()}
    found: dict[int, ClientGoals] = defaultdict(ClientGoals)
    for client_id, title, status, quarter, approval_state in rows_of(all_goals(zones), values):
        here, now = found[client_id], quarters.get(client_id, "")
        if status == PARKED:
            here.parked += 1
            continue
        here.number += 1
        here.drafts += approval_state == DRAFT
        if is_current_quarter(quarter, now, status != DONE):
            here.current.append((title, status))
    asking = rows_of(asking_goals(zones), {**values, "quiet_before": clock.now() - QUIET_AFTER})
    for goal in summaries(asking, ceos):
        found[goal.client_id].asking.append(goal)
    return found


PARKED, DONE, DRAFT = str(Status.PARKED), str(Status.DONE), str(ApprovalState.DRAFT)


@built_once
def all_goals(zones: int) -> Statement:
    """Return the statement for what is shown of every goal."""
    own = own_seats(zones)
    return (
        select(Goal.client_id, Goal.title, Goal.status, Goal.quarter, Goal.approval_state)
        .join(own, own.c.client_id == Goal.client_id)
        .where(Goal.trashed_at.is_(None), is_coo(own))
        .order_by(Goal.client_id, Goal.position, Goal.id)
    )


@built_once
def asking_goals(zones: int) -> Statement:
    """Return the statement for the open goals that may ask for something.

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


def summaries(rows: Rows, ceos: Mapping[int, Sequence[str]]) -> list[WorkSummary]:
    """Return these goals, with what was said about the proposed ones."""
    said = queries.comments_on_proposals(
        [row.goal_id for row in rows if row.approval_state == ApprovalState.PROPOSED]
    )
    found = []
    for row in rows:
        names = ceos.get(row.client_id, ()) if row.approval_state == ApprovalState.PROPOSED else ()
        told = said.get(row.goal_id, ProposalComments())
        talk = told.talk if row.discussion_requested_at else None
        found.append(
            WorkSummary(
                **row._mapping,
                ceo=list_up_to([short_name(name, at=row.client_id) for name in names]),
                ceo_exactly=" and ".join(names),
                proposed_at=told.proposed.moment if told.proposed else None,
                answered_discussion=told.answered_discussion,
                discussion=talk.words if talk else "",
                discussion_by=talk.name if talk else "",
            )
        )
    return found


def waiting_goals(zones: int, values: Values) -> list[WorkSummary]:
    """Return the goals that wait, at the clients where the reader has another role than COO."""
    return [WorkSummary(**row._mapping) for row in rows_of(goals_elsewhere(zones), values)]
