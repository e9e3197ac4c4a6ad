"""Comments: what was said about a task."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Select, String, Text, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, contains_eager, mapped_column, relationship, undefer_group

from tracker.accounts.models import Person
from tracker.foundation import clock
from tracker.foundation.db import Model, Owned, by_client, db, within_client
from tracker.foundation.prose import keeps_html_of
from tracker.roadmap.models.task import Task
from tracker.roadmap.models.trash import TrashableComment

if TYPE_CHECKING:
    from tracker.clients.models import Client


class Comment(TrashableComment, Owned, Model):
    """What one person said about one task; numbered within its task."""

    __tablename__ = "comment"
    __table_args__ = (
        UniqueConstraint("client_id", "id"),
        UniqueConstraint("task_id", "number"),
        UniqueConstraint("client_id", "form_key"),
        within_client("task_id", "task"),
        by_client("comment", "task_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int]
    number: Mapped[int]
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    body: Mapped[str] = mapped_column(Text)
    body_html: Mapped[str | None] = mapped_column(Text, deferred=True, deferred_group="html")
    body_mark: Mapped[str | None] = mapped_column(String(40), deferred=True, deferred_group="html")
    form_key: Mapped[str | None] = mapped_column(String(36))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    trashed_at: Mapped[datetime | None]

    author: Mapped[Person] = relationship("Person", lazy="raise_on_sql")

    @classmethod
    def of(cls, task: Task) -> Select[Comment]:
        """The comments of a task, oldest first, with their authors."""
        return (
            select(cls)
            .join(cls.author)
            .where(cls.client_id == task.client_id, cls.task_id == task.id, cls.trashed_at.is_(None))
            .options(contains_eager(cls.author), undefer_group("html"))
            .order_by(cls.number)
        )

    @classmethod
    def of_client(cls, client: Client) -> Select[Comment]:
        return select(cls).where(cls.client_id == client.id, cls.trashed_at.is_(None))

    @classmethod
    def add(cls, task: Task, body: str, by: Person, form_key: str | None = None) -> Comment:
        """Say something. One form key says it once."""
        if form_key:
            query = cls.of(task).where(cls.form_key == form_key, cls.author_id == by.id)
            if made := db.session.scalars(query).first():
                return made
        task.comment_count += 1  # so many are there to read; the number counts those in the trash too
        last = select(func.max(cls.number)).where(cls.client_id == task.client_id, cls.task_id == task.id)
        comment = cls(
            client_id=task.client_id, task_id=task.id, number=(db.session.scalar(last) or 0) + 1, author_id=by.id,
            body=body, form_key=form_key,
        )  # fmt: skip
        comment.author = by
        db.session.add(comment)
        task.note("comment_added", by, before={"number": comment.number})
        return comment

    @property
    def dom_name(self) -> str:
        return f"comment-{self.number}"


keeps_html_of(Comment, "body")
