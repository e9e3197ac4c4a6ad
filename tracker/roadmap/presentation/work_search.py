"""What the searches for goals and for tasks share: the query, the ranking and the hit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from tracker.clients.short_names import name_for
from tracker.foundation.database import db
from tracker.foundation.text.folding import fold
from tracker.registry import Hit, Hits
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.presentation.queries import readable_work
from tracker.roadmap.presentation.wording import reader_of, status_word
from tracker.search.normalise import begins_words, contains_words, split_words
from tracker.search.results import A_GROUP
from tracker.search.search import Search

LOOKED_THROUGH = 100
"""How many matches are ranked: the shortest titles, so that exact ones are among them."""


@dataclass(frozen=True)
class WorkRow:
    """A goal or task as the database returned it."""

    client_id: int
    number: int
    title: str
    status: str
    last_activity_at: datetime
    total: int = 0
    owner_name: str = ""
    waiting_name: str = ""

    def outsider(self, words: list[str]) -> str:
        """Return the outsider whose name these words found; blank if they are in the title."""
        if contains_words(words, self.title):
            return ""
        return next(
            (name for name in (self.owner_name, self.waiting_name) if name and contains_words(words, name)),
            "",
        )


def columns_of(model: type[Goal] | type[Task], *more: Any) -> Select[Any]:
    """Return a query of the columns that a `WorkRow` needs."""
    return select(model.client_id, model.number, model.title, model.status, model.last_activity_at, *more)


def work_found(search: Search, model: type[Goal] | type[Task], page: str) -> Hits:
    """Return the goals or tasks with the words; `page` is the page of one of them."""
    rows = matching_work(search, model)
    return work_hits(search, best_rows(rows, search.words), page), rows[0].total if rows else 0


def matching_work(search: Search, model: type[Goal] | type[Task]) -> list[WorkRow]:
    """Return the rows with the words: beginnings of words first, then the shortest titles."""
    query = (
        columns_of(model, model.owner_name, model.waiting_name, func.count().over().label("total"))
        .where(readable_work(model, search.seats), search.matching(model))
        .order_by(
            search.order_by_beginning(model),
            func.length(model.title),
            model.last_activity_at.desc(),
            model.id,
        )
        .limit(LOOKED_THROUGH)
    )
    return [WorkRow(**row) for row in db.session.execute(query).mappings()]


def work_hits(search: Search, rows: Sequence[WorkRow], page: str) -> list[Hit]:
    """Return the hits of goals or tasks. One found by an outsider's name says the name, as far as its reader may."""
    return [
        Hit(
            row.title,
            search.address(row.client_id, page, number=row.number),
            mark=row.status,
            meta=" · ".join(
                word
                for word in (
                    name_for(search.at[row.client_id], row.outsider(search.words)),
                    search.client_name(row.client_id),
                )
                if word
            ),
            says=status_word(row.status, reader_of(search.at[row.client_id])),
        )
        for row in rows
    ]


def best_rows(rows: Sequence[WorkRow], words: list[str]) -> list[WorkRow]:
    """Return the best rows.

    Titles that begin with the words come first, then those in which the words begin words, then those in
    which they are parts of words; then open work, then the latest activity.
    """

    def rank(row: WorkRow) -> tuple[bool, bool, bool, bool, float]:
        starts = " ".join(split_words(fold(row.title))).startswith(" ".join(words))
        has = begins_words(words, row.title), contains_words(words, row.title)
        return (
            not starts,
            not has[0],
            not has[1],
            row.status in ("done", "parked"),
            -row.last_activity_at.timestamp(),
        )

    return sorted(rows, key=rank)[:A_GROUP]
