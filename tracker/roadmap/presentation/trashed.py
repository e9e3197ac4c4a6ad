"""The contents of a client's trash that a seat may restore."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from flask import g
from sqlalchemy import and_, not_, select
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
from tracker.roadmap.presentation.queries import readable_by, written_for


@dataclass(frozen=True)
class TrashedItem:
    """One item in the trash: its kind, its details, when it was trashed and by whom."""

    dom_name: str
    kind: str
    title: str
    note: str
    at: datetime
    by: str
    restore: tuple[str, dict[str, int]]

    @property
    def days_left(self) -> int:
        return max((self.at + KEPT_FOR - clock.now()).days + 1, 0)

    @property
    def left(self) -> str:
        return "Gone by tomorrow" if self.days_left <= 1 else f"{self.days_left} days left"


def task_in_trash(number: int) -> Task:
    all_seats()
    task: Task = first_or_404(in_trash(Task, g.client, g.seat).where(Task.number == number))
    return task


def goal_in_trash(number: int) -> Goal:
    all_seats()
    goal: Goal = first_or_404(in_trash(Goal, g.client, g.seat).where(Goal.number == number))
    return goal


def in_trash(model: Any, client: Client, seat: Seat) -> Any:
    query = select(model).where(model.client_id == client.id, is_kept(model), model.shown_to(seat))
    return query.where(seen_going(model, seat)) if model is Task else query


def is_kept(model: Any) -> ColumnElement[bool]:
    """Whether it is in the trash and can be restored: not after thirty days, even if it is not deleted yet."""
    return and_(model.trashed_at.is_not(None), model.trashed_at >= clock.now() - KEPT_FOR)


def seen_going(model: Any, seat: Seat) -> ColumnElement[bool]:
    """Whether this seat could see it when it was trashed.

    Work trashed while its goal was a draft, or its task for CEO and COO only, is hidden from the others.
    """
    kind = model.__tablename__
    task = Event.client_id == model.client_id, Event.task_id == (model.id if model is Task else model.task_id)
    if model is Task:
        mine = Event.action == "task_trashed"
    else:
        numbered = Event.details["before"]["number"].as_integer() == model.number
        mine = and_(Event.action == f"task_{kind}_trashed", numbered)
    hidden = and_(Event.happened_at >= model.trashed_at, not_(written_for(seat)))
    return ~select(Event.id).where(*task, mine, hidden).correlate(model).exists()


def comment_of(task: Task, number: int) -> Comment:
    return first_or_404(Comment.of(task).where(Comment.number == number, Comment.shown_to(g.seat)))


def comment_in_trash(task: Task, number: int) -> Comment:
    said: Comment = piece_in_trash(Comment, task, number)
    return said


def step_in_trash(task: Task, number: int) -> Step:
    step: Step = piece_in_trash(Step, task, number)
    return step


def piece_in_trash(model: Any, task: Task, number: int) -> Any:
    mine = model.client_id == task.client_id, model.task_id == task.id
    lying = model.number == number, is_kept(model), seen_going(model, g.seat)
    return first_or_404(select(model).where(*mine, *lying, *readable_in_trash(model, g.seat)))


def readable_in_trash(model: Any, seat: Seat) -> list[ColumnElement[bool]]:
    """WHERE clause for readable items. Comments have readers of their own; steps have those of their task."""
    return [model.shown_to(seat)] if model is Comment else []


def pieces(model: Any, client: Client, seat: Seat) -> Sequence[tuple[Any, Task]]:
    """Return steps or comments trashed from tasks that still exist."""
    query = (
        select(model, Task)
        .join(Task, (Task.client_id == model.client_id) & (Task.id == model.task_id))
        .where(model.client_id == client.id, is_kept(model))
        .where(
            Task.trashed_at.is_(None),
            Task.shown_to(seat),
            seen_going(model, seat),
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
        return list(db.session.scalars(in_trash(Goal, self.client, self.seat)))

    @cached_property
    def tasks(self) -> list[Task]:
        """Includes those trashed with their goal."""
        query = in_trash(Task, self.client, self.seat).options(defer(Task.details), joinedload(Task.goal))
        return list(db.session.scalars(query))

    @cached_property
    def lines(self) -> dict[tuple[str, int, int | None], Event]:
        """The latest event that says who trashed it: by action, record and number of the step or comment."""
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

    def by(self, action: str, record: Any, number: int | None = None) -> str:
        """Return who trashed it; for a step or comment, by its number on the record. `record` None: the client's."""
        line = self.lines.get((action, record.id if record else 0, number))
        return line.actor_name if line else ""

    def removed(self, said: Comment, task: Task) -> bool:
        """Whether this seat trashed the comment, or is a COO: its author cannot restore what a COO removed."""
        line = self.lines.get(("task_comment_trashed", task.id, said.number))
        return self.seat.role == Role.COO or (line is not None and line.actor_id == self.seat.person_id)


def put_at(record: Any) -> datetime:
    """Return when something in the trash was put there."""
    at: datetime = record.trashed_at
    return at
