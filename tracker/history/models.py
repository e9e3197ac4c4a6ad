"""The tables of history.

Events are added; undo marks an event, and deleting its subject for good deletes it.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import JSON, ForeignKey, Index, Select, String, and_, select, true
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.sql.elements import ColumnElement

from tracker.foundation import clock
from tracker.foundation.column_types import Json, JsonObject
from tracker.foundation.database import BelongsToClient, Model, db, within_client
from tracker.history.change_set import lines_so_far, this_change
from tracker.history.readers import group_of, restrictions_hidden_from

if TYPE_CHECKING:
    from tracker.accounts.models import Person
    from tracker.clients.models import Client


class Event(BelongsToClient, Model):
    """One event in a client's history. `details` holds the values for its sentence: previous, current, why.

    `before` in the details is what undo needs. It names records by number, never by database id; an event
    without it cannot be undone. `undoes` is the change set that this event undid, or redid if it has `again`.
    """

    __tablename__ = "event"
    __table_args__ = (
        within_client("goal_id", "goal"),
        within_client("task_id", "task"),
        Index("ix_event_client_happened", "client_id", "happened_at"),
        Index("ix_event_client_task", "client_id", "task_id"),
        Index("ix_event_client_goal", "client_id", "goal_id"),
        Index("ix_event_client_change_set_id", "client_id", "change_set_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    action: Mapped[str] = mapped_column(String(40))
    goal_id: Mapped[int | None]
    task_id: Mapped[int | None]
    details: Mapped[JsonObject] = mapped_column(JSON, default=dict)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Who did it; None for the practice, on its server."""
    actor_name: Mapped[str] = mapped_column(String(120))
    """The actor's name at the time; later renames do not change it."""
    happened_at: Mapped[datetime] = mapped_column(default=clock.now)
    undone_at: Mapped[datetime | None]
    change_set_id: Mapped[str | None] = mapped_column(String(16))
    """The change set it belongs to, which is undone as a whole; None if made outside a request.

    See `history/change_set.py`: those of one request differ in the last character.
    """

    actor: Mapped[Person | None] = relationship("Person", lazy="raise_on_sql")

    @classmethod
    def of(cls, client: Client) -> Select[Event]:
        """Return a query for all events of a client, whoever may read them, in no order."""
        return select(cls).where(cls.client_id == client.id)

    @classmethod
    def written_for(cls, role: str) -> ColumnElement[bool]:
        """WHERE clause for events whose subject this role could see when they were recorded."""
        return and_(
            true(),
            *(
                cls.details[restriction].as_boolean().is_(None)
                for restriction in restrictions_hidden_from(role)
            ),
        )


class PracticeEvent(Model):
    """One event in the practice's own history, which clients' people cannot read."""

    __tablename__ = "practice_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    action: Mapped[str] = mapped_column(String(40))
    details: Mapped[JsonObject] = mapped_column(JSON, default=dict)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    happened_at: Mapped[datetime] = mapped_column(default=clock.now)

    @classmethod
    def note(cls, action: str, by: Person | None, **details: Json) -> None:
        """Record an event; the caller's transaction commits it."""
        db.session.add(cls(action=action, details=details, actor_id=by.id if by else None))


class RecordsHistory:
    """A record whose methods record events in the client's history."""

    id: Mapped[int]
    client_id: Mapped[int]

    def record(self, action: str, by: Person, **details: Json) -> Event:
        """Record an event about this record; the caller's transaction commits it."""
        if self.id is None:
            db.session.flush()
        line = Event(
            client_id=self.client_id,
            action=action,
            details=details,
            actor_id=by.id,
            actor_name=by.name,
            change_set_id=this_change(group_of(details)),
            **self.event_subject(),
        )
        db.session.add(line)
        lines_so_far().append(line)
        return line

    def event_subject(self) -> dict[str, int | None]:
        """Return the goal or task the event is about; empty for the client itself."""
        return {}
