"""The index of words, which the database keeps by itself, so that every written row is indexed.

SQLite      a contentless full-text table (FTS5) for each table that features declare, filled by triggers, and the list
            of its words, in which parts of words are looked up
PostgreSQL  an index on an expression. Entries begin with the client: words (`12:pizzaofen`), parts of words
            (`12~ofen`), words of outsiders’ names (`12@corewell`) and their parts (`12+well`)

The client is a part of each lookup on both, so a search costs nothing for words that only other clients have.
The migration that created the index has its own copy of these statements; a test compares the two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import (
    Integer,
    MetaData,
    String,
    Table,
    TableClause,
    TextClause,
    and_,
    bindparam,
    cast,
    column,
    event,
    func,
    literal_column,
    or_,
    text,
)
from sqlalchemy import table as table_clause
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR
from sqlalchemy.engine import Connection
from sqlalchemy.sql.elements import ColumnElement

from tracker.foundation.database import db
from tracker.foundation.statements import Statement, as_value, is_one_of
from tracker.foundation.text.folding import ACCENTED, LETTER_FOLDS
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
"""Vowel signs are a part of the word: Thai and Hindi write them between the letters."""

Indexed: TypeAlias = Table
"""A table whose words are indexed."""

AT_ONCE = 14
PART_AT_MOST, PARTS_AT_MOST = 12, 12_000
"""Letters of a part on PostgreSQL, and parts of a row, whose entries have to stay below its limit of 1 MB."""

BEGINNINGS = "1 2 3 4 5 6 7 8 9 10"
"""Lengths of prefixes with an index of their own on SQLite, so that others’ words cost next to nothing."""


def indexed_sources() -> dict[str, SearchSource]:
    """Return the indexed columns by table."""
    return features().indexed


def main_text(table: Indexed) -> ColumnElement[str]:
    """Return the first column of a table that is indexed, such as the title."""
    return table.c[indexed_sources()[table.name].texts[0]]


def indexed_text(table: str, row: str = "") -> str:
    """Return an SQL expression for all texts of a row, joined by blanks."""
    return " || ' ' || ".join(f"{row}{column}" for column in indexed_sources()[table].texts)


def outsiders_of(table: str, row: str = "") -> str:
    """Return an SQL expression for all outsiders’ names of a row, joined by blanks."""
    return " || ' ' || ".join(f"{row}{column}" for column in indexed_sources()[table].names) or "''"


def replace_letters(expression: str, letters: Iterable[tuple[str, str]]) -> str:
    """Return an SQL expression that replaces each letter by its plain form."""
    for letter, plain in letters:
        expression = f"replace({expression}, '{letter}', '{plain}')"
    return expression


def in_plain_letters(expression: str) -> str:
    """Return an SQLite expression that replaces all letters of `folding` by their plain forms.

    It is nested a few letters at a time, because SQLite 3.40 (Debian) limits the depth of expressions.
    """
    letters, words = list(LETTER_FOLDS.items()), f"SELECT {expression} AS words"
    for start in range(0, len(letters), AT_ONCE):
        words = f"SELECT {replace_letters('words', letters[start : start + AT_ONCE])} AS words FROM ({words})"  # noqa: S608
    return f"({words})"


def index_entry(table: str, row: str) -> str:
    """Return the values that SQLite indexes for a row: key, client, words and names."""
    words, people = (
        in_plain_letters(indexed_text(table, row + ".")),
        in_plain_letters(outsiders_of(table, row + ".")),
    )
    return f"{row}.id, 'c' || {row}.client_id, {words}, {people}"


def in_sqlite(table: str) -> list[str]:
    """Return the statements that create a table's index on SQLite."""
    index = f"words_of_{table}"
    come, gone = index_entry(table, "new"), index_entry(table, "old")
    take_in = f"INSERT INTO {index} (rowid, client, words, people) VALUES ({come});"  # noqa: S608  names of ours
    take_out = f"INSERT INTO {index} ({index}, rowid, client, words, people) VALUES ('delete', {gone});"  # noqa: S608
    kept = (*indexed_sources()[table].texts, *indexed_sources()[table].names)
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
    """Return the statements that create a table's index on PostgreSQL."""
    index, kept = f"ix_words_of_{table}", f"words_of(client_id, {indexed_text(table)}, {outsiders_of(table)})"
    return [f"CREATE INDEX IF NOT EXISTS {index} ON {table} USING gin ({kept})"]


