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
    """Return a secret for a link or a cookie: 256 random bits from the system."""
    return secrets.token_urlsafe(32)


def fingerprint(token: str) -> str:
    """Return the hash that is stored of a secret. It recognises the secret and does not reveal it."""
    return sha256(token.encode()).hexdigest()


def normalise_email(address: str) -> str:
    """Return an address as it is stored: trimmed, in lower case."""
    return address.strip().casefold()


class Practice(Model):
    """The COO's firm. There is one row."""

    __tablename__ = "practice"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120), default="My practice")
    is_demo: Mapped[bool] = mapped_column(default=False)

    @classmethod
    def the(cls) -> Practice:
        """Return the practice of this installation, created if there is none."""
        found = db.session.scalars(select(cls)).first()
        if found is None:
            found = cls(name="My practice")
            db.session.add(found)
            db.session.flush()
        return found

    def rename(self, name: str, by: Person) -> None:
        """Change the name and record it in the practice's history; the same name changes nothing."""
        if name != self.name:
            PracticeEvent.note("practice_renamed", by, previous=self.name, current=name)
            self.name = name


class Person(Versioned, UserMixin, Model):  # type: ignore[misc]
    """A person who signs in. Never deleted, only deactivated, so that the name remains in history."""

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint("staff_role IN ('owner', 'coo')", name="staff_role"),
        CheckConstraint("theme IN ('auto', 'light', 'dark')", name="theme"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(24), unique=True, default=lambda: secrets.token_hex(8))
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    password_hash: Mapped[str | None] = mapped_column(String(255))
    staff_role: Mapped[str | None] = mapped_column(String(10))
    time_zone: Mapped[str] = mapped_column(String(60), default="UTC")
    theme: Mapped[str] = mapped_column(String(10), default="auto")
    uses_shortcuts: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    deactivated_at: Mapped[datetime | None]
    has_notices: Mapped[bool] = mapped_column(default=False)
    """Whether there may be notices for their next page; saves the query on every other page."""

    @classmethod
    def by_email(cls, address: str) -> Person | None:
        """Return the account with this address, in any case and open or closed, or None."""
        return db.session.scalars(select(cls).where(cls.email == normalise_email(address))).first()

    @classmethod
    def staff_query(cls) -> Select[Person]:
        """Return a query for the practice's own people, oldest account first, including closed ones."""
        return select(cls).where(cls.staff_role.is_not(None)).order_by(cls.id)

    @classmethod
    def create(cls, email: str, name: str, time_zone: str, staff_role: str | None = None) -> Person:
        """Create a person, without a password."""
        person = cls(email=normalise_email(email), name=name, time_zone=time_zone, staff_role=staff_role)
        db.session.add(person)
        db.session.flush()
        return person

    def get_id(self) -> str:
        """For Flask-Login: return the session's token, never the person's id."""
        return str(getattr(self, "_token", ""))

    def remember_token(self, token: str) -> None:
        """Keep the session's token for this request only; it is never stored."""
        self._token = token

    @property
    def is_active(self) -> bool:
        """Whether the account is open; Flask-Login refuses to sign in a closed one."""
        return self.deactivated_at is None

    @property
    def is_staff(self) -> bool:
        """Whether the person belongs to the practice, as its owner or as a COO."""
        return self.staff_role is not None

    @property
    def is_owner(self) -> bool:
        """Whether the person owns the practice."""
        return self.staff_role == "owner"

    def set_password(self, hashed: str) -> None:
        """Set the hash of a new password; ends every session and every open link."""
        self.password_hash = hashed
        self.password_changes()
        self.end_credentials()
        PracticeEvent.note("password_changed", self, person=self.public_id)

    def choose_password(self, password: str) -> None:
        """Hash a new password and set it, as `set_password` does."""
        self.set_password(hash_password(password))

    def set_password_by_link(self, hashed: str, made_by: Person | None) -> None:
        """Set a password chosen with a link. From now on only the link's maker vouches for the account."""
        self.set_password(hashed)
        AccountProof.forget(self)
        self.add_proof(made_by)

    def add_proof(self, by: Person | None) -> None:
        """Record who vouches for the holder of the present password; None if it was set on the console."""
        how = "console" if by is None else "owner" if by.is_owner else "coo"
        number = by.id if by else None
        if not any((proof.how, proof.by_id) == (how, number) for proof in AccountProof.of(self)):
            db.session.add(AccountProof(person_id=self.id, how=how, by_id=number))

    def void_password(self, by: Person) -> None:
        """Remove the password of an unconfirmed account; its sessions end, and it needs a new link."""
        self.password_hash = None
        AccountProof.forget(self)
        self.password_changes()
        self.revoke_access()
        PracticeEvent.note("password_voided", by, person=self.public_id)

    def lock(self) -> None:
        """Lock the account, its password and its seats against other requests until the transaction ends."""
        db.session.refresh(self, with_for_update=True)

    def call_attention(self) -> None:
        """Make their next page look for notices. This is not an edit, so the row's version is kept."""
        statement = update(Person).where(Person.id == self.id).values(has_notices=True)
        db.session.execute(statement, execution_options={"synchronize_session": False})

    def end_every_session(self, but: SignIn | None = None) -> None:
        """End all of the person's sessions, except for `but`."""
        query = update(SignIn).where(SignIn.person_id == self.id, SignIn.ended_at.is_(None))
        if but is not None:
            query = query.where(SignIn.id != but.id)
        db.session.execute(
            query.values(ended_at=clock.now()), execution_options={"synchronize_session": False}
        )

    def password_changes(self) -> None:
        """Run the hooks for a password that is replaced or removed."""
        for tell in hooks.WHEN_PASSWORD_CHANGES:
            tell(self)

    def end_credentials(self) -> None:
        """End sessions, password links and all else that depends on the password."""
        self.end_every_session()
        ResetLink.revoke_all(self)
        for also in hooks.WHEN_ACCESS_ENDS:
            also(self)

    def revoke_access(self) -> None:
        """End all access, and what the person had requested or made for others."""
        self.end_credentials()
        for also in hooks.WHEN_ACCESS_IS_LOST:
            also(self)

    def change(self, **changes: str | bool) -> None:
        """Change the person's own settings: name, time zone, theme, shortcuts."""
        for field, value in changes.items():
            if getattr(self, field) != value:
                if field == "name":
                    for tell in hooks.WHEN_RENAMED:
                        tell(self, str(value))
                setattr(self, field, value)
                PracticeEvent.note(f"person_{field}_changed", self, person=self.public_id)

    def appoint(self, staff_role: str, by: Person) -> None:
        """Give the person a role in the practice."""
        if self.staff_role != staff_role:
            previous, self.staff_role = self.staff_role, staff_role
            ResetLink.revoke_all(self)  # links were made when the account had fewer rights
            PracticeEvent.note(
                "staff_appointed", by, person=self.public_id, previous=previous, current=staff_role
            )

    def deactivate(self, by: Person) -> None:
        """Close the account; access ends with the next request. Seats and history are kept."""
        if self.deactivated_at is None:
            self.deactivated_at = clock.now()
            self.revoke_access()
            PracticeEvent.note("person_deactivated", by, person=self.public_id)

    def reactivate(self, by: Person) -> None:
        """Open a closed account again and record it. Its sessions and links stay ended."""
        if self.deactivated_at is not None:
            self.deactivated_at = None
            PracticeEvent.note("person_reactivated", by, person=self.public_id)


