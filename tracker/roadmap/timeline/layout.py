"""Where a goal's bar lies on the timeline: half months, labels, and rows in which nothing overlaps. Pure.

A half month is a number that counts on over the years; a window shows so many of them, and its slots are
numbered from 1, as the columns of the page are.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from unicodedata import east_asian_width

from tracker.roadmap.models.quarters import first_day

SLOTS = 24
LETTERS = 5.7
"""Letters that fit on a half month's width, in one line."""
GLYPH = 7
"""Letters' worth of room that the glyph and the edges take inside a bar."""
LINES = 2
BESIDE_AT_MOST = 10


def half(day: date) -> int:
    """The half month a day is in: the 1st to the 15th, or the rest."""
    return (day.year * 12 + day.month - 1) * 2 + (day.day > 15)


def starts_on(quarter: str | None, made: date, done_by: date) -> date:
    """Where a bar begins, since a goal has no start of its own.

    On the first day of the goal's quarter; without a quarter on the day it was made. Where that would be
    after its done-by date, on the first day of the quarter it is due in.
    """
    begins = first_day(quarter) if quarter else made
    return begins if begins <= done_by else done_by.replace(month=(done_by.month - 1) // 3 * 3 + 1, day=1)


@dataclass(frozen=True)
class BarPlacement:
    """A bar in the window: its slots, its label's, the mark of the date first agreed, and all of them together."""

    bar: tuple[int, int]
    label: tuple[int, int]
    first: tuple[int, int] | None
    side: str
    """Where the label stands: in the bar, after it or before it."""
    cut_start: bool = False
    cut_end: bool = False
    clipped: bool = False

    @property
    def all(self) -> tuple[int, int]:
        """From the first slot anything of it takes to the last."""
        taken = [self.bar, self.label, *([self.first] if self.first else [])]
        return min(slot for slot, _ in taken), max(slot for _, slot in taken)

    def inner(self, slots: tuple[int, int] | None) -> str:
        """Classes of a piece of it, counted from its own first slot: f3 w2."""
        if slots is None:
            return ""
        return f"f{slots[0] - self.all[0] + 1} w{slots[1] - slots[0] + 1}"

    @property
    def outer(self) -> str:
        first, last = self.all
        return f"f{first} w{last - first + 1}"


def place_bar(
    start: date, end: date, words: str, window: int, first: date | None = None
) -> BarPlacement | None:
    """A bar from `start` to `end` in the window that begins with the half month `window`; None outside of it."""
    left, right = half(start) - window + 1, half(end) - window + 1
    if right < 1 or left > SLOTS or right < left:
        return None
    bar = max(left, 1), min(right, SLOTS)
    mark = first_slots(half(first) - window + 1, bar, right) if first and half(first) != half(end) else None
    lo, hi = (min(bar[0], mark[0]), max(bar[1], mark[1])) if mark else bar
    label, side, clipped = label_slots(words, bar, lo, hi)
    return BarPlacement(bar, label, mark, side, left < 1, right > SLOTS, clipped)


def first_slots(slot: int, bar: tuple[int, int], right: int) -> tuple[int, int] | None:
    """The slots that mark the date first agreed: one on the bar, or those the bar gave back at its end."""
    if 1 <= slot <= bar[1]:
        return slot, slot
    given_back = bar[1] + 1, min(slot, SLOTS)
    return given_back if slot > right and bar[1] < SLOTS else None


def label_slots(words: str, bar: tuple[int, int], lo: int, hi: int) -> tuple[tuple[int, int], str, bool]:
    """The label's slots and side: in the bar if it fits, otherwise beside it where there is room.

    `lo` and `hi`: the slots that the bar and its mark take together. Says whether words are cut all the same.
    """
    wide = bar[1] - bar[0] + 1
    if fits(words, wide, GLYPH):
        return bar, "in", False
    needed = next((slots for slots in range(2, BESIDE_AT_MOST) if fits(words, slots)), BESIDE_AT_MOST)
    after, before = min(needed, SLOTS - hi), min(needed, lo - 1)
    room = max(after, before)
    if room <= wide - 1:
        return bar, "in", True
    if after >= before:
        return (hi + 1, hi + after), "out", not fits(words, after)
    return (lo - before, lo - 1), "ahead", not fits(words, before)


def fits(words: str, slots: int, less: int = 1) -> bool:
    return lines(words, int(slots * LETTERS) - less) <= LINES


def lines(words: str, letters: int) -> int:
    """How many lines so wide the words take; a word longer than a line is broken, a hard space breaks nowhere."""
    if letters < 4:
        return LINES + 1
    count, used = 1, 0
    for word in filter(None, words.split(" ")):
        size = width(word)
        if used and used + 1 + size <= letters:
            used += 1 + size
            continue
        count += bool(used) + (size - 1) // letters
        used = (size - 1) % letters + 1
    return count


def width(word: str) -> int:
    """Letters of a word; a Chinese, Japanese or Korean one takes the room of two."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in word)


def pack_rows(places: Iterable[tuple[int, int]]) -> list[int]:
    """The row of each, from 1: the first in which it meets nothing, as the page's dense grid finds it too."""
    rows: list[list[tuple[int, int]]] = []
    found = []
    for first, last in places:
        free = (n for n, row in enumerate(rows) if all(last < a or first > b for a, b in row))
        number = next(free, len(rows))
        if number == len(rows):
            rows.append([])
        rows[number].append((first, last))
        found.append(number + 1)
    return found
