"""The index of words: made and kept by the database, so that whatever writes a row is indexed with it.

SQLite      a full-text table beside each of the four (FTS5, without the texts themselves), filled by triggers, and
            the list of its words, in which parts of words are looked for
PostgreSQL  an index on an expression, with the client before each entry: words (`12:pizzaofen`), parts of words
            (`12~ofen`), words of outsiders’ names (`12@corewell`) and their parts (`12+well`)

The client is a part of what is looked up on both: a search costs nothing for words that only others have.
The migration that made it says the same in its own words; a test compares the two.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import MetaData, cast, event, func, literal_column, text
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR
from sqlalchemy.engine import Connection
from sqlalchemy.sql.elements import ColumnElement

from tracker.foundation.database import db
from tracker.foundation.text.folding import ACCENTED, LETTERS
from tracker.registry import SearchSource, features
from tracker.search.normalise import (
    PART_AT_LEAST,
    SEPARATORS,
    UNSPACED,
    WORD_AT_MOST,
    is_unspaced,
    may_be_a_part,
)

LETTERS_OF_WORDS = "unicode61 remove_diacritics 2 categories ''L* N* Co Mn Mc''"
"""Vowel signs are a part of the word: in Thai or Hindi they stand between the letters."""

AT_ONCE = 14
PART_AT_MOST, PARTS_AT_MOST = 12, 12_000
"""Letters of a part on PostgreSQL, and parts of one row: what it keeps for a row stays below its limit of 1 MB."""

BEGINNINGS = "1 2 3 4 5 6 7 8 9 10"
"""Beginnings of words that have a list of their own on SQLite: others’ words then cost next to nothing."""


def sources() -> dict[str, SearchSource]:
    """Whose words are kept, by table, and which of them."""
    return features().search


def indexed_text(table: str, row: str = "") -> str:
    """All words of a row as one text, in SQL."""
    return " || ' ' || ".join(f"{row}{column}" for column in sources()[table].texts)


def outsiders_of(table: str, row: str = "") -> str:
    """All outsiders’ names of a row as one text, in SQL."""
    return " || ' ' || ".join(f"{row}{column}" for column in sources()[table].names) or "''"


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
    """What the index keeps of a row on SQLite: key, client, words and names."""
    words, people = (
        in_plain_letters(indexed_text(table, row + ".")),
        in_plain_letters(outsiders_of(table, row + ".")),
    )
    return f"{row}.id, 'c' || {row}.client_id, {words}, {people}"


def in_sqlite(table: str) -> list[str]:
    index = f"words_of_{table}"
    come, gone = entry(table, "new"), entry(table, "old")
    take_in = f"INSERT INTO {index} (rowid, client, words, people) VALUES ({come});"  # noqa: S608  names of ours
    take_out = f"INSERT INTO {index} ({index}, rowid, client, words, people) VALUES ('delete', {gone});"  # noqa: S608
    kept = (*sources()[table].texts, *sources()[table].names)
    columns = ", ".join(kept)
    differs = " OR ".join(f"old.{column} <> new.{column}" for column in kept)
    return [
        f"CREATE VIRTUAL TABLE IF NOT EXISTS {index} USING fts5(client, words, people, content='',"
        f" tokenize='{LETTERS_OF_WORDS}', prefix='{BEGINNINGS}')",
        f"CREATE VIRTUAL TABLE IF NOT EXISTS {index}_terms USING fts5vocab('{index}', 'row')",
        f"CREATE TRIGGER IF NOT EXISTS {index}_insert AFTER INSERT ON {table} BEGIN {take_in} END",
        f"CREATE TRIGGER IF NOT EXISTS {index}_delete AFTER DELETE ON {table} BEGIN {take_out} END",
        f"CREATE TRIGGER IF NOT EXISTS {index}_update AFTER UPDATE OF {columns} ON {table} WHEN {differs}"
        f" BEGIN {take_out} {take_in} END",
    ]


def in_postgresql(table: str) -> list[str]:
    index, kept = f"ix_words_of_{table}", f"words_of(client_id, {indexed_text(table)}, {outsiders_of(table)})"
    return [f"CREATE INDEX IF NOT EXISTS {index} ON {table} USING gin ({kept})"]


# A high cost: PostgreSQL then looks into the index even before it has counted the rows, and never calls this for each.
WORDS_OF = f"""
CREATE OR REPLACE FUNCTION words_of(client integer, said text, people text) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 100000 AS $$
DECLARE
  texts text[] := ARRAY[said, people];
  plain text;
  found text[] := '{{}}';
BEGIN
  FOR which IN 1..2 LOOP
    plain := lower(normalize(regexp_replace(normalize(texts[which], NFKD), '{ACCENTED}', '\\1', 'g'), NFC));
    plain := {replaced("plain", [pair for pair in LETTERS.items() if pair[0].islower()])};
    plain := btrim(regexp_replace(plain, '[{SEPARATORS}]+', ' ', 'g'));
    found := found || ARRAY(
      WITH each AS (SELECT DISTINCT word FROM unnest(string_to_array(plain, ' ')) word WHERE word <> '')
      SELECT client || (ARRAY[':', '@'])[which] || left(word, {WORD_AT_MOST}) FROM each
      UNION ALL
      (SELECT client || (ARRAY['~', '+'])[which] || part FROM (
        SELECT substr(word, place, {PART_AT_MOST}) AS part
          FROM each, generate_series(2, length(word) - {PART_AT_LEAST - 1}) place WHERE length(word) <= {WORD_AT_MOST}
        UNION
        SELECT substr(word, place, 2) FROM each, generate_series(1, length(word)) place WHERE word ~ '[{UNSPACED}]'
      ) parts LIMIT {PARTS_AT_MOST})
    );
  END LOOP;
  RETURN array_to_tsvector(found);
