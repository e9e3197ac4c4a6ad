"""Waits-for: one task that cannot start before another is done. The graph of a client never has a cycle."""

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
    """`task` waits for `before`: it is free to start once that one is done, parked or gone."""

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
        """Who waits for whom at a client; what lies in the trash too, for it may come back."""
        query = select(cls.task_id, cls.before_id).where(cls.client_id == client_id)
        return [(task, before) for task, before in db.session.execute(query)]

    @classmethod
    def add(cls, task: Task, before: Task, by: Person) -> None:
        """Let the task start only when the other one is done. Two people at once cannot close a circle."""
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
        """The task need not come after the other one."""
        if wait := cls.between(task, before):
            db.session.delete(wait)
            task.log("wait_removed", by, **as_told(before))


class DependencyCycleError(DomainError):
    """A task would wait for itself in the end. `chain`: the keys from the one that was to wait, all the way round."""

    def __init__(self, chain: Sequence[int]) -> None:
        super().__init__("That would go in a circle: it is already blocked by this one.")
        self.chain = list(chain)


def as_told(other: Task) -> dict[str, Any]:
    """The other one as history keeps it; whoever may not read it is not told its title (`voice.task`)."""
    return {"other": other.number, "other_title": other.title, "before": {"other": other.number}}


def lock_dependencies(client_id: int) -> None:
    """Let nobody else link this client's tasks meanwhile (on SQLite the write lock does it)."""
    db.session.execute(select(Client.id).where(Client.id == client_id).with_for_update())


def shortest_path(edges: Iterable[tuple[int, int]], start: int, end: int) -> list[int]:
    """The shortest way from one task to another along “waits for”, both ends included; empty if there is none."""
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
