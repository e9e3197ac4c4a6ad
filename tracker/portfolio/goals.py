"""The goals at the clients where the reader is COO, and those that wait on the reader elsewhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from sqlalchemy import Row, Select, and_, bindparam, case, select
from sqlalchemy.orm import aliased

from tracker.accounts.models import Person
from tracker.clients.models import Seat
from tracker.clients.short_names import short_name
from tracker.foundation import clock
from tracker.foundation.database import UtcDateTime, db
from tracker.portfolio import queries
from tracker.portfolio.own_seats import Values, constant, is_coo, own_seats, readable
from tracker.portfolio.work_summary import WorkSummary
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.models.goal import QUIET_AFTER
from tracker.roadmap.models.proposal_comments import ProposalComments
from tracker.roadmap.models.quarters import is_current_quarter, quarter_of
from tracker.roadmap.models.statuses import ApprovalState, Status
from tracker.roadmap.presentation.approval import list_up_to

GoalRow = Row[*tuple[object, ...]]


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
    quiet_before = clock.now() - QUIET_AFTER
    rows = db.session.execute(goals_as_coo(zones), {**values, "quiet_before": quiet_before})
    quarters = {day: quarter_of(day) for day in set(days.values())}
    found: dict[int, ClientGoals] = defaultdict(ClientGoals)
    asking = []
    for row in rows:
        client_id, title, status, quarter, approval_state, due, why, is_quiet, *_ = row
        here = found[client_id]
        if status == Status.PARKED:
            here.parked += 1
            continue
        today, is_open = days[client_id], status != Status.DONE
        here.number += 1
        here.drafts += approval_state == ApprovalState.DRAFT
        if is_current_quarter(quarter, quarters[today], is_open):
            here.current.append((title, status))
        if is_open and (
            status == Status.WAITING
            or approval_state == ApprovalState.PROPOSED
            or (due is not None and due < today)
            or is_quiet
            or (status == Status.WATCH and not why)
        ):
            asking.append(row)
    for goal in summaries(asking, ceos):
        found[goal.client_id].asking.append(goal)
    return found


@lru_cache
def goals_as_coo(zones: int) -> Select[*tuple[object, ...]]:
    """Return the statement. A goal on track has gone quiet if nobody changed it, nor a task under it."""
    own, held, person = own_seats(zones), aliased(Seat), aliased(Person)
    quiet_before = bindparam("quiet_before", type_=UtcDateTime())
    changed_since = select(Task.id).where(
        Task.client_id == Goal.client_id, Task.goal_id == Goal.id, Task.last_activity_at >= quiet_before
    )
    is_still = and_(
        Goal.status == constant(Status.ON_TRACK),
        Goal.last_activity_at < quiet_before,
        ~changed_since.correlate(Goal).exists(),
    )
    return (
        select(
            Goal.client_id,
            Goal.title,
            Goal.status,
            Goal.quarter,
            Goal.approval_state,
            Goal.target_date.label("due"),
            Goal.status_reason.label("why"),
            case((is_still, 1), else_=0).label("is_quiet"),
            Goal.id.label("goal_id"),
            Goal.number,
            Goal.waiting_since,
            Goal.waiting_name,
            Goal.discussion_requested_at,
            person.name.label("waiting_person"),
            person.id.label("waiting_person_id"),
            held.role.label("waiting_role"),
        )
        .join(own, own.c.client_id == Goal.client_id)
        .outerjoin(held, and_(held.client_id == Goal.client_id, held.id == Goal.waiting_seat_id))
        .outerjoin(person, person.id == held.person_id)
        .where(Goal.trashed_at.is_(None), is_coo(own))
        .order_by(Goal.client_id, Goal.position, Goal.id)
    )


def summaries(rows: Sequence[GoalRow], ceos: Mapping[int, Sequence[str]]) -> list[WorkSummary]:
    """Return these goals, with what was said about the proposed ones."""
    said = queries.comments_on_proposals(
        [row.goal_id for row in rows if row.approval_state == ApprovalState.PROPOSED]
    )
    in_few = {at: list_up_to([short_name(name, at=at) for name in names]) for at, names in ceos.items()}
    found = []
    for row in rows:
        told = said.get(row.goal_id, ProposalComments())
        talk = told.talk if row.discussion_requested_at else None
        found.append(
            WorkSummary(
                **row._mapping,
                ceo=in_few.get(row.client_id, ""),
                ceo_exactly=" and ".join(ceos.get(row.client_id, [])),
                proposed_at=told.proposed.moment if told.proposed else None,
                answered_discussion=told.answered_discussion,
                discussion=talk.words if talk else "",
                discussion_by=talk.name if talk else "",
            )
        )
    return found


@lru_cache
def waiting_statement(zones: int) -> Select[*tuple[object, ...]]:
    """Return the statement for the goals that wait, the longest first, at clients where the reader is not COO."""
    own, held, person = own_seats(zones), aliased(Seat), aliased(Person)
    return (
        select(
            Goal.client_id,
            Goal.number,
            Goal.title,
            Goal.status,
            Goal.target_date.label("due"),
            Goal.id.label("goal_id"),
            Goal.waiting_since,
            Goal.waiting_name,
            Goal.status_reason.label("why"),
            person.name.label("waiting_person"),
            person.id.label("waiting_person_id"),
            held.role.label("waiting_role"),
        )
        .join(own, own.c.client_id == Goal.client_id)
        .outerjoin(held, and_(held.client_id == Goal.client_id, held.id == Goal.waiting_seat_id))
        .outerjoin(person, person.id == held.person_id)
        .where(Goal.trashed_at.is_(None), ~is_coo(own), readable(own, Goal), Goal.status == Status.WAITING)
        .order_by(Goal.waiting_since, Goal.client_id, Goal.id)
    )


def waiting_goals(zones: int, values: Values) -> list[WorkSummary]:
    """Return the goals that wait, at the clients where the reader has another role than COO."""
    return [WorkSummary(**row) for row in db.session.execute(waiting_statement(zones), values).mappings()]
