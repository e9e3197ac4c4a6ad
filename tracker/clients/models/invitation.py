"""An invitation: one address, one client, one role, one use (SECURITY B12)."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, Select, String, UniqueConstraint, select, update
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from tracker.accounts.models import Person, fingerprint, new_token, tidy_email
from tracker.accounts.ties import WHEN_ACCESS_ENDS
from tracker.activity.models import Tracked
from tracker.clients.models.client import Client
from tracker.clients.models.seat import WHEN_A_SEAT_ENDS, Role, Seat
from tracker.foundation import clock
from tracker.foundation.db import Model, Owned, db
from tracker.foundation.errors import DomainError

INVITATION_LASTS = timedelta(days=7)


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
    def open_of(cls, client: Client) -> Select[Invitation]:
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
        if form_key and (made := cls.sent_twice(client, form_key)):
            return made, made.renew()
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
    def sent_twice(cls, client: Client, form_key: str) -> Invitation | None:
        """The invitation the same form made before (SECURITY K4)."""
        query = select(cls).where(cls.client_id == client.id, cls.form_key == form_key)
        return db.session.scalars(query).first()

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
    def role_word(self) -> str:
        return Role(self.role).word

    @property
    def dom_name(self) -> str:
        return f"invitation-{self.pid}"

    def renew(self) -> str:
        """A fresh link for the same invitation: the last one shown is the one that works."""
        if self.accepted_at or self.revoked_at:
            raise DomainError("That invitation is settled. Write a new one.")
        token = new_token()
        self.token_hash = fingerprint(token)
        return token

    def accept(self, person: Person) -> Seat:
        """Take the seat. The address was checked by whoever signed the person in."""
        if person.email != self.email:
            raise DomainError("This invitation is for another address.")
        self.accepted_at = clock.now()
        return Seat.give(self.client, person, Role(self.role), by=person)

    @classmethod
    def revoke_issued(cls, person: Person, client_id: int | None = None) -> None:
        """What somebody handed out ends with their access (SECURITY C4)."""
        issued = update(cls).where(
            cls.invited_by_id == person.id, cls.accepted_at.is_(None), cls.revoked_at.is_(None)
        )
        if client_id is not None:
            issued = issued.where(cls.client_id == client_id)
        db.session.execute(
            issued.values(revoked_at=clock.now()), execution_options={"synchronize_session": False}
        )

    def revoke(self, by: Person) -> None:
        if self.revoked_at is None and self.accepted_at is None:
            self.revoked_at = clock.now()
            self.record("invitation_revoked", by, name=self.name)


WHEN_ACCESS_ENDS.append(Invitation.revoke_issued)
WHEN_A_SEAT_ENDS.append(lambda seat: Invitation.revoke_issued(seat.person, seat.client_id))
