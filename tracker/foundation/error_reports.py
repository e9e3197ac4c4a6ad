"""What a log may say about an error: where it happened and of which kind, never its message.

Messages quote what was written: PostgreSQL adds the failing row, with a password's hash or a person's words in it,
and `int("…")` repeats its argument. A traceback shows lines of our code, which hold nothing of anybody's.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterator

from sqlalchemy.exc import DBAPIError

OF_SQLITE = re.compile(r"[A-Z ]+ constraint failed: [\w., ]+")
"""The one kind of message of SQLite that names columns and nothing else."""


def described(error: BaseException) -> str:
    """The error and its causes, the first one first: the lines it came through, its kind, the broken constraint."""
    return "\n".join(
        text for each in reversed([*causes(error)]) for text in (trace_of(each), kind_of(each)) if text
    )


def causes(error: BaseException | None) -> Iterator[BaseException]:
    """The error, then what it came from."""
    while error is not None:
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def trace_of(error: BaseException) -> str:
    return "".join(traceback.format_tb(error.__traceback__)).rstrip()


def kind_of(error: BaseException) -> str:
    """`IntegrityError (UniqueViolation 23505 uq_person_email)`."""
    kind = type(error)
    name = kind.__name__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__name__}"
    about = details_of(error.orig) if isinstance(error, DBAPIError) and error.orig else ""
    return f"{name} ({about})" if about else name


def details_of(error: BaseException) -> str:
    """What the database's driver says without quoting a value."""
    diagnosis = getattr(error, "diag", None)
    names = [getattr(diagnosis, name, None) for name in ("table_name", "column_name", "constraint_name")]
    known = [type(error).__name__, getattr(error, "sqlstate", None), *names]
    found = OF_SQLITE.fullmatch(str(error))
    return " ".join(str(each) for each in (*known, found and found[0]) if each)