# The high cost makes PostgreSQL use the index even without statistics, instead of calling this for each row.
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
    plain := {replace_letters("plain", [pair for pair in LETTER_FOLDS.items() if pair[0].islower()])};
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


def create_statements(dialect: str) -> list[str]:
    """Return the statements that create the index."""
    if dialect == "sqlite":
        return [statement for table in indexed_sources() for statement in in_sqlite(table)]
    return [WORDS_OF, *(statement for table in indexed_sources() for statement in in_postgresql(table))]


def drop_statements(dialect: str) -> list[str]:
    """Return the statements that drop the index, to be run before its tables are dropped."""
    if dialect == "sqlite":
        triggers = [
            f"words_of_{table}_{act}" for table in indexed_sources() for act in ("insert", "delete", "update")
        ]
        tables = [
            f"DROP TABLE IF EXISTS words_of_{table}{more}"
            for table in indexed_sources()
            for more in ("_terms", "")
        ]
        return [*(f"DROP TRIGGER IF EXISTS {name}" for name in triggers), *tables]
    indexes = [f"DROP INDEX IF EXISTS ix_words_of_{table}" for table in indexed_sources()]
    return [*indexes, "DROP FUNCTION IF EXISTS words_of(integer, text, text)"]


@event.listens_for(db.metadata, "after_create")
def create(_tables: MetaData, connection: Connection, **_: Any) -> None:
    """Create the index after the tables."""
    for statement in create_statements(connection.dialect.name):
        connection.exec_driver_sql(statement)


@event.listens_for(db.metadata, "before_drop")
def drop(_tables: MetaData, connection: Connection, **_: Any) -> None:
    """Drop the index before the tables."""
    for statement in drop_statements(connection.dialect.name):
        connection.exec_driver_sql(statement)


class Tier(IntEnum):
    """How a row matches: its text begins with the first word, the words begin words, or they are parts of words."""

    START = 0
    BEGIN = 1
    PART = 2


@dataclass(frozen=True)
class SearchTerms:
    """The words to find, which come from `normalise.search_words`, and the clients to search."""

    words: Sequence[str]
    with_people: Sequence[int]
    """Clients whose outsiders’ names are searched, too."""

    without: Sequence[int] = ()
    led: int = 0
    """How many clients the reader leads, if no others are searched."""

    @property
    def client_groups(self) -> list[tuple[Sequence[int], bool]]:
        """The clients to search in pairs: their ids, and whether outsiders’ names are included."""
        return [pair for pair in ((self.with_people, True), (self.without, False)) if pair[0]]

    @property
    def shape(self) -> Shape:
        """What a clause depends on; the rest are values of its parameters."""
        words = tuple(
            WordShape(may_be_a_part(word), is_unspaced(word), word if is_kept_in_pieces(word) else "")
            for word in self.words
        )
        groups = tuple(with_names for _, with_names in self.client_groups)
        return Shape(words, groups, db.engine.dialect.name)

    @property
    def values(self) -> dict[str, object]:
        """The values of a clause's parameters."""
        if db.engine.dialect.name == "sqlite":
            return values_in_sqlite(self)
        return values_in_postgresql(self)


class WordShape(NamedTuple):
    """What a clause needs to know of a word; `kept_in_pieces` is the word itself, if PostgreSQL has to read again."""

    may_be_a_part: bool
    is_unspaced: bool
    kept_in_pieces: str


class Shape(NamedTuple):
    """The words of a search, for each group of clients whether outsiders’ names are included, and the database."""

    words: tuple[WordShape, ...]
    groups: tuple[bool, ...]
    dialect: str


def best_of_tier(
    query: Statement, table: Indexed, shape: Shape, tier: Tier, wanted_if: str = ""
) -> Statement:
    """Return the query limited to rows of the table that match, with parameters whose values `SearchTerms` has.

    Of texts that begin with what was typed the shortest is first, so that an exact title is found however old it is;
    of the others the newest. SQLite looks up the longer words that contain a searched one; with `wanted_if` only where
    that SQL is true.
    """
    if shape.dialect == "sqlite":
        words = index_in_sqlite(table)
        asked = query_in_sqlite(table, shape, tier, wanted_if)
        found, key = query.join(words, words.c.rowid == table.c.id).where(asked), words.c.rowid
    else:
        found, key = query.where(matching_in_postgresql(table, shape, tier)), table.c.id
    shortest_first = [func.length(main_text(table))] if tier == Tier.START else []
    return found.order_by(*shortest_first, key.desc())


