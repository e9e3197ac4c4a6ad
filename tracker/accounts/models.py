"""People, the practice, sessions and one-time links."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from flask_login import UserMixin
from sqlalchemy import CheckConstraint, ForeignKey, Select, String, delete, select, update
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from tracker.accounts import hooks
from tracker.accounts.passwords import hash_password
from tracker.foundation import clock
from tracker.foundation.database import Model, Versioned, db
from tracker.history.models import PracticeEvent

THEMES = ("auto", "light", "dark")


def new_token() -> str:
    """A secret for a link or a cookie: 256 bits from the system."""
    return secrets.token_urlsafe(32)


def fingerprint(token: str) -> str:
    """What is stored of a secret: enough to recognise it, useless to whoever reads the database."""
    return sha256(token.encode()).hexdigest()


def normalise_email(address: str) -> str:
    return address.strip().casefold()


class Practice(Model):
    """The COO's firm. One row."""

    __tablename__ = "practice"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120), default="My practice")
    is_demo: Mapped[bool] = mapped_column(default=False)

    @classmethod
    def the(cls) -> Practice:
        """The practice of this installation."""
        found = db.session.scalars(select(cls)).first()
        if found is None:
            found = cls(name="My practice")
            db.session.add(found)
            db.session.flush()
        return found

    def rename(self, name: str, by: Person) -> None:
        if name != self.name:
            PracticeEvent.note("practice_renamed", by, previous=self.name, current=name)
            self.name = name


