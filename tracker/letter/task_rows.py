"""The tasks of a letter, read as columns by one statement: those that wait, are due, or were finished this week."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import and_, bindparam, or_
from sqlalchemy.sql.elements import ColumnElement

from tracker.clients.models import Client, Seat
from tracker.clients.scope import all_seats
from tracker.foundation.statements import Statement, built_once, is_among, rows_of, select_columns
from tracker.roadmap.models import Task
from tracker.roadmap.models.statuses import CLOSED, Status


class TaskColumns(NamedTuple):
    """The columns of a task that the letter needs."""

    id: int
    number: int
    goal_id: int | None
    title: str
    status: str
    status_reason: str
    due: date | None
    position: int
    owner_seat_id: int | None
    owner_name: str
    waiting_seat_id: int | None
    waiting_name: str
    waiting_since: datetime | None
    done_at: datetime | None


TASK_COLUMNS = tuple(getattr(Task, name) for name in TaskColumns._fields)


class TaskRow(TaskColumns):
    """A task that is only read."""

    __tablename__ = Task.__tablename__

    @property
    def dom_name(self) -> str:
        """The id of its element in a page."""
        return f"{self.__tablename__}-{self.number}"

    @property
    def is_open(self) -> bool:
        """Whether it is neither done nor parked."""
        return self.status not in CLOSED

    @property
    def planned_date(self) -> date | None:
        """Its date."""
        return self.due

    @property
    def assigned_to(self) -> Seat | str | None:
        """The owner: a seat (also one whose access ended), an outsider's name, or None."""
        return seat_here(self.owner_seat_id) or self.owner_name or None

    @property
    def waiting_number(self) -> int | None:
        """The number of the seat it waits on; None for an outsider or nobody."""
        seat = seat_here(self.waiting_seat_id)
        return seat.number if seat else None

    def is_waiting_for(self, seat: Seat) -> bool:
        """Whether it is waiting on the person with this seat."""
        return self.status == Status.WAITING and self.waiting_seat_id == seat.id

    def is_overdue(self, today: date) -> bool:
        """Whether it is open and its date is before `today`."""
        return self.is_open and self.due is not None and self.due < today


def seat_here(key: int | None) -> Seat | None:
    """Return the seat of this client with this id."""
    return next((seat for seat in all_seats() if seat.id == key), None) if key is not None else None


@dataclass
class LetterTasks:
    """The tasks of a letter: those that wait for the reader, others that are late or due soon, and finished ones."""

    waiting: list[TaskRow] = field(default_factory=list)
    late: list[TaskRow] = field(default_factory=list)
    upcoming: list[TaskRow] = field(default_factory=list)
    finished: list[TaskRow] = field(default_factory=list)


def letter_tasks(client: Client, seat: Seat, today: date, start: datetime, last: date) -> LetterTasks:
    """Return the tasks that wait for this reader, are due on or before `last`, or were finished since `start`.

    Those that wait are by date, those without a date last; the others by date; the finished ones newest first.
    """
    values = {"client": client.id, "seat": seat.id, "start": start, "last": last}
    rows = rows_of(tasks_told(Task.shown_to(seat)), values)
    tasks, found = list(map(TaskRow._make, rows)), LetterTasks()
    for task in tasks:
        if task.is_waiting_for(seat):
            found.waiting.append(task)
        elif task.status == Status.DONE:
            found.finished.append(task)
        else:
            (found.late if task.is_overdue(today) else found.upcoming).append(task)
    found.waiting.sort(key=request_order)
    found.finished.sort(key=lambda task: task.id)
    found.finished.sort(key=lambda task: task.done_at or start, reverse=True)
    return found


def request_order(task: TaskRow) -> tuple[bool, date, float, int]:
    """Sort key of tasks that wait: by date, those without one last, then the longest first."""
    since = task.waiting_since.timestamp() if task.waiting_since else 0
    return task.due is None, task.due or date.max, since, task.id


@built_once
def tasks_told(shown: ColumnElement[bool]) -> Statement:
    """Return the query for the tasks of a letter, by date."""
    waits = and_(is_among(Task.status, [Status.WAITING]), Task.waiting_seat_id == bindparam("seat"))
    comes = and_(~is_among(Task.status, CLOSED), Task.due <= bindparam("last"))
    was_finished = and_(is_among(Task.status, [Status.DONE]), Task.done_at >= bindparam("start"))
    query = select_columns(*TASK_COLUMNS).where(
        Task.client_id == bindparam("client"), Task.trashed_at.is_(None)
    )
    return query.where(shown, or_(waits, comes, was_finished)).order_by(Task.due, Task.position, Task.id)
