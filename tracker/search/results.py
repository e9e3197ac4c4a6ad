"""The groups of a search's hits, and excerpts for them. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.foundation.text.formatting import count_of
from tracker.registry import Hit
from tracker.search.normalise import contains_words

A_GROUP, COUNTED = 8, 100
"""How many hits of a kind are shown, and how many are counted."""
AROUND = 60


@dataclass(frozen=True)
class Group:
    """The best hits of one kind; `total` also counts those not shown, up to one more than `COUNTED`."""

    name: str
    hits: Sequence[Hit]
    total: int = 0

    @property
    def more(self) -> int:
        """How many hits are not shown, of those that are counted."""
        return max(self.counted - len(self.hits), 0)

    @property
    def counted(self) -> int:
        """How many hits there are, `COUNTED` at most."""
        return min(self.total, COUNTED)

    @property
    def is_cut(self) -> bool:
        """Whether there are more than are counted."""
        return self.total > COUNTED


@dataclass(frozen=True)
class SearchResults:
    """All results of one search."""

    query: str
    groups: Sequence[Group]

    @property
    def count(self) -> int:
        """How many things were found, including those not shown, as far as they are counted."""
        return sum(group.counted for group in self.groups)

    @property
    def more(self) -> bool:
        """Whether some are not shown."""
        return any(group.more for group in self.groups)

    @property
    def summary(self) -> str:
        """The sentence above the results, which screen readers announce: how many things were found."""
        if not self.query:
            return "Where would you like to go?"
        found = f"{count_of(self.count, 'thing')} found" if self.count else "nothing found"
        is_cut = any(group.is_cut for group in self.groups)
        return f"More than {found}" if is_cut else found.capitalize()


def excerpt_around(text: str, words: list[str]) -> str:
    """Return a part of a longer text around the first word of it that matches."""
    line = " ".join(text.split())
    spoken = line.split(" ")
    at = next((index for index, word in enumerate(spoken) if contains_any(words, word)), 0)
    start = max(0, at - 4)
    piece = " ".join(spoken[start:])
    short = piece if len(piece) <= 2 * AROUND else f"{piece[: 2 * AROUND].rsplit(' ', 1)[0]}…"
    return f"…{short}" if start else short


def contains_any(words: list[str], text: str) -> bool:
    """Whether the text contains any of these words."""
    return any(contains_words([word], text) for word in words)
