# mypy: disable-error-code="assignment"
# The columns of a record are descriptors, those of a listed task are plain values.
"""The tasks of a client as its road map lists them: read only, and several times as quick to load as records."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime

from sqlalchemy import BindParameter, Select, bindparam, select

from tracker.clients.models import Seat
from tracker.foundation.database import db
from tracker.foundation.statements import built_once
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.models.facts import TaskFacts


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
    added_to_goal_at: datetime
    comment_count: int
    comments_for_leads: int
    comments_for_coo: int
    goal: Goal | None
    owner_seat: Seat | None
    waiting_seat: Seat | None

    @property
    def dom_name(self) -> str:
        """The id of its element in a page, as the task's."""
        return f"task-{self.number}"

    def in_draft(self) -> bool:
        """Whether its goal is a draft."""
        return self.goal is not None and self.goal.is_draft


TaskLike = Task | ListedTask
"""A task as a record, or as a list shows it."""

LOOKED_UP = ("goal", "owner_seat", "waiting_seat")
COLUMNS = [field.name for field in fields(ListedTask) if field.name not in LOOKED_UP]


@built_once
def listed_query(role: str) -> Select[*tuple[object, ...]]:
    """Return the query for the tasks outside the trash that this role may read, in order; built once for each role."""
    client_id: BindParameter[int] = bindparam("client_id")
    columns = [getattr(Task, name) for name in COLUMNS]
    mine = Task.client_id == client_id, Task.trashed_at.is_(None), Task.shown_to_role(role)
    return select(*columns).where(*mine).order_by(*Task.in_order())


def listed_tasks(
    seat: Seat, goals: Mapping[int | None, Goal], seats: Mapping[int | None, Seat]
) -> list[ListedTask]:
    """Return the client's tasks that this seat may read, in order; `goals` and `seats` are all by their ids."""
    line: Callable[..., ListedTask] = ListedTask
    rows = db.session.execute(listed_query(seat.role), {"client_id": seat.client_id})
    return [
        line(*row, goals.get(row.goal_id), seats.get(row.owner_seat_id), seats.get(row.waiting_seat_id))
        for row in rows
    ]
