"""Dependencies between tasks: one task is blocked by another. The part that a reader knows has no cycle.

For a reader, a task hidden from them blocks nothing. A dependency that closes a cycle through hidden tasks is
therefore accepted, because refusing it would reveal them. Showing those tasks to the reader is refused.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, Select, UniqueConstraint, exists, or_, select
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.sql.elements import ColumnElement

from tracker.clients.models import Client
from tracker.foundation import clock
from tracker.foundation.column_types import JsonObject
from tracker.foundation.database import BelongsToClient, Model, by_client, db, within_client
from tracker.foundation.exceptions import DomainError
from tracker.foundation.text.formatting import join_names
from tracker.history.readers import narrower_restrictions
from tracker.roadmap.models.trash import KEPT_FOR

if TYPE_CHECKING:
    from tracker.accounts.models import Person
    from tracker.roadmap.models.task import Task

IN_TRASH = " (in the trash)"
NAMED = 5
"""The number of tasks of a cycle that a refusal names; the others are counted."""


class TaskDependency(BelongsToClient, Model):
    """`task` is blocked by `blocker` until that one is done, parked or trashed."""

    __tablename__ = "task_dependency"
    __table_args__ = (
        UniqueConstraint("task_id", "blocker_id"),
        within_client("task_id", "task"),
        within_client("blocker_id", "task"),
        by_client("task_dependency", "task_id"),
        by_client("task_dependency", "blocker_id"),
        CheckConstraint("task_id <> blocker_id", name="not_on_itself"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int]
    blocker_id: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    @classmethod
    def between(cls, task: Task, before: Task) -> TaskDependency | None:
        """Return the dependency of `task` on `before`, if there is one."""
        query = select(cls).where(
            cls.client_id == task.client_id, cls.task_id == task.id, cls.blocker_id == before.id
        )
        return db.session.scalars(query).first()

    @classmethod
    def names(cls, task: type[Task]) -> ColumnElement[bool]:
        """Return whether a dependency names the task of a query, as blocked or as blocker."""
        return exists().where(
            cls.client_id == task.client_id, or_(cls.task_id == task.id, cls.blocker_id == task.id)
        )

    @classmethod
    def edges(cls, client_id: int, known: Select[int] | None = None) -> list[tuple[int, int]]:
        """Return a client's dependencies as pairs (task id, blocker id), oldest first.

        Those of trashed tasks are included, because these can be restored as long as they are kept. `known` selects
        task ids; both ids of a pair have to be among them.
        """
        task = db.metadata.tables["task"]
        gone = select(task.c.id).where(
            task.c.client_id == client_id, task.c.trashed_at < clock.now() - KEPT_FOR
        )
        query = (
            select(cls.task_id, cls.blocker_id)
            .where(cls.client_id == client_id, cls.task_id.not_in(gone), cls.blocker_id.not_in(gone))
            .order_by(cls.id)
        )
        if known is not None:
            query = query.where(cls.task_id.in_(known), cls.blocker_id.in_(known))
        return [(task, before) for task, before in db.session.execute(query)]

    @classmethod
    def add(cls, task: Task, before: Task, by: Person, known: Select[int] | None = None) -> None:
        """Make `before` a blocker of `task`. The lock keeps two concurrent requests from closing a cycle.

        `known` selects the ids of the tasks this person may see. DependencyCycleError for a cycle among them.
        """
        if before.id == task.id:
            raise DomainError("A task can’t block itself.")
        lock_dependencies(task.client_id)
        if cls.between(task, before):
            return
        if chain := shortest_path(cls.edges(task.client_id, known), before.id, task.id):
            raise DependencyCycleError([task.id, *chain[:-1]])
        db.session.add(cls(client_id=task.client_id, task_id=task.id, blocker_id=before.id))
        record_change(task, "dependency_added", before, by)

    @classmethod
    def remove(cls, task: Task, before: Task, by: Person) -> None:
        """Remove the dependency on the other task."""
        if wait := cls.between(task, before):
            db.session.delete(wait)
            record_change(task, "dependency_removed", before, by)


def check_opens_no_cycle(client_id: int, opened: Collection[int], known: Select[int]) -> None:
    """Raise DomainError if the tasks in `opened` close a cycle among the tasks their new readers will know.

    Such a cycle was made by a person who could not see all of it. The person who opens the tasks may read
    every task named. The lock keeps a concurrent request from closing the cycle after this check.
    """
    if opened:
        lock_dependencies(client_id)
    edges = TaskDependency.edges(client_id) if opened else []
    if not edges:
        return
    shown = set(db.session.scalars(known)) | set(opened)
    among = [edge for edge in edges if shown.issuperset(edge)]
    for task, before in among:
        if task in opened and (chain := shortest_path(among, before, task)):
            raise DomainError(opened_cycle_words(client_id, [task, *chain[:-1]]))


def opened_cycle_words(client_id: int, cycle: Sequence[int]) -> str:
    """Return the refusal, with the titles of the tasks in the order of the cycle. At most NAMED are named."""
    task = db.metadata.tables["task"]
    query = select(task.c.id, task.c.title, task.c.trashed_at).where(
        task.c.client_id == client_id, task.c.id.in_(cycle)
    )
    titles = {
        key: f"“{title}”{IN_TRASH if trashed else ''}" for key, title, trashed in db.session.execute(query)
    }
    names = [titles[key] for key in cycle[:NAMED]]
    if len(cycle) > NAMED:
        names.append(f"{len(cycle) - NAMED} more")
    return f"Nothing was changed: {join_names(names)} would block each other. Remove one of the dependencies first."


class DependencyCycleError(DomainError):
    """A dependency would close a cycle. `chain` has the ids of its tasks, beginning with the blocked one."""

    def __init__(self, chain: Sequence[int]) -> None:
        super().__init__("That would go in a circle: it is already blocked by this one.")
        self.chain = list(chain)


def record_change(task: Task, action: str, other: Task, by: Person) -> None:
    """Record the change for readers who may see both tasks.

    If fewer people see the other task, `last_activity_at` stays, because it would reveal the change.
    """
    restrictions = other.restrictions()
    if restrictions.keys() <= task.restrictions().keys():
        task.log(action, by, **other_task_details(other))
    else:
        task.record(
            f"task_{action}",
            by,
            **other_task_details(other),
            **narrower_restrictions(task.restrictions(), restrictions),
        )


def other_task_details(other: Task) -> JsonObject:
    """Return the other task as an event keeps it. Its title is shown only to those who may see it."""
    return {"other": other.number, "other_title": other.title, "before": {"other": other.number}}


def lock_dependencies(client_id: int) -> None:
    """Lock the client's dependencies until the transaction ends. On SQLite the write lock already does it."""
    db.session.execute(select(Client.id).where(Client.id == client_id).with_for_update(key_share=True))


def shortest_path(edges: Iterable[tuple[int, int]], start: int, end: int) -> list[int]:
    """Return the ids on the shortest path along blockers, both ends included; empty if there is none."""
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
