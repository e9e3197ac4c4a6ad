"""A client and its five spans. Nothing is shared between clients."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from secrets import randbelow
from typing import TYPE_CHECKING, Any, TypeVar
from zlib import crc32

from sqlalchemy import (
    CheckConstraint,
    Date,
    ForeignKey,
    Select,
    String,
    Text,
    UniqueConstraint,
    exists,
    select,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.sql.base import ExecutableOption

from tracker.accounts.models import Person
from tracker.foundation import clock
from tracker.foundation.database import BelongsToClient, Model, Versioned, db, first_or_404
from tracker.history.models import RecordsHistory

if TYPE_CHECKING:
    from tracker.foundation.database import BelongsToClient as OwnedRow

Row = TypeVar("Row", bound="OwnedRow")

LOWEST_RANDOM = 100_000_000
"""Random numbers begin here; counted numbers are far below, and a form takes nine digits."""

SPANS = ("Training new people", "Who does what", "Paperwork & money", "Daily running", "Room to grow")


class Health(StrEnum):
    """The COO's judgement of the client. It sorts the portfolio, worst first."""

    STEP_IN = "step_in"
    WATCH = "watch"
    SETTLING_IN = "settling_in"
    STEADY = "steady"

    @property
    def word(self) -> str:
        """Return the label on screens."""
        return {"step_in": "Step in", "watch": "Watch", "settling_in": "Settling in", "steady": "Steady"}[
            self
        ]


