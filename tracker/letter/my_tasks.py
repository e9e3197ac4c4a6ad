"""One person's own page at one client: what waits for them, their tasks, and what they finished this week.

It is in this package because it is a letter for a member of the team: one reader, one client, one sentence first, the
same week. Today (the portfolio) covers all clients; nothing on this page may.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import and_, or_
from sqlalchemy.orm import defer, joinedload

from tracker.clients.models import Client, Seat
from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.foundation.text.formatting import first_name
from tracker.letter.phrases import asked_on, needed_by
from tracker.letter.queries import OPEN, week_start
from tracker.letter.workload_sentence import Workload, second, when, workload_sentence
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.models.statuses import Status
from tracker.roadmap.presentation.queries import is_empty

A_WEEK_AHEAD = timedelta(days=7)
SHOWN = 30
"""The number of tasks for a page on a phone; the rest are on the road map."""


@dataclass(frozen=True)
class MyTasks:
    """Everything on the page."""

    seat: Seat
    name: str
    today: date
    asked: list[Goal | Task]
    tasks: list[Task]
    finished: list[Task]
    nothing_yet: bool = False

    @property
    def plate(self) -> Workload:
        dues = [task.due or date.max for task in self.tasks]
        late = sum(due < self.today for due in dues)
        soon = sum(self.today <= due <= self.today + A_WEEK_AHEAD for due in dues)
        wanted = [work.due if isinstance(work, Task) else work.done_by for work in self.asked]
        asked_late = sum(due is not None and due < self.today for due in wanted)
        asked_later = sum(due is not None and due > self.today + A_WEEK_AHEAD for due in wanted)
        return Workload(
            name=first_name(self.name),
            asked=len(self.asked),
            asked_late=asked_late,
            asked_later=asked_later,
            late=late,
            soon=soon,
            later=len(dues) - late - soon,
            finished=len(self.finished),
            nothing_yet=self.nothing_yet,
        )

    @property
    def hello(self) -> str:
        return workload_sentence(self.plate)

    @property
    def more(self) -> str:
        return second(self.plate)

    @property
    def shown(self) -> list[Task]:
        return self.tasks[:SHOWN]

    @property
    def beyond(self) -> int:
        """Return how many tasks are not shown."""
        return max(len(self.tasks) - SHOWN, 0)

    def when(self, work: Goal | Task) -> str:
        """Return when it is needed, and for things that wait for the reader also since when."""
        if not work.is_waiting_for(self.seat):
            return when(work.due if isinstance(work, Task) else work.done_by, self.today)
        since = clock.local(work.waiting_since, self.seat.client).date() if work.waiting_since else None
        due = work.due if isinstance(work, Task) else work.done_by
        said = [asked_on(since, self.today) if since else "", needed_by(due, self.today)]
        return " ".join(part for part in said if part)

    def is_late(self, task: Task) -> bool:
        return task.is_overdue(self.today) and not task.is_waiting_for(self.seat)

    def day(self, task: Task) -> date | None:
        """Return the day it was finished, in the client's zone."""
        return clock.local(task.done_at, self.seat.client).date() if task.done_at else None


def my_tasks_of(client: Client, seat: Seat, name: str) -> MyTasks:
    """Return what this seat has to do here, limited to what it may read."""
    today = clock.today(client)
    tasks = of_seat(client, seat)
    waiting = [task for task in tasks if task.is_waiting_for(seat)]
    through = {task.goal_id for task in waiting}  # a goal that waits through one of these is that task
    done = finished_by_seat(client, seat, today)
    asked: list[Goal | Task] = [
        *waiting,
        *(goal for goal in goals_waiting(client, seat) if goal.id not in through),
    ]
    return MyTasks(
        seat=seat,
        name=name,
        today=today,
        asked=asked,
        tasks=[task for task in tasks if task not in waiting],
        finished=done,
        nothing_yet=not (tasks or asked or done) and is_empty(client, seat),
    )


def of_seat(client: Client, seat: Seat) -> list[Task]:
    """Return the open tasks this seat owns or is waited on for, by date, oldest first."""
    has = and_(OPEN, Task.owner_seat_id == seat.id)
    asked = and_(Task.status == Status.WAITING, Task.waiting_seat_id == seat.id)
    query = Task.of(client).where(Task.shown_to(seat), or_(has, asked))
    query = query.options(defer(Task.details), joinedload(Task.goal))
    return list(db.session.scalars(query.order_by(Task.due.is_(None), Task.due, Task.position, Task.id)))


def goals_waiting(client: Client, seat: Seat) -> list[Goal]:
    query = Goal.of(client).where(
        Goal.shown_to(seat), Goal.status == Status.WAITING, Goal.waiting_seat_id == seat.id
    )
    return list(db.session.scalars(query.order_by(Goal.waiting_since, Goal.id)))


def finished_by_seat(client: Client, seat: Seat, today: date) -> list[Task]:
    """Return what this seat finished in the seven days that end today, newest first."""
    query = Task.of(client).where(
        Task.shown_to(seat), Task.owner_seat_id == seat.id, Task.status == Status.DONE,
        Task.done_at >= week_start(client, today),
    )  # fmt: skip
    query = query.options(defer(Task.details)).order_by(Task.done_at.desc(), Task.id)
    return list(db.session.scalars(query))
