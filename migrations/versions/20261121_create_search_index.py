"""Create the index of the words of goals, tasks and comments.

The statements stand here in full: this must still run when `tracker.search` says something else.
"""

from alembic import op

revision = "20261121_220000"
down_revision = "20261121_212955"

CHANGES_ROWS_OF: set[str] = set()
"""Tables whose number of rows changes on purpose; every other one is counted before and after."""

TEXTS = {"goal": ("title", "why"), "task": ("title", "details"), "comment": ("body",)}
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


def said(table, row=""):
    return " || ' ' || ".join(f"{row}{column}" for column in TEXTS[table])


def entry(table, row):
    return f"{row}.id, 'c' || {row}.client_id, {plain_in_sqlite(said(table, row + '.'))}"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table in TEXTS:
            index_in_sqlite(table)
    else:
        index_in_postgresql()


def index_in_sqlite(table):
    index = f"words_of_{table}"
    come, gone, there = entry(table, "new"), entry(table, "old"), entry(table, table)
    take_in = f"INSERT INTO {index} (rowid, client, words) VALUES ({come});"  # noqa: S608  names of ours
    take_out = f"INSERT INTO {index} ({index}, rowid, client, words) VALUES ('delete', {gone});"  # noqa: S608
    columns = ", ".join(TEXTS[table])
    differs = " OR ".join(f"old.{column} <> new.{column}" for column in TEXTS[table])
    for statement in (
        f"CREATE VIRTUAL TABLE IF NOT EXISTS {index} USING fts5(client, words, content='',"
        " tokenize='unicode61 remove_diacritics 2', prefix='1 2 3 4 5 6 7 8 9 10')",
        f"INSERT INTO {index} (rowid, client, words) SELECT {there} FROM {table}",  # noqa: S608
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
CREATE OR REPLACE FUNCTION words_of(client integer, said text) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1000 AS $$
DECLARE
  mark text := client || ':';
  plain text := lower(normalize(regexp_replace(normalize(said, NFKD), {accented}), NFC));
BEGIN
  plain := {plain("plain", small)};
  plain := btrim(regexp_replace(plain, '[{SEPARATORS}]+', ' ', 'g'));
  plain := regexp_replace(plain, '([^ ]{{40}})[^ ]+', '\\1', 'g');
  RETURN array_to_tsvector(string_to_array(mark || replace(plain, ' ', ' ' || mark), ' '));
END $$
""")
    for table in TEXTS:
        op.get_bind().exec_driver_sql(
            f"CREATE INDEX IF NOT EXISTS ix_words_of_{table} ON {table}"
            f" USING gin (words_of(client_id, {said(table)}))"
        )


def downgrade() -> None:
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        for table in TEXTS:
            for act in ("insert", "delete", "update"):
                connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS words_of_{table}_{act}")
            connection.exec_driver_sql(f"DROP TABLE IF EXISTS words_of_{table}")
    else:
        for table in TEXTS:
            connection.exec_driver_sql(f"DROP INDEX IF EXISTS ix_words_of_{table}")
        connection.exec_driver_sql("DROP FUNCTION IF EXISTS words_of(integer, text)")
