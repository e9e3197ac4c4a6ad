"""People, the practice, sessions and one-time links."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from flask_login import UserMixin
from sqlalchemy import CheckConstraint, ForeignKey, Select, String, select, update
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.accounts import ties
from tracker.accounts.passwords import hash_password
from tracker.activity.models import PracticeEvent
from tracker.foundation import clock
from tracker.foundation.db import Model, Versioned, db

THEMES = ("auto", "light", "dark")


def new_token() -> str:
    """A secret for a link or a cookie: 256 bits from the system (SECURITY C1, B6)."""
    return secrets.token_urlsafe(32)


def fingerprint(token: str) -> str:
    """What is stored of a secret: enough to recognise it, useless to whoever reads the database."""
    return sha256(token.encode()).hexdigest()


def tidy_email(address: str) -> str:
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

    @classmethod
    def by_email(cls, address: str) -> Person | None:
        return db.session.scalars(select(cls).where(cls.email == tidy_email(address))).first()

    @classmethod
    def staff_query(cls) -> Select[Person]:
        return select(cls).where(cls.staff_role.is_not(None)).order_by(cls.id)

    @classmethod
    def welcome(cls, email: str, name: str, zone: str, staff_role: str | None = None) -> Person:
        """A new person, who has no password yet."""
        person = cls(email=tidy_email(email), name=name, zone=zone, staff_role=staff_role)
        db.session.add(person)
        db.session.flush()
        return person

    def get_id(self) -> str:
        """For Flask-Login: the session's token, never the person's number (DECISIONS 5)."""
        return str(getattr(self, "_token", ""))

    def came_with(self, token: str) -> None:
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
        """A new password ends every session and every open link (SECURITY C4, B6)."""
        self.password_hash = hashed
        self.lose_access()
        PracticeEvent.note("password_changed", self, person=self.pid)

    def choose_password(self, password: str) -> None:
        self.set_password(hash_password(password))

    def end_every_session(self, but: SignIn | None = None) -> None:
        query = update(SignIn).where(SignIn.person_id == self.id, SignIn.ended_at.is_(None))
        if but is not None:
            query = query.where(SignIn.id != but.id)
        db.session.execute(query.values(ended_at=clock.now()), execution_options={"synchronize_session": False})

    def lose_access(self) -> None:
        """Sessions, reset links and what rooms above keep: all of it stops at once (SECURITY C4)."""
        self.end_every_session()
        ResetLink.kill_all(self)
        for also in ties.WHEN_ACCESS_ENDS:
            also(self)

    def change(self, **changes: str | bool) -> None:
        """Change what is the person's own: name, zone, theme, keys."""
        for field, value in changes.items():
            if getattr(self, field) != value:
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
            self.lose_access()
            PracticeEvent.note("person_deactivated", by, person=self.pid)

    def reactivate(self, by: Person) -> None:
        if self.deactivated_at is not None:
            self.deactivated_at = None
            PracticeEvent.note("person_reactivated", by, person=self.pid)


class SignIn(Model):
    """A session. The cookie holds a random token; this row holds its fingerprint and decides (SECURITY C1–C8)."""

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
        """Judged when read, by the clock, not by a cleaner (SECURITY C5)."""
        moment = clock.now()
        return self.ended_at is None and moment < self.seen_at + idle and moment < self.created_at + absolute


class ResetLink(Model):
    """A one-time link to choose a password: hashed, an hour, the newest only (SECURITY B6)."""

    __tablename__ = "reset_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship("Person", lazy="joined")

    @classmethod
    def make(cls, person: Person, lasting: timedelta = timedelta(hours=1)) -> str:
        """A fresh link; the ones before it stop working. Returns the token for the address."""
        cls.kill_all(person)
        token = new_token()
        link = cls(person_id=person.id, token_hash=fingerprint(token), expires_at=clock.now() + lasting)
        db.session.add(link)
        return token

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
        found = db.session.scalars(query).first()
        return found if found and found.person.is_active else None
