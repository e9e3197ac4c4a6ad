"""The goals at the clients where the reader is COO, and those that wait on the reader elsewhere."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from operator import itemgetter
from typing import NamedTuple, TypeAlias

from sqlalchemy import CTE, ScalarSelect, and_, bindparam, case, func, literal_column, or_, select
from sqlalchemy.orm import aliased

from tracker.accounts.models import Person
from tracker.clients.models import Seat
from tracker.clients.short_names import short_name
from tracker.foundation.database import UtcDateTime
from tracker.foundation.statements import Statement, built_once, rows_of
from tracker.portfolio import queries
from tracker.portfolio.own_seats import (
    JsonRows,
    Values,
    day_of,
    is_coo,
    moment_of,
    own_seats_cte,
    readable,
)
from tracker.portfolio.work_summary import WorkSummary
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.models.proposal_comments import ProposalComments
from tracker.roadmap.models.quarters import is_current_quarter, quarter_of
from tracker.roadmap.models.statuses import CLOSED, ApprovalState, Status
from tracker.roadmap.presentation.approval import list_up_to

Said: TypeAlias = "tuple[tuple[int, ProposalComments], ...]"
"""What was said about proposed goals, by the id of the goal."""


class AskingRow(NamedTuple):
    """A goal that may ask for something: it waits, is proposed, late or quiet, or lacks a reason."""

    position: int
    goal_id: int
    number: int
    title: str
    status: str
    due: str | None
    why: str
    waiting_since: str | None
    waiting_name: str
    waiting_person: str | None
    waiting_person_id: int | None
    waiting_role: str | None
    quarter: str | None
    approval_state: str
    discussion_requested_at: str | None
    is_quiet: int

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


def client_goals(goals: str, day: date) -> ClientGoals:
    """Return what a client's row says of its goals on this day; `goals` is the text of `goals_of`."""
    here, now = ClientGoals(), quarter_of(day)
    for _, _, title, status, quarter, approval_state in sorted(json.loads(goals), key=itemgetter(0, 1)):
        if status == Status.PARKED:
            here.parked += 1
            continue
        here.number += 1
        here.drafts += approval_state == ApprovalState.DRAFT
        if is_current_quarter(quarter, now, status != Status.DONE):
            here.current.append((title, status))
    return here


def goals_of(own: CTE) -> ScalarSelect[str]:
    """Subquery: what is shown of every goal of a client."""
    shown = Goal.position, Goal.id, Goal.title, Goal.status, Goal.quarter, Goal.approval_state
    of_client = select(JsonRows(*shown)).where(Goal.client_id == own.c.client_id, Goal.trashed_at.is_(None))
    return of_client.correlate(own).scalar_subquery()


def asking_of(own: CTE) -> ScalarSelect[str]:
    """Subquery: a client's open goals that may ask for something, with the columns of `AskingRow`.

    A goal on track has gone quiet if nobody changed it, nor a task under it.
    """
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
    held, person = aliased(Seat), aliased(Person)
    shown = [
        *(Goal.position, Goal.id, Goal.number, Goal.title, Goal.status, Goal.target_date, Goal.status_reason),
        *(Goal.waiting_since, Goal.waiting_name, person.name, person.id, held.role, Goal.quarter),
        *(Goal.approval_state, Goal.discussion_requested_at),
        case((is_quiet, literal_column("1")), else_=literal_column("0")),
    ]
    return (
        select(JsonRows(*shown))
        .select_from(Goal)
        .outerjoin(held, and_(held.client_id == Goal.client_id, held.id == Goal.waiting_seat_id))
        .outerjoin(person, person.id == held.person_id)
        .where(Goal.client_id == own.c.client_id, Goal.trashed_at.is_(None), asks)
        .where(*(Goal.status != status for status in CLOSED))
        .correlate(own)
        .scalar_subquery()
    )