def index_in_sqlite(table: Indexed) -> TableClause:
    """Return a table's index on SQLite. Joined with its table it gives the newest rows without reading the others."""
    return table_clause(f"words_of_{table.name}", column("rowid", Integer))


def query_in_sqlite(table: Indexed, shape: Shape, tier: Tier, wanted_if: str) -> TextClause:
    """WHERE clause for SQLite: a full-text query, which is put together of the parameters by the statement itself."""
    index = f"words_of_{table.name}"
    groups = []
    for number in range(len(shape.groups)):
        words = f":{tier.name.lower()}{number}"
        if tier == Tier.PART:
            words = parts_in_sqlite(index, shape, number, wanted_if)
        groups.append(f"'(' || {clients_in_sqlite(number)} || {words} || ')'")
    asked = " || ' OR ' || ".join(groups) or "'client : \"\"'"
    names = sorted(set(re.findall(r":(\w+)", asked)))
    return text(f"{index} MATCH ({asked})").bindparams(*map(bindparam, names))


def clients_in_sqlite(number: int) -> str:
    """Return the SQL of the part of a full-text query that limits it to a group of clients.

    Who leads all clients there are needs no limit. Others must not learn from the time a search takes whether clients
    of which they know nothing have a word, so theirs are told apart in the index itself.
    """
    return f"CASE WHEN (SELECT count(*) FROM client) = :led THEN '' ELSE :clients{number} END"  # noqa: S608  a number of ours


LONGER_WORDS = 1_000
"""How many words of the index are looked for because they contain what was typed, the first in its order."""


def parts_in_sqlite(index: str, shape: Shape, number: int, wanted_if: str) -> str:
    """Return the SQL of the words of a full-text query for a group of clients, with the longer words of the index.

    They are words of all clients, so at most `LONGER_WORDS` are taken: nobody can make a search long for others.
    """
    longer = f"SELECT term FROM {index}_terms WHERE "  # noqa: S608  a name of ours
    columns = columns_searched(shape.groups[number])
    pieces = []
    for place, word in enumerate(shape.words):
        holding = f"instr(term, :word{place}) > 1"
        if not word.is_unspaced:
            holding += f" AND length(term) <= {WORD_AT_MOST}"
        found = (
            f"SELECT group_concat(' OR \"' || term || '\"', '') FROM ({longer}{holding} LIMIT {LONGER_WORDS})"  # noqa: S608
        )
        more = f"coalesce(({found}), '')" if word.may_be_a_part else "''"
        if wanted_if and word.may_be_a_part:
            more = f"CASE WHEN {wanted_if} THEN {more} ELSE '' END"
        begins = f'{"" if place == 0 else " AND "}{columns} : ("'
        pieces.append(f"""'{begins}' || :word{place} || '" *' || {more} || ')'""")
    return " || ".join(pieces)


def columns_searched(with_names: bool) -> str:
    """Return the columns of an index on SQLite that are searched, with or without outsiders’ names."""
    return "{words people}" if with_names else "words"


def values_in_sqlite(sought: SearchTerms) -> dict[str, object]:
    """Return the values of the parameters on SQLite: the words, the clients, and pieces of full-text queries."""
    values: dict[str, object] = {f"word{place}": word for place, word in enumerate(sought.words)}
    values["led"] = sought.led
    for number, (clients, with_names) in enumerate(sought.client_groups):
        theirs = " OR ".join(f'"c{client_id}"' for client_id in clients)
        columns = columns_searched(with_names)
        begun = [f'{columns} : "{word}" *' for word in sought.words]
        start = [f'words : ^ "{word}" *' for word in sought.words[:1]]
        values[f"clients{number}"] = f"client : ({theirs}) AND "
        values[f"begin{number}"] = " AND ".join(begun)
        values[f"start{number}"] = " AND ".join([*start, *begun[1:]])
    return values