class Client(Versioned, RecordsHistory, Model):
    """A client business. Its rows are reached through it: `find` and `Model.of(client)`."""

    __tablename__ = "client"
    __table_args__ = (
        CheckConstraint("health IN ('step_in', 'watch', 'settling_in', 'steady')", name="health"),
        CheckConstraint(
            "health_of_reason IN ('step_in', 'watch', 'settling_in', 'steady')", name="health_of_reason"
        ),
        CheckConstraint("colour BETWEEN 1 AND 4", name="colour"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    time_zone: Mapped[str] = mapped_column(String(60), default="UTC")
    colour: Mapped[int] = mapped_column(default=1)
    vision: Mapped[str] = mapped_column(Text, default="")
    vision_on: Mapped[date | None] = mapped_column(Date)
    vision_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """The author of the vision, which is shown as their words."""
    health: Mapped[str] = mapped_column(String(20), default=Health.SETTLING_IN)
    health_reason: Mapped[str] = mapped_column(String(300), default="")
    health_of_reason: Mapped[str] = mapped_column(String(20), default=Health.SETTLING_IN)
    """The health the reason was given for.

    After a change of health the reason counts only if it is given again.
    """
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    idempotency_key: Mapped[str | None] = mapped_column(String(36), unique=True)
    goal_count: Mapped[int] = mapped_column(default=0)
    task_count: Mapped[int] = mapped_column(default=0)
    seat_count: Mapped[int] = mapped_column(default=0)

    spans: Mapped[list[Span]] = relationship("Span", lazy="raise_on_sql", order_by="Span.number")

    @property
    def client_id(self) -> int:  # type: ignore[override]
        """Its own id, because a client's own history belongs to the client."""
        return self.id

    def find(self, model: type[Row], *options: ExecutableOption, **by: str | int | None) -> Row:
        """Return one of this client's rows, or raise 404. Views load rows in no other way."""
        query = select(model).where(model.client_id == self.id).filter_by(**by).options(*options)
        return first_or_404(query)

    def has_road_map(self) -> bool:
        """Whether there is a goal that a CEO would see, that is, neither a draft nor in the trash."""
        goal = Client.metadata.tables["goal"]
        shown = (goal.c.client_id == self.id, goal.c.approval_state != "draft", goal.c.trashed_at.is_(None))
        return bool(db.session.scalar(select(exists().where(*shown))))

    def next_number(self, kind: str, many: int = 1) -> int:
        """Return the next free number of a goal, task or seat of this client; of several, the first.

        Never reused.
        """
        counter = getattr(Client, f"{kind}_count")
        table = Client.metadata.tables["client"]
        query = (
            update(table)
            .where(table.c.id == self.id)
            .values({counter.key: counter + many})
            .returning(counter)
        )
        return int(db.session.execute(query).scalar_one()) - many + 1

    def random_numbers(self, model: Any, many: int = 1) -> list[int]:
        """Return nine-digit random numbers not used at this client, for records that must not be counted."""
        found: set[int] = set()
        while len(found) < many:
            wanted = {LOWEST_RANDOM + randbelow(9 * LOWEST_RANDOM) for _ in range(many - len(found))}
            taken = select(model.number).where(model.client_id == self.id, model.number.in_(wanted))
            found |= wanted - set(db.session.scalars(taken))
        return list(found)

    def change(self, by: Person, **changes: str | int) -> None:
        """Change fields of the client itself, with one event per changed field."""
        for name, value in changes.items():
            previous = getattr(self, name)
            if previous != value:
                setattr(self, name, value)
                details = {"previous": str(previous or ""), "current": str(value or "")}
                self.record(
                    f"client_{name}_changed", by, **details, before={"field": name, "value": previous}
                )

    @property
    def health_word(self) -> str:
        """Return the label of the health on screens."""
        return Health(self.health).word

    @property
    def current_reason(self) -> str:
        """Return the reason for the current health; empty if it was given for another health."""
        return self.health_reason if self.health_of_reason == self.health else ""

    def set_health(self, health: Health, reason: str, by: Person, given_for: str | None = None) -> None:
        """Set the health, with a reason of one line.

        If the reason was given earlier, `given_for` is the health it was given for; history then does not
        quote it.
        """
        wanted = (str(health), reason, str(given_for if given_for and reason else health))
        if wanted != (self.health, self.health_reason, self.health_of_reason):
            before = {"health": self.health, "reason": self.health_reason, "given_for": self.health_of_reason}
            self.health, self.health_reason, self.health_of_reason = wanted
            details = {
                "previous": before["health"],
                "current": str(health),
                "why": "" if given_for else reason,
            }
            self.record("health_changed", by, **details, before=before)

    def rename_span(self, span: Span, name: str, by: Person) -> None:
        """Change the name of one of the client's spans and record it; the same name changes nothing."""
        if span.name != name:
            previous, span.name = span.name, name
            self.record("span_renamed", by, previous=previous, current=name, before={"number": span.number})

    def write_vision(self, words: str, on: date | None, by: Person, author: Person | None = None) -> None:
        """Change the vision or its day.

        New words belong to `author`, by default to the person who wrote them.
        """
        if (words, on) == (self.vision, self.vision_on):
            return
        previous = db.session.get(Person, self.vision_by_id) if self.vision_by_id else None
        before = {
            "words": self.vision,
            "on": self.vision_on.isoformat() if self.vision_on else None,
            "author": previous.public_id if previous else None,
        }
        if words != self.vision:
            self.vision_by_id = (author or by).id if words else None
        self.vision, self.vision_on = words, on
        details = {"previous": before["words"], "current": words}
        if words == before["words"]:
            details["on"] = on.isoformat() if on else ""
        self.record("vision_changed", by, **details, before=before)


def colour_of(slug: str) -> int:
    """Return one of the four colours.

    It depends on the slug, because a count would reveal how many clients there are.
    """
    return crc32(slug.encode()) % 4 + 1


class Span(BelongsToClient, Model):
    """One of the five parts of running the business."""

    __tablename__ = "span"
    __table_args__ = (
        UniqueConstraint("client_id", "id"),
        UniqueConstraint("client_id", "number"),
        CheckConstraint("number BETWEEN 1 AND 5", name="number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(120))

    @classmethod
    def of(cls, client: Client) -> Select[Span]:
        """Return a query for a client's five spans, by number."""
        return select(cls).where(cls.client_id == client.id).order_by(cls.number)
