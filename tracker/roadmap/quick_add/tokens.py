"""A typed line taken apart: its words, the quick words that were read, and the problems. Pure."""

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
    """A word as it was typed, and as the title has it. A kept one is never read as a quick word."""

    typed: str
    text: str
    kept: bool = False


@dataclass(frozen=True)
class ParsedToken:
    """Quick words that were read: their value, the words as typed, and the line that keeps them as words."""

    what: What
    value: Value
    typed: str
    undone: str


@dataclass(frozen=True)
class Suggestion:
    """A solution of a problem: its label, and the line with it."""

    label: str
    line: str


@dataclass(frozen=True)
class Problem:
    """The reason why the line cannot be accepted as it is, with suggestions."""

    words: str
    typed: str
    choices: tuple[Suggestion, ...] = ()


@dataclass(frozen=True)
class DateOffer:
    """Figures in the title that may be a date (`4.12.`): each possible date, with the line that has it."""

    typed: str
    choices: tuple[tuple[date, str], ...]


@dataclass(frozen=True)
class ParsedLine:
    """A line that was read: its title, its quick words and its problems."""

    title: str
    pieces: tuple[ParsedToken, ...] = ()
    problems: tuple[Problem, ...] = ()
    date_offer: DateOffer | None = None

    def value(self, what: What) -> Value | None:
        """Return the first value of that kind; None if there is none."""
        return next((piece.value for piece in self.pieces if piece.what == what), None)

    @property
    def owner(self) -> PersonRef | str | None:
        """The first owner in the line: a person with access, an outsider's name, or None."""
        found = self.value("owner")
        return found if isinstance(found, PersonRef | str) else None

    @property
    def due(self) -> date | None:
        """The first date that was read; None if there is none."""
        found = self.value("due")
        return found if isinstance(found, date) else None

    @property
    def kind(self) -> Kind | None:
        """The first kind of work in the line; None if there is none."""
        found = self.value("kind")
        return found if isinstance(found, Kind) else None

    @property
    def is_for_leads(self) -> bool:
        """Whether the line limits the task to CEO and COO."""
        return self.value("visibility") == Visibility.LEADS


class LineParser:
    """A line being read: its words, the positions that were read, and the results."""

    def __init__(self, words: list[Word]) -> None:
        self.words = words
        self.taken: set[int] = set()
        self.pieces: list[tuple[int, ParsedToken]] = []
        self.problems: list[Problem] = []

    def typed(self, first: int, last: int) -> str:
        """Return these words as they were typed."""
        return " ".join(word.typed for word in self.words[first:last])

    def line_with(self, first: int, last: int, instead: str) -> str:
        """Return the line with other words in place of these."""
        words = (self.typed(0, first), instead, self.typed(last, len(self.words)))
        return " ".join(word for word in words if word)

    def kept(self, first: int, last: int) -> str:
        """Return the line with a backslash before each of these words."""
        return self.line_with(first, last, " ".join(f"\\{word.typed}" for word in self.words[first:last]))

    def take(self, what: What, value: Value, first: int, last: int) -> None:
        """Read these words as a value."""
        undone = self.kept(first, first + 1 if what == "owner" else last)
        self.pieces.append((first, ParsedToken(what, value, self.typed(first, last), undone)))
        self.taken |= set(range(first, last))

    def in_order(self) -> list[ParsedToken]:
        """Return the quick words in the order of the line."""
        return [piece for _, piece in sorted(self.pieces, key=lambda found: found[0])]

    def refuse(self, words: str, first: int, last: int, choices: Sequence[Suggestion] = ()) -> None:
        """Add a problem with these words."""
        self.problems.append(Problem(words, self.typed(first, last), tuple(choices)))
        self.taken |= set(range(first, last))

    def gaps(self) -> Iterator[tuple[int, int]]:
        """Yield the stretches of words that were not read, as (first, last)."""
        edges = [-1, *sorted(self.taken), len(self.words)]
        for before, after in pairwise(edges):
            if after - before > 1:
                yield before + 1, after

    def compare(self) -> None:
        """Add a problem for each kind of quick word with two different values."""
        asked: dict[What, str] = {"owner": "Two people", "due": "Two dates", "kind": "Two kinds"}
        for what, named in asked.items():
            found = [piece for piece in self.in_order() if piece.what == what]
            if len({piece.value for piece in found}) > 1:
                typed = " and ".join(f"“{piece.typed}”" for piece in found)
                words = f"{named}: {typed}. Put a \\ before the one that belongs to the title."
                choices = [Suggestion(f"Keep “{piece.typed}” in the title", piece.undone) for piece in found]
                self.problems.append(Problem(words, "", tuple(choices)))


def words_of(line: str) -> list[Word]:
    """Return the words of a line. Words in quotes or after a backslash are kept; `@"a name"` is one word."""
    typed, found, at = line.split(), list[Word](), 0
    while at < len(typed):
        last = closing_quote(typed, at)
        if last is None:
            found.append(plain_word(typed[at]))
        elif typed[at].startswith("@"):
            name = " ".join(typed[at : last + 1])
            found.append(Word(name, name))
        else:
            found += [Word(word, word, kept=True) for word in typed[at : last + 1]]
        at = at + 1 if last is None else last + 1
    return found


def closing_quote(typed: Sequence[str], at: int) -> int | None:
    """Return the index of the word that closes the quotes this word opens; None if there is none."""
    opened = typed[at].removeprefix("@")
    if not opened or opened[0] not in OPENS:
        return None
    if opened[1:].rstrip(ENDS)[-1:] in CLOSES and opened[1:].rstrip(ENDS):
        return at
    return next(
        (far for far in range(at + 1, len(typed)) if (typed[far].rstrip(ENDS) or " ")[-1] in CLOSES), None
    )


def plain_word(typed: str) -> Word:
    """Return the word; a backslash before it marks it as kept and is dropped, but stays in a path."""
    rest = typed[1:]
    if not typed.startswith("\\") or not rest:
        return Word(typed, typed)
    return Word(typed, typed if "\\" in rest else rest, kept=True)
