"""A note written once the answer is out: small, in a transaction of its own, no loss when it fails (DECISIONS 6)."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, after_this_request, current_app
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from tracker.foundation.db import db, writing


def afterwards(write: Callable[[Connection], None], what: str) -> None:
    """Do this when the reader has the answer; `what` is said in the log should it not work."""
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
