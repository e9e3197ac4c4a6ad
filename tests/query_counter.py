"""How many questions a page asks the database."""

from contextlib import contextmanager

from sqlalchemy import event

from tracker.foundation.database import db


@contextmanager
def counted():
    """The statements sent while inside."""
    asked, engine = [], db.engine

    def note(_connection, _cursor, statement, *_):
        if not statement.startswith(("BEGIN", "SAVEPOINT", "RELEASE")):
            asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)
