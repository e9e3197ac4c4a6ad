"""The people with access to a client, and their roles: the only source of access."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    Select,
    String,
    UniqueConstraint,
    func,
    select,
    text,
)
from sqlalchemy.orm import Mapped, contains_eager, mapped_column, relationship
from sqlalchemy.sql.elements import ColumnElement

from tracker.accounts.models import Person, ResetLink
from tracker.clients.models.client import Client
from tracker.foundation import clock
from tracker.foundation.database import BelongsToClient, Model, db
from tracker.foundation.exceptions import DomainError
from tracker.history.models import RecordsHistory
from tracker.history.readers import RESTRICTIONS

WHEN_A_SEAT_ENDS: list[Callable[[Seat], None]] = []
"""Hooks called at the end of a seat, for invitations and links made with it."""

WHEN_A_SEAT_CLOSES: list[Callable[[Seat, Person], None]] = []
"""Hooks called with a seat that ended or whose account is closed, and who did it, for what was said from it."""

WHEN_A_SEAT_IS_GIVEN: list[Callable[[Seat, Person], None]] = []
"""Hooks called with a new seat and its giver, for open invitations and for work under the same name."""


class Role(StrEnum):
    """The role of a seat."""

    COO = "coo"
    CEO = "ceo"
    TEAM = "team"
    VIEWER = "viewer"

    @property
    def word(self) -> str:
        """Return the label on screens."""
        return {"coo": "COO", "ceo": "CEO", "team": "Team", "viewer": "Viewer"}[self]

    @property
    def rank(self) -> int:
        """Return the rank: COO 3, CEO 2, Team 1, Viewer 0."""
        return list(reversed(Role)).index(self)


def as_role(role: str) -> str:
    """Return the words after “invited” or “gave access”: “as CEO”, “to the team”, “as a viewer”."""
    return {"team": "to the team", "viewer": "as a viewer"}.get(role) or f"as {role.upper()}"


LEAD_ROLES = frozenset(map(Role, RESTRICTIONS["leads"]))
"""The roles that lead the engagement: they read tasks hidden from the team and change others' work."""


class Seat(BelongsToClient, RecordsHistory, Model):
    """A person's access to a client. Ended, never deleted, because the name remains in history."""

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
    def live(cls) -> ColumnElement[bool]:
        """WHERE clause: the seat has not ended."""
        return cls.ended_at.is_(None)

    @classmethod
    def of(cls, client: Client) -> Select[Seat]:
        """Return all seats of a client, including ended ones, with their people."""
        return cls.with_people().where(cls.client_id == client.id)

    @classmethod
    def with_people(cls) -> Select[Seat]:
        """Return seats with their people, the oldest first."""
        return select(cls).join(cls.person).options(contains_eager(cls.person)).order_by(cls.id)

    @classmethod
    def live_of(cls, person: Person) -> Select[Seat]:
        """Return a person's live seats, with their clients."""
        return (
            select(cls)
            .join(cls.client)
            .where(cls.person_id == person.id, cls.live())
            .options(contains_eager(cls.client))
            .order_by(cls.id)
        )

    @classmethod
    def clients_of(cls, person: Person) -> Select[Client]:
        """Return the clients where this person has a live seat."""
        return (
            select(Client).join(cls, cls.client_id == Client.id).where(cls.person_id == person.id, cls.live())
        )

    @classmethod
    def find_live(cls, client: Client, person: Person) -> Seat | None:
        """Return a person's live seat at this client, or None."""
        query = select(cls).where(cls.client_id == client.id, cls.person_id == person.id, cls.live())
        return db.session.scalars(query).first()

    @classmethod
    def give(cls, client: Client, person: Person, role: Role, by: Person) -> Seat:
        """Give a person a seat. An existing seat is kept; another role replaces its role.

        An open link to a new password stops working, because it was made when the account opened less.
        """
        held = cls.find_live(client, person)
        if held is not None and held.role == role:
            return held
        if held is not None:
            held.keep_a_coo()
            held.end(by)
            db.session.flush()
        seat = cls(client_id=client.id, number=client.next_number("seat"), person_id=person.id, role=role)
        seat.person, seat.client = person, client
        db.session.add(seat)
        if not person.is_staff:
            ResetLink.revoke_all(person)
        seat.record("seat_given", by, name=person.name, role=str(role), is_own=by.id == person.id)
        for also in WHEN_A_SEAT_IS_GIVEN:
            also(seat, by)
        return seat

    def keep_a_coo(self) -> None:
        """Raise DomainError if the client would lose its last COO.

        Locks the client, so that two COOs cannot leave at the same time.
        """
        if self.role != Role.COO or self.ended_at is not None:
            return
        name = db.session.scalar(select(Client.name).where(Client.id == self.client_id).with_for_update())
        others = (
            select(func.count())
            .select_from(Seat)
            .join(Person, Person.id == Seat.person_id)
            .where(Seat.client_id == self.client_id, Seat.id != self.id, Seat.role == Role.COO, Seat.live())
            .where(Person.deactivated_at.is_(None))
        )
        if not db.session.scalar(others):
            raise DomainError(f"{name} would have no COO. Add another COO first.")

    def end(self, by: Person) -> None:
        """End the access with the next request; with the last seat, every session ends."""
        if self.ended_at is not None:
            return
        self.ended_at = clock.now()
        for also in WHEN_A_SEAT_ENDS:
            also(self)
        self.record("seat_ended", by, name=self.person.name, role=self.role)
        for close in WHEN_A_SEAT_CLOSES:
            close(self, by)
        others = select(func.count()).select_from(Seat).where(Seat.person_id == self.person_id, Seat.live())
        if not self.person.is_staff and not db.session.scalar(others):
            self.person.revoke_access()

    def present(self) -> Seat | None:
        """Return the seat that this person holds at the client now, with the person; None without access."""
        here = Seat.client_id == self.client_id, Seat.person_id == self.person_id, Seat.live()
        query = select(Seat).join(Seat.person).where(*here).options(contains_eager(Seat.person))
        return db.session.scalars(query).first()

    @property
    def dom_name(self) -> str:
        """Return the name of its element on a page: `seat-3`."""
        return f"seat-{self.number}"

    @property
    def name(self) -> str:
        """Return the person's full name."""
        return self.person.name

    @property
    def role_word(self) -> str:
        """Return the label of the role on screens."""
        return Role(self.role).word

    @property
    def is_open(self) -> bool:
        """Whether the seat has not ended; its account may be closed."""
        return self.ended_at is None

    @property
    def is_live(self) -> bool:
        """Whether the seat has not ended and the account is open."""
        return self.ended_at is None and self.person.is_active

    @property
    def is_lead(self) -> bool:
        """Whether the role is COO or CEO."""
        return self.role in LEAD_ROLES

    def may_end(self, other: Seat) -> bool:
        """Whether this seat may end the other: a COO any but COOs', a CEO those of the team and viewers."""
        if other.ended_at is not None or other.role == Role.COO or other.id == self.id:
            return False
        return self.role == Role.COO or (self.role == Role.CEO and other.role in (Role.TEAM, Role.VIEWER))

    def may_invite(self) -> tuple[Role, ...]:
        """Return the roles this seat may give; all are below its own."""
        if self.role == Role.COO:
            return (Role.CEO, Role.TEAM, Role.VIEWER)
        return (Role.TEAM, Role.VIEWER) if self.role == Role.CEO else ()
