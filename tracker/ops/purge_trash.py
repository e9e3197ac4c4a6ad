"""Deletes rows that are due: trash of thirty days, old sign-ins, and the like.

Each feature declares what to delete (`purge=` in its `feature.py`). Runs when the service starts, and by
`tracker tidy`.
"""

from __future__ import annotations

from collections import Counter

from flask import Flask
from sqlalchemy.exc import DBAPIError

from tracker.foundation import clock
from tracker.foundation.database import db, dispose
from tracker.foundation.text.formatting import count_of, join_names
from tracker.registry import features

NOTHING_OLD = "Nothing in the trash is older than 30 days."


def at_start(app: Flask) -> None:
    """Purge when the service starts. A busy database, or one of another version, is left as it is."""
    from tracker.ops.migrations import is_migrated

    try:
        if is_migrated(app):
            with app.app_context():
                purge()
    except DBAPIError:
        app.logger.warning("the trash could not be emptied")
    finally:
        dispose(app)


def purge() -> str:
    """Delete all rows that are due, in one transaction. Returns the numbers as a sentence."""
    counts: Counter[str] = Counter()
    now = clock.now()
    with db.session.begin():
        for delete_due in features().purge:
            counts.update(delete_due(now))
    parts = [count_of(many, kind) for kind, many in counts.items() if many]
    return f"Deleted for good: {join_names(parts)}." if parts else NOTHING_OLD
