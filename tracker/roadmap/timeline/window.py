"""The quarters that the timeline shows, and the headings over them. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tracker.roadmap.models import quarters
from tracker.roadmap.timeline.layout import SLOTS, half_month

QUARTERS = 4
STEP = 2
"""The number of quarters that the arrows move; half of the page stays in sight."""
EARLIEST, LATEST = "2000-Q1", "2099-Q1"


@dataclass(frozen=True)
class TimelineHeading:
    """A quarter or a month over the lanes: its label, its first slot, and whether it is over."""

    word: str
    slot: int
    past: bool
    first: bool = False
    now: bool = False


@dataclass(frozen=True)
class Window:
    """Four quarters in a row, and today's date. `has_unknown`: the address had a quarter that is not valid."""

    start: str
    today: date
    has_unknown: bool = False

    @classmethod
    def asked(cls, start: str, today: date) -> Window:
        """Return the window from this quarter on; by default the last quarter, this one and the next two."""
        usual = quarters.quarters_later(quarters.quarter_of(today), -1)
        if not start:
            return cls(usual, today)
        known = quarters.is_quarter(start) and start <= LATEST
        return cls(start if known else usual, today, has_unknown=not known)

    @property
    def all(self) -> list[str]:
        """The four quarters."""
        return [quarters.quarters_later(self.start, steps) for steps in range(QUARTERS)]

    @property
    def half(self) -> int:
        """The first half month shown."""
        return half_month(quarters.first_day(self.start))

    @property
    def quarters(self) -> list[TimelineHeading]:
        """The headings of the quarters."""
        now = quarters.quarter_of(self.today)
        return [
            TimelineHeading(quarters.quarter_label(each), n * 6 + 1, each < now, now=each == now)
            for n, each in enumerate(self.all)
        ]

    @property
    def months(self) -> list[TimelineHeading]:
        """The headings of the months."""
        firsts = [quarters.first_day(each) for each in self.all]
        days = [first.replace(month=first.month + n) for first in firsts for n in range(3)]
        over = (self.today.year, self.today.month)
        return [
            TimelineHeading(f"{day:%b}", n * 2 + 1, (day.year, day.month) < over, first=n % 3 == 0)
            for n, day in enumerate(days)
        ]

    @property
    def today_at(self) -> str:
        """The classes of the line for today: its slot, and the quarter of the slot. Empty if not shown."""
        slot = half_month(self.today) - self.half + 1
        if not 1 <= slot <= SLOTS:
            return ""
        part = min((self.today.day - (16 if self.today.day > 15 else 1)) // 4, 3)
        return f"from-{slot} slot-part-{part}" + (" label-before" if slot >= SLOTS - 1 else "")

    @property
    def words(self) -> str:
        """“July 2026 to June 2027”."""
        return f"{quarters.first_day(self.start):%B %Y} to {quarters.last_day(self.all[-1]):%B %Y}"

    @property
    def usual_start(self) -> str:
        """The quarter it begins with if the address has none."""
        return quarters.quarters_later(quarters.quarter_of(self.today), -1)

    @property
    def is_default(self) -> bool:
        """Whether it begins with the default quarter."""
        return self.start == self.usual_start

    @property
    def earlier(self) -> str:
        """The quarter that the arrow to earlier leads to; empty at the end."""
        return quarters.quarters_later(max(self.start, "2000-Q3"), -STEP) if self.start > EARLIEST else ""

    @property
    def later(self) -> str:
        """The quarter that the arrow to later leads to; empty at the end."""
        return min(quarters.quarters_later(self.start, STEP), LATEST) if self.start < LATEST else ""
