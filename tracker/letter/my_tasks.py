"""A person's own page at one client: requests, their tasks, and what they finished this week.

It is in this package because it is a letter for a member of the team: one reader, one client, an opening
sentence, the same week. Today (the portfolio) covers all clients; nothing on this page may.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import and_, or_
from sqlalchemy.orm import defer, joinedload

from tracker.clients.models import Client, Role, Seat
from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.foundation.text.formatting import day, first_name
from tracker.letter.compose import last_comment_sentence, requests_once
from tracker.letter.phrases import asked_sentence, needed_sentence
from tracker.letter.queries import IS_OPEN_TASK, LastComment, last_comments, week_start
from tracker.letter.workload_sentence import Workload, due_words, second_sentence, workload_sentence
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.models.statuses import Status
from tracker.roadmap.presentation.queries import has_trashed_work, is_empty, shown_goals

A_WEEK_AHEAD = timedelta(days=7)
HOW_TO_END = "If that was your answer, change the status."
"""Said after the reader's own comment, which alone does not end a request."""
TASKS_LISTED = 30
"""The number of tasks shown, for a phone; the others are on the road map."""


@dataclass(frozen=True)
class MyTasks:
    """Everything on the page."""

    seat: Seat
    name: str
    today: date
    asked: list[Goal | Task]
    tasks: list[Task]
    finished: list[Task]
    comments: Mapping[int, LastComment]
    """The newest comments on tasks that wait for the reader and that they commented on since."""
    nothing_yet: bool = False

    @property
    def workload(self) -> Workload:
        """Return the facts of the opening sentence."""
        dues = [task.due or date.max for task in self.tasks]
        late = sum(due < self.today for due in dues)
        soon = sum(self.today <= due <= self.today + A_WEEK_AHEAD for due in dues)
        wanted = [work.due if isinstance(work, Task) else work.target_date for work in self.asked]
        asked_late = sum(work.is_overdue(self.today) for work in self.asked)
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
    def heading(self) -> str:
        """Return the opening sentence: how much there is this week."""
        return workload_sentence(self.workload)

    @property
    def more(self) -> str:
        """Return the second sentence, with details; empty if there are none."""
        return second_sentence(self.workload)

    @property
    def shown(self) -> list[Task]:
        """Return the first tasks, at most `TASKS_LISTED`."""
        return self.tasks[:TASKS_LISTED]

    @property
    def hidden_count(self) -> int:
        """Return the number of tasks that are not shown."""
        return max(len(self.tasks) - TASKS_LISTED, 0)

    def when(self, work: Goal | Task) -> str:
        """Return when it is needed; for a request also since when, and who wrote last.

        The date of a proposed goal is no promise, so it never counts as planned for earlier.
        """
        if isinstance(work, Goal) and work.awaits_decision:
            return f"for {day(work.target_date, self.today)}" if work.target_date else ""
        if not work.is_waiting_for(self.seat):
            return due_words(work.due if isinstance(work, Task) else work.target_date, self.today)
        since = clock.local(work.waiting_since, self.seat.client).date() if work.waiting_since else None
        due = work.due if isinstance(work, Task) else work.target_date
        last = self.comments.get(work.id) if isinstance(work, Task) else None
        sentences = [
            asked_sentence(since, self.today) if since else "",
            needed_sentence(due, self.today),
            last_comment_sentence(last, self.seat, self.seat.client, self.today) if last else "",
            HOW_TO_END if last and last.author_id == self.seat.person_id else "",
        ]
        return " ".join(part for part in sentences if part)

    def is_late(self, task: Task) -> bool:
        """Whether the date of an own task has passed; a request is never called late."""
        return task.is_overdue(self.today) and not task.is_waiting_for(self.seat)

    def day(self, task: Task) -> date | None:
        """Return the day it was finished, in the client's zone."""
        return clock.local(task.done_at, self.seat.client).date() if task.done_at else None


def my_tasks_of(client: Client, seat: Seat, name: str) -> MyTasks:
    """Return the page of this seat, limited to what it may read."""
    today = clock.today(client)
    tasks = open_tasks_of(client, seat)
    waiting = [task for task in tasks if task.is_waiting_for(seat)]
    done = finished_by_seat(client, seat, today)
    asked = requests_once(waiting, goals_waiting(client, seat), goals_with_proposals(client, seat))
    return MyTasks(
        seat=seat,
        name=name,
        today=today,
        asked=asked,
        tasks=[task for task in tasks if task not in waiting],
        finished=done,
        comments=last_comments(waiting, seat),
        nothing_yet=not (tasks or asked or done)
        and is_empty(client, seat)
        and not has_trashed_work(client, seat),
    )


def open_tasks_of(client: Client, seat: Seat) -> list[Task]:
    """Return the open tasks that this seat owns or that wait on it, by date, those without a date last."""
    has = and_(IS_OPEN_TASK, Task.owner_seat_id == seat.id)
    asked = and_(Task.status == Status.WAITING, Task.waiting_seat_id == seat.id)
    query = Task.of(client).where(Task.shown_to(seat), or_(has, asked))
    query = query.options(defer(Task.details), joinedload(Task.goal))
    return list(db.session.scalars(query.order_by(Task.due.is_(None), Task.due, Task.position, Task.id)))


def goals_waiting(client: Client, seat: Seat) -> list[Goal]:
    """Return the goals that wait on this seat, the longest first."""
    query = Goal.of(client).where(
        Goal.shown_to(seat), Goal.status == Status.WAITING, Goal.waiting_seat_id == seat.id
    )
    return list(db.session.scalars(query.order_by(Goal.waiting_since, Goal.id)))


def goals_with_proposals(client: Client, seat: Seat) -> Sequence[Goal]:
    """Return a CEO's goals, the same as in their letter, some of which may be proposed; otherwise none."""
    return shown_goals(client, seat) if seat.role == Role.CEO else []


def finished_by_seat(client: Client, seat: Seat, today: date) -> list[Task]:
    """Return this seat's own tasks finished in the last seven days, newest first."""
    query = Task.of(client).where(
        Task.shown_to(seat),
        Task.owner_seat_id == seat.id,
        Task.status == Status.DONE,
        Task.done_at >= week_start(client, today),
    )
    query = query.options(defer(Task.details)).order_by(Task.done_at.desc(), Task.id)
    return list(db.session.scalars(query))
