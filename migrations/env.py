"""How a migration runs: in one transaction, with no row lost.

Changing a table on SQLite means building it anew and dropping the old one. With foreign keys on, that drop
would delete the children of every row. So they are off before the transaction begins, every reference is
checked before it ends, and the rows of every table are counted on both sides.
Anything odd rolls all of it back.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from alembic import context
from sqlalchemy.engine import Connection

from tracker.foundation.database import UtcDateTime, db, is_of_models


class RowsLostError(Exception):
    """A migration would have changed how many rows a table has, or left a reference to nothing."""


def render_item(kind: str, item: Any, _autogen_context: Any) -> str | bool:
    """Column types by SQLAlchemy's own names: a migration never imports the product."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


@contextmanager
def without_foreign_keys(connection: Connection) -> Iterator[None]:
    """SQLite hears this pragma only outside a transaction, so it goes past SQLAlchemy, which begins one."""
    if connection.dialect.name != "sqlite":
        yield
        return
    driver: Any = connection.connection.dbapi_connection
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def alone(connection: Connection) -> None:
    """Nobody else migrates or writes meanwhile. SQLite's BEGIN IMMEDIATE has already seen to it."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(7355608)"))
        for table in tables(connection):
            connection.execute(sa.text(f'LOCK TABLE "{table}" IN SHARE ROW EXCLUSIVE MODE'))


def tables(connection: Connection) -> list[str]:
    """Tables that hold rows of ours: not the index of words, which the database keeps by itself."""
    there = sa.inspect(connection).get_table_names()
    return [name for name in there if name != "alembic_version" and is_of_models(name)]


def triggers(connection: Connection) -> dict[str, tuple[str, str]]:
    """What keeps the index of words on SQLite: a trigger's name, its table, how it is made."""
    if connection.dialect.name != "sqlite":
        return {}
    found = connection.exec_driver_sql("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'")
    return {name: (table, sql) for name, table, sql in found}


def put_back(connection: Connection, before: dict[str, tuple[str, str]]) -> None:
    """A table built anew has lost its triggers; they are made again while what they fill is there."""
    there = {*sa.inspect(connection).get_table_names()}
    for name in sorted(before.keys() - triggers(connection).keys()):
        table, sql = before[name]
        if {table, name.rpartition("_")[0]} <= there:
            connection.exec_driver_sql(sql)


def count_rows(connection: Connection) -> dict[str, int]:
    return {
        name: connection.execute(sa.select(sa.func.count()).select_from(sa.table(name))).scalar_one()
        for name in tables(connection)
    }


def check_rows(before: dict[str, int], after: dict[str, int], expected: set[str]) -> None:
    for name in sorted(before.keys() & after.keys() - expected):
        if before[name] != after[name]:
            raise RowsLostError(
                f"{name} had {before[name]} rows and would have {after[name]}. Nothing was changed."
            )


def check_references(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        named = ", ".join(sorted({f"{child} → {parent}" for child, _, parent, _ in broken}))
        raise RowsLostError(f"{len(broken)} references would point nowhere ({named}). Nothing was changed.")


def run(connection: Connection) -> None:
    expected: set[str] = set()
    kept: dict[str, tuple[str, str]] = {}

    def note_revision(step: Any, **_: Any) -> None:
        revision = step.up_revision
        if revision is not None:
            expected.update(getattr(revision.module, "CHANGES_ROWS_OF", ()))
        kept.update(triggers(connection))  # a later step may build anew a table that this one gave triggers

    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        render_as_batch=True,
        render_item=render_item,
        compare_type=True,
        include_name=lambda name, _kind, _parents: is_of_models(name),
        transactional_ddl=True,
        on_version_apply=note_revision,
    )
    with without_foreign_keys(connection), context.begin_transaction():
        alone(connection)
        before = count_rows(connection)
        kept.update(triggers(connection))
        context.run_migrations()
        put_back(connection, kept)
        check_references(connection)
        check_rows(before, count_rows(connection), expected)


run(context.config.attributes["connection"])
