"""The trash: what is put there counts nowhere, and can come back for thirty days.

A goal takes its tasks along, under the same moment, and brings those back; what was put there alone before
stays. Everything keeps its place in the order, so it comes back where it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Mapped

from tracker.clients.models import Role
from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.foundation.exceptions import DomainError
from tracker.roadmap.models.statuses import Visibility

if TYPE_CHECKING:
    from tracker.accounts.models import Person
    from tracker.clients.models import Seat
    from tracker.history.models import Event
    from tracker.roadmap.models.comment import Comment
    from tracker.roadmap.models.goal import Goal
    from tracker.roadmap.models.step import Step
    from tracker.roadmap.models.task import Task

KEPT_FOR = timedelta(days=30)


class Trashable:
    """A goal or a task. It is put away and brought back by one line of history each."""

    if TYPE_CHECKING:
        title: Any
        trashed_at: Mapped[datetime | None]

        def note(self, action: str, by: Person, **details: Any) -> Event: ...

    def put_in_trash(self, by: Person) -> None:
        if self.trashed_at is None:
            self.trashed_at = clock.now()
            self.note("trashed", by, title=self.title, before={}, **self.take_along(self.trashed_at))

    def restore(self, by: Person) -> None:
        if self.trashed_at is not None:
            self.check_may_return()
            along, self.trashed_at = self.bring_along(self.trashed_at), None
            self.note("restored", by, title=self.title, before={}, **along)

    def take_along(self, at: datetime) -> dict[str, int]:  # noqa: ARG002  a task takes nothing
        return {}

    def bring_along(self, at: datetime) -> dict[str, int]:  # noqa: ARG002
        return {}

    def check_may_return(self) -> None:
        """Whether there is a place to come back to."""


class TrashableGoal(Trashable):
    """Its tasks go and come with it."""

    def take_along(self: Goal, at: datetime) -> dict[str, int]:  # type: ignore[misc]
        return moved(self, None, at)

    def bring_along(self: Goal, at: datetime) -> dict[str, int]:  # type: ignore[misc]
        return moved(self, at, None)


class TrashableTask(Trashable):
    """Under a goal that is in the trash it has no place to come back to."""

    def check_may_return(self: Task) -> None:  # type: ignore[misc]
        goal = self.under()
        if goal is not None and goal.trashed_at is not None:
            raise DomainError(
                f"“{self.title}” lay under “{goal.title}”, which is in the trash. Restore that first."
            )

    def may_be_trashed_by(self: Task, seat: Seat) -> bool:  # type: ignore[misc]
        """COO and CEO; the team what they made themselves, as long as nobody else has said anything to it."""
        if seat.role in (Role.COO, Role.CEO):
            return True
        mine = seat.role == Role.TEAM and self.created_by_id == seat.person_id
        return mine and not said_by_others(self, seat)


def moved(goal: Goal, was: datetime | None, now: datetime | None) -> dict[str, int]:
    """Put the goal's tasks away, or back. How many there are, and how many of them everybody may see."""
    from tracker.roadmap.models.task import Task

    mine = Task.client_id == goal.client_id, Task.goal_id == goal.id
    lying = Task.trashed_at.is_(None) if was is None else Task.trashed_at == was
    written = update(Task).where(*mine, lying).values(trashed_at=now, version=Task.version + 1)
    seen_by = db.session.scalars(written.returning(Task.visibility)).all()
    return {"tasks": len(seen_by), "shared_tasks": seen_by.count(Visibility.ALL)}


def said_by_others(task: Task, seat: Seat) -> bool:
    """Whether others wrote comments, as far as this seat may read them."""
    from tracker.roadmap.models.comment import Comment

    others = select(func.count()).where(
        Comment.client_id == task.client_id, Comment.task_id == task.id, Comment.author_id != seat.person_id,
        Comment.trashed_at.is_(None), Comment.shown_to(seat),
    )  # fmt: skip
    return bool(db.session.scalar(others))


class TrashableChild:
    """A step or a comment: its task tells of it."""

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
        task.note(f"{self.KIND}_{verb}", by, before={"number": self.number}, **self.words())

    def words(self) -> Mapping[str, Any]:
        """More details of its lines of history."""
        return {}


class TrashableStep(TrashableChild):
    KIND = "step"

    def words(self: Step) -> dict[str, str]:  # type: ignore[misc]
        return {"step": self.title}


class TrashableComment(TrashableChild):
    """It leaves the number of comments too, which the list shows."""

    KIND = "comment"

    def tell(self: Comment, task: Task, verb: str, by: Person) -> None:  # type: ignore[misc]
        self.count(task, -1 if verb == "trashed" else 1)
        super().tell(task, verb, by)

    def words(self: Comment) -> dict[str, bool]:  # type: ignore[misc]
        """A line about a comment is for those who may read the comment."""
        return self.marks()

    def may_be_trashed_by(self: Comment, seat: Seat) -> bool:  # type: ignore[misc]
        return self.author_id == seat.person_id or seat.role == Role.COO