class SignIn(Model):
    """A session. The cookie holds a random token, and this row its fingerprint and its end."""

    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(24), unique=True, default=lambda: secrets.token_hex(8))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    device: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    seen_at: Mapped[datetime] = mapped_column(default=clock.now)
    ended_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship("Person", lazy="raise_on_sql")

    @classmethod
    def start(cls, person: Person, device: str) -> str:
        """Begin a session. Returns the token for the cookie, which is not stored."""
        token = new_token()
        db.session.add(cls(person_id=person.id, token_hash=fingerprint(token), device=device[:200]))
        db.session.flush()
        return token

    @classmethod
    def with_token(cls, token: str) -> SignIn | None:
        """Return the session with this token, unless it was ended; it may have timed out."""
        query = select(cls).where(cls.token_hash == fingerprint(token), cls.ended_at.is_(None))
        return db.session.scalars(query).first()

    @classmethod
    def live_of(cls, person: Person) -> list[SignIn]:
        """Return a person's sessions that were not ended, the last used first; some may have timed out."""
        query = select(cls).where(cls.person_id == person.id, cls.ended_at.is_(None))
        return list(db.session.scalars(query.order_by(cls.seen_at.desc())))

    def end(self) -> None:
        """End the session now, unless it has ended; the next request with its cookie is signed out."""
        if self.ended_at is None:
            self.ended_at = clock.now()

    def is_live(self, idle: timedelta, absolute: timedelta) -> bool:
        """Whether the session has neither ended nor timed out, by the clock at this moment."""
        moment = clock.now()
        return self.ended_at is None and moment < self.seen_at + idle and moment < self.created_at + absolute


