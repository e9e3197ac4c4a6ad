"""Statements and clauses that are built once a process: SQLAlchemy takes longer to build one than SQLite to answer it.

Values of a request are bound when the statement is sent. Who may read the rows is a clause of the statement, so a
statement is kept for each of these clauses, and the clauses for each role.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, ParamSpec, Protocol, TypeAlias, TypeVar, cast

from sqlalchemy import (
    ARRAY,
    Executable,
    Integer,
    Select,
    Text,
    any_,
    bindparam,
    false,
    func,
    literal_column,
    select,
)
from sqlalchemy.sql.elements import ColumnElement, SQLCoreOperations

from tracker.foundation.database import db

P = ParamSpec("P")
Built = TypeVar("Built")

STATEMENTS_KEPT = 128
"""How many results of one function are kept."""


class Forgetful(Protocol):
    """A function with a memory that can be cleared."""

    def cache_clear(self) -> None:
        """Forget everything."""


kept: list[Forgetful] = []

Statement: TypeAlias = Select[*tuple[Any, ...]]
"""A SELECT of columns whose types only its caller knows."""


def select_columns(*columns: SQLCoreOperations[object]) -> Statement:
    """Return a SELECT of these columns, which may be sent again and again."""
    return select(*columns)


def rows_of(statement: Executable, values: Mapping[str, object]) -> Sequence[Any]:
    """Return the rows of a statement of columns, of which only the caller knows the types.

    The connection is asked, because a session prepares for records in every statement and every row.
    """
    db.session.flush()
    return db.session.connection().execute(statement, values).all()


def built_once(build: Callable[P, Built]) -> Callable[P, Built]:
    """Return the function with a memory of what it built, by its arguments. Clauses are told apart by identity."""
    remembering = lru_cache(STATEMENTS_KEPT)(build)
    kept.append(remembering)
    return cast("Callable[P, Built]", remembering)


def forget_built() -> None:
    """Build everything anew, for tests that change what a clause says."""
    for each in kept:
        each.cache_clear()


def is_among(column: SQLCoreOperations[str], words: Iterable[str]) -> ColumnElement[bool]:
    """WHERE clause for a column with one of these words of ours, which become part of the statement's text."""
    words = sorted(words)
    if not all(word.isidentifier() for word in words):
        raise ValueError(f"Only names become part of a statement: {words}")
    return column.in_([literal_column(f"'{word}'") for word in words]) if words else false()


def row_limit(count: int) -> ColumnElement[int]:
    """Return a number of rows for `limit` that is part of the statement's text.

    SQLite prepares a statement with `LIMIT ?` each time it is sent, which takes longer than most of its answers.
    """
    return literal_column(str(count), Integer)


def is_one_of(column: SQLCoreOperations[int], name: str) -> ColumnElement[bool]:
    """WHERE clause for a column with one of the ids in the parameter of this name: one value, however many they are."""
    if db.engine.dialect.name == "sqlite":
        ids = func.json_each(bindparam(name, type_=Text)).table_valued("value")
        return column.in_(select(ids.c.value))
    return column == any_(bindparam(name, type_=ARRAY(Integer)))


def as_value(ids: Sequence[int]) -> object:
    """Return the value of such a parameter."""
    return json.dumps(ids) if db.engine.dialect.name == "sqlite" else ids