END $$
"""  # noqa: S608  numbers and letters of ours


def creating(dialect: str) -> list[str]:
    """What makes the index, statement by statement."""
    if dialect == "sqlite":
        return [statement for table in sources() for statement in in_sqlite(table)]
    return [WORDS_OF, *(statement for table in sources() for statement in in_postgresql(table))]


def dropping(dialect: str) -> list[str]:
    """What takes it away, before its tables go."""
    if dialect == "sqlite":
        triggers = [
            f"words_of_{table}_{act}" for table in sources() for act in ("insert", "delete", "update")
        ]
        tables = [
            f"DROP TABLE IF EXISTS words_of_{table}{more}" for table in sources() for more in ("_terms", "")
        ]
        return [*(f"DROP TRIGGER IF EXISTS {name}" for name in triggers), *tables]
    indexes = [f"DROP INDEX IF EXISTS ix_words_of_{table}" for table in sources()]
    return [*indexes, "DROP FUNCTION IF EXISTS words_of(integer, text, text)"]


@event.listens_for(db.metadata, "after_create")
def create(_tables: MetaData, connection: Connection, **_: Any) -> None:
    for statement in creating(connection.dialect.name):
        connection.exec_driver_sql(statement)


@event.listens_for(db.metadata, "before_drop")
def drop(_tables: MetaData, connection: Connection, **_: Any) -> None:
    for statement in dropping(connection.dialect.name):
        connection.exec_driver_sql(statement)


@dataclass(frozen=True)
class Sought:
    """What is looked for: rows of these clients that have each of the words, which come from `folding.asked`."""

    words: Sequence[str]
    with_people: Sequence[int]
    """Clients at which outsiders’ names are looked through, too."""

    without: Sequence[int] = ()

    @property
    def wheres(self) -> list[tuple[Sequence[int], bool]]:
        """Which clients, and whether names count there."""
        return [pair for pair in ((self.with_people, True), (self.without, False)) if pair[0]]


def matching(model: Any, sought: Sought, parts: bool = True) -> ColumnElement[bool]:
    """Rows in which each word begins a word or, with `parts`, is a part of one."""
    if db.engine.dialect.name == "sqlite":
        return matching_in_sqlite(model, sought, parts)
    return matching_in_postgresql(model, sought, parts)


def matching_in_sqlite(model: Any, sought: Sought, parts: bool) -> ColumnElement[bool]:
    """The search is put together by the database, which adds the longer words that a part was found in."""
    index = f"words_of_{model.__tablename__}"
    values: dict[str, str] = {}
    found = []
    longer = (
        f"SELECT group_concat(' OR \"' || term || '\"', '') FROM {index}_terms WHERE instr(term, :word%d) > 1"  # noqa: S608
    )
    for clients, with_names in sought.wheres:
        theirs = " OR ".join(f'"c{client_id}"' for client_id in clients)
        columns = "{words people}" if with_names else "words"
        pieces = [f"'(client : ({theirs})'"]
        for number, word in enumerate(sought.words):
            values[f"word{number}"] = word
            more = f"coalesce(({longer % number}), '')" if parts and may_be_a_part(word) else "''"
            pieces.append(f"""' AND {columns} : ("' || :word{number} || '" *' || {more} || ')'""")
        found.append(" || ".join([*pieces, "')'"]))
    asked = " || ' OR ' || ".join(found) or "'client : \"\"'"
    query = text(f"SELECT rowid FROM {index} WHERE {index} MATCH ({asked})")  # noqa: S608  names and numbers of ours
    return model.id.in_(query.bindparams(**values))  # type: ignore[no-any-return]


def matching_in_postgresql(model: Any, sought: Sought, parts: bool) -> ColumnElement[bool]:
    each = [
        " | ".join(
            entry for clients, with_names in sought.wheres for client_id in clients
            for entry in entries(client_id, word, parts, with_names)
        )
        for word in sought.words
    ]  # fmt: skip
    table = model.__tablename__
    texts, names = indexed_text(table, f"{table}."), outsiders_of(table, f"{table}.")
    kept = func.words_of(model.client_id, literal_column(texts), literal_column(names), type_=TSVECTOR)
    wanted = cast(" & ".join(f"({one})" for one in each), TSQUERY)
    return kept.op("@@", is_comparison=True)(wanted)


def entries(client_id: int, word: str, parts: bool, with_names: bool) -> list[str]:
    """The entries of the index on PostgreSQL that a word is found by, at one client."""
    found = [f"'{client_id}:{word}':*"] + ([f"'{client_id}@{word}':*"] if with_names else [])
    if not (parts and may_be_a_part(word)):
        return found
    for mark in ("~", "+") if with_names else ("~",):
        if is_unspaced(word):
            pairs = [word[place : place + 2] for place in range(max(len(word) - 1, 1))]
            found.append("(" + " & ".join(f"'{client_id}{mark}{pair}':*" for pair in pairs) + ")")
        else:
            found.append(f"'{client_id}{mark}{word[:PART_AT_MOST]}':*")
    return found
