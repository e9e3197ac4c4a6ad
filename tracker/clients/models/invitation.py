"""Invitations: each for one address, one client and one role, to be accepted once."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import (
    BindParameter,
    CheckConstraint,
    ForeignKey,
    Select,
    String,
    UniqueConstraint,
    and_,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship
from sqlalchemy.sql.base import ExecutableOption
from sqlalchemy.sql.elements import ColumnElement

from tracker.accounts.hooks import WHEN_ACCESS_IS_LOST
from tracker.accounts.models import Person, fingerprint, new_token, normalise_email
from tracker.clients.models.client import Client
from tracker.clients.models.seat import WHEN_A_SEAT_ENDS, WHEN_A_SEAT_IS_GIVEN, Role, Seat, as_role
from tracker.foundation import clock
from tracker.foundation.database import BelongsToClient, Model, db
from tracker.foundation.exceptions import DomainError
from tracker.history.models import RecordsHistory

INVITATION_LASTS = timedelta(days=7)


class Invitation(BelongsToClient, RecordsHistory, Model):
    """An address invited to one role at one client, until it is accepted or withdrawn.

    The client's COO makes its link, which is stored as a hash and works once within seven days.
    """

    __tablename__ = "invitation"
    __table_args__ = (
        UniqueConstraint("client_id", "id"),
        UniqueConstraint("client_id", "idempotency_key"),
        CheckConstraint("role IN ('ceo', 'team', 'viewer')", name="role"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(24), unique=True, default=lambda: secrets.token_hex(8))
    email: Mapped[str] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(10))
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    """None while the request waits for the COO to make the link."""
    idempotency_key: Mapped[str | None] = mapped_column(String(36))
    invited_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    link_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """The COO who made the link and passes it on."""
    requested_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """The client's CEO who requested it again since its last link. Today shows this when the link expires."""
    expires_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]
    declined_at: Mapped[datetime | None]
    """When the invited person declined.

    The link then no longer works, but the client’s people see it as open.

    Only a proven account can decline, so an invitation that vanished would reveal to a CEO that the address
    has one.
    """
    revoked_at: Mapped[datetime | None]

    invited_by: Mapped[Person] = relationship("Person", lazy="raise_on_sql", foreign_keys=[invited_by_id])
    link_by: Mapped[Person | None] = relationship("Person", lazy="raise_on_sql", foreign_keys=[link_by_id])
    requested_by: Mapped[Person | None] = relationship(
        "Person", lazy="raise_on_sql", foreign_keys=[requested_by_id]
    )
    client: Mapped[Client] = relationship("Client", lazy="raise_on_sql")

    @classmethod
    def open(cls) -> ColumnElement[bool]:
        """WHERE clause: neither accepted nor withdrawn. The link may have expired; the COO can make another.

        A declined invitation is open too, until a COO withdraws or renews it.
        """
        return and_(cls.accepted_at.is_(None), cls.revoked_at.is_(None))

    @classmethod
    def answerable(cls) -> ColumnElement[bool]:
        """WHERE clause: open, not declined, and with a link that has not expired."""
        return and_(cls.open(), cls.declined_at.is_(None), cls.expires_at > clock.now())

    @classmethod
    def open_of(cls, client: Client) -> Select[Invitation]:
        """Return a query for the open invitations of a client, oldest first, with the people they name."""
        return (
            select(cls)
            .where(cls.client_id == client.id, cls.open())
            .options(joinedload(cls.invited_by), joinedload(cls.link_by), joinedload(cls.requested_by))
            .order_by(cls.created_at, cls.id)
        )

    @classmethod
    def open_at(cls, client_ids: Collection[int] | BindParameter[Collection[int]]) -> Select[Invitation]:
        """Return the open invitations of these clients, oldest first."""
        query = select(cls).where(cls.client_id.in_(client_ids), cls.open())
        return query.options(joinedload(cls.invited_by), joinedload(cls.requested_by)).order_by(
            cls.created_at, cls.id
        )

    @classmethod
    def ask(
        cls, client: Client, email: str, name: str, role: Role, by: Seat, idempotency_key: str | None = None
    ) -> Invitation:
        """Request an invitation, without a link yet. It replaces an open one of the same address.

        Only the practice makes links, so that a CEO never holds a link to another person's account. A COO's
        invitation, or one whose link a COO has just made, is not changed when a CEO asks; history records
        that they asked. Raises DomainError for a role that the seat may not give.
        """
        if role not in by.may_invite():
            raise DomainError("You can invite people only to roles below your own.")
        address = normalise_email(email)
        for older in db.session.scalars(cls.open_of(client).where(cls.email == address)):
            if by.role != Role.COO and older.is_by_coo:
                older.record("invitation_requested", by.person, name=name, role=str(role))
                older.requested_by_id, older.requested_by = by.person_id, by.person
                return older
            older.end("invitation_replaced", by.person)
        made = cls(
            client_id=client.id,
            email=address,
            name=name,
            role=role,
            idempotency_key=idempotency_key,
            invited_by_id=by.person_id,
        )
        made.invited_by = by.person
        db.session.add(made)
        if by.role != Role.COO:
            made.record("invitation_requested", by.person, name=name, role=str(role))
        return made

    @classmethod
    def make(
        cls, client: Client, email: str, name: str, role: Role, by: Seat, idempotency_key: str | None = None
    ) -> tuple[Invitation, str]:
        """Invite an address as the client's COO.

        Returns the invitation and the token of its link, which is not stored.
        """
        if idempotency_key and (made := cls.by_idempotency_key(client, idempotency_key)):
            return made, made.renew(by)
        made = cls.ask(client, email, name, role, by, idempotency_key)
        return made, made.make_link(by)

    @classmethod
    def by_idempotency_key(cls, client: Client, idempotency_key: str) -> Invitation | None:
        """Return the invitation that the same form made before."""
        query = select(cls).where(cls.client_id == client.id, cls.idempotency_key == idempotency_key)
        return db.session.scalars(query.options(joinedload(cls.link_by))).first()

    @classmethod
    def with_token(cls, token: str) -> Invitation | None:
        """Return the invitation with this token, if it can still be answered."""
        query = select(cls).where(cls.token_hash == fingerprint(token), cls.answerable())
        return db.session.scalars(query.options(*cls.load_options())).first()

    @classmethod
    def load_options(cls) -> tuple[ExecutableOption, ...]:
        """Return the options that load an invitation with its client and the people it names."""
        return joinedload(cls.client), joinedload(cls.invited_by), joinedload(cls.link_by)

    @classmethod
    def addressed_to(cls, person: Person) -> Select[Invitation]:
        """Return the open invitations for a person with an account, with links that have not expired."""
        query = select(cls).where(cls.email == person.email, cls.answerable())
        return query.options(*cls.load_options()).order_by(cls.created_at, cls.id)

    @property
    def role_word(self) -> str:
        """Return the label of the role on screens."""
        return Role(self.role).word

    @property
    def as_role(self) -> str:
        """Return “as CEO”, “to the team” or “as a viewer”."""
        return as_role(self.role)

    @property
    def dom_name(self) -> str:
        """Return the name of its element on a page: `invitation-` and its public id."""
        return f"invitation-{self.public_id}"

    @property
    def is_by_coo(self) -> bool:
        """Whether a COO invited, or made a link that still works. Only the practice's people are COO."""
        return self.invited_by.is_staff or not (self.is_waiting or self.has_expired)

    @property
    def is_waiting(self) -> bool:
        """Whether the COO still has to make the link."""
        return self.token_hash is None

    @property
    def has_expired(self) -> bool:
        """Whether the time to use the link is over; without a link it has not expired."""
        return self.expires_at is not None and self.expires_at <= clock.now()

    @property
    def is_declined(self) -> bool:
        """Whether the invited person declined. For the practice’s people only."""
        return self.declined_at is not None

    @property
    def needs_link(self) -> bool:
        """Whether the COO has a link to make: for a request, or for one repeated after the link expired."""
        return self.is_waiting or (self.has_expired and self.requested_by_id is not None)

    @property
    def is_for_coo(self) -> bool:
        """Whether Today shows it to the COO: they have a link to make, or the invited person declined."""
        return self.needs_link or self.is_declined

    def make_link(self, by: Seat) -> str:
        """Return the token of a new link for the COO to pass on; earlier links stop working."""
        action = "person_invited" if self.is_waiting else "invitation_link_made"
        token = self.renew(by)
        self.record(action, by.person, name=self.name, role=self.role)
        return token

    def renew(self, by: Seat) -> str:
        """Return a new token without recording an event.

        Raises DomainError unless a COO renews an open invitation.
        """
        if by.role != Role.COO:
            raise DomainError("Your COO makes the link and passes it on.")
        if self.accepted_at or self.revoked_at:
            raise DomainError("That invitation is no longer open. Invite them again.")
        token = new_token()
        self.token_hash, self.link_by_id, self.link_by = fingerprint(token), by.person_id, by.person
        self.requested_by_id = self.requested_by = self.declined_at = None
        self.expires_at = clock.now() + INVITATION_LASTS
        return token

    def accept(self, person: Person) -> Seat:
        """Accept it and return the seat. A seat of the same or a higher role is kept."""
        if person.email != self.email:
            raise DomainError("This invitation is for another address.")
        self.accepted_at = clock.now()
        held, role = Seat.find_live(self.client, person), Role(self.role)
        if held is not None and Role(held.role).rank >= role.rank:
            return held
        return Seat.give(self.client, person, role, by=person)

    @classmethod
    def end_made_by(cls, person: Person, seat: Seat | None = None) -> None:
        """When a person's access ends, end their requests, and void the links they made for others' requests.

        With `seat`, only at that client, otherwise everywhere. Each records an event.
        """
        here = (cls.open(), cls.client_id == seat.client_id) if seat is not None else (cls.open(),)
        asked = update(cls).where(cls.requested_by_id == person.id, *here)
        db.session.execute(asked.values(requested_by_id=None))
        made = select(cls).where(*here, or_(cls.invited_by_id == person.id, cls.link_by_id == person.id))
        role = {"role": seat.role} if seat is not None else {}
        locked = made.order_by(cls.id).with_for_update().execution_options(populate_existing=True)
        for invitation in db.session.scalars(locked):
            if invitation.invited_by_id == person.id:
                invitation.end("invitation_ended", person, **role)
            else:
                invitation.token_hash = invitation.link_by_id = invitation.expires_at = None
                invitation.record("invitation_link_ended", person, name=invitation.name, **role)

    @classmethod
    def settle_of(cls, seat: Seat, _by: Person) -> None:
        """Withdraw the invitations of a person who now has a role at the client."""
        query = select(cls).where(cls.client_id == seat.client_id, cls.email == seat.person.email, cls.open())
        for invitation in db.session.scalars(query):
            invitation.end("invitation_settled", seat.person)

    def revoke(self, by: Person) -> None:
        """Withdraw it."""
        self.end("invitation_revoked", by)

    def decline(self, person: Person) -> None:
        """Decline it for the person it is addressed to.

        Only the practice reads that, because it reveals that the address has an account.
        """
        self.declined_at = clock.now()
        self.record("invitation_declined", person, name=self.name)

    def end(self, action: str, by: Person, **details: str) -> None:
        """End it, so that it can no longer be accepted; history gives the reason."""
        if self.revoked_at is None and self.accepted_at is None:
            self.revoked_at = clock.now()
            self.record(action, by, name=self.name, **details)


WHEN_ACCESS_IS_LOST.append(Invitation.end_made_by)
WHEN_A_SEAT_IS_GIVEN.append(Invitation.settle_of)
WHEN_A_SEAT_ENDS.append(lambda seat: Invitation.end_made_by(seat.person, seat))
