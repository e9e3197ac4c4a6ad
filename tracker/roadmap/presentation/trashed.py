"""The items in a client's trash that a seat may restore."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, TypeVar

from flask import g
from sqlalchemy import Select, and_, select
from sqlalchemy.orm import defer, joinedload
from sqlalchemy.sql.elements import ColumnElement

from tracker.clients.models import Client, Role, Seat
from tracker.clients.scope import all_seats
from tracker.foundation import clock
from tracker.foundation.database import db, first_or_404
from tracker.history.models import Event
from tracker.registry import features
from tracker.roadmap.models import Comment, Goal, Step, Task
from tracker.roadmap.models.trash import KEPT_FOR
from tracker.roadmap.presentation.event_queries import readable_by
from tracker.roadmap.presentation.sharing.readership import (
    event_readers,
    is_wider,
    new_readers,
    work_readers,
)

W = TypeVar("W", Goal, Task)
P = TypeVar("P", Step, Comment)


@dataclass(frozen=True)
class TrashedItem:
    """An item in the trash: its kind, its details, when it was trashed and by whom."""

    dom_name: str
    kind: str
    title: str
    note: str
    at: datetime
    by: str
    restore: tuple[str, dict[str, int]]
    warning: str = ""
    """A sentence about people who could not read it when it was trashed and can once it is restored."""

    @property
    def days_left(self) -> int:
        """The number of days until it is deleted."""
        return max((self.at + KEPT_FOR - clock.now()).days + 1, 0)

    @property
    def left(self) -> str:
        """The days left, in words."""
        return "Gone by tomorrow" if self.days_left <= 1 else f"{self.days_left} days left"


def task_in_trash(number: int) -> Task:
    """Return the task of that number in the trash; 404 if this seat may not restore it."""
    all_seats()
    task: Task = first_or_404(in_trash(Task, g.client, g.seat).where(Task.number == number))
    return task


def goal_in_trash(number: int) -> Goal:
    """Return the goal of that number in the trash; 404 if this seat may not restore it."""
    all_seats()
    goal: Goal = first_or_404(in_trash(Goal, g.client, g.seat).where(Goal.number == number))
    return goal


def in_trash(model: type[W], client: Client, seat: Seat) -> Select[W]:
    """Return the query for goals or tasks in the trash that this seat may restore."""
    return select(model).where(model.client_id == client.id, is_restorable(model), model.shown_to(seat))


def is_restorable(model: type[Goal | Task | Step | Comment]) -> ColumnElement[bool]:
    """WHERE clause for records that were trashed in the last thirty days; older ones cannot be restored."""
    return and_(model.trashed_at.is_not(None), model.trashed_at >= clock.now() - KEPT_FOR)


def comment_of(task: Task, number: int) -> Comment:
    """Return the task's comment of that number; 404 if this seat may not read it."""
    return first_or_404(Comment.of(task).where(Comment.number == number, Comment.shown_to(g.seat)))


def comment_in_trash(task: Task, number: int) -> Comment:
    """Return the task's trashed comment of that number; 404 if this seat may not read it, or after 30 days."""
    comment: Comment = piece_in_trash(Comment, task, number)
    return comment


def step_in_trash(task: Task, number: int) -> Step:
    """Return the task's trashed step of that number.

    404 if this seat could not see it when it was trashed, or after 30 days.
    """
    step: Step = piece_in_trash(Step, task, number)
    return step


def piece_in_trash(model: type[P], task: Task, number: int) -> P:
    """Return the task's step or comment of that number in the trash; 404 if this seat may not read it."""
    mine = model.client_id == task.client_id, model.task_id == task.id
    same = model.number == number, is_restorable(model), model.visible_to(g.seat.role)
    return first_or_404(select(model).where(*mine, *same, *readable_in_trash(model, g.seat)))


def readable_in_trash(model: type[Step | Comment], seat: Seat) -> list[ColumnElement[bool]]:
    """WHERE clauses for readable items. Comments have readers of their own, steps those of their task."""
    return [model.shown_to(seat)] if model is Comment else []


def pieces(model: type[P], client: Client, seat: Seat) -> Sequence[tuple[P, Task]]:
    """Return the trashed steps or comments of tasks outside the trash, each with its task."""
    query = (
        select(model, Task)
        .join(Task, (Task.client_id == model.client_id) & (Task.id == model.task_id))
        .where(model.client_id == client.id, is_restorable(model))
        .where(
            Task.trashed_at.is_(None),
            Task.shown_to(seat),
            model.visible_to(seat.role),
            *readable_in_trash(model, seat),
        )
    )
    return [(row, task) for row, task in db.session.execute(query.options(defer(Task.details)))]


class Trash:
    """A client's trash for one seat, loaded once for all features that list something in it."""

    def __init__(self, client: Client, seat: Seat) -> None:
        self.client, self.seat = client, seat

    @cached_property
    def goals(self) -> list[Goal]:
        """The goals that this seat may restore, in no order."""
        return list(db.session.scalars(in_trash(Goal, self.client, self.seat)))

    @cached_property
    def tasks(self) -> list[Task]:
        """The tasks, including those trashed with their goal."""
        query = in_trash(Task, self.client, self.seat).options(defer(Task.details), joinedload(Task.goal))
        return list(db.session.scalars(query))

    @cached_property
    def lines(self) -> dict[tuple[str, int, int | None], Event]:
        """The latest event of each trashed item: by action, record id, and number of the step or comment."""
        query = (
            select(Event)
            .where(Event.client_id == self.client.id, Event.happened_at >= clock.now() - KEPT_FOR * 2)
            .where(Event.action.in_([source.action for source in features().trash]))
            .where(readable_by(self.seat))
        )
        found = db.session.scalars(query.options(joinedload(Event.actor)).order_by(Event.id))
        return {
            (
                line.action,
                line.task_id or line.goal_id or 0,
                line.details.get("before", {}).get("number"),
            ): line
            for line in found
        }

    def by(self, action: str, record: Goal | Task | None, number: int | None = None) -> str:
        """Return the name of the person who trashed it. `number`: of a step or comment of the record."""
        line = self.lines.get((action, record.id if record else 0, number))
        return line.actor_name if line else ""

    def warning(self, action: str, work: Goal | Task, number: int | None = None) -> str:
        """Return a sentence about people who could not read it then and can once restored; usually empty."""
        line = self.lines.get((action, work.id, number))
        then = event_readers(line) if line else "all"
        if then == "all" or not is_wider(work_readers(work), then):
            return ""
        names = new_readers(then, work_readers(work))
        return f"Restoring it shows it to {names}, who could not read it before." if names else ""

    def removed(self, comment: Comment, task: Task) -> bool:
        """Whether this seat removed the comment, or is a COO.

        The author cannot restore what a COO removed.
        """
        line = self.lines.get(("task_comment_trashed", task.id, comment.number))
        return self.seat.role == Role.COO or (line is not None and line.actor_id == self.seat.person_id)


def put_at(record: Any) -> datetime:
    """Return the time a record was trashed."""
    at: datetime = record.trashed_at
    return at
