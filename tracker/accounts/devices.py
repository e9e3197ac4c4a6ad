"""Known devices, identified by a cookie, so that other people's guesses do not lock their users out.

The cookie holds a random token and outlives the session. The table keeps its fingerprint for each account
that signed in with it. Closing an account deletes its known devices. A new password ends their effect; the
table then only keeps that they were known, so that the next sign-in is not reported as one from a new device.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import Flask, Response, current_app, g, request
from sqlalchemy import ForeignKey, String, UniqueConstraint, delete, select, update
from sqlalchemy.orm import Mapped, mapped_column

from tracker.accounts.hooks import WHEN_ACCESS_ENDS, WHEN_ACCESS_IS_LOST, WHEN_PASSWORD_CHANGES
from tracker.accounts.models import Person, fingerprint, new_token, normalise_email
from tracker.foundation import clock
from tracker.foundation.database import Model, db
from tracker.foundation.statements import row_limit

DEVICES_KEPT_FOR = timedelta(days=400)
"""The longest time for which browsers keep a cookie."""

DEVICES_AT_MOST = 20
"""The number of devices remembered for an account: the ones used last."""


NEW, KNOWN, KNOWN_BEFORE = "new", "known", "known_before"
"""How well an account knows a browser it signs in with; `known_before`: until the password changed."""


class KnownDevice(Model):
    """A browser in which this account signed in."""

    __tablename__ = "known_device"
    __table_args__ = (UniqueConstraint("person_id", "token_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), index=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    seen_at: Mapped[datetime] = mapped_column(default=clock.now)
    forgotten_at: Mapped[datetime | None]
    """When a new password ended its effect."""


def init_app(app: Flask) -> None:
    """Send the device cookie with the response when a request made or renewed it."""
    app.after_request(send_token)


def cookie_name() -> str:
    """Return the name of the cookie; over https its prefix binds it to this host."""
    return "__Host-device" if current_app.config["SESSION_COOKIE_SECURE"] else "device"


def token_sent() -> str:
    """Return the token of the requesting browser; empty if it has none."""
    return request.cookies.get(cookie_name(), "")[:100]


def is_known_to(email: str) -> bool:
    """Whether the account with this address signed in with the requesting browser before."""
    query = (
        select(KnownDevice.id)
        .join(Person, Person.id == KnownDevice.person_id)
        .where(
            Person.email == normalise_email(email),
            KnownDevice.token_hash == fingerprint(token_sent()),
            KnownDevice.seen_at > clock.now() - DEVICES_KEPT_FOR,
            KnownDevice.forgotten_at.is_(None),
        )
    )
    return db.session.scalars(query).first() is not None


def remember(person: Person) -> str:
    """Remember the requesting browser for this account.

    Returns how well it was known: NEW, KNOWN or KNOWN_BEFORE.

    A browser that is not known gets a new token, also for other accounts that used it. A token that a
    stranger put there, or copied before the password changed, therefore has no effect.
    """
    token, moment = token_sent(), clock.now()
    mine = (KnownDevice.person_id == person.id, KnownDevice.token_hash == fingerprint(token))
    found = db.session.scalars(select(KnownDevice).where(*mine)).first()
    was = NEW if found is None else KNOWN if found.forgotten_at is None else KNOWN_BEFORE
    if was != KNOWN:
        old, token = token, new_token()
        moved = update(KnownDevice).where(KnownDevice.token_hash == fingerprint(old))
        db.session.execute(moved.values(token_hash=fingerprint(token)))
    if found is None:
        db.session.add(KnownDevice(person_id=person.id, token_hash=fingerprint(token)))
        db.session.flush()
        forget_oldest(person)
    else:
        found.seen_at, found.forgotten_at = moment, None
    g.device_token = token
    return was


def forget_oldest(person: Person) -> None:
    """Delete all devices of this person but the ones used last."""
    mine = select(KnownDevice.id).where(KnownDevice.person_id == person.id)
    newest = mine.order_by(KnownDevice.seen_at.desc(), KnownDevice.id.desc()).limit(
        row_limit(DEVICES_AT_MOST)
    )
    others = delete(KnownDevice).where(KnownDevice.person_id == person.id, KnownDevice.id.not_in(newest))
    db.session.execute(others, execution_options={"synchronize_session": False})


def forget_known(person: Person) -> None:
    """Delete the person's known devices. Those from before a password change remain as a record."""
    mine = delete(KnownDevice).where(KnownDevice.person_id == person.id, KnownDevice.forgotten_at.is_(None))
    db.session.execute(mine, execution_options={"synchronize_session": False})


def forget_all(person: Person) -> None:
    """Delete all rows about the person's devices, because nobody can sign in to the account any more."""
    mine = delete(KnownDevice).where(KnownDevice.person_id == person.id)
    db.session.execute(mine, execution_options={"synchronize_session": False})


def trust_none(person: Person) -> None:
    """After a new password: keep every device only as one that was known before."""
    mine = update(KnownDevice).where(KnownDevice.person_id == person.id, KnownDevice.forgotten_at.is_(None))
    db.session.execute(
        mine.values(forgotten_at=clock.now()), execution_options={"synchronize_session": False}
    )


def send_token(response: Response) -> Response:
    """Send the cookie with a new or renewed token, unless the request was refused."""
    token = g.get("device_token")
    if token and response.status_code < 400:
        response.set_cookie(
            cookie_name(),
            token,
            max_age=DEVICES_KEPT_FOR,
            path="/",
            secure=current_app.config["SESSION_COOKIE_SECURE"],
            httponly=True,
            samesite="Lax",
        )
    return response


WHEN_ACCESS_ENDS.append(forget_known)
WHEN_ACCESS_IS_LOST.append(forget_all)
WHEN_PASSWORD_CHANGES.append(trust_none)
