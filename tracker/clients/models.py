"""Clients, their spans, seats and invitations. A client is a wall (PRODUCT rule 1)."""

from __future__ import annotations

import secrets
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import (
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Select,
    String,
    Text,
    UniqueConstraint,
    func,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, contains_eager, joinedload, mapped_column, relationship

from tracker.accounts.models import Person, fingerprint, new_token, tidy_email
from tracker.activity.models import PracticeEvent, Tracked
from tracker.foundation import clock
from tracker.foundation.db import Model, Owned, Versioned, db, first_or_404
from tracker.foundation.errors import DomainError

if TYPE_CHECKING:
    from tracker.foundation.db import Owned as OwnedRow

Row = TypeVar("Row", bound="OwnedRow")

SPANS = ("Training new people", "Who does what", "Paperwork & money", "Daily running", "Room to grow")
INVITATION_LASTS = timedelta(days=7)


class Health(StrEnum):
    """How the COO sees the client. It sorts the portfolio, worst first."""

    STEP_IN = "step_in"
    WATCH = "watch"
    SETTLING_IN = "settling_in"
    STEADY = "steady"

    @property
    def word(self) -> str:
        return {"step_in": "Step in", "watch": "Watch", "settling_in": "Settling in", "steady": "Steady"}[self]


class Role(StrEnum):
    """What a seat is for."""

    COO = "coo"
    CEO = "ceo"
    TEAM = "team"
    VIEWER = "viewer"

    @property
    def word(self) -> str:
        return {"coo": "COO", "ceo": "CEO", "team": "Team", "viewer": "Viewer"}[self]


class Client(Versioned, Tracked, Model):
    """A business served. Its rows are reached through it: `find` and `Model.of(client)`."""

    __tablename__ = "client"
    __table_args__ = (
        CheckConstraint("health IN ('step_in', 'watch', 'settling_in', 'steady')", name="health"),
        CheckConstraint("colour BETWEEN 1 AND 4", name="colour"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    zone: Mapped[str] = mapped_column(String(60), default="UTC")
    colour: Mapped[int] = mapped_column(default=1)
    vision: Mapped[str] = mapped_column(Text, default="")
    vision_on: Mapped[date | None] = mapped_column(Date)
    health: Mapped[str] = mapped_column(String(20), default=Health.SETTLING_IN)
    health_reason: Mapped[str] = mapped_column(String(300), default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    form_key: Mapped[str | None] = mapped_column(String(36), unique=True)
    goal_count: Mapped[int] = mapped_column(default=0)
    task_count: Mapped[int] = mapped_column(default=0)
    seat_count: Mapped[int] = mapped_column(default=0)
    import_count: Mapped[int] = mapped_column(default=0)

    spans: Mapped[list[Span]] = relationship("Span", lazy="raise_on_sql", order_by="Span.number")

    @property
    def client_id(self) -> int:  # type: ignore[override]
        """A client's own history is kept at the client."""
        return self.id

    @classmethod
    def make(
        cls, name: str, slug: str, zone: str, coo: Person, by: Person, form_key: str | None = None, colour: int = 0
    ) -> Client:
        """A new client, whose first COO has a seat from the same moment (DECISIONS 1)."""
        if form_key and (made := db.session.scalars(select(cls).where(cls.form_key == form_key)).first()):
            return made
        if db.session.scalar(select(func.count()).where(cls.slug == slug)):
            raise DomainError("That address is taken. Choose another one.")
        if not coo.is_staff or not coo.is_active:
            raise DomainError("The COO has to be one of the practice’s own people.")
        count = db.session.scalar(select(func.count()).select_from(cls)) or 0
        client = cls(name=name, slug=slug, zone=zone, colour=colour or count % 4 + 1, form_key=form_key)
        db.session.add(client)
        db.session.flush()
        for number, span in enumerate(SPANS, start=1):
            db.session.add(Span(client_id=client.id, number=number, name=span))
        client.record("client_added", by)
        PracticeEvent.note("client_added", by, client=name)
        Seat.give(client, coo, Role.COO, by=by)
        return client

    @classmethod
    def seated(cls, person: Person) -> Select[tuple[Client]]:
        """The clients this person has a live seat at."""
        return select(cls).join(Seat, Seat.client_id == cls.id).where(Seat.person_id == person.id, Seat.live())

    def find(self, model: type[Row], *options: Any, **by: Any) -> Row:
        """One of this client's rows; anybody else's, or none, is a 404. The only way from a view to a row."""
        query = select(model).where(model.client_id == self.id).filter_by(**by).options(*options)
        return first_or_404(query)

    def next_number(self, kind: str) -> int:
        """The next free number of a goal, task, seat or import of this client. Never used twice (A12)."""
        counter = getattr(Client, f"{kind}_count")
        table = Client.__table__
        query = update(table).where(table.c.id == self.id).values({counter.key: counter + 1}).returning(counter)
        return int(db.session.execute(query).scalar_one())

    def change(self, by: Person, **changes: Any) -> None:
        """Change fields of the client itself; one line of history a field."""
        for name, value in changes.items():
            previous = getattr(self, name)
            if previous != value:
                setattr(self, name, value)
                self.record(f"client_{name}_changed", by, previous=str(previous or ""), current=str(value or ""))

    def judge(self, health: Health, reason: str, by: Person) -> None:
        """How the client is doing, and why in one line."""
        if (health, reason) != (self.health, self.health_reason):
            previous, self.health, self.health_reason = self.health, health, reason
            self.record("health_changed", by, previous=previous, current=str(health), why=reason)

    def write_vision(self, words: str, on: date | None, by: Person) -> None:
        if (words, on) != (self.vision, self.vision_on):
            previous, self.vision, self.vision_on = self.vision, words, on
            self.record("vision_changed", by, previous=previous, current=words)


class Span(Owned, Model):
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
    def of(cls, client: Client) -> Select[tuple[Span]]:
        return select(cls).where(cls.client_id == client.id).order_by(cls.number)


class Seat(Owned, Tracked, Model):
    """Somebody's place at a client. Ended, never deleted: the name stays in history."""

    __tablename__ = "seat"
    __table_args__ = (
        UniqueConstraint("client_id", "id"),
        UniqueConstraint("client_id", "number"),
        Index(
            "uq_seat_live",
            "client_id",
            "person_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        CheckConstraint("role IN ('coo', 'ceo', 'team', 'viewer')", name="role"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[str] = mapped_column(String(10))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    ended_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship("Person", lazy="raise_on_sql")
    client: Mapped[Client] = relationship("Client", lazy="raise_on_sql")

    @classmethod
    def live(cls) -> Any:
        return cls.ended_at.is_(None)

    @classmethod
    def of(cls, client: Client) -> Select[tuple[Seat]]:
        """All seats of a client, the ended ones too, with their people."""
        return (
            select(cls)
            .join(cls.person)
            .where(cls.client_id == client.id)
            .options(contains_eager(cls.person))
            .order_by(Person.name, cls.id)
        )

    @classmethod
    def held_by(cls, person: Person) -> Select[tuple[Seat]]:
        """A person's live seats, with their clients."""
        return (
            select(cls)
            .join(cls.client)
            .where(cls.person_id == person.id, cls.live())
            .options(contains_eager(cls.client))
            .order_by(Client.name)
        )

    @classmethod
    def give(cls, client: Client, person: Person, role: Role, by: Person) -> Seat:
        """Seat a person. Who has the seat already keeps it; another role replaces it."""
        held = db.session.scalars(
            select(cls).where(cls.client_id == client.id, cls.person_id == person.id, cls.live())
        ).first()
        if held is not None and held.role == role:
            return held
        if held is not None:
            held.end(by)
            db.session.flush()
        seat = cls(client_id=client.id, number=client.next_number("seat"), person_id=person.id, role=role)
        seat.person, seat.client = person, client
        db.session.add(seat)
        seat.record("seat_given", by, name=person.name, role=str(role))
        return seat

    def end(self, by: Person) -> None:
        """Access ends with the next request; with the last seat every session ends (SECURITY C4)."""
        if self.ended_at is not None:
            return
        self.ended_at = clock.now()
        self.record("seat_ended", by, name=self.person.name, role=self.role)
        others = select(func.count()).select_from(Seat).where(Seat.person_id == self.person_id, Seat.live())
        if not self.person.is_staff and not db.session.scalar(others):
            self.person.end_every_session()

    @property
    def dom_name(self) -> str:
        return f"seat-{self.number}"

    @property
    def name(self) -> str:
        return self.person.name

    @property
    def is_live(self) -> bool:
        return self.ended_at is None and self.person.is_active

    def may_end(self, other: Seat) -> bool:
        """COO and CEO end seats at their client: the COO's people and below, the CEO only below (A9)."""
        if other.ended_at is not None or other.role == Role.COO or other.id == self.id:
            return False
        return self.role == Role.COO or (self.role == Role.CEO and other.role in (Role.TEAM, Role.VIEWER))

    def may_invite(self) -> tuple[Role, ...]:
        """The seats this one may give: never one at or above its own (DECISIONS 3)."""
        if self.role == Role.COO:
            return (Role.CEO, Role.TEAM, Role.VIEWER)
        return (Role.TEAM, Role.VIEWER) if self.role == Role.CEO else ()


class Invitation(Owned, Tracked, Model):
    """A link that seats one address at one client in one role. Hashed, seven days, once, revocable (B12)."""

    __tablename__ = "invitation"
    __table_args__ = (
        UniqueConstraint("client_id", "id"),
        UniqueConstraint("client_id", "form_key"),
        CheckConstraint("role IN ('ceo', 'team', 'viewer')", name="role"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    pid: Mapped[str] = mapped_column(String(24), unique=True, default=lambda: secrets.token_hex(8))
    email: Mapped[str] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(10))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    form_key: Mapped[str | None] = mapped_column(String(36))
    invited_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    invited_by: Mapped[Person] = relationship("Person", lazy="raise_on_sql")
    client: Mapped[Client] = relationship("Client", lazy="raise_on_sql")

    @classmethod
    def open_of(cls, client: Client) -> Select[tuple[Invitation]]:
        return (
            select(cls)
            .where(cls.client_id == client.id, cls.accepted_at.is_(None), cls.revoked_at.is_(None))
            .where(cls.expires_at > clock.now())
            .options(joinedload(cls.invited_by))
            .order_by(cls.created_at)
        )

    @classmethod
    def make(
        cls, client: Client, email: str, name: str, role: Role, by: Seat, form_key: str | None = None
    ) -> tuple[Invitation, str]:
        """Invite an address; an older open invitation of the same address stops working.

        Returns the invitation and the token for its link, which is kept nowhere.
        """
        if role not in by.may_invite():
            raise DomainError("You can invite people to seats below your own.")
        address = tidy_email(email)
        for older in db.session.scalars(cls.open_of(client).where(cls.email == address)):
            older.revoke(by.person)
        token = new_token()
        made = cls(
            client_id=client.id, email=address, name=name, role=role, token_hash=fingerprint(token),
            form_key=form_key, invited_by_id=by.person_id, expires_at=clock.now() + INVITATION_LASTS,
        )  # fmt: skip
        db.session.add(made)
        made.record("person_invited", by.person, name=name, role=str(role))
        return made, token

    @classmethod
    def with_token(cls, token: str) -> Invitation | None:
        query = select(cls).where(
            cls.token_hash == fingerprint(token),
            cls.accepted_at.is_(None),
            cls.revoked_at.is_(None),
            cls.expires_at > clock.now(),
        )
        return db.session.scalars(query.options(joinedload(cls.client), joinedload(cls.invited_by))).first()

    @property
    def dom_name(self) -> str:
        return f"invitation-{self.pid}"

    def accept(self, person: Person) -> Seat:
        """Take the seat. The address was checked by whoever signed the person in."""
        if person.email != self.email:
            raise DomainError("This invitation is for another address.")
        self.accepted_at = clock.now()
        return Seat.give(self.client, person, Role(self.role), by=person)

    def revoke(self, by: Person) -> None:
        if self.revoked_at is None and self.accepted_at is None:
            self.revoked_at = clock.now()
            self.record("invitation_revoked", by, name=self.name)
