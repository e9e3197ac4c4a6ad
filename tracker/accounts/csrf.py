"""CSRF protection that also accepts the tokens of a person's earlier sessions.

A page may remain open while its session ends and the person signs in again in another tab. The page's token
then belongs to an earlier session of the same person and is accepted, so that the form is saved at once. The
token of another person's session, or of a signed-out visitor, is refused.
"""

from __future__ import annotations

import hmac
from datetime import timedelta

from flask import Flask, current_app, g, session
from flask_login import current_user
from flask_wtf.csrf import CSRFProtect, generate_csrf
from itsdangerous import BadData, URLSafeTimedSerializer
from sqlalchemy import select

from tracker.accounts.models import SignIn
from tracker.accounts.sessions import csrf_secret
from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.foundation.statements import row_limit

REMEMBERED, TOKENS_AT_MOST = timedelta(days=30), 50
"""How long after its last use an earlier session's token is accepted, and of how many sessions at most."""


class SessionCSRFProtect(CSRFProtect):  # type: ignore[misc]
    """Flask-WTF's protection, which also accepts tokens of the same person's earlier sessions."""

    def init_app(self, app: Flask) -> None:
        """Protect the application, and give templates the token."""
        super().init_app(app)
        app.jinja_env.globals["csrf_token"] = page_token
        app.context_processor(lambda: {"csrf_token": page_token})

    def _get_csrf_token(self) -> str | None:
        token: str | None = super()._get_csrf_token()
        return generate_csrf() if token and is_of_earlier_session(token) else token


def page_token() -> str:
    """Return the token for the forms of this request, of which a page may have seventy.

    Flask-WTF keeps it in `g`, too, but reads its settings each time before it looks there.
    """
    token: str = g.get("csrf_token") or generate_csrf()
    return token


def is_of_earlier_session(token: str) -> bool:
    """Whether the token was made for another session of the person who is signed in now.

    Queries the database only if the token is not that of this session.
    """
    try:
        secret = URLSafeTimedSerializer(current_app.secret_key or "", salt="wtf-csrf-token").loads(token)
    except BadData:
        return False
    if (
        not isinstance(secret, str)
        or secret == session.get("csrf_token")
        or not current_user.is_authenticated
    ):
        return False
    query = select(SignIn.token_hash).where(
        SignIn.person_id == current_user.id, SignIn.seen_at > clock.now() - REMEMBERED
    )
    hashes = db.session.scalars(query.order_by(SignIn.id.desc()).limit(row_limit(TOKENS_AT_MOST)))
    return any(hmac.compare_digest(csrf_secret(current_app, each), secret) for each in hashes)
