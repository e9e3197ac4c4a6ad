"""What a search found, put in order and into groups. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tracker.foundation.text.folding import fold
from tracker.foundation.text.formatting import count_of
from tracker.search.normalise import begins_words, holds, split

A_GROUP = 8
AROUND = 60


@dataclass(frozen=True)
class Hit:
    """One line: what it is called, where it is, and what tells it from its like."""

    title: str
    url: str
    mark: str = ""
    """What is drawn before it: a status, an icon, or the initials of a `client` or of somebody (`who`)."""
    meta: str = ""
    says: str = ""
    """What the mark means in words; of a comment, the task it is about."""
    colour: int = 0


@dataclass(frozen=True)
class Group:
    """Hits of one kind, the best ones; `total` counts what was not shown, too."""

    name: str
    hits: Sequence[Hit]
    total: int = 0

    @property
    def more(self) -> int:
        return max(self.total - len(self.hits), 0)


@dataclass(frozen=True)
class WorkRow:
    """A goal or a task as the database gave it."""

    client_id: int
    number: int
    title: str
    status: str
    touched_at: datetime
    total: int = 0
    owner_name: str = ""
    waiting_name: str = ""

    def outsider(self, words: list[str]) -> str:
        """The person without access that these words found, when they are not in the title."""
        if holds(words, self.title):
            return ""
        return next(
            (name for name in (self.owner_name, self.waiting_name) if name and holds(words, name)), ""
        )


@dataclass(frozen=True)
class SearchResults:
    """Everything one search found."""

    query: str
    groups: Sequence[Group]

    @property
    def count(self) -> int:
        return sum(group.total for group in self.groups)

    @property
    def more(self) -> bool:
        return any(group.more for group in self.groups)

    @property
    def says(self) -> str:
        """For ears, and above the results: how much there is."""
        if not self.query:
            return "Where would you like to go?"
        return f"{count_of(self.count, 'thing')} found".capitalize() if self.count else "Nothing found"


def best(rows: Sequence[WorkRow], words: list[str]) -> list[WorkRow]:
    """Titles that begin with the words first, then those with words that do, those that have them inside of words,
    open work, the last touched.
    """

    def rank(row: WorkRow) -> tuple[bool, bool, bool, bool, float]:
        starts = " ".join(split(fold(row.title))).startswith(" ".join(words))
        has = begins_words(words, row.title), holds(words, row.title)
        return (
            not starts,
            not has[0],
            not has[1],
            row.status in ("done", "parked"),
            -row.touched_at.timestamp(),
        )

    return sorted(rows, key=rank)[:A_GROUP]


def excerpt_around(text: str, words: list[str]) -> str:
    """A piece of a longer text, about where the first of these words stands in it."""
    line = " ".join(text.split())
    spoken = line.split(" ")
    at = next((index for index, word in enumerate(spoken) if holds_any(words, word)), 0)
    start = max(0, at - 4)
    piece = " ".join(spoken[start:])
    short = piece if len(piece) <= 2 * AROUND else f"{piece[: 2 * AROUND].rsplit(' ', 1)[0]}…"
    return f"…{short}" if start else short


def holds_any(words: list[str], text: str) -> bool:
    return any(holds([word], text) for word in words)
