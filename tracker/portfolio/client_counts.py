"""Today's figures for each client: one statement with a count for each, so that no task is loaded to be counted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import (
    CTE,
    Integer,
    ScalarSelect,
    and_,
    bindparam,
    case,
    cast,
    exists,
    func,
    literal_column,
    select,
)
from sqlalchemy.orm import aliased
from sqlalchemy.sql.elements import ColumnElement

from tracker.clients.models import Role, Seat
from tracker.foundation import clock
from tracker.foundation.statements import Statement, as_value, built_once, is_one_of, rows_of
from tracker.portfolio.goals import asking_of, goals_of, proposed_of, quiet_next
from tracker.portfolio.own_seats import (
    IS_DONE,
    IS_OPEN,
    IS_WAITING,
    WEEK_NAMES,
    Values,
    is_coo,
    own_seats_cte,
    readable,
)
from tracker.portfolio.waiting_tasks import waiting_of
from tracker.portfolio.weekly_counts import WEEKS_COUNTED
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.models.goal import QUIET_AFTER
from tracker.roadmap.models.progress import Progress
from tracker.roadmap.models.statuses import ApprovalState


class OwnCounts(NamedTuple):
    """The tasks of the reader at one client."""

    due: int
    """Those due today or earlier, by the client's date."""
    is_overdue: bool
    """Whether some of these were planned for an earlier day."""
    week: int
    waits: int
    """Those that wait on the reader, without those that are counted as due."""
    waiting: str
    """What waits at the client, as `waiting_of` returns it."""


class ClientCounts(NamedTuple):
    """The figures of a client where the reader is COO."""

    open: int
    """The client's open tasks, as the next two without those under a draft."""
    done: int
    late: int
    had_ceo: bool
    had_goals: bool
    """Whether there are goals in the trash."""
    goals: str
    """Every goal outside the trash, as `goals_of` returns them, and so the next three."""
    asking: str
    proposed: str
    weeks: tuple[int, ...]

    @property
    def progress(self) -> Progress:
        """Return how many tasks are done, out of all but the parked ones."""
        return Progress(done=self.done, total=self.open + self.done)


class CountedClient(NamedTuple):
    """The figures of a client for one of the reader's seats."""

    own: OwnCounts
    of_client: ClientCounts
    until: datetime | None
    """The moment after which the next goal goes quiet. No change announces that."""


def count_clients(zones: int, values: Values, client_ids: Sequence[int]) -> dict[int, CountedClient]:
    """Return the figures of these clients, as far as the reader has a seat there, by client id."""
    own = len(OwnCounts._fields)
    values = {**values, "quiet_before": clock.now() - QUIET_AFTER, "client_ids": as_value(client_ids)}
    found = {}
    for client_id, lately, *row in rows_of(counts(zones), values):
        of_client = ClientCounts._make((*row[own:-WEEKS_COUNTED], tuple(row[-WEEKS_COUNTED:])))
        found[client_id] = CountedClient(
            OwnCounts(*row[:own]),
            NOTHING[1] if of_client.goals is None else of_client,
            lately + QUIET_AFTER if lately else None,
        )
    return found


NOTHING = (
    OwnCounts(0, False, 0, 0, "[]"),
    ClientCounts(0, 0, 0, False, False, "[]", "[]", "[]", (0,) * WEEKS_COUNTED),
)
"""The figures of a client without any work."""


@built_once
def counts(zones: int) -> Statement:
    """Return the statement for some clients.

    Its columns: the client, `quiet_next`, and the fields of `OwnCounts` and `ClientCounts`.
    """
    own = own_seats_cte(zones)
    mine = and_(Task.owner_seat_id == own.c.id, IS_OPEN, readable(own, Task))
    counted = [
        count_tasks_where(own, and_(mine, Task.due <= own.c.today)),
        exists().where(Task.client_id == own.c.client_id, mine, Task.due < own.c.today).correlate(own),
        count_tasks_where(own, and_(mine, Task.due > own.c.today, Task.due <= own.c.last)),
        waits_on_reader(own),
        waiting_of(own),
    ]
    of_client = [
        outside_drafts(own, IS_OPEN),
        outside_drafts(own, IS_DONE),
        outside_drafts(own, and_(IS_OPEN, Task.due < own.c.today)),
    ]
    other = aliased(Seat)
    had_ceo = exists().where(other.client_id == own.c.client_id, other.role == Role.CEO)
    had_goals = exists().where(Goal.client_id == own.c.client_id, Goal.trashed_at.is_not(None))
    weeks = [
        count_tasks_where(own, and_(IS_DONE, done_in_week(own, number))) for number in range(WEEKS_COUNTED)
    ]
    texts = goals_of(own), asking_of(own), proposed_of(own)
    for_coo = [case((is_coo(own), each)) for each in (*of_client, had_ceo, had_goals, *texts, *weeks)]
    lately = case((is_coo(own), quiet_next(own)))
    return select(own.c.client_id, lately, *counted, *for_coo).where(is_one_of(own.c.client_id, "client_ids"))


def done_in_week(own: CTE, number: int) -> ColumnElement[bool]:
    """WHERE clause for the tasks done in one of the weeks; the last has no end."""
    begun = Task.done_at >= own.c[WEEK_NAMES[number]]
    return and_(begun, Task.done_at < own.c[WEEK_NAMES[number + 1]]) if number + 1 < WEEKS_COUNTED else begun


def count_tasks_where(own: CTE, where: ColumnElement[bool]) -> ScalarSelect[int]:
    """Subquery: how many tasks of the client match."""
    found = select(func.count()).where(Task.client_id == own.c.client_id, where)
    return found.correlate(own).scalar_subquery()


def outside_drafts(own: CTE, where: ColumnElement[bool]) -> ColumnElement[int]:
    """Return a column: how many tasks of the client match, without those under a draft."""
    drafts = select(Goal.id).where(
        Goal.client_id == own.c.client_id, Goal.approval_state == ApprovalState.DRAFT
    )
    under_draft = select(func.count(case((where, 1)))).where(
        Task.client_id == own.c.client_id, Task.goal_id.in_(drafts.correlate(own))
    )
    shown: ColumnElement[int] = count_tasks_where(own, where) - under_draft.correlate(own).scalar_subquery()
    return shown


def waits_on_reader(own: CTE) -> ScalarSelect[int]:
    """Subquery: how many tasks of the client wait on one of the reader's seats there, counted for each of them."""
    held = aliased(Seat)
    of_seat = and_(Task.client_id == held.client_id, Task.waiting_seat_id == held.id, waits_undue(own))
    on_seat = select(func.count()).select_from(Task).where(of_seat).correlate(own, held).scalar_subquery()
    # not by the index of people, or SQLite goes through all of the reader's seats at each client
    is_reader = held.person_id + literal_column("0") == bindparam("reader")
    found = select(cast(func.coalesce(func.sum(on_seat), 0), Integer)).where(
        held.client_id == own.c.client_id, is_reader
    )
    return found.correlate(own).scalar_subquery()


def waits_undue(own: CTE) -> ColumnElement[bool]:
    """WHERE clause for the tasks that wait, without those that Today lists as the reader's own and due."""
    is_mine = func.coalesce(Task.owner_seat_id == own.c.id, False)
    return and_(
        IS_WAITING, ~and_(is_mine, func.coalesce(Task.due <= own.c.today, False)), readable(own, Task)
    )