def quiet_next(own: CTE) -> ScalarSelect[datetime]:
    """Subquery: the last change of the goal that goes quiet next, or of a task under it; no later than that.

    For a goal that was changed lately itself its own change is returned, so that no task under it is read.
    """
    quiet_before = bindparam("quiet_before", type_=UtcDateTime())
    last = select(func.max(Task.last_activity_at)).where(
        Task.client_id == Goal.client_id, Task.goal_id == Goal.id, Task.last_activity_at >= quiet_before
    )
    lately = Goal.last_activity_at >= quiet_before
    either = case((lately, Goal.last_activity_at), else_=last.correlate(Goal).scalar_subquery())
    on_track = and_(Goal.trashed_at.is_(None), Goal.status == Status.ON_TRACK)
    found = select(func.min(either)).where(Goal.client_id == own.c.client_id, on_track)
    return found.correlate(own).scalar_subquery()


def proposed_of(own: CTE) -> ScalarSelect[str]:
    """Subquery: the ids of a client's proposed goals."""
    proposed = and_(Goal.approval_state == ApprovalState.PROPOSED, *(Goal.status != each for each in CLOSED))
    of_client = and_(Goal.client_id == own.c.client_id, Goal.trashed_at.is_(None), proposed)
    return select(JsonRows(Goal.id)).where(of_client).correlate(own).scalar_subquery()


def said_of(proposed: Mapping[int, str]) -> dict[int, Said]:
    """Return what was said about proposed goals, by client; `proposed` are the texts of `proposed_of`."""
    clients = {goal_id: key for key, ids in proposed.items() if ids != "[]" for (goal_id,) in json.loads(ids)}
    found: dict[int, Said] = defaultdict(tuple)
    for goal_id, comments in queries.comments_on_proposals(list(clients)).items():
        found[clients[goal_id]] += ((goal_id, comments),)
    return found


@built_once
def goals_elsewhere(zones: int) -> Statement:
    """Return the statement for the goals that wait, the longest first, at clients where the reader is not COO."""
    own = own_seats_cte(zones)
    return (
        with_waiting(own)
        .where(~is_coo(own), readable(own, Goal), Goal.status == Status.WAITING)
        .order_by(Goal.waiting_since, Goal.client_id, Goal.id)
    )


def with_waiting(own: CTE) -> Statement:
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
        )
        .join(own, own.c.client_id == Goal.client_id)
        .outerjoin(held, and_(held.client_id == Goal.client_id, held.id == Goal.waiting_seat_id))
        .outerjoin(person, person.id == held.person_id)
        .where(Goal.trashed_at.is_(None))
    )


def asking_goals(asking: str, client_id: int, ceos: Sequence[str], said: Said) -> list[WorkSummary]:
    """Return a client's goals that may ask for something; `asking` is the text of `asking_of`.

    `ceos`: the names of the client's CEOs. `said`: what was said about the proposed goals.
    """
    comments = dict(said)
    rows = (AskingRow(*row) for row in json.loads(asking))
    return [
        asking_goal(row, client_id, ceos if row.is_proposed else (), comments.get(row.goal_id))
        for row in sorted(rows, key=lambda row: (row.position, row.goal_id))
    ]


def asking_goal(
    row: AskingRow, client_id: int, ceos: Sequence[str], said: ProposalComments | None
) -> WorkSummary:
    """Return a goal that may ask for something. `ceos`: whose answer it awaits."""
    told = said or ProposalComments()
    request = told.discussion if row.discussion_requested_at else None
    return WorkSummary(
        client_id=client_id,
        goal_id=row.goal_id,
        number=row.number,
        title=row.title,
        status=row.status,
        due=day_of(row.due),
        why=row.why,
        waiting_since=moment_of(row.waiting_since),
        waiting_name=row.waiting_name,
        waiting_person=row.waiting_person,
        waiting_person_id=row.waiting_person_id,
        waiting_role=row.waiting_role,
        quarter=row.quarter,
        approval_state=row.approval_state,
        discussion_requested_at=moment_of(row.discussion_requested_at),
        is_quiet=bool(row.is_quiet),
        ceo=list_up_to([short_name(name, at=client_id) for name in ceos]),
        ceo_exactly=" and ".join(ceos),
        proposed_at=told.proposed.moment if told.proposed else None,
        answered_discussion=told.answered_discussion,
        discussion=request.words if request else "",
        discussion_by=request.name if request else "",
    )


def waiting_goals(zones: int, values: Values) -> list[WorkSummary]:
    """Return the goals that wait, at the clients where the reader has another role than COO."""
    return [WorkSummary(**row._mapping) for row in rows_of(goals_elsewhere(zones), values)]