class AccountProof(Model):
    """A record of who vouches that the holder of an account's password is the person it is for.

    A proof belongs to the present password: a password chosen with a link leaves only the proof of that link.
    A link from the practice's owner or the console proves the account everywhere; a COO's link only at the
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
        """Return all proofs of an account."""
        return list(db.session.scalars(select(cls).where(cls.person_id == person.id)))

    @classmethod
    def forget(cls, person: Person) -> None:
        """Delete all proofs of an account, when its password is removed or replaced with a link."""
        db.session.execute(delete(cls).where(cls.person_id == person.id))


class ResetLink(Model):
    """A one-time link to choose a password, stored as a hash. Only the newest works."""

    __tablename__ = "reset_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """The maker, who vouches for the person who uses it; None if it was made on the console."""
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]
    """When its person saw the notice that it was made."""

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
        """Create a link; earlier ones stop working. Returns the token for the address.

        The person gets a notice on their next page, unless `tell` is False, as for a new account's first
        link.
        """
        cls.revoke_all(person)
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
    def unannounced(cls, person: Person) -> Select[ResetLink]:
        """Return the links made for a person that they have had no notice of, oldest first."""
        query = select(cls).where(cls.person_id == person.id, cls.told_at.is_(None))
        return query.options(joinedload(cls.made_by)).order_by(cls.created_at, cls.id)

    def take(self) -> bool:
        """Use the link up. False if another request was quicker. The account is locked meanwhile."""
        self.person.lock()
        taken = db.session.execute(
            update(ResetLink)
            .where(ResetLink.id == self.id, ResetLink.used_at.is_(None))
            .values(used_at=clock.now()),
            execution_options={"synchronize_session": False},
        )
        return bool(taken.rowcount == 1)  # type: ignore[attr-defined]

    @classmethod
    def revoke_all(cls, person: Person) -> None:
        """Void every unused link of a person by marking it as used."""
        open_links = update(cls).where(cls.person_id == person.id, cls.used_at.is_(None))
        db.session.execute(
            open_links.values(used_at=clock.now()), execution_options={"synchronize_session": False}
        )

    @classmethod
    def usable(cls, token: str) -> ResetLink | None:
        """Return the unused, unexpired link with this token, if its account is active."""
        query = select(cls).where(
            cls.token_hash == fingerprint(token), cls.used_at.is_(None), cls.expires_at > clock.now()
        )
        found = db.session.scalars(query.options(joinedload(cls.made_by))).first()
        return found if found and found.person.is_active else None
