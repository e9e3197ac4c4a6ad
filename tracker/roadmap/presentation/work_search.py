"""What the searches for goals and for tasks share: the query, the ranking and the hit."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.clients.short_names import name_for
from tracker.foundation.statements import Statement, built_once, select_columns
from tracker.registry import Hit, Hits
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.presentation.queries import readable_work_as
from tracker.roadmap.presentation.wording import audience_of, status_word
from tracker.search.normalise import are_in_words, contains_words, folded_words
from tracker.search.results import A_GROUP
from tracker.search.search import FoundRow, Search


def work_found(search: Search, model: type[Goal] | type[Task], page: str) -> Hits:
    """Return the goals or tasks with the words; `page` is the page of one of them."""
    rows = search.rows(model.__tablename__)
    return work_hits(search, best_rows(rows, search.words), page), len(rows)


@built_once
def work_read(model: type[Goal] | type[Task], roles: frozenset[str]) -> Statement:
    """Return the query for the work that a reader in these roles may read, with what a hit needs."""
    return select_columns(
        model.client_id,
        model.number,
        model.title,
        model.status,
        model.last_activity_at,
        model.owner_name,
        model.waiting_name,
    ).where(readable_work_as(model, roles))


def outsider(row: FoundRow, words: list[str]) -> str:
    """Return the outsider whose name these words found; blank if they are in the title."""
    if not (row.owner_name or row.waiting_name) or contains_words(words, row.title):
        return ""
    return next(
        (name for name in (row.owner_name, row.waiting_name) if name and contains_words(words, name)),
        "",
    )


def work_hits(search: Search, rows: Sequence[FoundRow], page: str) -> list[Hit]:
    """Return the hits of goals or tasks. One found by an outsider's name says the name, as far as its reader may."""
    return [
        Hit(
            row.title,
            search.address(row.client_id, page, number=row.number),
            icon=row.status,
            meta=" · ".join(
                word
                for word in (
                    name_for(search.at[row.client_id], outsider(row, search.words)),
                    search.client_name(row.client_id),
                )
                if word
            ),
            says=status_word(row.status, audience_of(search.at[row.client_id])),
        )
        for row in rows
    ]


def best_rows(rows: Sequence[FoundRow], words: list[str]) -> list[FoundRow]:
    """Return the best rows.

    The title that was typed comes first, then titles that begin with the words, then those in which the words
    begin words, then those in which they are parts of words; then open work, then the latest activity.
    """
    beginnings = [f" {word}" for word in words]
    typed = "".join(beginnings)

    def rank(row: FoundRow) -> tuple[bool, bool, bool, bool, bool, float]:
        found = folded_words(row.title)
        title = f" {' '.join(found)}"
        starts = title.startswith(typed)
        begins = starts or all(word in title for word in beginnings)
        return (
            title != typed,
            not starts,
            not begins,
            not (begins or are_in_words(words, found)),
            row.status in ("done", "parked"),
            -row.last_activity_at.timestamp(),
        )

    return sorted(rows, key=rank)[:A_GROUP]
