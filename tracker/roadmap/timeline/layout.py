"""The place of a goal's bar on the timeline: half months, labels, and rows in which nothing overlaps. Pure.

Half months are counted through the years. A window shows SLOTS of them; its slots are numbered from 1, like
the columns of the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from unicodedata import east_asian_width

from tracker.roadmap.models.quarters import first_day

SLOTS = 24
LETTERS = 5.7
"""The number of letters that fit in a line of one half month's width."""
GLYPH = 7
"""The room that the glyph and the edges take inside a bar, in letters."""
LINES = 2
"""The number of lines of a label."""
TALL, QUARTER = 3, 6
"""The number of lines of a label in a bar of a quarter, 6 slots, or more: such a bar should not look empty."""
BESIDE_AT_MOST = 10
"""The largest number of slots of a label beside its bar."""


def half_month(day: date) -> int:
    """Return the half month of a day, counted through the years: the 1st to the 15th, or the rest."""
    return (day.year * 12 + day.month - 1) * 2 + (day.day > 15)


def starts_on(quarter: str | None, made: date, done_by: date) -> date:
    """Return the day a bar begins, since a goal has no start date of its own.

    That is the first day of its quarter, or without a quarter the day it was made. If that is after its date,
    it is the first day of the quarter its date is in.
    """
    begins = first_day(quarter) if quarter else made
    return begins if begins <= done_by else done_by.replace(month=(done_by.month - 1) // 3 * 3 + 1, day=1)


@dataclass(frozen=True)
class BarPlacement:
    """The slots in the window of a bar, its label, and the slots of the first agreed date: (first, last)."""

    bar: tuple[int, int]
    label: tuple[int, int]
    first: tuple[int, int] | None
    side: str
    """The place of the label: `inside`, `after` or `before` the bar."""
    cut_start: bool = False
    cut_end: bool = False
    clipped: bool = False
    tall: bool = False
    """Whether the label takes a line more than usual."""

    @cached_property
    def all(self) -> tuple[int, int]:
        """The first and the last slot of bar, label and first agreed date together."""
        taken = [self.bar, self.label, *([self.first] if self.first else [])]
        return min(slot for slot, _ in taken), max(slot for _, slot in taken)

    def part_classes(self, slots: tuple[int, int] | None) -> str:
        """Return the classes of one of its parts, counted from its own first slot: “from-3 span-2”."""
        if slots is None:
            return ""
        return f"from-{slots[0] - self.all[0] + 1} span-{slots[1] - slots[0] + 1}"

    @property
    def classes(self) -> str:
        """The classes of the whole, counted from the window's first slot."""
        first, last = self.all
        return f"from-{first} span-{last - first + 1}"


def place_bar(
    start: date, end: date, words: str, window: int, first: date | None = None
) -> BarPlacement | None:
    """Return the bar from `start` to `end`; None if it is outside the window.

    `words` is its label, `window` the first half month shown, and `first` the date first agreed.
    """
    left, right = half_month(start) - window + 1, half_month(end) - window + 1
    if right < 1 or left > SLOTS or right < left:
        return None
    bar = max(left, 1), min(right, SLOTS)
    first_date_slots = (
        first_slots(half_month(first) - window + 1, bar, right)
        if first and half_month(first) != half_month(end)
        else None
    )
    lo, hi = (min(bar[0], first_date_slots[0]), max(bar[1], first_date_slots[1])) if first_date_slots else bar
    widths = word_widths(words)
    label, side, clipped = label_slots(widths, bar, lo, hi)
    tall = side == "inside" and not is_fitting(widths, bar[1] - bar[0] + 1, GLYPH)
    return BarPlacement(bar, label, first_date_slots, side, left < 1, right > SLOTS, clipped, tall)


def first_slots(slot: int, bar: tuple[int, int], right: int) -> tuple[int, int] | None:
    """Return the slots that mark the first agreed date: one on the bar, or those from its end to the date."""
    if 1 <= slot <= bar[1]:
        return slot, slot
    given_back = bar[1] + 1, min(slot, SLOTS)
    return given_back if slot > right and bar[1] < SLOTS else None


def label_slots(
    widths: Sequence[int], bar: tuple[int, int], lo: int, hi: int
) -> tuple[tuple[int, int], str, bool]:
    """Return the label's slots, its side, and whether its text is cut: in the bar if it fits, or beside it.

    `widths` are those of its words; `lo` and `hi` are the first and the last slot of the bar and of its first agreed
    date together.
    """
    wide = bar[1] - bar[0] + 1
    if is_fitting(widths, wide, GLYPH, TALL if wide >= QUARTER else LINES):
        return bar, "inside", False
    needed = next((slots for slots in range(2, BESIDE_AT_MOST) if is_fitting(widths, slots)), BESIDE_AT_MOST)
    after, before = min(needed, SLOTS - hi), min(needed, lo - 1)
    room = max(after, before)
    if room <= wide - 1:
        return bar, "inside", not is_fitting(widths, wide, GLYPH, TALL)
    if after >= before:
        return (hi + 1, hi + after), "after", not is_fitting(widths, after)
    return (lo - before, lo - 1), "before", not is_fitting(widths, before)


def is_fitting(widths: Sequence[int], slots: int, less: int = 1, at_most: int = LINES) -> bool:
    """Whether words of these widths fit into `at_most` lines of that many slots, `less` some letters."""
    return line_count(widths, int(slots * LETTERS) - less) <= at_most


def line_count(widths: Sequence[int], letters: int) -> int:
    """Return the number of lines that words of these widths take, at so many letters a line.

    A word longer than a line is broken.
    """
    if letters < 4:
        return TALL + 1
    count, used = 1, 0
    for size in widths:
        if used and used + 1 + size <= letters:
            used += 1 + size
            continue
        count += bool(used) + (size - 1) // letters
        used = (size - 1) % letters + 1
    return count


def word_widths(words: str) -> list[int]:
    """Return the width of each word; a hard space does not separate words."""
    return [word_width(word) for word in words.split(" ") if word]


def word_width(word: str) -> int:
    """Return the width of a word in letters; a Chinese, Japanese or Korean one counts twice."""
    if word.isascii():
        return len(word)
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in word)


def pack_rows(places: Iterable[tuple[int, int]]) -> list[int]:
    """Return the row of each (first, last) place, from 1: the first row where it overlaps nothing.

    The page's dense grid finds the same rows.
    """
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
