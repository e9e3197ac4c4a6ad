"""Errors as the log shows them: the place and the kind of an error, never its message.

Messages quote data: PostgreSQL adds the failing row, with a password's hash or a person's words in it, and
`int("…")` repeats its argument. A traceback shows lines of our code, which contain no data.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterator

from sqlalchemy.exc import DBAPIError

OF_SQLITE = re.compile(r"[A-Z ]+ constraint failed: [\w., ]+")
"""The one kind of SQLite message that names only columns."""


def describe_error(error: BaseException) -> str:
    """Return the error and its causes, the original first, each with its traceback, kind and constraint."""
    return "\n".join(
        text for each in reversed([*causes(error)]) for text in (trace_of(each), kind_of(each)) if text
    )


def causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield the error, then its causes."""
    while error is not None:
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def trace_of(error: BaseException) -> str:
    """Return the traceback without the message."""
    return "".join(traceback.format_tb(error.__traceback__)).rstrip()


def kind_of(error: BaseException) -> str:
    """Return the kind of an error: `IntegrityError (UniqueViolation 23505 uq_person_email)`."""
    kind = type(error)
    name = kind.__name__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__name__}"
    about = details_of(error.orig) if isinstance(error, DBAPIError) and error.orig else ""
    return f"{name} ({about})" if about else name


def details_of(error: BaseException) -> str:
    """Return the details from the database's driver that quote no value."""
    diagnosis = getattr(error, "diag", None)
    names = [getattr(diagnosis, name, None) for name in ("table_name", "column_name", "constraint_name")]
    known = [type(error).__name__, getattr(error, "sqlstate", None), *names]
    found = OF_SQLITE.fullmatch(str(error))
    return " ".join(str(each) for each in (*known, found and found[0]) if each)