class Person(Versioned, UserMixin, Model):  # type: ignore[misc]
    """Somebody who signs in. Never deleted: deactivated, and the name stays in history."""

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint("staff_role IN ('owner', 'coo')", name="staff_role"),
        CheckConstraint("theme IN ('auto', 'light', 'dark')", name="theme"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    pid: Mapped[str] = mapped_column(String(24), unique=True, default=lambda: secrets.token_hex(8))
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    password_hash: Mapped[str | None] = mapped_column(String(255))
    staff_role: Mapped[str | None] = mapped_column(String(10))
    zone: Mapped[str] = mapped_column(String(60), default="UTC")
    theme: Mapped[str] = mapped_column(String(10), default="auto")
    keys: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    deactivated_at: Mapped[datetime | None]
    has_notices: Mapped[bool] = mapped_column(default=False)
    """Whether a page may have something to tell them; saves every other page the question."""

    @classmethod
    def by_email(cls, address: str) -> Person | None:
        return db.session.scalars(select(cls).where(cls.email == normalise_email(address))).first()

    @classmethod
    def staff_query(cls) -> Select[Person]:
        return select(cls).where(cls.staff_role.is_not(None)).order_by(cls.id)

    @classmethod
    def welcome(cls, email: str, name: str, zone: str, staff_role: str | None = None) -> Person:
        """A new person, who has no password yet."""
        person = cls(email=normalise_email(email), name=name, zone=zone, staff_role=staff_role)
        db.session.add(person)
        db.session.flush()
        return person

    def get_id(self) -> str:
        """For Flask-Login: the session's token, never the person's number."""
        return str(getattr(self, "_token", ""))

    def remember_token(self, token: str) -> None:
        """Remember, for this request only, the session's token; it is never stored."""
        self._token = token

    @property
    def is_active(self) -> bool:
        return self.deactivated_at is None

    @property
    def is_staff(self) -> bool:
        return self.staff_role is not None

    @property
    def is_owner(self) -> bool:
        return self.staff_role == "owner"

    def set_password(self, hashed: str) -> None:
        """A new password ends every session and every open link."""
        self.password_hash = hashed
        self.password_changes()
        self.end_credentials()
        PracticeEvent.note("password_changed", self, person=self.pid)

    def choose_password(self, password: str) -> None:
        self.set_password(hash_password(password))

    def set_password_by_link(self, hashed: str, made_by: Person | None) -> None:
        """From now on the account belongs to whoever got the link: only the link's maker vouches for it."""
        self.set_password(hashed)
        AccountProof.forget(self)
        self.add_proof(made_by)

    def add_proof(self, by: Person | None) -> None:
        """Somebody vouches for whoever holds the present password; nobody: it was set on the console."""
        how = "console" if by is None else "owner" if by.is_owner else "coo"
        number = by.id if by else None
        if not any((proof.how, proof.by_id) == (how, number) for proof in AccountProof.of(self)):
            db.session.add(AccountProof(person_id=self.id, how=how, by_id=number))

    def void_password(self, by: Person) -> None:
        """Nobody has confirmed whose account it is: its sessions end, and a link has to start it afresh."""
        self.password_hash = None
        AccountProof.forget(self)
        self.password_changes()
        self.revoke_access()
        PracticeEvent.note("password_voided", by, person=self.pid)

    def lock(self) -> None:
        """Nobody else changes the account, its password or its seats, until this transaction is over."""
        db.session.refresh(self, with_for_update=True)

    def call_attention(self) -> None:
        """Show what there is to tell them on their next page. No edit of the account, so its version stays."""
        said = update(Person).where(Person.id == self.id).values(has_notices=True)
        db.session.execute(said, execution_options={"synchronize_session": False})

    def end_every_session(self, but: SignIn | None = None) -> None:
        query = update(SignIn).where(SignIn.person_id == self.id, SignIn.ended_at.is_(None))
        if but is not None:
            query = query.where(SignIn.id != but.id)
        db.session.execute(
            query.values(ended_at=clock.now()), execution_options={"synchronize_session": False}
        )

    def password_changes(self) -> None:
        """Tell who keeps something about the password that is replaced or taken away."""
        for tell in hooks.WHEN_PASSWORD_CHANGES:
            tell(self)

    def end_credentials(self) -> None:
        """Sessions, reset links and what rooms above keep for the password: all of it stops at once."""
        self.end_every_session()
        ResetLink.kill_all(self)
        for also in hooks.WHEN_ACCESS_ENDS:
            also(self)

    def revoke_access(self) -> None:
        """They can no longer get in: with their credentials goes what they had asked for or made for others."""
        self.end_credentials()
        for also in hooks.WHEN_ACCESS_IS_LOST:
            also(self)

    def change(self, **changes: str | bool) -> None:
        """Change what is the person's own: name, zone, theme, keys."""
        for field, value in changes.items():
            if getattr(self, field) != value:
                if field == "name":
                    for tell in hooks.WHEN_RENAMED:
                        tell(self, str(value))
                setattr(self, field, value)
                PracticeEvent.note(f"person_{field}_changed", self, person=self.pid)

    def appoint(self, staff_role: str, by: Person) -> None:
        """Make the person one of the practice's own."""
        if self.staff_role != staff_role:
            previous, self.staff_role = self.staff_role, staff_role
            ResetLink.kill_all(self)  # it was made for less than the account reaches now
            PracticeEvent.note("staff_appointed", by, person=self.pid, previous=previous, current=staff_role)

    def deactivate(self, by: Person) -> None:
        """Access ends with the next request; seats and history stay as they were."""
        if self.deactivated_at is None:
            self.deactivated_at = clock.now()
            self.revoke_access()
            PracticeEvent.note("person_deactivated", by, person=self.pid)

    def reactivate(self, by: Person) -> None:
        if self.deactivated_at is not None:
            self.deactivated_at = None
            PracticeEvent.note("person_reactivated", by, person=self.pid)


class SignIn(Model):
    """A session. The cookie holds a random token; this row holds its fingerprint and decides."""

    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    pid: Mapped[str] = mapped_column(String(24), unique=True, default=lambda: secrets.token_hex(8))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    device: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    seen_at: Mapped[datetime] = mapped_column(default=clock.now)
    ended_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship("Person", lazy="raise_on_sql")

    @classmethod
    def start(cls, person: Person, device: str) -> str:
        """A new session; returns the token for the cookie, which is not kept here."""
        token = new_token()
        db.session.add(cls(person_id=person.id, token_hash=fingerprint(token), device=device[:200]))
        db.session.flush()
        return token

    @classmethod
    def with_token(cls, token: str) -> SignIn | None:
        query = select(cls).where(cls.token_hash == fingerprint(token), cls.ended_at.is_(None))
        return db.session.scalars(query).first()

    @classmethod
    def live_of(cls, person: Person) -> list[SignIn]:
        query = select(cls).where(cls.person_id == person.id, cls.ended_at.is_(None))
        return list(db.session.scalars(query.order_by(cls.seen_at.desc())))

    def end(self) -> None:
        if self.ended_at is None:
            self.ended_at = clock.now()

    def is_live(self, idle: timedelta, absolute: timedelta) -> bool:
        """Judged when read, by the clock, not by a cleaner."""
        moment = clock.now()
        return self.ended_at is None and moment < self.seen_at + idle and moment < self.created_at + absolute


class AccountProof(Model):
    """Who vouches that whoever holds the password of an account is the person it is for.

    A proof belongs to the present password: a password chosen with a link leaves only the proof of that link.
    A link by the owner or from the console proves the account everywhere; a link by a COO only towards the
    clients where that COO has access.
    """

    __tablename__ = "account_proof"
    __table_args__ = (CheckConstraint("how IN ('console', 'owner', 'coo', 'mailbox')", name="how"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    how: Mapped[str] = mapped_column(String(10))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    proven_at: Mapped[datetime] = mapped_column(default=clock.now)

    @classmethod
    def of(cls, person: Person) -> list[AccountProof]:
        return list(db.session.scalars(select(cls).where(cls.person_id == person.id)))

    @classmethod
    def forget(cls, person: Person) -> None:
        db.session.execute(delete(cls).where(cls.person_id == person.id))


class ResetLink(Model):
    """A one-time link to choose a password: hashed, an hour, the newest only."""

    __tablename__ = "reset_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Who made it and vouches for whoever uses it; None: it was made on the console."""
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]
    """When its person was told that it was made."""

    person: Mapped[Person] = relationship("Person", lazy="joined", foreign_keys=[person_id])
    made_by: Mapped[Person | None] = relationship("Person", lazy="raise_on_sql", foreign_keys=[made_by_id])

    @classmethod
    def make(
        cls,
        person: Person,
        lasting: timedelta = timedelta(hours=1),
        by: Person | None = None,
        tell: bool = True,
    ) -> str:
        """A fresh link; the ones before it stop working. Returns the token for the address.

        Its person is told on their next page that it was made, unless `tell` is off: a new account's first link.
        """
        cls.kill_all(person)
        token, now = new_token(), clock.now()
        link = cls(
            person_id=person.id,
            token_hash=fingerprint(token),
            made_by_id=by.id if by else None,
            expires_at=now + lasting,
            told_at=None if tell else now,
        )
        db.session.add(link)
        if tell:
            person.call_attention()
        return token

    @classmethod
    def untold(cls, person: Person) -> Select[ResetLink]:
        """Links made for somebody of which they have not been told yet, oldest first."""
        query = select(cls).where(cls.person_id == person.id, cls.told_at.is_(None))
        return query.options(joinedload(cls.made_by)).order_by(cls.created_at, cls.id)

    def take(self) -> bool:
        """Use the link up; False when somebody was quicker. Its account is locked meanwhile."""
        self.person.lock()
        taken = db.session.execute(
            update(ResetLink)
            .where(ResetLink.id == self.id, ResetLink.used_at.is_(None))
            .values(used_at=clock.now()),
            execution_options={"synchronize_session": False},
        )
        return bool(taken.rowcount == 1)  # type: ignore[attr-defined]

    @classmethod
    def kill_all(cls, person: Person) -> None:
        open_links = update(cls).where(cls.person_id == person.id, cls.used_at.is_(None))
        db.session.execute(
            open_links.values(used_at=clock.now()), execution_options={"synchronize_session": False}
        )

    @classmethod
    def usable(cls, token: str) -> ResetLink | None:
        query = select(cls).where(
            cls.token_hash == fingerprint(token), cls.used_at.is_(None), cls.expires_at > clock.now()
        )
        found = db.session.scalars(query.options(joinedload(cls.made_by))).first()
        return found if found and found.person.is_active else None
