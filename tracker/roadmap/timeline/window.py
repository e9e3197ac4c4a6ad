"""Which quarters the timeline shows, and what stands over them. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tracker.roadmap.models import quarters
from tracker.roadmap.timeline.layout import SLOTS, half

QUARTERS = 4
STEP = 2
"""How many quarters earlier or later one goes: half of what is shown stays in sight."""
EARLIEST, LATEST = "2000-Q1", "2099-Q1"


@dataclass(frozen=True)
class TimelineHeading:
    """A quarter or a month over the lanes: its word, its first slot, and whether it is over."""

    word: str
    slot: int
    past: bool
    first: bool = False
    now: bool = False


@dataclass(frozen=True)
class Window:
    """Four quarters in a row, the day it is, and whether the address asked for others than there are."""

    start: str
    today: date
    strange: bool = False

    @classmethod
    def asked(cls, start: str, today: date) -> Window:
        """The one the address asks for; otherwise the last quarter, this one and the next two."""
        usual = quarters.after(quarters.quarter_of(today), -1)
        if not start:
            return cls(usual, today)
        known = quarters.is_quarter(start) and start <= LATEST
        return cls(start if known else usual, today, strange=not known)

    @property
    def all(self) -> list[str]:
        return [quarters.after(self.start, steps) for steps in range(QUARTERS)]

    @property
    def half(self) -> int:
        """Its first half month."""
        return half(quarters.first_day(self.start))

    @property
    def quarters(self) -> list[TimelineHeading]:
        now = quarters.quarter_of(self.today)
        return [
            TimelineHeading(quarters.quarter_label(each), n * 6 + 1, each < now, now=each == now)
            for n, each in enumerate(self.all)
        ]

    @property
    def months(self) -> list[TimelineHeading]:
        firsts = [quarters.first_day(each) for each in self.all]
        days = [first.replace(month=first.month + n) for first in firsts for n in range(3)]
        over = (self.today.year, self.today.month)
        return [
            TimelineHeading(f"{day:%b}", n * 2 + 1, (day.year, day.month) < over, first=n % 3 == 0)
            for n, day in enumerate(days)
        ]

    @property
    def today_at(self) -> str:
        """Classes of the line for today: its slot, and which quarter of that slot; empty where it is not shown."""
        slot = half(self.today) - self.half + 1
        if not 1 <= slot <= SLOTS:
            return ""
        part = min((self.today.day - (16 if self.today.day > 15 else 1)) // 4, 3)
        return f"f{slot} h{part}" + (" flip" if slot >= SLOTS - 1 else "")

    @property
    def words(self) -> str:
        """July 2026 to June 2027."""
        return f"{quarters.first_day(self.start):%B %Y} to {quarters.last_day(self.all[-1]):%B %Y}"

    @property
    def usual_start(self) -> str:
        """Where it begins when the address says nothing."""
        return quarters.after(quarters.quarter_of(self.today), -1)

    @property
    def usual(self) -> bool:
        return self.start == self.usual_start

    @property
    def earlier(self) -> str:
        return quarters.after(max(self.start, "2000-Q3"), -STEP) if self.start > EARLIEST else ""

    @property
    def later(self) -> str:
        return min(quarters.after(self.start, STEP), LATEST) if self.start < LATEST else ""
