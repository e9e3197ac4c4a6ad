"""Columns for people's longer texts, each with its HTML and its rendering key in two more columns.

A model names them (`keeps_html_of(Task, "details")`). Setting the text sets the other two; statements that
write many rows at once add `html_columns`. A row without HTML, or with that of an older version, is rendered
when first viewed.
"""

from __future__ import annotations

import time
from functools import partial
from typing import Any

from flask import g
from markupsafe import Markup
from sqlalchemy import Connection, Table, event, func, or_, select

from tracker.foundation.database import Model, db
from tracker.foundation.text.markdown import SECONDS, VERSION, Rendering, render, rendering_key_of, safe_html
from tracker.foundation.transactions import run_afterwards

PROSE_COLUMNS: list[tuple[type[Model], str]] = []
SECONDS_A_PAGE = 1.5
"""CPU seconds one page may spend on texts without HTML; the remaining texts are shown as plain paragraphs."""
ROWS_RENDERED_AT_ONCE = 200
"""Rows rendered in one short transaction."""


def keeps_html_of(model: type[Model], name: str) -> None:
    """Render the text of this attribute whenever it is set, and register it for `render_all`."""

    def set_html(record: Model, text: str | None, *_: object) -> None:
        for column, value in html_columns(name, text or "").items():
            setattr(record, column, value)

    event.listen(getattr(model, name), "set", set_html)
    PROSE_COLUMNS.append((model, name))


def html_columns(name: str, text: str, seconds: float = SECONDS) -> dict[str, str]:
    """Return `details_html` and `details_rendering_key` of a text."""
    made = render(text, seconds)
    return {f"{name}_html": made.html, f"{name}_rendering_key": made.rendering_key}


class Budget:
    """CPU time for the texts of one bulk write. The remaining texts are rendered when first viewed."""

    def __init__(self, seconds: float) -> None:
        self.until = time.thread_time() + seconds

    @property
    def left(self) -> float:
        """Return the CPU seconds left."""
        return self.until - time.thread_time()

    def html_columns(self, name: str, text: str) -> dict[str, str | None]:
        """Return the HTML and rendering key of a text; both None if the time left is too short."""
        if self.left < SECONDS:
            return {f"{name}_html": None, f"{name}_rendering_key": None}
        return {**html_columns(name, text)}


def prose(record: Any, name: str) -> Markup:
    """Template filter: return a record's text as HTML. Newly rendered HTML is stored after the response."""
    text: str = getattr(record, name)
    html, rendering_key = getattr(record, f"{name}_html"), getattr(record, f"{name}_rendering_key")
    if html is not None and rendering_key == rendering_key_of(text):
        return safe_html(Rendering(html, rendering_key))
    if "texts" not in g:
        g.texts, g.text_budget = [], Budget(SECONDS_A_PAGE)
        run_afterwards(partial(keep_all, texts=g.texts), "the HTML of a page")
    left = g.text_budget.left
    made = render(text, min(left, SECONDS))
    if left >= SECONDS:
        g.texts.append((record.__table__, name, record.id, text, made))
    return safe_html(made)


def keep_all(connection: Connection, texts: list[tuple[Table, str, int, str, Rendering]]) -> None:
    """Store the HTML that a page rendered."""
    for each in texts:
        keep_html(connection, *each)


def keep_html(connection: Connection, table: Table, name: str, key: int, text: str, made: Rendering) -> None:
    """Store the HTML, unless the text has changed since.

    The record's version is kept, because nobody edited it.
    """
    same = table.update().where(table.c.id == key, table.c[name] == text)
    connection.execute(same.values({f"{name}_html": made.html, f"{name}_rendering_key": made.rendering_key}))


def render_all() -> int:
    """Render texts without HTML, or of another version, in short transactions.

    Returns the number of texts.
    """
    return sum(render_column(db.metadata.tables[model.__tablename__], name) for model, name in PROSE_COLUMNS)


def render_column(table: Table, name: str) -> int:
    """Render the outdated texts of one column, in short transactions. Returns the number of texts."""
    rendering_key = table.c[f"{name}_rendering_key"]
    stale = or_(rendering_key.is_(None), func.substr(rendering_key, 1, len(f"{VERSION}-")) != f"{VERSION}-")
    last = many = 0
    while True:
        query = (
            select(table.c.id, table.c[name])
            .where(stale, table.c.id > last)
            .order_by(table.c.id)
            .limit(ROWS_RENDERED_AT_ONCE)
        )
        with db.engine.begin() as connection:
            rows = connection.execute(query).all()
            for key, text in rows:
                keep_html(connection, table, name, key, text, render(text))
        if not rows:
            return many
        last, many = rows[-1].id, many + len(rows)
