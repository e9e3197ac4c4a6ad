"""The session: a row in the database, found by the random token in the cookie.

Before anybody has signed in there is no row, only a small signed cookie that holds the CSRF secret. After
signing in the cookie holds the token and nothing else; the CSRF secret is derived from it.
"""

from __future__ import annotations

import hmac
from datetime import timedelta
from typing import Any

from flask import Flask, Request, Response, current_app, g, request, session
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from flask_login import LoginManager, login_user, logout_user
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import joinedload

from tracker.accounts import attempts, devices
from tracker.accounts.models import Person, Practice, SignIn, fingerprint
from tracker.foundation import clock
from tracker.foundation.access import is_unseen
from tracker.foundation.database import db, writing

SEEN_EVERY = timedelta(minutes=5)
BEFORE = "pre."
"""How a cookie from before signing in begins; a token cannot."""

login = LoginManager()


def init_app(app: Flask) -> None:
    app.session_interface = TokenSessions()
    login.init_app(app)
    login.session_protection = None  # the row decides, not the browser's name
    login.user_loader(find_person)
    app.after_request(note_seen)
    devices.init_app(app)
    attempts.init_app(app)


class TokenSessions(SecureCookieSessionInterface):
    """Flask's session as this house keeps it: a token and a CSRF secret, no data in the cookie."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession:
        cookie = request.cookies.get(self.get_cookie_name(app), "")
        if cookie.startswith(BEFORE):
            return SecureCookieSession(unsigned(app, cookie.removeprefix(BEFORE)))
        if len(cookie) == 43 and cookie.isascii():
            return SecureCookieSession(
                {"_user_id": cookie, "csrf_token": csrf_secret(app, fingerprint(cookie))}
            )
        return SecureCookieSession()

    def save_session(self, app: Flask, session: Any, response: Response) -> None:
        if not session.modified:
            return
        name, token, secret = self.get_cookie_name(app), session.get("_user_id"), session.get("csrf_token")
        options = {
            "path": "/",
            "secure": app.config["SESSION_COOKIE_SECURE"],
            "httponly": True,
            "samesite": "Lax",
        }
        if token:
            age = timedelta(days=max(app.config["STAFF_SESSION_DAYS"], app.config["CLIENT_SESSION_DAYS"]))
            response.set_cookie(name, token, max_age=age, **options)
        elif secret:
            response.set_cookie(name, BEFORE + signer(app).dumps({"csrf_token": secret}), **options)
        else:
            response.delete_cookie(name, **options)
        response.vary.add("Cookie")


def signer(app: Flask) -> URLSafeSerializer:
    return URLSafeSerializer(
        [*app.config["SECRET_KEY_FALLBACKS"], app.config["SECRET_KEY"]], salt="before-sign-in"
    )


def unsigned(app: Flask, value: str) -> dict[str, str]:
    try:
        found = signer(app).loads(value)
    except BadSignature:
        return {}
    return (
        {"csrf_token": str(found["csrf_token"])} if isinstance(found, dict) and "csrf_token" in found else {}
    )


def csrf_secret(app: Flask, token_hash: str) -> str:
    """As long-lived as the session, and never stored; found from the session's row by whoever has the secret key."""
    return hmac.new(app.config["SECRET_KEY"].encode(), b"csrf:" + token_hash.encode(), "sha256").hexdigest()[
        :40
    ]


def find_person(token: str) -> Person | None:
    """Whose session this is, if it lives: asked from the database at every request."""
    query = (
        select(SignIn, select(Practice.name).limit(1).scalar_subquery())
        .where(SignIn.token_hash == fingerprint(token), SignIn.ended_at.is_(None))
        .options(joinedload(SignIn.person))
    )
    row = db.session.execute(query).first()
    if row is None:
        return None
    found, practice = row
    if not found.person.is_active or not found.is_live(*limits(found.person)):
        return None
    g.sign_in = found
    if practice is not None:
        g.practice_name = practice  # read along: every page of the practice shows it
    g.seen = found.id, found.seen_at
    person: Person = found.person
    person.remember_token(token)
    return person


def limits(person: Person) -> tuple[timedelta, timedelta]:
    """How long a session may rest, and last in all."""
    config = current_app.config
    if person.is_staff:
        return timedelta(hours=config["STAFF_IDLE_HOURS"]), timedelta(days=config["STAFF_SESSION_DAYS"])
    return timedelta(days=config["CLIENT_IDLE_DAYS"]), timedelta(days=config["CLIENT_SESSION_DAYS"])


def sign_in(person: Person) -> None:
    """Begin a new session, and write down that somebody came in."""
    was = devices.remember(person)
    detail = attempts.NEW_PASSWORD if was == devices.KNOWN_BEFORE else ""
    attempts.record(
        attempts.SIGNED_IN,
        person.email,
        request.remote_addr or "",
        detail=detail,
        new_device=was == devices.NEW,
    )
    begin_session(person)


def renew(person: Person) -> None:
    """Go on under a new token, in a browser that is known from now on: after a new password."""
    devices.remember(person)
    begin_session(person)


def begin_session(person: Person) -> None:
    """A new session; whatever the browser had before is over."""
    old = SignIn.with_token(session.get("_user_id", ""))
    if old is not None:
        old.end()
    session.clear()
    token = SignIn.start(person, device=attempts.device_name(request.user_agent.string))
    person.remember_token(token)
    login_user(person)
    session["csrf_token"] = csrf_secret(current_app, fingerprint(token))
    g.pop(
        "csrf_token", None
    )  # Flask-WTF keeps the page's token for the request: it belongs to the old session


def sign_out() -> None:
    found = g.get("sign_in")
    if found is not None:
        found.end()
    logout_user()
    session.clear()


def note_seen(response: Response) -> Response:
    """After the answer, at most once in five minutes, write that the session was used."""
    if "seen" not in g or g.get("see_as") or is_unseen():
        return response
    number, seen_at = g.seen
    if clock.now() - seen_at >= SEEN_EVERY:
        app = current_app._get_current_object()  # type: ignore[attr-defined]
        response.call_on_close(lambda: write_seen(app, number))
    return response


def write_seen(app: Flask, number: int) -> None:
    """A short transaction of its own; when it fails, nothing is lost but a time."""
    before = writing.set(True)
    try:
        with app.app_context(), db.engine.begin() as connection:
            connection.execute(
                update(SignIn)
                .where(SignIn.id == number, SignIn.ended_at.is_(None))
                .values(seen_at=clock.now())
            )
    except DBAPIError:
        app.logger.warning("last seen could not be written")
    finally:
        writing.reset(before)
