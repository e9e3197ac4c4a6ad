"""Queries about dependencies: for a task's panel, for the rows of a list, and for when a task is done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from flask import g
from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import aliased, defer

from tracker.clients.models import Client, Role, Seat
from tracker.foundation.database import db
from tracker.roadmap.models import Task, TaskDependency
from tracker.roadmap.models.statuses import CLOSED, Status
from tracker.roadmap.presentation.dependency_graph import SOMETHING, Blockers, quoted


@dataclass
class DependencyLinks:
    """A task's blockers and the tasks it blocks. `hidden`: whether one of them is hidden from the reader."""

    before: list[Task] = field(default_factory=list)
    after: list[Task] = field(default_factory=list)
    hidden: bool = False

    @property
    def open(self) -> Blockers:
        """Return the blockers that are still open."""
        return Blockers(tuple(task.title for task in self.before if task.is_open), self.hidden)


def links_of(task: Task, seat: Seat) -> DependencyLinks:
    """Return blockers and blocked tasks in one query; trashed tasks neither are blocked nor block."""
    here = or_(
        and_(TaskDependency.task_id == task.id, TaskDependency.before_id == Task.id),
        and_(TaskDependency.before_id == task.id, TaskDependency.task_id == Task.id),
    )
    query = (
        select(Task, TaskDependency.before_id == Task.id, Task.shown_to(seat))
        .join(TaskDependency, and_(TaskDependency.client_id == Task.client_id, here))
        .where(Task.client_id == task.client_id, Task.trashed_at.is_(None))
        .options(defer(Task.details))
        .order_by(*Task.in_order())
    )
    links = DependencyLinks()
    for other, is_before, is_shown in db.session.execute(query):
        if is_shown:
            (links.before if is_before else links.after).append(other)
        elif is_before and other.is_open:
            links.hidden = True
    return links


def still_waiting(client_id: int) -> Select[int]:
    """Return the ids of tasks that still have an open blocker."""
    query = select(TaskDependency.task_id).join(
        Task, and_(Task.client_id == TaskDependency.client_id, Task.id == TaskDependency.before_id)
    )
    return query.where(
        TaskDependency.client_id == client_id, Task.trashed_at.is_(None), Task.status.not_in(CLOSED)
    )


def held_at(client: Client) -> set[int]:
    return set(db.session.scalars(still_waiting(client.id)))


def before_at(client: Client, seat: Seat) -> dict[int, Blockers]:
    """Return the open blockers of every task of the client, by its id; one query for a whole road map."""
    query = still_waiting(client.id).add_columns(Task.title, Task.shown_to(seat)).order_by(*Task.in_order())
    titles: dict[int, list[str]] = {}
    hidden: set[int] = set()
    for task_id, title, is_shown in db.session.execute(query):
        shown = titles.setdefault(task_id, [])
        if is_shown:
            shown.append(title)
        else:
            hidden.add(task_id)
    return {task_id: Blockers(tuple(shown), task_id in hidden) for task_id, shown in titles.items()}


def waiters_of(task: Task, seat: Seat) -> list[Task]:
    """Return the tasks it blocks that this seat may read."""
    query = select(Task).join(
        TaskDependency, and_(TaskDependency.client_id == Task.client_id, TaskDependency.task_id == Task.id)
    )
    query = query.where(
        TaskDependency.client_id == task.client_id,
        TaskDependency.before_id == task.id,
        Task.trashed_at.is_(None),
    )
    return list(db.session.scalars(query.where(Task.shown_to(seat)).order_by(*Task.in_order())))


def freed_by(task: Task, waiters: Sequence[Task]) -> list[Task]:
    """Return the tasks it blocked that can start, now that it is closed."""
    if task.is_open or not waiters:
        return []
    held = set(
        db.session.scalars(
            still_waiting(task.client_id).where(TaskDependency.task_id.in_(each.id for each in waiters))
        )
    )
    return [each for each in waiters if each.status == Status.NOT_STARTED and each.id not in held]


def free_after_waiting(client_ids: Sequence[int], at_most: int) -> list[tuple[int, int, str]]:
    """Return tasks that are no longer blocked and not begun: client, number and title, by date."""
    held, before = aliased(TaskDependency), aliased(Task)
    open_before = (
        select(held.id)
        .join(before, and_(before.client_id == held.client_id, before.id == held.before_id))
        .where(held.client_id == Task.client_id, held.task_id == Task.id)
        .where(before.trashed_at.is_(None), before.status.not_in(CLOSED))
    )
    query = (
        select(Task.client_id, Task.number, Task.title)
        .join(
            TaskDependency,
            and_(TaskDependency.client_id == Task.client_id, TaskDependency.task_id == Task.id),
        )
        .where(Task.client_id.in_(client_ids), Task.trashed_at.is_(None), Task.status == Status.NOT_STARTED)
        .where(~open_before.exists())
        .group_by(Task.client_id, Task.number, Task.title, Task.due, Task.position)
        .order_by(Task.due.is_(None), Task.due, Task.client_id, Task.position)
    )
    return [
        (client_id, number, title) for client_id, number, title in db.session.execute(query.limit(at_most))
    ]


def open_tasks(client: Client, seat: Seat, but: Task) -> list[Task]:
    """Return the possible blockers of a task: the client's other open tasks."""
    query = Task.of(client).where(Task.shown_to(seat), Task.status.not_in(CLOSED), Task.id != but.id)
    return list(db.session.scalars(query.options(defer(Task.details)).order_by(*Task.in_order())))


def names_in_cycle(chain: Iterable[int], seat: Seat) -> list[str]:
    """Return the tasks of a cycle by name; those hidden from this seat are “something else”."""
    keys = list(chain)
    query = select(Task.id, Task.title, Task.trashed_at).where(
        Task.client_id == seat.client_id, Task.id.in_(keys), Task.shown_to(seat)
    )
    titles = {
        key: quoted(title) + (" (in the trash)" if trashed else "")
        for key, title, trashed in db.session.execute(query)
    }
    return [titles.get(key, SOMETHING) for key in keys]


def title_for(seat: Seat, number: int, stored: str) -> str:
    """Return another task's name in history: for the COO as it was then, for others only while they may read it."""
    if seat.role == Role.COO:
        return quoted(stored)
    if "titles_to_tell" not in g:
        query = select(Task.number, Task.title).where(Task.client_id == seat.client_id, Task.shown_to(seat))
        g.titles_to_tell = dict(map(tuple, db.session.execute(query)))
    title = g.titles_to_tell.get(number)
    return quoted(title) if title else SOMETHING
