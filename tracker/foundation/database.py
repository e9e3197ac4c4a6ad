"""The database: names of constraints, column types, and how a transaction begins on each engine."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from flask import Flask, abort
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    MetaData,
    Select,
    event,
    text,
)
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column, registry
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator

T = TypeVar("T")

writing: ContextVar[bool] = ContextVar("writing", default=True)
"""Whether a transaction that begins now may write. SQLite then takes its lock at once."""


class UtcDateTime(TypeDecorator[datetime]):
    """An instant, always aware and in UTC.

    SQLite stores it without the zone, which is added again on reading.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the instant in UTC, without its zone for SQLite. Raises ValueError for one without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment without a time zone.")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Return the stored instant in UTC."""
        return None if value is None else value.astimezone(UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None] | None:
        """Return the function that reads a value; SQLite's text is read in one step, because lists have many."""
        return stored_moment if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


def stored_moment(text: str | None) -> datetime | None:
    """Return the instant that SQLite stores as text."""
    return None if text is None else datetime.fromisoformat(f"{text}+00:00")


CONSTRAINT_NAMES = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
"""Every constraint has a name, so that a migration can refer to it."""


class Base(DeclarativeBase):
    """The base of all models: constraints are named by `CONSTRAINT_NAMES`, and instants are stored as UTC."""

    registry = registry(
        metadata=MetaData(naming_convention=CONSTRAINT_NAMES), type_annotation_map={datetime: UtcDateTime}
    )


db = SQLAlchemy(model_class=Base)

if TYPE_CHECKING:

    class Model(Base):
        """`db.Model` as type checkers see it."""

        __abstract__ = True

else:
    Model = db.Model


class BelongsToClient:
    """A row of exactly one client.

    References between such rows include the client in the key (`within_client`), so the database itself
    refuses a task of one client under a goal of another.
    """

    @declared_attr
    def client_id(cls) -> Mapped[int]:
        """The client it belongs to; part of the key in references between rows of one client."""
        return mapped_column(ForeignKey("client.id"), index=True)


class Versioned:
    """A row that two people may edit at once: a save based on an older version is refused, never applied."""

    version: Mapped[int] = mapped_column(default=1)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Column[int]]:
        return {"version_id_col": cls.__table__.c.version}  # type: ignore[attr-defined]


def within_client(column: str, table: str) -> ForeignKeyConstraint:
    """Return a foreign key to another row of the same client."""
    return ForeignKeyConstraint(["client_id", column], [f"{table}.client_id", f"{table}.id"])


def by_client(table: str, column: str) -> Index:
    """Return the index that a composite reference needs."""
    return Index(f"ix_{table}_client_{column}", "client_id", column)


def partial(name: str, *columns: str, where: str) -> Index:
    """Return an index of the rows that match; a query uses it if it has the same condition in the same words."""
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


def is_of_models(name: str | None) -> bool:
    """Whether a model defines this table or index; the database itself fills the search index and the revisions."""
    return not any(each in (name or "") for each in ("words_of_", "client_revision"))


class OfClient(Protocol):
    """An object with a client."""

    @property
    def client_id(self) -> int:
        """Return the id of the client."""


R = TypeVar("R", bound=OfClient)


def grouped_by_client(records: Iterable[R]) -> dict[int, list[R]]:
    """Return records by their client, each in the given order; an empty list for a client without any."""
    found: dict[int, list[R]] = defaultdict(list)
    for record in records:
        found[record.client_id].append(record)
    return found


def first_or_404(query: Select[T], **values: object) -> T:
    """Return the first row the query finds, or raise 404.

    `values` are for a query that is built once a process and limited to one row.
    """
    found = db.session.scalars(query if values else query.limit(1), values).first()
    if found is None:
        abort(404)
    return found


def init_app(app: Flask) -> None:
    """Set up the database, and on SQLite the pragmas and the way transactions begin."""
    db.init_app(app)
    with app.app_context():
        engine = db.engine
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", prepare_sqlite)
        event.listen(engine, "begin", begin_sqlite)


def dispose(app: Flask) -> None:
    """Close every connection, so that a forked worker inherits none; the next query opens a new one."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def engine_options(url: str) -> dict[str, object]:
    """Return the engine's options for `url`.

    Errors never show parameters, which are people's texts and secrets.
    """
    private = {"hide_parameters": True}
    if not url.startswith("sqlite"):
        return private | {
            "pool_pre_ping": True,
            "connect_args": {"options": "-c lock_timeout=15000 -c jit=off"},
        }
    options: dict[str, object] = private | {"connect_args": {"isolation_level": None, "timeout": 15}}
    try:
        from pysqlite3 import dbapi2

        options["module"] = dbapi2
    except ImportError:  # no wheel for this machine: use the standard module; `tracker check` reports its age
        options["module"] = sqlite3
    return options


def prepare_sqlite(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    """Set the pragmas of a new SQLite connection."""
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "busy_timeout=15000",
        "foreign_keys=ON",
        "secure_delete=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def begin_sqlite(connection: Connection) -> None:
    """Begin a transaction. A write takes the lock at once, so that it waits now instead of failing later."""
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing.get() else "BEGIN")


def sqlite_version(engine: Engine) -> str:
    """Return the version of the SQLite library in use: `3.51.3`."""
    return str(engine.dialect.dbapi.sqlite_version)  # type: ignore[union-attr]
