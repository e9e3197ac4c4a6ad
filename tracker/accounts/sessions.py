"""Sessions: rows in the database, found by the random token in the cookie.

Before a sign-in there is no row, only a small signed cookie with the CSRF secret. Afterwards the cookie holds
nothing but the token, and the CSRF secret is derived from it.
"""

from __future__ import annotations

import hmac
from datetime import timedelta
from functools import cache

from flask import Flask, Request, Response, current_app, g, request, session
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from flask_login import LoginManager, login_user, logout_user
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import Select, bindparam, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import joinedload

from tracker.accounts import attempts, devices
from tracker.accounts.models import Person, Practice, SignIn, fingerprint
from tracker.foundation import clock
from tracker.foundation.access import is_unseen
from tracker.foundation.database import db, writing
from tracker.foundation.statements import row_limit

SEEN_EVERY = timedelta(minutes=5)
BEFORE_SIGN_IN = "pre."
"""The prefix of a cookie from before the sign-in; no token contains a dot."""

login = LoginManager()


def init_app(app: Flask) -> None:
    """Set up sessions, Flask-Login, device cookies and the record of sign-ins."""
    app.session_interface = TokenSessions()
    login.init_app(app)
    login.session_protection = None  # whether a session is live depends on its row, not on the browser's name
    login.user_loader(find_person)
    app.after_request(note_seen)
    devices.init_app(app)
    attempts.init_app(app)


class TokenSessions(SecureCookieSessionInterface):
    """Flask's session with a token and a CSRF secret, and no other data in the cookie."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession:
        """Return the session of the cookie: the token with its CSRF secret, or only the secret before sign-in.

        Any other cookie counts as none.
        """
        cookie = request.cookies.get(self.get_cookie_name(app), "")
        if cookie.startswith(BEFORE_SIGN_IN):
            return SecureCookieSession(csrf_secret_before_sign_in(app, cookie.removeprefix(BEFORE_SIGN_IN)))
        if len(cookie) == 43 and cookie.isascii():
            return SecureCookieSession(
                {"_user_id": cookie, "csrf_token": csrf_secret(app, fingerprint(cookie))}
            )
        return SecureCookieSession()

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Send the cookie if the session was modified; delete it if it holds neither a token nor a secret."""
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
            response.set_cookie(name, BEFORE_SIGN_IN + signer(app).dumps({"csrf_token": secret}), **options)
        else:
            response.delete_cookie(name, **options)
        response.vary.add("Cookie")


def signer(app: Flask) -> URLSafeSerializer:
    """Return the signer of cookies from before the sign-in; it still accepts the older secret keys."""
    return URLSafeSerializer(
        [*app.config["SECRET_KEY_FALLBACKS"], app.config["SECRET_KEY"]], salt="before-sign-in"
    )


def csrf_secret_before_sign_in(app: Flask, value: str) -> dict[str, str]:
    """Return the CSRF secret of a signed cookie from before the sign-in; empty if the signature is wrong."""
    try:
        found = signer(app).loads(value)
    except BadSignature:
        return {}
    return (
        {"csrf_token": str(found["csrf_token"])} if isinstance(found, dict) and "csrf_token" in found else {}
    )


def csrf_secret(app: Flask, token_hash: str) -> str:
    """Return the CSRF secret of a session.

    It lasts as long as the session and is not stored, only derived with the key.
    """
    return hmac.new(app.config["SECRET_KEY"].encode(), b"csrf:" + token_hash.encode(), "sha256").hexdigest()[
        :40
    ]


def find_person(token: str) -> Person | None:
    """Return the person of a live session, or None. Queries the database on every request."""
    row = db.session.execute(session_query(), {"token_hash": fingerprint(token)}).first()
    if row is None:
        return None
    found, practice = row
    if not found.person.is_active or not found.is_live(*session_limits(found.person)):
        return None
    g.sign_in = found
    if practice is not None:
        g.practice_name = practice  # every page of the practice shows it
    g.seen = found.id, found.seen_at
    person: Person = found.person
    person.remember_token(token)
    return person


@cache
def session_query() -> Select[SignIn, str | None]:
    """Return the query for the session of a token, with its person and the practice's name; built once."""
    return (
        select(SignIn, select(Practice.name).limit(row_limit(1)).scalar_subquery())
        .where(SignIn.token_hash == bindparam("token_hash"), SignIn.ended_at.is_(None))
        .options(joinedload(SignIn.person))
    )


def session_limits(person: Person) -> tuple[timedelta, timedelta]:
    """Return how long a session may be idle, and how long it may last in all."""
    config = current_app.config
    if person.is_staff:
        return timedelta(hours=config["STAFF_IDLE_HOURS"]), timedelta(days=config["STAFF_SESSION_DAYS"])
    return timedelta(days=config["CLIENT_IDLE_DAYS"]), timedelta(days=config["CLIENT_SESSION_DAYS"])


def sign_in(person: Person) -> None:
    """Begin a new session and record the sign-in."""
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
    """After a new password: continue under a new token, and remember the browser again."""
    devices.remember(person)
    begin_session(person)


def begin_session(person: Person) -> None:
    """Begin a new session, and end the browser's earlier one."""
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
    )  # Flask-WTF keeps the page's token for the request, but it belongs to the old session


def sign_out() -> None:
    """End the session of this request."""
    found = g.get("sign_in")
    if found is not None:
        found.end()
    logout_user()
    session.clear()


def note_seen(response: Response) -> Response:
    """Record after the response that the session was used, at most once in five minutes."""
    if "seen" not in g or g.get("see_as") or is_unseen():
        return response
    number, seen_at = g.seen
    if clock.now() - seen_at >= SEEN_EVERY:
        app = current_app._get_current_object()  # type: ignore[attr-defined]
        response.call_on_close(lambda: write_seen(app, number))
    return response


def write_seen(app: Flask, number: int) -> None:
    """Record the time in a transaction of its own; if that fails, only the time is lost."""
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
