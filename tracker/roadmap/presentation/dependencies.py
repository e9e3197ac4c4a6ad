"""Queries about dependencies: for a task's panel, for the rows of a list, and for when a task is done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from flask import g
from sqlalchemy import BindParameter, Select, and_, bindparam, or_, select
from sqlalchemy.orm import aliased, defer
from sqlalchemy.sql.elements import ColumnElement

from tracker.clients.models import Client, Role, Seat
from tracker.foundation.database import db
from tracker.foundation.statements import built_once, is_among
from tracker.roadmap.models import Task, TaskDependency
from tracker.roadmap.models.dependency import IN_TRASH
from tracker.roadmap.models.statuses import CLOSED, Status
from tracker.roadmap.presentation.dependency_graph import SOMETHING, Blockers, quote_title

DEPENDENCY_ACTIONS = ("task_dependency_added", "task_dependency_removed")
"""Actions of history that name another task."""


def known_ids(seat: Seat) -> Select[int]:
    """Return the ids of the tasks this seat may see. For this reader, others block nothing."""
    return select(Task.id).where(Task.client_id == seat.client_id, Task.shown_to(seat))


@dataclass
class DependencyLinks:
    """A task's blockers and the tasks it blocks, as far as the reader may see them."""

    before: list[Task] = field(default_factory=list)
    after: list[Task] = field(default_factory=list)

    @property
    def open(self) -> Blockers:
        """Return the blockers that are still open."""
        return Blockers(tuple(task.title for task in self.before if task.is_open))


def links_of(task: Task, seat: Seat) -> DependencyLinks:
    """Return blockers and blocked tasks in one query; trashed tasks do not block and are not blocked."""
    here = or_(
        and_(TaskDependency.task_id == task.id, TaskDependency.blocker_id == Task.id),
        and_(TaskDependency.blocker_id == task.id, TaskDependency.task_id == Task.id),
    )
    query = (
        select(Task, TaskDependency.blocker_id == Task.id)
        .join(TaskDependency, and_(TaskDependency.client_id == Task.client_id, here))
        .where(Task.client_id == task.client_id, Task.trashed_at.is_(None), Task.shown_to(seat))
        .options(defer(Task.details))
        .order_by(*Task.in_order())
    )
    links = DependencyLinks()
    for other, is_before in db.session.execute(query):
        (links.before if is_before else links.after).append(other)
    return links


def still_blocked(seat: Seat) -> Select[int]:
    """Return the ids of tasks that still have an open blocker this seat may see."""
    return open_blockers(seat.role, seat.client_id)


def open_blockers(role: str, client_id: BindParameter[int] | int) -> Select[int]:
    """Return the ids of tasks at a client, each as often as it has an open blocker that this role may see."""
    query = select(TaskDependency.task_id).join(
        Task, and_(Task.client_id == TaskDependency.client_id, Task.id == TaskDependency.blocker_id)
    )
    return query.where(
        TaskDependency.client_id == client_id,
        Task.trashed_at.is_(None),
        Task.status.not_in(CLOSED),
        Task.shown_to_role(role),
    )


def blocked_ids(seat: Seat) -> set[int]:
    """Return the ids of blocked tasks, as far as this seat may see their blockers."""
    return set(db.session.scalars(still_blocked(seat)))


def blockers_by_task(seat: Seat) -> dict[int, Blockers]:
    """Return the open blockers of every task of the client, by its id; one query for a whole road map."""
    titles: dict[int, list[str]] = {}
    for task_id, title in db.session.execute(blockers_query(seat.role), {"client_id": seat.client_id}):
        titles.setdefault(task_id, []).append(title)
    return {task_id: Blockers(tuple(shown)) for task_id, shown in titles.items()}


@built_once
def blockers_query(role: str) -> Select[int, str]:
    """Return the query for blocked tasks with the title of each open blocker; built once for each role."""
    return open_blockers(role, bindparam("client_id")).add_columns(Task.title).order_by(*Task.in_order())


def blocked_by(task: Task, seat: Seat) -> list[Task]:
    """Return the tasks it blocks that this seat may read."""
    query = select(Task).join(
        TaskDependency, and_(TaskDependency.client_id == Task.client_id, TaskDependency.task_id == Task.id)
    )
    query = query.where(
        TaskDependency.client_id == task.client_id,
        TaskDependency.blocker_id == task.id,
        Task.trashed_at.is_(None),
    )
    return list(db.session.scalars(query.where(Task.shown_to(seat)).order_by(*Task.in_order())))


def unblocked_by(task: Task, waiters: Sequence[Task], seat: Seat) -> list[Task]:
    """Return the tasks it blocked that can start, now that it is closed."""
    if task.is_open or not waiters:
        return []
    held = set(
        db.session.scalars(still_blocked(seat).where(TaskDependency.task_id.in_(each.id for each in waiters)))
    )
    return [each for each in waiters if each.status == Status.NOT_STARTED and each.id not in held]


def is_unblocked() -> ColumnElement[bool]:
    """WHERE clause for tasks that are not started and no longer blocked."""
    held, before = aliased(TaskDependency), aliased(Task)
    open_before = (
        select(held.id)
        .join(before, and_(before.client_id == held.client_id, before.id == held.blocker_id))
        .where(held.client_id == Task.client_id, held.task_id == Task.id)
        .where(before.trashed_at.is_(None), *(before.status != status for status in CLOSED))
    )
    waiters = select(TaskDependency.task_id)
    return and_(
        Task.id.in_(waiters),
        Task.trashed_at.is_(None),
        is_among(Task.status, [Status.NOT_STARTED]),
        ~open_before.correlate(Task).exists(),
    )


def open_tasks(client: Client, seat: Seat, but: Task) -> list[Task]:
    """Return the possible blockers of a task: the client's other open tasks."""
    query = Task.of(client).where(Task.shown_to(seat), Task.status.not_in(CLOSED), Task.id != but.id)
    return list(db.session.scalars(query.options(defer(Task.details)).order_by(*Task.in_order())))


def names_in_cycle(chain: Iterable[int], seat: Seat) -> list[str]:
    """Return the titles of a cycle's tasks. This seat may see them all; otherwise it would not be refused."""
    keys = list(chain)
    query = select(Task.id, Task.title, Task.trashed_at).where(
        Task.client_id == seat.client_id, Task.id.in_(keys), Task.shown_to(seat)
    )
    titles = {
        key: quote_title(title) + (IN_TRASH if trashed else "")
        for key, title, trashed in db.session.execute(query)
    }
    return [titles.get(key, SOMETHING) for key in keys]


def title_for(seat: Seat, number: int, stored: str) -> str:
    """Return another task's title in history: for the COO as it was then, for others if they may read it."""
    if seat.role == Role.COO:
        return quote_title(stored)
    if "titles_to_tell" not in g:
        query = select(Task.number, Task.title).where(Task.client_id == seat.client_id, Task.shown_to(seat))
        g.titles_to_tell = {row[0]: row[1] for row in db.session.execute(query)}
    title = g.titles_to_tell.get(number)
    return quote_title(title) if title else SOMETHING
