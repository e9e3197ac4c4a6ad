# mypy: disable-error-code="assignment"
# The columns of a record are descriptors, those of a listed task are plain values.
"""The tasks of a client as its road map lists them: read only, and several times as quick to load as records."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime

from sqlalchemy import BindParameter, and_, bindparam

from tracker.clients.models import Seat
from tracker.foundation.statements import Statement, built_once, rows_of, select_columns
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.models.facts import TaskFacts
from tracker.roadmap.models.statuses import ApprovalState


@dataclass(slots=True)
class ListedTask(TaskFacts):
    """A task with the columns that a list shows, its goal and its people."""

    id: int
    number: int
    goal_id: int | None
    title: str
    kind: str
    status: str
    due: date | None
    original_due: date | None
    visibility: str
    owner_seat_id: int | None
    owner_name: str
    waiting_seat_id: int | None
    waiting_name: str
    waiting_since: datetime | None
    status_reason: str
    created_by_id: int | None
    comment_count: int
    comments_for_leads: int
    comments_for_coo: int
    is_growth: bool | None
    """Whether it joined its goal after the goal was agreed; None without an agreed goal."""
    goal: Goal | None
    owner_seat: Seat | None
    waiting_seat: Seat | None

    @property
    def dom_name(self) -> str:
        """The id of its element in a page, as the task's."""
        return f"task-{self.number}"

    def joined_after(self, agreed_at: datetime | None) -> bool:
        """Whether it joined its goal after this moment, at which the goal was agreed."""
        return agreed_at is not None and bool(self.is_growth)

    def in_draft(self) -> bool:
        """Whether its goal is a draft."""
        return self.goal is not None and self.goal.is_draft


TaskLike = Task | ListedTask
"""A task as a record, or as a list shows it."""

NO_COLUMNS = ("is_growth", "goal", "owner_seat", "waiting_seat")
LISTED_COLUMNS = [field.name for field in fields(ListedTask) if field.name not in NO_COLUMNS]
GOAL_AT, OWNER_AT, WAITING_AT = (LISTED_COLUMNS.index(f"{name}_id") for name in NO_COLUMNS[1:])


@built_once
def listed_query(role: str) -> Statement:
    """Return the query for the tasks outside the trash that this role may read, in order; built once for each role."""
    client_id: BindParameter[int] = bindparam("client_id")
    # columns of the table, because those of the record cost a third more to load
    columns = [Task.__table__.c[name] for name in LISTED_COLUMNS]
    agreed = and_(
        Goal.client_id == Task.client_id, Goal.id == Task.goal_id, Goal.approval_state == ApprovalState.AGREED
    )
    query = select_columns(*columns, Task.added_to_goal_at > Goal.agreed_at).outerjoin(Goal, agreed)
    mine = Task.client_id == client_id, Task.trashed_at.is_(None), Task.shown_to_role(role)
    return query.where(*mine).order_by(*Task.in_order())


Work = Goal | Task | ListedTask


def dates_of(work: Work) -> tuple[date | None, date | None]:
    """Return the first agreed date and the present one."""
    return (
        (work.original_target_date, work.target_date)
        if isinstance(work, Goal)
        else (work.original_due, work.due)
    )


def listed_tasks(
    seat: Seat, goals: Mapping[int | None, Goal], seats: Mapping[int | None, Seat]
) -> list[ListedTask]:
    """Return the client's tasks that this seat may read, in order; `goals` and `seats` are all by their ids."""
    line: Callable[..., ListedTask] = ListedTask
    rows = rows_of(listed_query(seat.role), {"client_id": seat.client_id})
    return [
        line(*row, goals.get(row[GOAL_AT]), seats.get(row[OWNER_AT]), seats.get(row[WAITING_AT]))
        for row in rows
    ]
