"""A goal once more: itself, its tasks with their steps, and who of them waits for whom. Written in bulk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.orm import undefer_group

from tracker.accounts.models import Person
from tracker.clients.models import Client, Seat
from tracker.foundation import clock
from tracker.foundation.database import Model, db
from tracker.history.change_set import this_change
from tracker.history.models import Event
from tracker.history.readers import marks_of
from tracker.roadmap.models import Goal, Step, Task, TaskDependency
from tracker.roadmap.models.quarters import quarter_of
from tracker.roadmap.models.statuses import Status
from tracker.roadmap.reschedule.plan import later

Row = dict[str, Any]
OF_THE_GOAL = ("why", "span_id", "measure", "measure_unit", "measure_from", "measure_to")
OF_A_TASK = ("title", "details", "details_html", "details_mark", "kind", "visibility")


@dataclass(frozen=True)
class CopyOptions:
    """What of it is wanted, and by how many days its dates move."""

    title: str
    days: int = 0
    life: str = "agreed"
    steps: bool = True
    owners: bool = True
    form_key: str | None = None


@dataclass
class GoalCopier:
    """One copy on its way: from where, for whom, at which moment."""

    client: Client
    by: Person
    plan: CopyOptions
    seats: Sequence[Seat]
    now: datetime = field(default_factory=clock.now)
    events: list[Row] = field(default_factory=list)

    def moved(self, day: date | None, title: str) -> date | None:
        return later(day, self.plan.days, title) if day and self.plan.days else day

    def owner(self, work: Goal | Task) -> Row:
        """Whoever has it and still sits here; nobody where owners were not wanted."""
        live = {seat.id for seat in self.seats if seat.is_live}
        wanted = self.plan.owners and (work.owner_seat_id is None or work.owner_seat_id in live)
        kept = {"owner_seat_id": work.owner_seat_id, "owner_name": work.owner_name}
        return kept if wanted else {"owner_seat_id": None, "owner_name": ""}

    def note(self, action: str, goal: Goal, task_id: int | None, for_leads: bool, **details: Any) -> None:
        marks = marks_of(in_draft=goal.is_draft, for_leads=for_leads)
        self.events.append(
            {"client_id": self.client.id, "action": action, "goal_id": goal.id, "task_id": task_id,
             "details": {**details, "before": {}, **marks}, "actor_id": self.by.id, "actor_name": self.by.name,
             "happened_at": self.now, "undone_at": None, "change": this_change()}
        )  # fmt: skip


def copy_goal(
    goal: Goal, tasks: Sequence[Task], client: Client, plan: CopyOptions, by: Person, seats: Sequence[Seat]
) -> Goal:
    """The copy, at the end of the road map. Nothing in it is begun."""
    copying = GoalCopier(client, by, plan, seats)
    copy = copy_head(copying, goal)
    keys = copy_tasks(copying, copy, tasks)
    if plan.steps:
        copy_steps(copying, keys)
    copy_waits(copying, keys)
    add_rows(Event, copying.events)
    return copy


def copy_head(copying: GoalCopier, goal: Goal) -> Goal:
    """The goal itself, by its own verb: one line of history."""
    done_by = copying.moved(goal.done_by, goal.title)
    moves = copying.plan.days and done_by
    copy = Goal.add(
        copying.client, copying.plan.title, by=copying.by, form_key=copying.plan.form_key,
        life=copying.plan.life, done_by=done_by, quarter=quarter_of(done_by) if moves and done_by else goal.quarter,
        **{name: getattr(goal, name) for name in OF_THE_GOAL},
    )  # fmt: skip
    for name, value in copying.owner(goal).items():
        setattr(copy, name, value)
    copy.agreed_at = copying.now if copy.is_agreed else None
    db.session.flush()
    return copy


def copy_tasks(copying: GoalCopier, copy: Goal, tasks: Sequence[Task]) -> dict[int, int]:
    """Its tasks in their order. Returns which key became which."""
    if not tasks:
        return {}
    numbers = Task.new_numbers(copying.client, [Task.is_hidden(copy, task.visibility) for task in tasks])
    add_rows(Task, [task_row(copying, copy, *each) for each in zip(tasks, numbers, count(1))])
    query = select(Task.number, Task.id).where(Task.client_id == copying.client.id, Task.goal_id == copy.id)
    keys = {row.number: row.id for row in db.session.execute(query)}
    for number, task in zip(numbers, tasks, strict=True):
        copying.note("task_added", copy, keys[number], task.is_for_leads, title=task.title)
    return {task.id: keys[number] for number, task in zip(numbers, tasks, strict=True)}


def task_row(copying: GoalCopier, copy: Goal, task: Task, number: int, position: int) -> Row:
    due = copying.moved(task.due, task.title)
    return {
        **{name: getattr(task, name) for name in OF_A_TASK}, **copying.owner(task),
        "client_id": copying.client.id, "goal_id": copy.id, "number": number, "position": position,
        "status": Status.NOT_STARTED, "due": due, "first_due": due, "joined_at": copying.now,
        "step_count": task.step_count if copying.plan.steps else 0, "comment_count": 0, "form_key": None,
        "waiting_seat_id": None, "waiting_name": "", "waiting_since": None, "why_watch": "", "done_at": None,
        "trashed_at": None, "created_by_id": copying.by.id, "created_at": copying.now,
        "touched_at": copying.now, "version": 1,
    }  # fmt: skip


def copy_steps(copying: GoalCopier, keys: dict[int, int]) -> None:
    """Every step, not ticked."""
    query = select(Step.task_id, Step.number, Step.title, Step.position).where(
        Step.client_id == copying.client.id, Step.task_id.in_(keys), Step.trashed_at.is_(None)
    )
    add_rows(Step, [
        {"client_id": copying.client.id, "task_id": keys[task_id], "number": number, "title": title,
         "position": position, "is_done": False, "form_key": None, "created_at": copying.now,
         "trashed_at": None, "version": 1}
        for task_id, number, title, position in db.session.execute(query)
    ])  # fmt: skip


def copy_waits(copying: GoalCopier, keys: dict[int, int]) -> None:
    """Who waits for whom among those that came along."""
    add_rows(TaskDependency, [
        {"client_id": copying.client.id, "task_id": keys[task], "before_id": keys[before], "created_at": copying.now}
        for task, before in TaskDependency.edges(copying.client.id) if task in keys and before in keys
    ])  # fmt: skip


def add_rows(model: type[Model], rows: list[Row]) -> None:
    table: Table = model.__table__  # type: ignore[assignment]
    if rows:
        db.session.execute(table.insert(), rows)


def tasks_to_copy(goal: Goal, seat: Seat) -> list[Task]:
    """Those this seat may read, in their order, with all they say."""
    query = select(Task).where(
        Task.client_id == goal.client_id, Task.goal_id == goal.id, Task.trashed_at.is_(None)
    )
    whole = query.where(Task.shown_to(seat)).options(undefer_group("html"))
    return list(db.session.scalars(whole.order_by(*Task.in_order())))


def days_until(start: date, goal: Goal, tasks: Sequence[Task]) -> int:
    """By how many days everything moves so that its first date is this one; 0 where nothing has a date."""
    dated = [day for day in (goal.done_by, *(task.due for task in tasks)) if day]
    return (start - min(dated)) // timedelta(days=1) if dated else 0
