"""Sends every request twice: to a world with records hidden from a reader, and to its twin without them.

Both answers have to be the same: status, headers, body. Nothing is masked. The clock stands still, and whatever is
drawn at random comes from the question, so two answers only differ where the product reads what differs.
"""

import logging
import re
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from flask_wtf.csrf import generate_csrf
from sqlalchemy import insert, text

from tests.isolation import story
from tests.isolation.chance import repeatable
from tests.isolation.engine import LAST_WRITE
from tests.isolation.fixtures import text_of
from tests.isolation.questions import body_of, questions
from tests.isolation.story import ALL, EVERYBODY, HEALTH, HERE, LEADS, PRACTICE, cookie
from tests.visitor import HTMX, multipart
from tracker.accounts.models import fingerprint
from tracker.foundation.database import db, writing


def at(tag, *readers):
    return {(tag, each) for each in readers}


@dataclass(frozen=True)
class Reader:
    """A person who sends requests: their session, the client they address, and what they may know of."""

    name: str
    token: str
    home: str
    knows: frozenset = frozenset()
    is_thorough: bool = False
    """Whether they try everything, or of what is much alike only some."""

    @property
    def is_practice(self):
        """Whether the reader's pages may show the secret of a link once, to pass it on."""
        return self.name.startswith(("coo", "owner"))


def reader(who, tag, home, *known, thorough=False):
    return Reader(f"{who} {tag}", cookie(who, tag), home, frozenset({EVERYBODY}.union(*known)), thorough)


READERS = [
    reader("ceo", "a", "a", at("a", HERE, ALL, LEADS), thorough=True),
    reader("team", "a", "a", at("a", HERE, ALL), thorough=True),
    reader("viewer", "a", "a", at("a", HERE, ALL)),
    reader("coo", "a", "a", at("a", HERE, ALL, LEADS, PRACTICE, HEALTH)),
    reader("ceo", "b", "b", at("b", HERE, ALL, LEADS)),
    reader("coo", "b", "a", at("b", HERE, ALL, LEADS, PRACTICE, HEALTH)),
    reader("back", "a", "a", at("a", HERE)),
    reader("stranger", "s", "a"),
    reader("owner", "p", "a", at("a", HERE, HEALTH), at("b", HERE, HEALTH)),
    Reader("anybody", "", "a", frozenset({EVERYBODY})),
]
FULL = frozenset({EVERYBODY} | {(tag, each) for tag in "ab" for each in (HERE, ALL, LEADS, PRACTICE, HEALTH)})


@dataclass
class Differences:
    asked: int = 0
    answered: int = 0
    taken: int = 0
    """Forms that were accepted."""
    found: list = field(default_factory=list)

    def report(self):
        shown = "\n  ".join(self.found[:12])
        return f"{len(self.found)} of {self.asked} answers differ:\n  {shown}"


class Worlds:
    """The worlds of this run: each is created once, put into the database when needed, and repaired afterwards."""

    def __init__(self, app):
        self.app, self.told, self.raw = app, {}, {}

    def of(self, known):
        if known not in self.told:
            self.told[known] = story.tell(self.app, known)
        return self.told[known]

    def enter(self, world):
        """Put this world into the database, whatever was there."""
        with writes():
            for table in reversed(db.metadata.sorted_tables):
                db.session.execute(table.delete())
            for table in db.metadata.sorted_tables:
                if world.rows[table.name]:
                    db.session.execute(insert(table), world.rows[table.name])
        self.raw = raw_rows()

    def mend(self, world):
        """Revert what a request changed: only the rows that differ."""
        now = raw_rows()
        with writes():
            for table in reversed(db.metadata.sorted_tables):
                if extra := now[table.name].keys() - self.raw[table.name].keys():
                    db.session.execute(table.delete().where(key_of(table).in_(extra)))
            for table in db.metadata.sorted_tables:
                was, there = self.raw[table.name], now[table.name]
                if was != there:
                    name = key_of(table).name
                    rows = [row for row in world.rows[table.name] if was[row[name]] != there.get(row[name])]
                    self.put_back(table, [row for row in rows if row[name] in there])
                    if gone := [row for row in rows if row[name] not in there]:
                        db.session.execute(insert(table), gone)

    def put_back(self, table, rows):
        for row in rows:
            db.session.execute(table.update().where(key_of(table) == row[key_of(table).name]).values(**row))


@contextmanager
def writes():
    """One transaction that may write."""
    before = writing.set(True)
    db.session.rollback()
    if db.engine.dialect.name == "sqlite":
        db.session.execute(text("PRAGMA defer_foreign_keys=ON"))
    yield
    db.session.commit()
    writing.reset(before)


def key_of(table):
    return next(iter(table.primary_key))


def raw_rows():
    """Every row as the driver gives it, by its key."""
    connection, found = db.session.connection(), {}
    for table in db.metadata.sorted_tables:
        place = list(table.c).index(key_of(table))
        columns = ", ".join(column.name for column in table.c)
        rows = connection.exec_driver_sql(f"SELECT {columns} FROM {table.name}").fetchall()
        found[table.name] = {row[place]: tuple(row) for row in rows}
    db.session.rollback()
    return found


