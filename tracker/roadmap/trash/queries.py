"""What lies in a client's trash, as far as a seat may bring it back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import g
from sqlalchemy import and_, not_, select
from sqlalchemy.orm import defer, joinedload
from sqlalchemy.sql.elements import ColumnElement

from tracker.clients.models import Client, Role, Seat
from tracker.clients.scope import all_seats
from tracker.foundation import clock
from tracker.foundation.database import db, first_or_404
from tracker.foundation.text.formatting import count_of
from tracker.history.models import Event
from tracker.roadmap.models import Comment, Goal, Step, Task
from tracker.roadmap.models.trash import KEPT_FOR
from tracker.roadmap.presentation.queries import readable_by, written_for

SHOWN = 40
"""So many letters of a comment are shown."""


@dataclass(frozen=True)
class TrashedItem:
    """One thing in the trash: what it is, what stands small beside it, when and by whom it was put there."""

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
    query = select(model).where(
        model.client_id == client.id, model.trashed_at.is_not(None), model.shown_to(seat)
    )
    return query.where(seen_going(model, seat)) if model is Task else query


def seen_going(model: Any, seat: Seat) -> ColumnElement[bool]:
    """Whether this seat could see it when it went to the trash.

    What was thrown away while its goal was a draft, or its task for CEO and COO only, is not shared with the rest.
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
    lying = model.number == number, model.trashed_at.is_not(None), seen_going(model, g.seat)
    return first_or_404(select(model).where(*mine, *lying, *shown(model, g.seat)))


def shown(model: Any, seat: Seat) -> list[ColumnElement[bool]]:
    """Comments have readers of their own; steps have those of their task."""
    return [model.shown_to(seat)] if model is Comment else []


def lying_at(client: Client, seat: Seat) -> list[TrashedItem]:
    """Everything this seat may bring back, the latest first; what went with its goal or task comes with it."""
    goals = list(db.session.scalars(in_trash(Goal, client, seat)))
    tasks = list(
        db.session.scalars(in_trash(Task, client, seat).options(defer(Task.details), joinedload(Task.goal)))
    )
    went = {(goal.id, goal.trashed_at) for goal in goals}
    alone = [task for task in tasks if (task.goal_id, task.trashed_at) not in went]
    steps, comments = pieces(Step, client, seat), pieces(Comment, client, seat)
    hands = TrashedBy(client, seat, [*goals, *alone, *(task for _, task in [*steps, *comments])])
    found = [
        *(of_goal(goal, tasks, hands) for goal in goals),
        *(of_task(task, hands) for task in alone),
        *(of_step(step, task, hands) for step, task in steps),
        *(of_comment(said, task, hands) for said, task in comments if hands.removed(seat, said, task)),
    ]
    return sorted(found, key=lambda lying: lying.at, reverse=True)


def pieces(model: Any, client: Client, seat: Seat) -> Sequence[tuple[Any, Task]]:
    """Steps or comments put away from tasks that are still there."""
    query = (
        select(model, Task)
        .join(Task, (Task.client_id == model.client_id) & (Task.id == model.task_id))
        .where(model.client_id == client.id, model.trashed_at.is_not(None))
        .where(Task.trashed_at.is_(None), Task.shown_to(seat), seen_going(model, seat), *shown(model, seat))
    )
    return [(row, task) for row, task in db.session.execute(query.options(defer(Task.details)))]


class TrashedBy:
    """Who put what away: the last line of history that says so."""

    def __init__(self, client: Client, seat: Seat, records: Iterable[Goal | Task]) -> None:
        ids = [record.id for record in records]
        self.lines: dict[tuple[str, int, int | None], Event] = {}
        if not ids:
            return
        query = (
            select(Event)
            .where(Event.client_id == client.id, Event.happened_at >= clock.now() - KEPT_FOR * 2)
            .where(
                Event.action.in_(
                    ["goal_trashed", "task_trashed", "task_step_trashed", "task_comment_trashed"]
                )
            )
            .where(readable_by(seat))
        )
        for line in db.session.scalars(query.options(joinedload(Event.actor)).order_by(Event.id)):
            number = line.details.get("before", {}).get("number")
            self.lines[line.action, line.task_id or line.goal_id or 0, number] = line

    def of(self, action: str, record: Goal | Task, number: int | None = None) -> str:
        line = self.lines.get((action, record.id, number))
        return line.actor_name if line else ""

    def removed(self, seat: Seat, said: Comment, task: Task) -> bool:
        """Whether this seat removed the comment, or is a COO: its author does not bring back what a COO removed."""
        line = self.lines.get(("task_comment_trashed", task.id, said.number))
        return seat.role == Role.COO or (line is not None and line.actor_id == seat.person_id)


def of_goal(goal: Goal, tasks: Sequence[Task], hands: TrashedBy) -> TrashedItem:
    along = sum((task.goal_id, task.trashed_at) == (goal.id, goal.trashed_at) for task in tasks)
    note = f"with {count_of(along, 'task')}" if along else ""
    way = ("client.trash.restore_goal", {"number": goal.number})
    return TrashedItem(
        goal.dom_name, "Goal", goal.title, note, put_at(goal), hands.of("goal_trashed", goal), way
    )


def of_task(task: Task, hands: TrashedBy) -> TrashedItem:
    note = f"under “{task.goal.title}”" if task.goal_id and task.goal else "from the inbox"
    way = ("client.trash.restore_task", {"number": task.number})
    return TrashedItem(
        task.dom_name, "Task", task.title, note, put_at(task), hands.of("task_trashed", task), way
    )


def of_step(step: Step, task: Task, hands: TrashedBy) -> TrashedItem:
    by = hands.of("task_step_trashed", task, step.number)
    way = ("client.trash.restore_step", {"number": task.number, "step": step.number})
    name = f"{task.dom_name}-{step.dom_name}"
    return TrashedItem(name, "Step", step.title, f"of “{task.title}”", put_at(step), by, way)


def of_comment(said: Comment, task: Task, hands: TrashedBy) -> TrashedItem:
    by = hands.of("task_comment_trashed", task, said.number)
    way = ("client.trash.restore_comment", {"number": task.number, "comment": said.number})
    name = f"{task.dom_name}-{said.dom_name}"
    words = " ".join(said.body.split())
    title = words if len(words) <= SHOWN else f"{words[:SHOWN].rstrip()}…"
    return TrashedItem(name, "Comment", f"“{title}”", f"on “{task.title}”", put_at(said), by, way)


def put_at(record: Any) -> datetime:
    at: datetime = record.trashed_at
    return at
