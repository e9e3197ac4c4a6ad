"""A random number for each client that the database replaces whenever its work or its people change.

Today's figures of a client are kept with the number they were counted at (`client_counts`), and a client with the same
number needs no counting. Triggers see to it, so that no way of writing can be forgotten. A random number never comes
back, in another database or after a rollback either.

SQLite      the number changes with the row, in the same transaction
PostgreSQL  the number changes at the end of the transaction, so that the row is locked last and shortest. A number
            that is read stands for all transactions before it, and none is given to a transaction that has written

The migration that created this has its own copy of the statements; a test compares the two.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Integer, MetaData, bindparam, case, column, event, func, select
from sqlalchemy import table as table_clause
from sqlalchemy.engine import Connection

from tracker.clients.models import Client, Seat
from tracker.foundation.database import db
from tracker.foundation.statements import Statement, built_once, rows_of

PEOPLE = 0
"""Stands for the names of all people, in place of a client's id."""
TABLE = "CREATE TABLE IF NOT EXISTS client_revision (client_id INTEGER NOT NULL PRIMARY KEY, revision BIGINT NOT NULL)"
WATCHED = ("goal", "task", "seat")
"""The tables of a client that its figures are counted from."""
REPLACED = "ON CONFLICT (client_id) DO UPDATE SET revision = excluded.revision"

ON_POSTGRESQL = f"""
CREATE OR REPLACE FUNCTION client_revision_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  changed integer[] := ARRAY[{PEOPLE}];
BEGIN
  IF TG_TABLE_NAME <> 'person' THEN
    changed := ARRAY[]::integer[];
    IF TG_OP <> 'DELETE' THEN changed := changed || NEW.client_id; END IF;
    IF TG_OP <> 'INSERT' THEN changed := changed || OLD.client_id; END IF;
  END IF;
  INSERT INTO client_revision (client_id, revision)
  SELECT DISTINCT ON (id) id, (random() * 9000000000000000)::bigint FROM unnest(changed) id ORDER BY id
  {REPLACED} WHERE client_revision.xmin::text <> mod(txid_current(), 4294967296)::text;
  RETURN NULL;
END $$
"""  # noqa: S608  names of ours


class Revision(NamedTuple):
    """A live seat of the reader, and the state of its client."""

    client_id: int
    seat_id: int
    role: str
    zone: str
    number: int | None
    """None where figures may not be kept."""
    people: int | None


def replace(client: str, where: str = "true") -> str:
    """Return the statement of SQLite that replaces a client's number."""
    return f"INSERT INTO client_revision SELECT {client}, random() WHERE {where} {REPLACED};"


def in_sqlite() -> list[str]:
    """Return the statements that create the table and its triggers on SQLite.

    The names of triggers begin with the table's, by which migrations know that they belong to it.
    """
    bodies = {
        "insert": replace("new.client_id"),
        "delete": replace("old.client_id"),
        "update": f"{replace('new.client_id')} {replace('old.client_id', 'old.client_id <> new.client_id')}",
    }
    triggers = {
        f"{table}{act}": f"AFTER {act.upper()} ON {table} BEGIN {body} END"
        for table in WATCHED
        for act, body in bodies.items()
    }
    triggers["personupdate"] = f"AFTER UPDATE OF name ON person BEGIN {replace(str(PEOPLE))} END"
    created = [
        f"CREATE TRIGGER IF NOT EXISTS client_revision_{name} {what}" for name, what in triggers.items()
    ]
    return [TABLE, *created]


def in_postgresql() -> list[str]:
    """Return the statements that create the table, the function and the triggers on PostgreSQL."""
    acts = {**dict.fromkeys(WATCHED, "INSERT OR UPDATE OR DELETE"), "person": "UPDATE OF name"}
    return [
        TABLE,
        ON_POSTGRESQL,
        *(
            f"CREATE CONSTRAINT TRIGGER client_revision_{name} AFTER {when} ON {name}"
            " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION client_revision_changed()"
            for name, when in acts.items()
        ),
    ]


@event.listens_for(db.metadata, "after_create")
def create(_tables: MetaData, connection: Connection, **_: Any) -> None:
    """Create the table and what fills it after the tables of the models."""
    for statement in in_sqlite() if connection.dialect.name == "sqlite" else in_postgresql():
        connection.exec_driver_sql(statement)


@event.listens_for(db.metadata, "before_drop")
def drop(_tables: MetaData, connection: Connection, **_: Any) -> None:
    """Drop it before the tables of the models."""
    if connection.dialect.name == "sqlite":
        found = connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE name LIKE 'client\\_revision\\_%' ESCAPE '\\'"
        )
        for (name,) in found.all():
            connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
    else:
        connection.exec_driver_sql("DROP FUNCTION IF EXISTS client_revision_changed() CASCADE")
    connection.exec_driver_sql("DROP TABLE IF EXISTS client_revision")


def revisions_of(reader: int) -> list[Revision]:
    """Return the live seats of a person with the state of their clients."""
    return [Revision(*row) for row in rows_of(own_revisions(db.engine.dialect.name), {"reader": reader})]


@built_once
def own_revisions(dialect: str) -> Statement:
    """Return the statement for this. On PostgreSQL it finds no number in a transaction that has written."""
    kept = table_clause("client_revision", column("client_id", Integer), column("revision", BigInteger))
    number: Any = kept.c.revision
    if dialect == "postgresql":
        number = case((func.txid_current_if_assigned(type_=BigInteger).is_(None), number))
    named = kept.alias("people")
    people = select(named.c.revision).where(named.c.client_id == PEOPLE)
    return (
        select(Seat.client_id, Seat.id, Seat.role, Client.time_zone, number, people.scalar_subquery())
        .join(Client, Client.id == Seat.client_id)
        .outerjoin(kept, kept.c.client_id == Seat.client_id)
        .where(Seat.person_id == bindparam("reader", type_=Integer()), Seat.live())
    )
