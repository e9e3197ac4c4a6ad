"""Comments on a task. Their readers are fixed when written: the people who could see the task then."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Select,
    String,
    Text,
    UniqueConstraint,
    func,
    select,
    update,
)
from sqlalchemy.orm import Mapped, contains_eager, mapped_column, relationship, undefer_group
from sqlalchemy.sql.elements import ColumnElement

from tracker.accounts.models import Person
from tracker.clients.models import LEAD_ROLES, Role, Seat
from tracker.clients.models.client import LOWEST_RANDOM
from tracker.foundation import clock
from tracker.foundation.database import BelongsToClient, Model, by_client, db, within_client
from tracker.foundation.statements import built_once, is_among
from tracker.foundation.text.prose import keeps_html_of
from tracker.history.readers import ReaderGroup, group_of, restrictions_of
from tracker.roadmap.models.trash import TrashableChild

if TYPE_CHECKING:
    from tracker.clients.models import Client
    from tracker.roadmap.models.task import Task


ROLES: dict[ReaderGroup, frozenset[str]] = {
    ReaderGroup.ALL: frozenset(Role),
    ReaderGroup.LEADS: LEAD_ROLES,
    ReaderGroup.COO: frozenset({Role.COO}),
}
"""The roles that may read a comment, by its `readers`."""


class Comment(TrashableChild, BelongsToClient, Model):
    """A person's comment on a task; numbered within its task."""

    KIND = "comment"
    __tablename__ = "comment"
    __table_args__ = (
        UniqueConstraint("client_id", "id"),
        UniqueConstraint("task_id", "number"),
        UniqueConstraint("client_id", "idempotency_key"),
        within_client("task_id", "task"),
        by_client("comment", "task_id"),
        CheckConstraint("readers IN ('all', 'leads', 'coo')", name="readers"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int]
    number: Mapped[int]
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    body: Mapped[str] = mapped_column(Text)
    body_html: Mapped[str | None] = mapped_column(Text, deferred=True, deferred_group="html")
    body_rendering_key: Mapped[str | None] = mapped_column(String(40), deferred=True, deferred_group="html")
    readers: Mapped[str] = mapped_column(String(10), default=ReaderGroup.ALL)
    """`all`, `leads` (CEO and COO) or `coo`: the people who could see the task when it was written."""
    idempotency_key: Mapped[str | None] = mapped_column(String(36))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    trashed_at: Mapped[datetime | None]

    author: Mapped[Person] = relationship("Person", lazy="raise_on_sql")

    @classmethod
    def of(cls, task: Task) -> Select[Comment]:
        """Return the query for the comments of a task, oldest first, with their authors."""
        return (
            select(cls)
            .join(cls.author)
            .where(cls.client_id == task.client_id, cls.task_id == task.id, cls.trashed_at.is_(None))
            .options(contains_eager(cls.author), undefer_group("html"))
            .order_by(cls.id)
        )

    @classmethod
    def of_client(cls, client: Client) -> Select[Comment]:
        """Return the query for the client's comments outside the trash."""
        return select(cls).where(cls.client_id == client.id, cls.trashed_at.is_(None))

    @classmethod
    def add(cls, task: Task, body: str, by: Person, idempotency_key: str | None = None) -> Comment:
        """Add a comment. The database accepts each form key only once."""
        counted = cls.client_id == task.client_id, cls.task_id == task.id, cls.number < LOWEST_RANDOM
        last = db.session.scalar(select(func.max(cls.number)).where(*counted)) or 0
        comment = cls(
            client_id=task.client_id,
            task_id=task.id,
            number=task.number_for(cls, last + 1),
            author_id=by.id,
            body=body,
            idempotency_key=idempotency_key,
            readers=group_of(task.restrictions()),
        )
        comment.author = by
        db.session.add(comment)
        comment.count(task, 1)  # comments outside the trash; the number also counts those in it
        task.log("comment_added", by, before={"number": comment.number})
        return comment

    @classmethod
    def shown_to(cls, seat: Seat) -> ColumnElement[bool]:
        """WHERE clause for the comments this seat may read, among those on tasks it may see."""
        return cls.shown_to_role(seat.role)

    @classmethod
    @built_once
    def shown_to_role(cls, role: str) -> ColumnElement[bool]:
        """WHERE clause for the comments that this role may read, among those on tasks it may see."""
        return is_among(cls.readers, [readers for readers, roles in ROLES.items() if role in roles])

    def count(self, task: Task, by: int) -> None:
        """Add `by` to the task's counts of comments."""
        task.comment_count += by
        if self.readers == ReaderGroup.LEADS:
            task.comments_for_leads += by
        elif self.readers == ReaderGroup.COO:
            task.comments_for_coo += by

    def restrictions(self) -> dict[str, bool]:
        """Return the restrictions of an event about this comment: who at the client could not read it."""
        return restrictions_of(
            in_draft=self.readers == ReaderGroup.COO, for_leads=self.readers == ReaderGroup.LEADS
        )

    def record_on_task(self, task: Task, verb: str, by: Person) -> None:
        """Record the event and update the task's counts of comments."""
        self.count(task, -1 if verb == "trashed" else 1)
        super().record_on_task(task, verb, by)

    def words(self) -> dict[str, bool]:
        """Return the restrictions as details of its events, because only its readers may read those."""
        return self.restrictions()

    def may_be_trashed_by(self, seat: Seat) -> bool:
        """Whether this seat wrote it or is a COO."""
        return self.author_id == seat.person_id or seat.role == Role.COO

    @property
    def dom_name(self) -> str:
        """“comment-3”: the end of its ids on a page, by its number within the task."""
        return f"comment-{self.number}"


def has_comments_by_others(task: Task, seat: Seat) -> bool:
    """Whether others have written comments that this seat may read."""
    others = select(func.count()).where(
        Comment.client_id == task.client_id,
        Comment.task_id == task.id,
        Comment.author_id != seat.person_id,
        Comment.trashed_at.is_(None),
        Comment.shown_to(seat),
    )
    return bool(db.session.scalar(others))


def move_with_task(task: Task, numbers: Collection[int]) -> list[int]:
    """Show or hide the comments with the task; return the numbers of those that changed."""
    return (hide_with_task if task.is_for_leads else show_with_task)(task, numbers)


def show_with_task(task: Task, numbers: Collection[int] | None = None) -> list[int]:
    """Show everybody the comments for CEO and COO, or only those in `numbers`; return their numbers.

    Comments in the trash are not changed.
    """
    mine = [Comment.client_id == task.client_id, Comment.task_id == task.id, Comment.trashed_at.is_(None)]
    mine += [] if numbers is None else [Comment.number.in_(numbers)]
    written = (
        update(Comment).where(*mine, Comment.readers == ReaderGroup.LEADS).values(readers=ReaderGroup.ALL)
    )
    opened = sorted(db.session.scalars(written.returning(Comment.number)))
    task.comments_for_leads -= len(opened)
    return opened


def hide_with_task(task: Task, numbers: Collection[int]) -> list[int]:
    """Hide these comments from everybody but CEO and COO again; return the numbers of those that changed."""
    mine = Comment.client_id == task.client_id, Comment.task_id == task.id, Comment.number.in_(numbers)
    hidden = db.session.scalars(select(Comment).where(*mine, Comment.readers == ReaderGroup.ALL)).all()
    for comment in hidden:
        comment.readers = ReaderGroup.LEADS
        task.comments_for_leads += comment.trashed_at is None
    return sorted(comment.number for comment in hidden)


keeps_html_of(Comment, "body")
