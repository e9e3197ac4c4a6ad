"""Today's figures for each client: one statement with a count for each, so that no task is loaded to be counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import CTE, Select, and_, bindparam, case, exists, func, select
from sqlalchemy.orm import aliased
from sqlalchemy.sql.elements import ColumnElement, Label

from tracker.clients.models import Role, Seat
from tracker.foundation.database import db
from tracker.portfolio.own_seats import (
    IS_DONE,
    IS_OPEN,
    IS_WAITING,
    WEEK_NAMES,
    Values,
    constant,
    is_coo,
    own_seats,
    readable,
)
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.models.progress import Progress
from tracker.roadmap.models.statuses import ApprovalState


@dataclass(frozen=True)
class ClientCounts:
    """The figures of one client. Those after `waits` are counted only where the reader is COO."""

    client_id: int
    due: int
    """The reader's own tasks due today or earlier, by the client's date."""
    overdue: int
    week: int
    waits: int
    """The tasks that wait on the reader, without those that are counted as due."""
    open: int
    """The client's open tasks, as the next two without those under a draft."""
    done: int
    late: int
    had_ceo: bool
    had_goals: bool
    """Whether there are goals in the trash."""
    weeks: Sequence[int]

    @property
    def progress(self) -> Progress:
        """Return how many tasks are done, out of all but the parked ones."""
        return Progress(done=self.done, total=self.open + self.done)


def counts_by_client(zones: int, values: Values) -> dict[int, ClientCounts]:
    """Return the figures of all clients where the reader has a seat, by client id."""
    rows = db.session.execute(counts(zones), values)
    return {row[0]: ClientCounts(*row[:10], weeks=row[10:]) for row in rows}


@lru_cache
def counts(zones: int) -> Select[*tuple[object, ...]]:
    """Return the statement."""
    own = own_seats(zones)
    mine = and_(Task.owner_seat_id == own.c.id, IS_OPEN, readable(own, Task))
    counted = [
        many("due", own, and_(mine, Task.due <= own.c.today)),
        many("overdue", own, and_(mine, Task.due < own.c.today)),
        many("week", own, and_(mine, Task.due > own.c.today, Task.due <= own.c.last)),
        many("waits", own, waits_on_reader(own)),
    ]
    of_client = [
        outside_drafts("open", own, IS_OPEN),
        outside_drafts("done", own, IS_DONE),
        outside_drafts("late", own, and_(IS_OPEN, Task.due < own.c.today)),
    ]
    other = aliased(Seat)
    had_ceo = exists().where(other.client_id == own.c.client_id, other.role == Role.CEO)
    had_goals = exists().where(Goal.client_id == own.c.client_id, Goal.trashed_at.is_not(None))
    ends = [*WEEK_NAMES[1:], None]
    weeks = [
        many(
            week,
            own,
            and_(IS_DONE, Task.done_at >= own.c[week], *([Task.done_at < own.c[end]] if end else [])),
        )
        for week, end in zip(WEEK_NAMES, ends, strict=True)
    ]
    for_coo = [
        case((is_coo(own), each.element)).label(each.name)
        for each in (*of_client, had_ceo.label("had_ceo"), had_goals.label("had_goals"), *weeks)
    ]
    return select(own.c.client_id, *counted, *for_coo)


def many(name: str, own: CTE, where: ColumnElement[bool]) -> Label[int]:
    """Return a column: how many tasks of the client match."""
    found = select(func.count()).where(Task.client_id == own.c.client_id, where)
    return found.correlate(own).scalar_subquery().label(name)


def outside_drafts(name: str, own: CTE, where: ColumnElement[bool]) -> Label[int]:
    """Return a column: how many tasks of the client match, without those under a draft."""
    drafts = select(Goal.id).where(
        Goal.client_id == own.c.client_id, Goal.approval_state == constant(ApprovalState.DRAFT)
    )
    under_draft = select(func.count(case((where, 1)))).where(
        Task.client_id == own.c.client_id, Task.goal_id.in_(drafts.correlate(own))
    )
    hidden = under_draft.correlate(own).scalar_subquery()
    return (many(name, own, where).element - hidden).label(name)


def waits_on_reader(own: CTE) -> ColumnElement[bool]:
    """WHERE clause for the tasks at the client that wait on the reader and that Today does not list as due."""
    held = aliased(Seat)
    seats = select(held.id).where(held.client_id == own.c.client_id, held.person_id == bindparam("reader"))
    is_due = and_(
        func.coalesce(Task.owner_seat_id == own.c.id, False), func.coalesce(Task.due <= own.c.today, False)
    )
    return and_(IS_WAITING, Task.waiting_seat_id.in_(seats.correlate(own)), ~is_due, readable(own, Task))