def matching_in_postgresql(table: Indexed, shape: Shape, tier: Tier) -> ColumnElement[bool]:
    """WHERE clause for PostgreSQL: one of the entries of each word has to match.

    Entries hold the beginning of a long part only, and of Chinese and the like its pairs of letters. So where a
    search has such a word, the rows found are read again.
    """
    name = table.name
    texts, names = indexed_text(name, f"{name}."), outsiders_of(name, f"{name}.")
    kept = func.words_of(table.c.client_id, literal_column(texts), literal_column(names), type_=TSVECTOR)
    entries = bindparam("part" if tier == Tier.PART else "begin", type_=String)
    clauses: list[ColumnElement[bool]] = [kept.op("@@", is_comparison=True)(cast(entries, TSQUERY))]
    if tier == Tier.START:
        clauses.append(func.lower(literal_column(texts)).like(bindparam("start", type_=String)))
    if tier == Tier.PART:
        clauses += [
            matches_own_text(table, shape, word.kept_in_pieces) for word in shape.words if word.kept_in_pieces
        ]
    return and_(*clauses)


def values_in_postgresql(sought: SearchTerms) -> dict[str, object]:
    """Return the values of the parameters on PostgreSQL: queries by entries, and a pattern of the text."""
    values: dict[str, object] = {"start": f"{sought.words[0]}%" if sought.words else ""}
    for number, (clients, _) in enumerate(sought.client_groups):
        values[f"group{number}"] = as_value(clients)
    for name, parts in (("begin", False), ("part", True)):
        each = [
            " | ".join(
                entry
                for clients, with_names in sought.client_groups
                for client_id in clients
                for entry in index_entries(client_id, word, parts, with_names)
            )
            for word in sought.words
        ]
        values[name] = " & ".join(f"({one})" for one in each)
    return values


def is_kept_in_pieces(word: str) -> bool:
    """Whether entries on PostgreSQL can match where the word is no part of a word."""
    return len(word) > 2 if is_unspaced(word) else len(word) > PART_AT_MOST


def matches_own_text(table: Indexed, shape: Shape, word: str) -> ColumnElement[bool]:
    """WHERE clause for PostgreSQL for rows whose own text has the word where `normalise.contains_words` finds it."""
    name = table.name
    texts, names = (in_plain_words(columns(name, f"{name}.")) for columns in (indexed_text, outsiders_of))
    inside = "" if is_unspaced(word) else f"(?=[^ ]{{1,{WORD_AT_MOST}}} )"
    pattern = f" {word}| {inside}[^ ]*{word}"
    return or_(
        *(
            and_(
                is_one_of(table.c.client_id, f"group{number}"),
                literal_column(
                    f"' ' || {texts} || ' ' || {names} || ' '" if with_names else f"' ' || {texts} || ' '"
                ).op("~", is_comparison=True)(pattern),
            )
            for number, with_names in enumerate(shape.groups)
        )
    )


def in_plain_words(expression: str) -> str:
    """Return a PostgreSQL expression for the words of a text in plain letters, joined by blanks, as `words_of` does."""
    bare = f"regexp_replace(normalize({expression}, NFKD), '{ACCENTED}', '\\1', 'g')"
    plain = replace_letters(
        f"lower(normalize({bare}, NFC))", [pair for pair in LETTER_FOLDS.items() if pair[0].islower()]
    )
    return f"regexp_replace({plain}, '[{SEPARATORS}]+', ' ', 'g')"


def index_entries(client_id: int, word: str, parts: bool, with_names: bool) -> list[str]:
    """Return the PostgreSQL index entries that match a word at one client."""
    found = [f"'{client_id}:{word}':*"] + ([f"'{client_id}@{word}':*"] if with_names else [])
    if not (parts and may_be_a_part(word)):
        return found
    for prefix in ("~", "+") if with_names else ("~",):
        if is_unspaced(word):
            pairs = [word[place : place + 2] for place in range(max(len(word) - 1, 1))]
            found.append("(" + " & ".join(f"'{client_id}{prefix}{pair}':*" for pair in pairs) + ")")
        else:
            found.append(f"'{client_id}{prefix}{word[:PART_AT_MOST]}':*")
    return found
