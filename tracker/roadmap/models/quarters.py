"""Quarters: written "2026-Q4", shown "Q4 2026". Pure."""

from __future__ import annotations

import re
from datetime import date, timedelta

WEEKS = 13
WRITTEN = re.compile(r"([12][0-9]{3})-Q([1-4])")
PLANNED = re.compile(r"20[0-9]{2}-Q[1-4]")
"""The quarters that may be asked for, of 2000 to 2099. Calculations also accept others (`WRITTEN`)."""


def quarter_of(day: date) -> str:
    """Return the quarter of a day: “2026-Q4”."""
    return f"{day.year}-Q{(day.month - 1) // 3 + 1}"


def is_quarter(written: str) -> bool:
    """Whether the text is a quarter of 2000 to 2099, such as “2026-Q4”."""
    return PLANNED.fullmatch(written) is not None


def quarter_label(quarter: str | None) -> str:
    """Return the label of a quarter, “Q4 2026”; empty for None and for other text."""
    found = WRITTEN.fullmatch(quarter or "")
    return f"Q{found[2]} {found[1]}" if found else ""


def first_day(quarter: str) -> date:
    """Return the first day of a quarter. Raise ValueError for other text."""
    found = WRITTEN.fullmatch(quarter)
    if found is None:
        raise ValueError(f"not a quarter: {quarter}")
    return date(int(found[1]), 3 * int(found[2]) - 2, 1)


def quarters_later(quarter: str, steps: int = 1) -> str:
    """Return the quarter that many steps later, or earlier if `steps` is negative."""
    start = first_day(quarter)
    months = start.year * 12 + start.month - 1 + 3 * steps
    return quarter_of(date(months // 12, months % 12 + 1, 1))


def last_day(quarter: str) -> date:
    """Return the last day of a quarter. Raise ValueError for other text."""
    return first_day(quarters_later(quarter)) - timedelta(days=1)


def choices(today: date) -> list[tuple[str, str]]:
    """Return the quarters offered for planning, with labels: the last one, this one and the next four."""
    now = quarter_of(today)
    return [(each, quarter_label(each)) for each in (quarters_later(now, steps) for steps in range(-1, 5))]


def week_of(day: date) -> tuple[int, int]:
    """Return the week of the quarter of a day, and the number of weeks: (8, 13). The last has 6 to 8 days."""
    return min((day - first_day(quarter_of(day))).days // 7 + 1, WEEKS), WEEKS


def is_current_quarter(quarter: str | None, now: str, is_open: bool) -> bool:
    """Whether a goal is current: planned for this quarter or none yet, or still open from an earlier one."""
    return not quarter or quarter == now or (quarter < now and is_open)
