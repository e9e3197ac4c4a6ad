"""The last eight weeks at a client, seven days each; the last ends today by the client's clock. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WEEKS = 8
WORTH_A_LINE = 3


def starts(today: date, zone: str) -> list[datetime]:
    """The first moment of each week, the oldest first."""
    days = (today - timedelta(days=7 * back - 1) for back in range(WEEKS, 0, -1))
    return [datetime.combine(day, time(), ZoneInfo(zone)) for day in days]


def worth_a_line(counts: Sequence[int]) -> bool:
    """A line needs three weeks of data; fewer say nothing."""
    first = next((week for week, count in enumerate(counts) if count), len(counts))
    return len(counts) - first >= WORTH_A_LINE
