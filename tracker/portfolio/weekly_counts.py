"""The last eight weeks at a client, each of seven days. The last one ends today in the client's zone.

Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WEEKS_COUNTED = 8
WORTH_A_LINE = 3


def week_starts(today: date, zone: str) -> list[datetime]:
    """Return the first moment of each week, oldest first."""
    days = (today - timedelta(days=7 * back - 1) for back in range(WEEKS_COUNTED, 0, -1))
    return [datetime.combine(day, time(), ZoneInfo(zone)) for day in days]


def has_sparkline(counts: Sequence[int]) -> bool:
    """Whether a line makes sense: the first finished task is in the third-last week or earlier."""
    first = next((week for week, count in enumerate(counts) if count), len(counts))
    return len(counts) - first >= WORTH_A_LINE
