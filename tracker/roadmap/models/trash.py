"""The trash: records in it count nowhere and can be restored for thirty days.

Trashing a goal trashes its tasks with the same timestamp; restoring it restores those, but not tasks trashed on their
own before. Everything keeps its position, so it returns to the same place.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Mapped

from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.roadmap.models.statuses import Visibility

if TYPE_CHECKING:
    from tracker.accounts.models import Person
    from tracker.clients.models import Seat
    from tracker.history.models import Event
    from tracker.roadmap.models.goal import Goal
    from tracker.roadmap.models.task import Task

KEPT_FOR = timedelta(days=30)


class Trashable:
    """A goal or a task. Trashing and restoring record one event each."""

    if TYPE_CHECKING:
        title: Any
        trashed_at: Mapped[datetime | None]

        def log(self, action: str, by: Person, **details: Any) -> Event: ...

    def put_in_trash(self, by: Person) -> None:
        if self.trashed_at is None:
            self.trashed_at = clock.now()
            self.log("trashed", by, title=self.title, before={}, **self.trash_children(self.trashed_at))

    def restore(self, by: Person) -> None:
        if self.trashed_at is not None:
            self.check_may_return()
            along, self.trashed_at = self.restore_children(self.trashed_at), None
            self.log("restored", by, title=self.title, before={}, **along)

    def trash_children(self, at: datetime) -> dict[str, int]:  # noqa: ARG002  a task takes nothing
        return {}

    def restore_children(self, at: datetime) -> dict[str, int]:  # noqa: ARG002
        return {}

    def check_may_return(self) -> None:
        """Raise DomainError if there is no place to return to."""


def move_tasks(goal: Goal, was: datetime | None, now: datetime | None) -> dict[str, int]:
    """Trash or restore the goal's tasks. Returns how many there are, and how many of them everybody may see."""
    from tracker.roadmap.models.task import Task

    mine = Task.client_id == goal.client_id, Task.goal_id == goal.id
    lying = Task.trashed_at.is_(None) if was is None else Task.trashed_at == was
    written = update(Task).where(*mine, lying).values(trashed_at=now, version=Task.version + 1)
    seen_by = db.session.scalars(written.returning(Task.visibility)).all()
    return {"tasks": len(seen_by), "shared_tasks": seen_by.count(Visibility.ALL)}


def said_by_others(task: Task, seat: Seat) -> bool:
    """Whether others have written comments that this seat may read."""
    from tracker.roadmap.models.comment import Comment

    others = select(func.count()).where(
        Comment.client_id == task.client_id, Comment.task_id == task.id, Comment.author_id != seat.person_id,
        Comment.trashed_at.is_(None), Comment.shown_to(seat),
    )  # fmt: skip
    return bool(db.session.scalar(others))


class TrashableChild:
    """A step or a comment: its events belong to its task."""

    KIND = ""

    if TYPE_CHECKING:
        number: Any
        trashed_at: Mapped[datetime | None]

    def put_in_trash(self, task: Task, by: Person) -> None:
        if self.trashed_at is None:
            self.trashed_at = clock.now()
            self.tell(task, "trashed", by)

    def restore(self, task: Task, by: Person) -> None:
        if self.trashed_at is not None:
            self.trashed_at = None
            self.tell(task, "restored", by)

    def tell(self, task: Task, verb: str, by: Person) -> None:
        task.log(f"{self.KIND}_{verb}", by, before={"number": self.number}, **self.words())

    def words(self) -> Mapping[str, Any]:
        """Return more details for its events."""
        return {}
