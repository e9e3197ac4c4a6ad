"""The copy of a goal, with its tasks, their steps and the dependencies between them. Written in bulk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count

from sqlalchemy import Table, select
from sqlalchemy.orm import undefer_group

from tracker.accounts.models import Person
from tracker.clients.models import Client, Seat
from tracker.foundation import clock
from tracker.foundation.column_types import Columns, Json
from tracker.foundation.database import Model, db
from tracker.history.change_set import this_change
from tracker.history.models import Event
from tracker.history.readers import group_of, restrictions_of
from tracker.roadmap.models import Goal, Step, Task, TaskDependency
from tracker.roadmap.models.quarters import quarter_of
from tracker.roadmap.models.statuses import Status
from tracker.roadmap.reschedule.plan import move_day

Row = Columns
OF_THE_GOAL = ("why", "span_id", "metric", "metric_unit", "metric_start", "metric_target")
OF_A_TASK = ("title", "details", "details_html", "details_rendering_key", "kind", "visibility")


@dataclass(frozen=True)
class CopyOptions:
    """The options of a copy. `days`: how far its dates move, to later or, if negative, to earlier."""

    title: str
    approval_state: str
    days: int = 0
    steps: bool = True
    owners: bool = True
    idempotency_key: str | None = None


@dataclass
class GoalCopier:
    """The state of one copy: the client, the person, the options, and the events to record."""

    client: Client
    by: Person
    plan: CopyOptions
    seats: Sequence[Seat]
    now: datetime = field(default_factory=clock.now)
    events: list[Row] = field(default_factory=list)

    def moved(self, day: date | None, title: str) -> date | None:
        """Return the date moved by the days of the copy. DomainError, with the title, if out of range."""
        return move_day(day, self.plan.days, title) if day and self.plan.days else day

    def owner(self, work: Goal | Task) -> Row:
        """Return the columns of the owner: the same one if they still have access and owners are wanted."""
        live = {seat.id for seat in self.seats if seat.is_live}
        wanted = self.plan.owners and (work.owner_seat_id is None or work.owner_seat_id in live)
        kept = {"owner_seat_id": work.owner_seat_id, "owner_name": work.owner_name}
        return kept if wanted else {"owner_seat_id": None, "owner_name": ""}

    def note(self, action: str, goal: Goal, task_id: int | None, for_leads: bool, **details: Json) -> None:
        """Add the row of an event, to be written with the others."""
        restrictions = restrictions_of(in_draft=goal.is_draft, for_leads=for_leads)
        self.events.append(
            {
                "client_id": self.client.id,
                "action": action,
                "goal_id": goal.id,
                "task_id": task_id,
                "details": {**details, "before": {}, **restrictions},
                "actor_id": self.by.id,
                "actor_name": self.by.name,
                "happened_at": self.now,
                "undone_at": None,
                "change_set_id": this_change(group_of(restrictions)),
            }
        )


def copy_goal(
    goal: Goal, tasks: Sequence[Task], client: Client, plan: CopyOptions, by: Person, seats: Sequence[Seat]
) -> Goal:
    """Return the copy, at the end of the road map. All its work is not started."""
    copying = GoalCopier(client, by, plan, seats)
    copy = copy_head(copying, goal)
    keys = copy_tasks(copying, copy, tasks)
    if plan.steps:
        copy_steps(copying, keys)
    copy_waits(copying, keys)
    add_rows(Event, copying.events)
    return copy


def copy_head(copying: GoalCopier, goal: Goal) -> Goal:
    """Add the goal itself with its own verb, which records one event."""
    target_date = copying.moved(goal.target_date, goal.title)
    moves = copying.plan.days and target_date
    copy = Goal.add(
        copying.client,
        copying.plan.title,
        by=copying.by,
        idempotency_key=copying.plan.idempotency_key,
        approval_state=copying.plan.approval_state,
        target_date=target_date,
        quarter=quarter_of(target_date) if moves and target_date else goal.quarter,
        **{name: getattr(goal, name) for name in OF_THE_GOAL},
    )
    for name, value in copying.owner(goal).items():
        setattr(copy, name, value)
    copy.agreed_at = copying.now if copy.is_agreed else None
    db.session.flush()
    return copy


def copy_tasks(copying: GoalCopier, copy: Goal, tasks: Sequence[Task]) -> dict[int, int]:
    """Copy the tasks in their order; return the ids of the copies by the ids of the originals."""
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
    """Return the row of a task's copy."""
    due = copying.moved(task.due, task.title)
    return {
        **{name: getattr(task, name) for name in OF_A_TASK},
        **copying.owner(task),
        "client_id": copying.client.id,
        "goal_id": copy.id,
        "number": number,
        "position": position,
        "status": Status.NOT_STARTED,
        "due": due,
        "original_due": due,
        "added_to_goal_at": copying.now,
        "step_count": task.step_count if copying.plan.steps else 0,
        "comment_count": 0,
        "idempotency_key": None,
        "waiting_seat_id": None,
        "waiting_name": "",
        "waiting_since": None,
        "asked_in_draft_at": None,
        "status_reason": "",
        "done_at": None,
        "trashed_at": None,
        "created_by_id": copying.by.id,
        "created_at": copying.now,
        "last_activity_at": copying.now,
        "version": 1,
    }


def copy_steps(copying: GoalCopier, keys: dict[int, int]) -> None:
    """Copy every step, as not done. `keys`: the copies of tasks by the ids of their originals."""
    query = select(Step.task_id, Step.number, Step.title, Step.position).where(
        Step.client_id == copying.client.id, Step.task_id.in_(keys), Step.trashed_at.is_(None)
    )
    add_rows(
        Step,
        [
            {
                "client_id": copying.client.id,
                "task_id": keys[task_id],
                "number": number,
                "title": title,
                "position": position,
                "is_done": False,
                "idempotency_key": None,
                "created_at": copying.now,
                "trashed_at": None,
                "version": 1,
            }
            for task_id, number, title, position in db.session.execute(query)
        ],
    )


def copy_waits(copying: GoalCopier, keys: dict[int, int]) -> None:
    """Copy the dependencies among the copied tasks."""
    add_rows(
        TaskDependency,
        [
            {
                "client_id": copying.client.id,
                "task_id": keys[task],
                "blocker_id": keys[before],
                "created_at": copying.now,
            }
            for task, before in TaskDependency.edges(copying.client.id)
            if task in keys and before in keys
        ],
    )


def add_rows(model: type[Model], rows: list[Row]) -> None:
    """Insert the rows in bulk, without the session."""
    table: Table = model.__table__  # type: ignore[assignment]
    if rows:
        db.session.execute(table.insert(), rows)


def tasks_to_copy(goal: Goal, seat: Seat) -> list[Task]:
    """Return the goal's tasks that this seat may read, in order, with their details."""
    query = select(Task).where(
        Task.client_id == goal.client_id, Task.goal_id == goal.id, Task.trashed_at.is_(None)
    )
    whole = query.where(Task.shown_to(seat)).options(undefer_group("html"))
    return list(db.session.scalars(whole.order_by(*Task.in_order())))


def days_until(start: date, goal: Goal, tasks: Sequence[Task]) -> int:
    """Return by how many days to move so that the earliest date becomes `start`; 0 if nothing has a date."""
    dated = [day for day in (goal.target_date, *(task.due for task in tasks)) if day]
    return (start - min(dated)) // timedelta(days=1) if dated else 0
