"""One line of quick words, taken apart: its words, what was read from them, what is wrong with it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

from tracker.roadmap.models.statuses import Kind, Visibility
from tracker.roadmap.presentation.name_matching import PersonRef

What = Literal["owner", "due", "kind", "visibility"]
Value = PersonRef | str | date | Kind | Visibility

OPENS, CLOSES = '"“„«', '"”“»'
ENDS = ",.;:!?"


@dataclass(frozen=True)
class Word:
    """A word as it was typed, and as the title has it; a kept one is never read."""

    typed: str
    text: str
    kept: bool = False


@dataclass(frozen=True)
class ParsedToken:
    """Something that was read: what it says, the words it was read from, and the line that undoes it."""

    what: What
    value: Value
    typed: str
    undone: str


@dataclass(frozen=True)
class Remedy:
    """A way out of a problem: its name, and the line that takes it."""

    label: str
    line: str


@dataclass(frozen=True)
class Problem:
    """Why the line cannot be taken as it is, in words."""

    words: str
    typed: str
    choices: tuple[Remedy, ...] = ()


@dataclass(frozen=True)
class DateOffer:
    """Figures in the title that may be a date (`4.12.`): each date they could be, and the line that has it."""

    typed: str
    choices: tuple[tuple[date, str], ...]


@dataclass(frozen=True)
class ParsedLine:
    """One line, understood."""

    title: str
    pieces: tuple[ParsedToken, ...] = ()
    problems: tuple[Problem, ...] = ()
    date_offer: DateOffer | None = None

    def value(self, what: What) -> Value | None:
        return next((piece.value for piece in self.pieces if piece.what == what), None)

    @property
    def owner(self) -> PersonRef | str | None:
        found = self.value("owner")
        return found if isinstance(found, PersonRef | str) else None

    @property
    def due(self) -> date | None:
        found = self.value("due")
        return found if isinstance(found, date) else None

    @property
    def kind(self) -> Kind | None:
        found = self.value("kind")
        return found if isinstance(found, Kind) else None

    @property
    def is_for_leads(self) -> bool:
        """Whether it says that only CEO and COO may see the task."""
        return self.value("visibility") == Visibility.LEADS


class LineParser:
    """A line while it is being read: its words, which of them are taken, and what they said."""

    def __init__(self, words: list[Word]) -> None:
        self.words = words
        self.taken: set[int] = set()
        self.pieces: list[tuple[int, ParsedToken]] = []
        self.problems: list[Problem] = []

    def typed(self, first: int, last: int) -> str:
        return " ".join(word.typed for word in self.words[first:last])

    def line_with(self, first: int, last: int, instead: str) -> str:
        """The line with other words in the place of these."""
        words = (self.typed(0, first), instead, self.typed(last, len(self.words)))
        return " ".join(word for word in words if word)

    def kept(self, first: int, last: int) -> str:
        """The line in which these words are kept."""
        return self.line_with(first, last, " ".join(f"\\{word.typed}" for word in self.words[first:last]))

    def take(self, what: What, value: Value, first: int, last: int) -> None:
        undone = self.kept(first, first + 1 if what == "owner" else last)
        self.pieces.append((first, ParsedToken(what, value, self.typed(first, last), undone)))
        self.taken |= set(range(first, last))

    def in_order(self) -> list[ParsedToken]:
        return [piece for _, piece in sorted(self.pieces, key=lambda found: found[0])]

    def refuse(self, words: str, first: int, last: int, choices: Sequence[Remedy] = ()) -> None:
        self.problems.append(Problem(words, self.typed(first, last), tuple(choices)))
        self.taken |= set(range(first, last))

    def gaps(self) -> Iterator[tuple[int, int]]:
        """The stretches of words between the marks."""
        edges = [-1, *sorted(self.taken), len(self.words)]
        for before, after in pairwise(edges):
            if after - before > 1:
                yield before + 1, after

    def compare(self) -> None:
        """Two different dates, owners or kinds are not chosen between."""
        asked: dict[What, str] = {"owner": "Two people", "due": "Two dates", "kind": "Two kinds"}
        for what, named in asked.items():
            found = [piece for piece in self.in_order() if piece.what == what]
            if len({piece.value for piece in found}) > 1:
                typed = " and ".join(f"“{piece.typed}”" for piece in found)
                words = f"{named}: {typed}. Put a \\ before the one that belongs to the title."
                choices = [Remedy(f"Keep “{piece.typed}” in the title", piece.undone) for piece in found]
                self.problems.append(Problem(words, "", tuple(choices)))


def words_of(line: str) -> list[Word]:
    """The words of a line; what stands in quotes, or after a backslash, is kept; `@"a name"` is one word."""
    typed, found, at = line.split(), list[Word](), 0
    while at < len(typed):
        last = closing(typed, at)
        if last is None:
            found.append(plain_word(typed[at]))
        elif typed[at].startswith("@"):
            name = " ".join(typed[at : last + 1])
            found.append(Word(name, name))
        else:
            found += [Word(word, word, kept=True) for word in typed[at : last + 1]]
        at = at + 1 if last is None else last + 1
    return found


def closing(typed: Sequence[str], at: int) -> int | None:
    """Where the quotes close that this word opens."""
    opened = typed[at].removeprefix("@")
    if not opened or opened[0] not in OPENS:
        return None
    if opened[1:].rstrip(ENDS)[-1:] in CLOSES and opened[1:].rstrip(ENDS):
        return at
    return next(
        (far for far in range(at + 1, len(typed)) if (typed[far].rstrip(ENDS) or " ")[-1] in CLOSES), None
    )


def plain_word(typed: str) -> Word:
    """A backslash before a word goes; one in a word (a path) stays where it is."""
    rest = typed[1:]
    if not typed.startswith("\\") or not rest:
        return Word(typed, typed)
    return Word(typed, typed if "\\" in rest else rest, kept=True)
