"""What waits at each client, tasks that wait on the same person as one: a column of Today's figures."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import CTE, ScalarSelect, Select, Subquery, and_, case, func, select
from sqlalchemy.orm import aliased

from tracker.accounts.models import Person
from tracker.clients.models import Seat
from tracker.portfolio.own_seats import (
    IS_WAITING,
    JsonRows,
    day_of,
    moment_of,
    readable,
)
from tracker.portfolio.work_summary import WorkSummary
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.models.statuses import ApprovalState, Status

LONG_AGO = datetime.min.replace(tzinfo=UTC)


class WaitingRow(NamedTuple):
    """The tasks of a client that wait on the same person. The title is that of a single task."""

    first_id: int
    title: str
    waiting_since: str | None
    due: str | None
    waiting_name: str
    waiting_person: str | None
    waiting_person_id: int | None
    waiting_role: str | None
    goal_id: int | None
    in_draft: int
    many: int


def waiting_tasks(waiting: str, client_id: int) -> list[WorkSummary]:
    """Return a client's tasks that wait, those on the same person as one, the longest first.

    Under a goal that waits itself they stay apart from the others, because they say what the goal waits for; tasks
    in a draft do, because they ask nobody at the client. `waiting` is the text of `waiting_of`.
    """
    rows = (WaitingRow(*row) for row in json.loads(waiting))
    return [
        WorkSummary(
            client_id=client_id,
            number=0,
            title=row.title,
            status=Status.WAITING,
            waiting_since=moment_of(row.waiting_since),
            due=day_of(row.due),
            waiting_name=row.waiting_name,
            waiting_person=row.waiting_person,
            waiting_person_id=row.waiting_person_id,
            waiting_role=row.waiting_role,
            goal_id=row.goal_id,
            in_draft=bool(row.in_draft),
            many=row.many,
        )
        for row in sorted(rows, key=lambda row: (moment_of(row.waiting_since) or LONG_AGO, row.first_id))
    ]


def groups_of(own: CTE) -> Subquery:
    """Return a client's tasks that wait, grouped by what distinguishes them, as a part of the statement."""
    goals = select(Goal.id).where(Goal.trashed_at.is_(None), Goal.status == Status.WAITING)
    under = case((Task.goal_id.in_(goals), Task.goal_id))
    in_draft = case((Task.goal_id.in_(drafts()), 1), else_=0)
    return (
        select(
            under.label("goal_id"),
            in_draft.label("in_draft"),
            Task.waiting_seat_id,
            Task.waiting_name,
            func.count().label("many"),
            func.min(Task.waiting_since).label("waiting_since"),
            func.min(Task.due).label("due"),
            func.min(Task.id).label("first_id"),
        )
        .where(Task.client_id == own.c.client_id, IS_WAITING, readable(own, Task))
        .group_by(Task.waiting_seat_id, Task.waiting_name, under, in_draft)
        .correlate(own)
        .subquery()
    )


def waiting_of(own: CTE) -> ScalarSelect[str]:
    """Subquery: a client's tasks that wait, as far as the reader may see them: the columns of `WaitingRow`."""
    groups, held, person = groups_of(own), aliased(Seat), aliased(Person)
    single = select(Task.title).where(Task.id == groups.c.first_id).scalar_subquery()
    shown = [
        *(groups.c.first_id, func.coalesce(case((groups.c.many == 1, single)), "")),
        *(groups.c.waiting_since, groups.c.due, groups.c.waiting_name, person.name, person.id, held.role),
        *(groups.c.goal_id, groups.c.in_draft, groups.c.many),
    ]
    return (
        select(JsonRows(*shown))
        .select_from(groups)
        .outerjoin(held, and_(held.client_id == own.c.client_id, held.id == groups.c.waiting_seat_id))
        .outerjoin(person, person.id == held.person_id)
        .correlate(own)
        .scalar_subquery()
    )


def drafts() -> Select[int]:
    """Return a query for the ids of all drafts; the tasks beside it are of the reader's clients."""
    return select(Goal.id).where(Goal.approval_state == ApprovalState.DRAFT)
