"""Dates as files write them."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

SENSIBLE_YEARS = range(1990, 2101)
SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
MIDNIGHT = re.compile(r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( [AP]M)?$")
SPOKEN = ("%d %b %Y", "%d %B %Y", "%b %d %Y", "%B %d %Y")


Order = Literal["day first", "month first", "unclear", "both"]


class TwoWaysError(ValueError):
    """A date such as 3/4/2026 in a file that does not show whether the day or the month comes first."""


def iso_day(text: str) -> date:
    """Return the date written 2026-11-20. Raise ValueError for anything else."""
    found = ISO.fullmatch(text.strip())
    if not found:
        raise ValueError("not a day written 2026-11-20")
    year, month, day = found.groups()
    return date(int(year), int(month), int(day))


def zone_day(text: str, zone: ZoneInfo) -> date:
    """Return the date of a moment in that zone; a moment without a zone is UTC, a date stays that date."""
    moment = datetime.fromisoformat(text.strip())
    if len(text.strip()) <= len("2026-11-20"):
        return moment.date()
    try:
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(zone).date()
    except OverflowError:
        return moment.date()


def is_sensible(day: date) -> bool:
    """Whether the year is one that a person can have meant: 1990 to 2100."""
    return day.year in SENSIBLE_YEARS


def order_of(texts: Iterable[str]) -> Order:
    """Return the order of day and month in a column: numbers above 12 can only be days."""
    found = [match for text in texts if (match := SLASHED.match(text.strip()))]
    day_first = any(int(match[1]) > 12 for match in found)
    month_first = any(int(match[2]) > 12 for match in found)
    if day_first and month_first:
        return "both"
    if day_first or month_first:
        return "day first" if day_first else "month first"
    return "unclear"


def written_day(text: str, order: Order) -> date:
    """Return a date as a person or a spreadsheet writes it.

    Raise TwoWaysError if the order is unclear, another ValueError if the text is not a date.
    """
    plain = MIDNIGHT.sub("", " ".join(text.replace(",", " ").split()))
    if ISO.fullmatch(plain):
        return iso_day(plain)
    if found := DOTTED.fullmatch(plain):
        return date(int(found[3]), int(found[2]), int(found[1]))
    if found := SLASHED.fullmatch(plain):
        return _slashed_day(int(found[1]), int(found[2]), int(found[3]), order)
    return _spoken_day(plain)


def _slashed_day(first: int, second: int, year: int, order: Order) -> date:
    if first > 12 or order == "day first":
        return date(year, second, first)
    if second > 12 or order == "month first" or first == second:
        return date(year, first, second)
    raise TwoWaysError("can be read two ways")


def _spoken_day(text: str) -> date:
    for shape in SPOKEN:
        try:
            return datetime.strptime(text, shape).replace(tzinfo=UTC).date()
        except ValueError:
            continue
    raise ValueError("is not a day we can read")