class Twins:
    """One reader in two worlds."""

    def __init__(self, app, worlds):
        self.app, self.worlds, self.differences = app, worlds, Differences()

    def compare(self, reader, asked, full, twin, until_found=False):
        """Both answers to every question; where they differ, the first bytes that do.

        `until_found`: ask in small parts, and no further once something differs.
        """
        asked = list(asked)
        size = A_PART if until_found else max(len(asked), 1)
        for start in range(0, len(asked), size):
            self.compare_part(reader, asked[start : start + size], full, twin)
            if until_found and self.differences.found:
                break
        return self.differences

    def compare_part(self, reader, asked, full, twin):
        first, second = self.answers(reader, asked, full), self.answers(reader, asked, twin)
        for question, one, other in zip(asked, first, second, strict=True):
            self.differences.asked += 1
            self.differences.answered += one[0] < 400
            if question.method == "POST" and one[0] < 400:
                self.differences.taken += 1
            if one[0] >= 500 or other[0] >= 500:
                self.differences.found.append(f"{question} as {reader.name}: {one[0]}, {other[0]}")
            if one != other:
                self.differences.found.append(f"{question} as {reader.name}: {where(one, other)}")

    def answers(self, reader, asked, world):
        self.worlds.enter(world)
        watch, found, live = Watch(), [], secrets_now()
        for question in asked:
            with logged() as lines:
                answer = self.answer(reader, question)
            changed = watch.has_changed()
            self.look_for_secrets(reader, question, answer, lines, secrets_now() if changed else live)
            if changed:
                self.worlds.mend(world)
                watch.has_changed()
            found.append(answer)
        watch.close()
        return found

    def look_for_secrets(self, reader, question, answer, lines, live):
        """Only the practice is ever shown the secret of a link, and no log is."""
        shown = [] if reader.is_practice else [*map(str, answer[1]), answer[2]]
        for place, texts in ("the answer", shown), ("the log", lines):
            if any(fingerprint(word) in live for text in texts for word in LIKE_A_SECRET.findall(text)):
                self.differences.found.append(
                    f"{question} as {reader.name}: the secret of a link is in {place}"
                )

    def answer(self, reader, question):
        with repeatable(f"{reader.name} {question}"):
            headers = dict(HTMX) if question.htmx else {}
            if reader.token:
                headers["Cookie"] = f"session={reader.token}"
            sending = question.method == "POST"
            form = {**body_of(question), "csrf_token": self.csrf(headers)} if sending else None
            response = self.app.test_client(use_cookies=False).open(
                question.path, method=question.method, headers=headers, **multipart(form) if form else {}
            )
            body = text_of(response.get_data())
            response.close()
        return response.status_code, tuple(response.headers), body

    def csrf(self, headers):
        if "Cookie" not in headers:
            return "none"
        with (
            self.app.app_context(),
            self.app.test_request_context(headers=headers),
        ):  # its own `g`: it keeps a token
            return generate_csrf()


A_PART = 80
"""Questions to ask in one world before the other: changing worlds costs as much as a few of them."""

LIKE_A_SECRET = re.compile(r"[\w-]{20,}")


def secrets_now():
    """Fingerprints of the secrets of all links, without sessions."""
    tables = [
        table for table in db.metadata.sorted_tables if "token_hash" in table.c and table.name != "sign_in"
    ]
    found = {value for table in tables for value in db.session.scalars(db.select(table.c.token_hash))} - {
        None
    }
    db.session.rollback()
    return found


@contextmanager
def logged():
    """Every line that is logged meanwhile: all of the product's, of libraries what a service would write."""
    lines, handler = [], logging.Handler()
    handler.emit = lambda record: lines.append(record.getMessage())
    loggers = [(logging.getLogger(), logging.INFO), (logging.getLogger("tracker"), logging.DEBUG)]
    before = [logger.level for logger, _ in loggers]
    for logger, level in loggers:
        logger.setLevel(level)
    logging.getLogger().addHandler(handler)
    try:
        yield lines
    finally:
        logging.getLogger().removeHandler(handler)
        for (logger, _), level in zip(loggers, before, strict=True):
            logger.setLevel(level)


class Watch:
    """Notices that a request wrote: a new world is put in place only then."""

    def __init__(self):
        self.connection = db.engine.connect()
        self.seen = self.state()

    def state(self):
        found = self.connection.execute(text(LAST_WRITE[db.engine.dialect.name])).scalar()
        self.connection.rollback()
        return found

    def has_changed(self):
        before, self.seen = self.seen, self.state()
        return before != self.seen

    def close(self):
        self.connection.close()


def where(one, other):
    """The first position at which two answers differ."""
    if one[0] != other[0]:
        return f"{one[0]} with, {other[0]} without: {said(one[2])} | {said(other[2])}"
    if one[1] != other[1] and one[2] == other[2]:
        return f"headers {set(one[1]) ^ set(other[1])}"
    place = next((n for n, (a, b) in enumerate(zip(one[2], other[2], strict=False)) if a != b), -1)
    return f"…{said(one[2][max(place - 50, 0) : place + 90])}… | …{said(other[2][max(place - 50, 0) : place + 90])}…"


def said(body):
    return " ".join(body.split())[:200]


def as_thorough_as_here(reader):
    """Whether to send every request: all on SQLite, a sample on PostgreSQL, which runs the same code."""
    return reader if db.engine.dialect.name == "sqlite" else replace(reader, is_thorough=False)


def ask_twice(app, worlds, only=None, readers=READERS, until_found=False):
    """Send every request of every reader to both worlds and return the differences, or the first ones."""
    twins = Twins(app, worlds)
    full = worlds.of(FULL)
    for each in map(as_thorough_as_here, readers):
        twins.compare(each, questions(app, full, each, only), full, worlds.of(each.knows), until_found)
        if until_found and twins.differences.found:
            break
    return twins.differences
