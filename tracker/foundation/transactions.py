"""One request, one transaction.

It ends after the view has answered and before anything is sent: a status below 400 commits, any other rolls
back. This happens in `dispatch_request`, not in `after_request`, so that a commit that fails is still
answered in words, and a request that lost a race is run again (`version_id_col`).
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from flask import Response, after_this_request, current_app, g, session
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.datastructures import ImmutableDict

from tracker.foundation.access import guard
from tracker.foundation.addresses import RemembersAddresses
from tracker.foundation.database import db, writing
from tracker.foundation.security_headers import SAFE
from tracker.foundation.templates import TemplateEnvironment

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

TRIES = 10
KEPT_IN_G = ("client_slug", "csrf_token", "csrf_valid")
"""The names in `g` that are set before the first query and kept for a retry."""


class Application(RemembersAddresses):
    """Flask, with the request's transaction around the view."""

    jinja_environment = TemplateEnvironment
    default_config = ImmutableDict({**RemembersAddresses.default_config, "PROVIDE_AUTOMATIC_OPTIONS": False})

    def dispatch_request(self) -> ResponseReturnValue:
        """Run the view and end the transaction; after a write conflict run it again, ten times at most."""
        cookie = dict(session)
        for attempt in range(1, TRIES + 1):
            try:
                refusal = reset_request(cookie) if attempt > 1 else None
                response = self.make_response(super().dispatch_request() if refusal is None else refusal)
                commit_or_rollback(response)
                return response
            except Exception as error:
                db.session.rollback()
                if attempt == TRIES or not is_write_conflict(error):
                    raise
                time.sleep(0.02 * attempt * random.random())  # noqa: S311  so that the losers do not meet again
        raise AssertionError("unreachable")

    def wsgi_app(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Decide whether this request may write, before the first query."""
        before = writing.set(environ.get("REQUEST_METHOD") not in SAFE)
        try:
            return super().wsgi_app(environ, start_response)
        finally:
            writing.reset(before)


def reset_request(cookie: Mapping[str, object]) -> ResponseReturnValue | None:
    """Reset session and `g` before retrying the view, and re-run the access guard."""
    db.session.remove()
    session.clear()
    session.update(cookie)
    for name in [name for name in g if name not in KEPT_IN_G]:
        g.pop(name)
    return guard()


def commit_or_rollback(response: Response) -> None:
    """Commit a status below 400, roll back any other."""
    if response.status_code < 400:
        db.session.commit()
    else:
        db.session.rollback()


def is_write_conflict(error: Exception) -> bool:
    """Whether another request wrote in between. The view then runs again, on the new values."""
    if isinstance(error, StaleDataError | IntegrityError):
        return True
    code = getattr(getattr(error, "orig", None), "sqlstate", "")
    return isinstance(error, DBAPIError) and code in ("40001", "40P01")


def release_lock() -> None:
    """End a transaction that only read, before slow work such as hashing a password."""
    db.session.rollback()


@contextmanager
def read_only() -> Iterator[None]:
    """Read without the write lock, and end the transaction before slow work."""
    before = writing.set(False)
    try:
        yield
    finally:
        db.session.rollback()
        writing.reset(before)


def commit_now() -> None:
    """Commit what must outlive a refusal, such as a counted failure; the refusal itself rolls back."""
    db.session.commit()


def run_afterwards(write: Callable[[Connection], None], what: str) -> None:
    """Run this after the response; `what` describes it in the log if it fails."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]

    def now() -> None:
        before = writing.set(True)
        try:
            with app.app_context(), db.engine.begin() as connection:
                write(connection)
        except DBAPIError:
            app.logger.warning("%s could not be written", what)
        finally:
            writing.reset(before)

    @after_this_request
    def when_closed(response: Response) -> Response:
        response.call_on_close(now)
        return response
