"""The tables of history. Append only: an undone event is marked as undone and deleted only with its subject."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, ForeignKey, Index, Select, String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.foundation import clock
from tracker.foundation.database import BelongsToClient, Model, db, within_client
from tracker.history.change_set import lines_so_far, this_change

if TYPE_CHECKING:
    from tracker.accounts.models import Person
    from tracker.clients.models import Client


class Event(BelongsToClient, Model):
    """One event in a client's history. `details` holds the values its sentence needs: previous, current, why.

    `before` in the details is what undo needs, by numbers, never by keys; an event without it cannot be undone.
    `undoes` is the change this event undid; `again` says that it redid one instead.
    """

    __tablename__ = "event"
    __table_args__ = (
        within_client("goal_id", "goal"),
        within_client("task_id", "task"),
        Index("ix_event_client_happened", "client_id", "happened_at"),
        Index("ix_event_client_task", "client_id", "task_id"),
        Index("ix_event_client_goal", "client_id", "goal_id"),
        Index("ix_event_client_change", "client_id", "change"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    action: Mapped[str] = mapped_column(String(40))
    goal_id: Mapped[int | None]
    task_id: Mapped[int | None]
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    actor_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    actor_name: Mapped[str] = mapped_column(String(120))
    """The actor's name at the time; later renames do not change it."""
    happened_at: Mapped[datetime] = mapped_column(default=clock.now)
    undone_at: Mapped[datetime | None]
    change: Mapped[str | None] = mapped_column(String(16))
    """The request it was part of: all events of a change are undone together. None if made outside a request."""

    actor: Mapped[Person] = relationship("Person", lazy="raise_on_sql")

    @classmethod
    def of(cls, client: Client) -> Select[Event]:
        return select(cls).where(cls.client_id == client.id)


class PracticeEvent(Model):
    """One event in the practice's own history, which no client reads."""

    __tablename__ = "practice_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    action: Mapped[str] = mapped_column(String(40))
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    happened_at: Mapped[datetime] = mapped_column(default=clock.now)

    @classmethod
    def note(cls, action: str, by: Person | None, **details: Any) -> None:
        db.session.add(cls(action=action, details=details, actor_id=by.id if by else None))


class RecordsHistory:
    """A record whose verbs record events in the client's history."""

    id: Mapped[int]
    client_id: Mapped[int]

    def record(self, action: str, by: Person, **details: Any) -> Event:
        """Record an event about this record; the caller's transaction commits it."""
        if self.id is None:
            db.session.flush()
        line = Event(
            client_id=self.client_id, action=action, details=details, actor_id=by.id, actor_name=by.name,
            change=this_change(),
            **self.event_subject(),
        )  # fmt: skip
        db.session.add(line)
        lines_so_far().append(line)
        return line

    def event_subject(self) -> dict[str, int | None]:
        """Return the goal or task the event is about; empty for the client itself."""
        return {}
