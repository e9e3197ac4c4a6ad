"""The trash: records in it count nowhere and can be restored for thirty days.

Trashing a goal trashes its tasks with the same timestamp; restoring it restores those, but not tasks trashed
on their own before. Everything keeps its position, so it returns to the same place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import and_, not_, or_, select
from sqlalchemy.orm import Mapped, aliased
from sqlalchemy.sql.elements import ColumnElement

from tracker.foundation import clock
from tracker.foundation.column_types import Json
from tracker.history.models import Event
from tracker.roadmap.models.questions import ask_what_is_shown

if TYPE_CHECKING:
    from tracker.accounts.models import Person
    from tracker.roadmap.models.task import Task

KEPT_FOR = timedelta(days=30)


class SeenInTrash:
    """A record that, once it is in the trash, only people who could see it when it was trashed may read.

    Otherwise sharing a task or proposing a goal would show what was thrown away before.
    """

    if TYPE_CHECKING:
        trashed_at: Mapped[datetime | None]

    @classmethod
    def visible_to(cls, role: str) -> ColumnElement[bool]:
        """WHERE clause for records outside the trash, and those that this role could see when they were trashed.

        The event of the trashing says who could: it has a restriction if not everybody could.
        """
        line = aliased(Event)
        hidden = select(line.id).where(
            *cls.trashed_in(line), line.happened_at >= cls.trashed_at, not_(line.written_for(role))
        )
        return or_(cls.trashed_at.is_(None), ~hidden.correlate(cls).exists())

    @classmethod
    def trashed_in(cls, line: type[Event]) -> Sequence[ColumnElement[bool]]:
        """Return the WHERE clauses for the events that trashed it."""
        raise NotImplementedError


class Trashable(SeenInTrash):
    """A goal or a task that can be put in the trash. Trashing and restoring record one event each."""

    if TYPE_CHECKING:
        __tablename__: str
        id: Mapped[int]
        client_id: Mapped[int]
        title: Mapped[str]

        def log(self, action: str, by: Person, **details: Json) -> Event:
            """Record an event about it; `WorkItem` has the method."""

        def keep_promise(self) -> date | None:
            """Keep its date as a promise; `WorkItem` has the method."""

    @classmethod
    def trashed_in(cls, line: type[Event]) -> Sequence[ColumnElement[bool]]:
        """Return the WHERE clauses for its own trashing; a task trashed with its goal has no such event."""
        of_task = cls.__tablename__ == "task"
        about = line.task_id == cls.id if of_task else and_(line.goal_id == cls.id, line.task_id.is_(None))
        return line.client_id == cls.client_id, about, line.action == f"{cls.__tablename__}_trashed"

    def put_in_trash(self, by: Person) -> None:
        """Trash it with its tasks, if it has any, and record one event. Nothing if it is there already."""
        if self.trashed_at is None:
            self.keep_promise()
            self.trashed_at = clock.now()
            self.log("trashed", by, title=self.title, before={}, **self.trash_children(self.trashed_at))

    def restore(self, by: Person) -> None:
        """Restore it with what was trashed with it, and record one event. Nothing if it is not in the trash.

        Raise DomainError if it may not return (`check_may_return`).
        """
        if self.trashed_at is not None:
            self.check_may_return()
            along, self.trashed_at = self.restore_children(self.trashed_at), None
            self.log("restored", by, title=self.title, before={}, **along)
            ask_what_is_shown(self.client_id)

    def trash_children(self, at: datetime) -> dict[str, int]:  # noqa: ARG002  a task has no children to trash
        """Trash its tasks too, for a goal; return more details for the event."""
        return {}

    def restore_children(self, at: datetime) -> dict[str, int]:  # noqa: ARG002
        """Restore what was trashed with it at this time; return more details for the event."""
        return {}

    def check_may_return(self) -> None:
        """Raise DomainError if there is no place to return to."""


class TrashableChild(SeenInTrash):
    """A step or a comment that can be put in the trash. Its events belong to its task."""

    KIND = ""

    if TYPE_CHECKING:
        number: Mapped[int]
        client_id: Mapped[int]
        task_id: Mapped[int]

    @classmethod
    def trashed_in(cls, line: type[Event]) -> Sequence[ColumnElement[bool]]:
        """Return the WHERE clauses for the events of its task that trashed the step or comment of its number."""
        numbered = line.details["before"]["number"].as_integer() == cls.number
        about = line.client_id == cls.client_id, line.task_id == cls.task_id
        return *about, line.action == f"task_{cls.KIND}_trashed", numbered

    def put_in_trash(self, task: Task, by: Person) -> None:
        """Trash it, and record an event of its task. Nothing if it is there already."""
        if self.trashed_at is None:
            self.trashed_at = clock.now()
            self.record_on_task(task, "trashed", by)

    def restore(self, task: Task, by: Person) -> None:
        """Restore it, and record an event of its task. Nothing if it is not in the trash."""
        if self.trashed_at is not None:
            self.trashed_at = None
            self.record_on_task(task, "restored", by)

    def record_on_task(self, task: Task, verb: str, by: Person) -> None:
        """Record an event of the task: `verb` is “trashed” or “restored”."""
        task.log(f"{self.KIND}_{verb}", by, before={"number": self.number}, **self.words())

    def words(self) -> Mapping[str, Json]:
        """Return more details for its events."""
        return {}
