"""Steps: the checklist of a task."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Select, String, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column

from tracker.clients.models.client import LOWEST_RANDOM
from tracker.foundation import clock
from tracker.foundation.database import BelongsToClient, Model, Versioned, by_client, db, within_client
from tracker.roadmap.models.task import Task
from tracker.roadmap.models.trash import TrashableChild

if TYPE_CHECKING:
    from tracker.accounts.models import Person


class Step(TrashableChild, BelongsToClient, Versioned, Model):
    """An item of a task's checklist; numbered within its task."""

    KIND = "step"
    __tablename__ = "step"
    __table_args__ = (
        UniqueConstraint("client_id", "id"),
        UniqueConstraint("task_id", "number"),
        UniqueConstraint("client_id", "idempotency_key"),
        within_client("task_id", "task"),
        by_client("step", "task_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int]
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(300))
    is_done: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int]
    idempotency_key: Mapped[str | None] = mapped_column(String(36))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    trashed_at: Mapped[datetime | None]

    @classmethod
    def of(cls, task: Task) -> Select[Step]:
        """Return the query for a task's steps outside the trash, in order."""
        return (
            select(cls)
            .where(cls.client_id == task.client_id, cls.task_id == task.id, cls.trashed_at.is_(None))
            .order_by(cls.position, cls.number)
        )

    @classmethod
    def add(cls, task: Task, title: str, by: Person, idempotency_key: str | None = None) -> Step:
        """Add a step at the end. The database accepts each form key only once."""
        number = task.number_for(cls, task.step_count + 1)
        if number < LOWEST_RANDOM:
            task.step_count = number
        last = select(func.max(cls.position)).where(cls.client_id == task.client_id, cls.task_id == task.id)
        step = cls(
            client_id=task.client_id,
            task_id=task.id,
            number=number,
            position=(db.session.scalar(last) or 0) + 1,
            title=title,
            idempotency_key=idempotency_key,
        )
        db.session.add(step)
        task.log("step_added", by, step=title, before={"number": step.number})
        return step

    def tick(self, task: Task, done: bool, by: Person) -> None:
        """Mark it done, or not done."""
        if done != self.is_done:
            self.is_done = done
            task.log(
                "step_done" if done else "step_undone", by, step=self.title, before={"number": self.number}
            )

    def rename(self, task: Task, title: str, by: Person) -> None:
        """Change its title, and record an event of its task; the same title changes nothing."""
        if title != self.title:
            previous, self.title = self.title, title
            task.log("step_renamed", by, previous=previous, current=title, before={"number": self.number})

    @property
    def dom_name(self) -> str:
        """“step-3”: the end of its ids on a page, by its number within the task."""
        return f"step-{self.number}"

    def words(self) -> dict[str, str]:
        """Return its title as a detail of its events."""
        return {"step": self.title}
