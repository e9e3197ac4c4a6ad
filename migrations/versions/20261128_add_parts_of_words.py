"""Adds parts of words, steps and outsiders' names to the index of words.

The statements stand here in full: this must still run when `tracker.search` says something else.
"""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from alembic import op

revision = "20261128_parts_of_words"
down_revision = "20261128_033500"

CHANGES_ROWS_OF: set[str] = set()
"""Tables whose number of rows changes on purpose; every other one is counted before and after."""

TEXTS = {"goal": ("title", "why"), "task": ("title", "details"), "step": ("title",), "comment": ("body",)}
PEOPLE = {"goal": ("owner_name", "waiting_name"), "task": ("owner_name", "waiting_name")}
LETTERS = {
    "ß": "ss", "ẞ": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "þ": "th", "Þ": "th",
    "ł": "l", "Ł": "l", "ø": "o", "Ø": "o", "đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "ı": "i", "İ": "i",
    "ё": "е", "Ё": "е", "ς": "σ", "ά": "α", "Ά": "α", "έ": "ε", "Έ": "ε", "ή": "η", "Ή": "η", "ί": "ι", "Ί": "ι",
    "ό": "ο", "Ό": "ο", "ύ": "υ", "Ύ": "υ", "ώ": "ω", "Ώ": "ω",
}  # fmt: skip
SEPARATORS = (
    r"\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u00d7\u00f7\u2000-\u2bff\u2e00-\u2e7f\u3000-\u3004"
    r"\u3008-\u3020\u3030\ufe00-\ufe0f\ufe30-\ufe6f\ufff0-\uffff\U0001f000-\U0001faff\U000e0000-\U000e0fff"
)
UNSPACED = (
    r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
    r"\U00020000-\U0003ffff"
)


def plain(text, letters):
    for letter, instead in letters:
        text = f"replace({text}, '{letter}', '{instead}')"
    return text


def plain_in_sqlite(text):
    """A few letters at a time: SQLite 3.40 reads no deeper nest of calls."""
    letters, words = list(LETTERS.items()), f"SELECT {text} AS words"
    for start in range(0, len(letters), 14):
        words = f"SELECT {plain('words', letters[start : start + 14])} AS words FROM ({words})"  # noqa: S608
    return f"({words})"


def together(columns, row=""):
    return " || ' ' || ".join(f"{row}{column}" for column in columns) or "''"


def entry(table, row):
    words = plain_in_sqlite(together(TEXTS[table], row + "."))
    people = plain_in_sqlite(together(PEOPLE.get(table, ()), row + "."))
    return f"{row}.id, 'c' || {row}.client_id, {words}, {people}"


def upgrade() -> None:
    earlier().downgrade()
    if op.get_bind().dialect.name == "sqlite":
        for table in TEXTS:
            index_in_sqlite(table)
    else:
        index_in_postgresql()


def index_in_sqlite(table):
    index = f"words_of_{table}"
    come, gone, there = entry(table, "new"), entry(table, "old"), entry(table, table)
    take_in = f"INSERT INTO {index} (rowid, client, words, people) VALUES ({come});"  # noqa: S608  names of ours
    take_out = f"INSERT INTO {index} ({index}, rowid, client, words, people) VALUES ('delete', {gone});"  # noqa: S608
    kept = (*TEXTS[table], *PEOPLE.get(table, ()))
    columns = ", ".join(kept)
    differs = " OR ".join(f"old.{column} <> new.{column}" for column in kept)
    for statement in (
        f"CREATE VIRTUAL TABLE IF NOT EXISTS {index} USING fts5(client, words, people, content='',"
        " tokenize='unicode61 remove_diacritics 2 categories ''L* N* Co Mn Mc''', prefix='1 2 3 4 5 6 7 8 9 10')",
        f"CREATE VIRTUAL TABLE IF NOT EXISTS {index}_terms USING fts5vocab('{index}', 'row')",
        f"INSERT INTO {index} (rowid, client, words, people) SELECT {there} FROM {table}",  # noqa: S608
        f"CREATE TRIGGER IF NOT EXISTS {index}_insert AFTER INSERT ON {table} BEGIN {take_in} END",
        f"CREATE TRIGGER IF NOT EXISTS {index}_delete AFTER DELETE ON {table} BEGIN {take_out} END",
        f"CREATE TRIGGER IF NOT EXISTS {index}_update AFTER UPDATE OF {columns} ON {table} WHEN {differs}"
        f" BEGIN {take_out} {take_in} END",
    ):
        op.get_bind().exec_driver_sql(statement)


def index_in_postgresql():
    accented = r"'([A-Za-z])[\u0300-\u036f]+', '\1', 'g'"
    small = [pair for pair in LETTERS.items() if pair[0].islower()]
    op.get_bind().exec_driver_sql(f"""
CREATE OR REPLACE FUNCTION words_of(client integer, said text, people text) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 100000 AS $$
DECLARE
  texts text[] := ARRAY[said, people];
  plain text;
  found text[] := '{{}}';
BEGIN
  FOR which IN 1..2 LOOP
    plain := lower(normalize(regexp_replace(normalize(texts[which], NFKD), {accented}), NFC));
    plain := {plain("plain", small)};
    plain := btrim(regexp_replace(plain, '[{SEPARATORS}]+', ' ', 'g'));
    found := found || ARRAY(
      WITH each AS (SELECT DISTINCT word FROM unnest(string_to_array(plain, ' ')) word WHERE word <> '')
      SELECT client || (ARRAY[':', '@'])[which] || left(word, 40) FROM each
      UNION ALL
      (SELECT client || (ARRAY['~', '+'])[which] || part FROM (
        SELECT substr(word, place, 12) AS part
          FROM each, generate_series(2, length(word) - 2) place WHERE length(word) <= 40
        UNION
        SELECT substr(word, place, 2) FROM each, generate_series(1, length(word)) place WHERE word ~ '[{UNSPACED}]'
      ) parts LIMIT 12000)
    );
  END LOOP;
  RETURN array_to_tsvector(found);
END $$
""")  # noqa: S608  texts of ours
    for table in TEXTS:
        texts = f"{together(TEXTS[table])}, {together(PEOPLE.get(table, ()))}"
        op.get_bind().exec_driver_sql(
            f"CREATE INDEX IF NOT EXISTS ix_words_of_{table} ON {table} USING gin (words_of(client_id, {texts}))"
        )


def downgrade() -> None:
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        for table in TEXTS:
            for act in ("insert", "delete", "update"):
                connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS words_of_{table}_{act}")
            for more in ("_terms", ""):
                connection.exec_driver_sql(f"DROP TABLE IF EXISTS words_of_{table}{more}")
    else:
        for table in TEXTS:
            connection.exec_driver_sql(f"DROP INDEX IF EXISTS ix_words_of_{table}")
        connection.exec_driver_sql("DROP FUNCTION IF EXISTS words_of(integer, text, text)")
    earlier().upgrade()


def earlier():
    """The migration that made the index of before."""
    spec = spec_from_file_location("earlier", Path(__file__).with_name("20261121_create_search_index.py"))
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
