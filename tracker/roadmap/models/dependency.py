"""Dependencies between tasks: one task is blocked by another. The graph of a client never has a cycle."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from tracker.clients.models import Client
from tracker.foundation import clock
from tracker.foundation.database import BelongsToClient, Model, by_client, db, within_client
from tracker.foundation.exceptions import DomainError

if TYPE_CHECKING:
    from tracker.accounts.models import Person
    from tracker.roadmap.models.task import Task


class TaskDependency(BelongsToClient, Model):
    """`task` is blocked by `before` until that one is done, parked or trashed."""

    __tablename__ = "wait"
    __table_args__ = (
        UniqueConstraint("task_id", "before_id"),
        within_client("task_id", "task"),
        within_client("before_id", "task"),
        by_client("wait", "task_id"),
        by_client("wait", "before_id"),
        CheckConstraint("task_id <> before_id", name="not_on_itself"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int]
    before_id: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    @classmethod
    def between(cls, task: Task, before: Task) -> TaskDependency | None:
        query = select(cls).where(
            cls.client_id == task.client_id, cls.task_id == task.id, cls.before_id == before.id
        )
        return db.session.scalars(query).first()

    @classmethod
    def edges(cls, client_id: int) -> list[tuple[int, int]]:
        """Return a client's dependencies, including trashed tasks, because they can be restored."""
        query = select(cls.task_id, cls.before_id).where(cls.client_id == client_id)
        return [(task, before) for task, before in db.session.execute(query)]

    @classmethod
    def add(cls, task: Task, before: Task, by: Person) -> None:
        """Block the task by the other one. The lock keeps two concurrent requests from closing a cycle."""
        if before.id == task.id:
            raise DomainError("A task can’t block itself.")
        lock_dependencies(task.client_id)
        if cls.between(task, before):
            return
        if chain := shortest_path(cls.edges(task.client_id), before.id, task.id):
            raise DependencyCycleError([task.id, *chain[:-1]])
        db.session.add(cls(client_id=task.client_id, task_id=task.id, before_id=before.id))
        task.log("wait_added", by, **as_told(before))

    @classmethod
    def remove(cls, task: Task, before: Task, by: Person) -> None:
        """Remove the dependency on the other task."""
        if wait := cls.between(task, before):
            db.session.delete(wait)
            task.log("wait_removed", by, **as_told(before))


class DependencyCycleError(DomainError):
    """A dependency would close a cycle. `chain`: the keys around it, starting and ending at the blocked task."""

    def __init__(self, chain: Sequence[int]) -> None:
        super().__init__("That would go in a circle: it is already blocked by this one.")
        self.chain = list(chain)


def as_told(other: Task) -> dict[str, Any]:
    """The other task as history keeps it; its title is shown only to readers who may see it (`voice.task`)."""
    return {"other": other.number, "other_title": other.title, "before": {"other": other.number}}


def lock_dependencies(client_id: int) -> None:
    """Lock the dependencies of this client's tasks until the end of the transaction (SQLite's write lock does it)."""
    db.session.execute(select(Client.id).where(Client.id == client_id).with_for_update())


def shortest_path(edges: Iterable[tuple[int, int]], start: int, end: int) -> list[int]:
    """Return the shortest path from one task to another along blockers, both ends included; empty if none."""
    after: dict[int, list[int]] = {}
    for waiter, before in edges:
        after.setdefault(waiter, []).append(before)
    came: dict[int, int] = {start: start}
    queue = deque([start])
    while queue and end not in came:
        here = queue.popleft()
        for there in after.get(here, ()):
            if there not in came:
                came[there] = here
                queue.append(there)
    if end not in came:
        return []
    back = [end]
    while back[-1] != start:
        back.append(came[back[-1]])
    return back[::-1]
