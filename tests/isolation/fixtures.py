"""Two clients of the same shape, with a marker in every text column: CANARY-A-… and CANARY-B-….

Rows are made by walking the tables, so a new table gets its marked row automatically, and a
table this factory cannot fill fails the suite.
"""

import re
from datetime import date, timedelta
from io import BytesIO
from itertools import count
from zipfile import ZipFile

from sqlalchemy import JSON, Boolean, CheckConstraint, Date, Integer, Numeric, String, Text

from tracker.accounts.models import Person, SignIn, fingerprint
from tracker.foundation import clock
from tracker.foundation.database import UtcDateTime, db

PRACTICE_TABLES = {
    "person", "practice", "practice_event", "sign_in", "reset_link", "account_proof", "throttle", "client",
    "known_device", "sign_in_attempt", "sign_in_delay", "sign_in_network",
}  # fmt: skip
"""Tables without a client of their own, filled by hand below."""

FIXED = {
    "time_zone": "UTC",
    "quarter": "2026-Q4",
    "status": "waiting",
    "approval_state": "agreed",
    "visibility": "all",
    "kind": "build",
    "role": "team",
    "health": "watch",
    "theme": "auto",
}
STAYS_EMPTY = {
    "ended_at",
    "trashed_at",
    "accepted_at",
    "revoked_at",
    "deactivated_at",
    "undone_at",
    "done_at",
    "idempotency_key",
}
WORDS = ("title", "previous", "current", "why", "name", "step", "waiting_on", "details", "owner_name")


def marked_json(table, column, mark):
    """JSON of the shape its readers expect, with a marker in every text."""
    if (table, column) == ("import_row", "planned"):
        return dict.fromkeys(WORDS, mark) | {
            "row": 2,
            "key": mark,
            "owner_email": "",
            "steps": [],
            "archived": False,
        }
    if (table, column) == ("import_run", "messages"):
        return {"notes": [mark]}
    if (table, column) == ("import_run", "result"):
        return {}
    return dict.fromkeys(WORDS, mark)


NUMBERS = {"A": 11, "B": 21}
"""Where a client's own numbers begin, so that a number of the one is nobody's at the other."""

ABSENT = 999


def allowed_values(table, column):
    """The closed set a check constraint names, if there is one."""
    for check in table.constraints:
        if isinstance(check, CheckConstraint):
            found = re.search(rf"\b{column}\b IN \(([^)]*)\)", str(check.sqltext))
            if found:
                return re.findall(r"'([^']*)'", found[1])
    return []


def canary(tag, table, column, length):
    return f"CANARY-{tag}-{table.name}-{column.name}"[: length or 200]


def value_for(table, column, tag, ids, extra):
    """A marked value for one column, or the key of the row it refers to."""
    if column.name in extra:
        return extra[column.name]
    if (column.name in STAYS_EMPTY or column.name == "applied_at") and column.nullable:
        return None
    if column.foreign_keys:
        target = next(
            iter(sorted(key.column.table.name for key in column.foreign_keys if key.column.name == "id"))
        )
        return ids.get(target)
    if column.name == "number":
        return 5 if table.name == "span" else NUMBERS[tag]
    closed = allowed_values(table, column.name)
    if closed:
        return FIXED.get(column.name) if FIXED.get(column.name) in closed else closed[0]
    return plain_value(table, column, tag)


def plain_value(table, column, tag):
    kind = column.type
    if column.name in FIXED:
        return FIXED[column.name]
    if isinstance(kind, UtcDateTime):
        return clock.now() + (timedelta(days=3) if column.name == "expires_at" else timedelta())
    if isinstance(kind, Date):
        return date.today()
    if isinstance(kind, Boolean):
        return False
    if isinstance(kind, JSON):
        return marked_json(table.name, column.name, f"CANARY-{tag}-{table.name}-{column.name}")
    if isinstance(kind, Numeric):
        return 7.77
    if isinstance(kind, String | Text):
        return canary(tag, table, column, getattr(kind, "length", None))
    assert isinstance(kind, Integer), f"{table.name}.{column.name}: teach the factory this type"
    return 1


def plant_row(table, tag, ids, **extra):
    """One marked row; its key is remembered under the table's name."""
    values = {
        column.name: value_for(table, column, tag, ids, extra)
        for column in table.columns
        if not (column.primary_key and column.name == "id")
    }
    values["id"] = next(KEYS)
    long = [
        name for name, value in values.items() if isinstance(value, str) and not fits(value, table.c[name])
    ]
    assert not long, f"too long for PostgreSQL: {', '.join(long)} of {table.name}"
    db.session.execute(table.insert().values(**values))
    return values["id"]


def fits(value, column):
    """Whether the column takes it on PostgreSQL; SQLite does not count."""
    length = getattr(column.type, "length", None)
    return length is None or len(value) <= length


def text_of(body):
    """The text of an answer; for a workbook, of every sheet and its properties."""
    if not body.startswith(b"PK"):
        return body.decode()
    with ZipFile(BytesIO(body)) as book:
        return "\n".join(book.read(name).decode() for name in book.namelist())


HASH = "$argon2id$v=19$m=8,t=1,p=1$bm90IGEgcGFzc3dvcmQ$bm9ib2R5IGhhcyB0aGlzIHBhc3N3b3Jk"
"""Nobody signs in with a password here: sessions are made directly."""


KEYS = count(7_000_001)
"""Primary keys nobody mistakes for another number: none may be in a page."""


def person(tag, who, **fields):
    made = Person.create(f"{who}@{tag.lower()}.example", f"CANARY-{tag} {who.capitalize()}", time_zone="UTC")
    made.password_hash = HASH
    for name, value in fields.items():
        setattr(made, name, value)
    made.add_proof(by=None)
    db.session.flush()
    return made


def token_for(someone):
    """A session of this person; the token is made of the person's number, so that it can be recognised."""
    token = f"{someone.public_id}{'x' * (43 - len(someone.public_id))}"
    db.session.add(SignIn(person_id=someone.id, token_hash=fingerprint(token), device="CANARY-S device"))
    return token
