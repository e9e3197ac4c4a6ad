"""The index of words: made and kept by the database, so that whatever writes a row is indexed with it.

SQLite      a full-text table beside each of the three (FTS5, without the texts themselves), filled by triggers
PostgreSQL  an index on an expression: the words of a row, each with its client before it (`12:oven`)

The client is a part of what is looked up on both: a search costs nothing for words that only others have (A8).
The migration that made it says the same in its own words; a test compares the two.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import MetaData, cast, event, func, literal_column, text
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR
from sqlalchemy.engine import Connection
from sqlalchemy.sql.elements import ColumnElement

from tracker.foundation.db import db
from tracker.search.folding import ACCENTED, LETTERS, SEPARATORS, WORD_AT_MOST

TEXTS = {"goal": ("title", "why"), "task": ("title", "details"), "comment": ("body",)}
"""Whose words are kept, and which of them."""

LATIN = "unicode61 remove_diacritics 2"
AT_ONCE = 14
BEGINNINGS = "1 2 3 4 5 6 7 8 9 10"
"""Beginnings of words that have a list of their own on SQLite: others’ words then cost next to nothing (A8)."""


def said(table: str, row: str = "") -> str:
    """All words of a row as one text, in SQL."""
    return " || ' ' || ".join(f"{row}{column}" for column in TEXTS[table])


def replaced(expression: str, letters: Iterable[tuple[str, str]]) -> str:
    for letter, plain in letters:
        expression = f"replace({expression}, '{letter}', '{plain}')"
    return expression


def in_plain_letters(expression: str) -> str:
    """The same on SQLite, a few letters at a time: older ones read no deeper nest of calls (3.40 of Debian)."""
    letters, words = list(LETTERS.items()), f"SELECT {expression} AS words"
    for start in range(0, len(letters), AT_ONCE):
        words = f"SELECT {replaced('words', letters[start : start + AT_ONCE])} AS words FROM ({words})"  # noqa: S608
    return f"({words})"


def entry(table: str, row: str) -> str:
    """What the index keeps of a row on SQLite: key, client and words."""
    return f"{row}.id, 'c' || {row}.client_id, {in_plain_letters(said(table, row + '.'))}"


def in_sqlite(table: str) -> list[str]:
    index = f"words_of_{table}"
    come, gone = entry(table, "new"), entry(table, "old")
    take_in = f"INSERT INTO {index} (rowid, client, words) VALUES ({come});"  # noqa: S608  names of ours
    take_out = f"INSERT INTO {index} ({index}, rowid, client, words) VALUES ('delete', {gone});"  # noqa: S608
    columns = ", ".join(TEXTS[table])
    differs = " OR ".join(f"old.{column} <> new.{column}" for column in TEXTS[table])
    return [
        f"CREATE VIRTUAL TABLE IF NOT EXISTS {index} USING fts5(client, words, content='', tokenize='{LATIN}',"
        f" prefix='{BEGINNINGS}')",
        f"CREATE TRIGGER IF NOT EXISTS {index}_insert AFTER INSERT ON {table} BEGIN {take_in} END",
        f"CREATE TRIGGER IF NOT EXISTS {index}_delete AFTER DELETE ON {table} BEGIN {take_out} END",
        f"CREATE TRIGGER IF NOT EXISTS {index}_update AFTER UPDATE OF {columns} ON {table} WHEN {differs}"
        f" BEGIN {take_out} {take_in} END",
    ]


def in_postgresql(table: str) -> list[str]:
    index = f"ix_words_of_{table}"
    return [f"CREATE INDEX IF NOT EXISTS {index} ON {table} USING gin (words_of(client_id, {said(table)}))"]


WORDS_OF = f"""
CREATE OR REPLACE FUNCTION words_of(client integer, said text) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1000 AS $$
DECLARE
  mark text := client || ':';
  plain text := lower(normalize(regexp_replace(normalize(said, NFKD), '{ACCENTED}', '\\1', 'g'), NFC));
BEGIN
  plain := {replaced("plain", [pair for pair in LETTERS.items() if pair[0].islower()])};
  plain := btrim(regexp_replace(plain, '[{SEPARATORS}]+', ' ', 'g'));
  plain := regexp_replace(plain, '([^ ]{{{WORD_AT_MOST}}})[^ ]+', '\\1', 'g');
  RETURN array_to_tsvector(string_to_array(mark || replace(plain, ' ', ' ' || mark), ' '));
END $$
"""


def creating(dialect: str) -> list[str]:
    """What makes the index, statement by statement."""
    if dialect == "sqlite":
        return [statement for table in TEXTS for statement in in_sqlite(table)]
    return [WORDS_OF, *(statement for table in TEXTS for statement in in_postgresql(table))]


def dropping(dialect: str) -> list[str]:
    """What takes it away, before its tables go."""
    if dialect == "sqlite":
        triggers = [f"words_of_{table}_{act}" for table in TEXTS for act in ("insert", "delete", "update")]
        tables = [f"DROP TABLE IF EXISTS words_of_{table}" for table in TEXTS]
        return [*(f"DROP TRIGGER IF EXISTS {name}" for name in triggers), *tables]
    indexes = [f"DROP INDEX IF EXISTS ix_words_of_{table}" for table in TEXTS]
    return [*indexes, "DROP FUNCTION IF EXISTS words_of(integer, text)"]


@event.listens_for(db.metadata, "after_create")
def create(_tables: MetaData, connection: Connection, **_: Any) -> None:
    for statement in creating(connection.dialect.name):
        connection.exec_driver_sql(statement)


@event.listens_for(db.metadata, "before_drop")
def drop(_tables: MetaData, connection: Connection, **_: Any) -> None:
    for statement in dropping(connection.dialect.name):
        connection.exec_driver_sql(statement)


def matching(model: Any, client_ids: Iterable[int], words: list[str]) -> ColumnElement[bool]:
    """Rows of these clients in which each of the words begins a word. The words come from `folding.asked`."""
    if db.engine.dialect.name == "sqlite":
        return matching_in_sqlite(model, client_ids, words)
    return matching_in_postgresql(model, client_ids, words)


def matching_in_sqlite(model: Any, client_ids: Iterable[int], words: list[str]) -> ColumnElement[bool]:
    index = f"words_of_{model.__tablename__}"
    theirs = " OR ".join(f'"c{client_id}"' for client_id in client_ids)
    wanted = " AND ".join(f'words : "{word}" *' for word in words)
    found = text(f"SELECT rowid FROM {index} WHERE {index} MATCH :sought")  # noqa: S608  a name of ours
    return model.id.in_(found.bindparams(sought=f"client : ({theirs}) AND {wanted}"))  # type: ignore[no-any-return]


def matching_in_postgresql(model: Any, client_ids: Iterable[int], words: list[str]) -> ColumnElement[bool]:
    each = [" | ".join(f"'{client_id}:{word}':*" for client_id in client_ids) for word in words]
    table = model.__tablename__
    kept = func.words_of(model.client_id, literal_column(said(table, f"{table}.")), type_=TSVECTOR)
    wanted = cast(" & ".join(f"({one})" for one in each), TSQUERY)
    return kept.op("@@", is_comparison=True)(wanted)
