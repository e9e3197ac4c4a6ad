"""Dates in typed words: `next fri`, `4 dec`, `in 2 weeks`. Pure; other words are never guessed at.

fri        the next Friday after today; on a Friday, that is in seven days
next fri   the Friday of the next week, Monday to Sunday
4 jan      the next 4 January; one in the last 90 days is asked about, with both years
fri 4 dec  the two must agree
4.12.      may be a chapter or a price: no date unless a weekday that agrees comes before it (`fri 4.12.`);
           `numeric_days` returns the dates it could be, for a person to confirm
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.foundation.text.formatting import day

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
JUST_GONE = timedelta(days=90)

WEEKDAY = (
    r"(?P<weekday>mon(day)?|tue(s|sday)?|wed(s|nesday)?|thu(r|rs|rsday)?|fri(day)?|sat(urday)?|sun(day)?)"
)
MONTH = (
    r"(?P<month>jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?"
    r"|nov(ember)?|dec(ember)?)"
)
DAY, YEAR, NAMED_DAY = r"(?P<day>\d{1,2})", r"(?P<year>20\d\d|2100)", rf"({WEEKDAY} )?"
SHAPES = [
    re.compile(f"((by|on|due) )?{shape}", re.ASCII)
    for shape in (
        r"(?P<near>today|tomorrow)",
        rf"((?P<which>this|next) )?{WEEKDAY}",
        rf"{NAMED_DAY}{DAY}(st|nd|rd|th)? {MONTH}( {YEAR})?",
        rf"{NAMED_DAY}{MONTH} {DAY}(st|nd|rd|th)?( {YEAR})?",
        rf"{NAMED_DAY}{YEAR}-(?P<mm>\d\d?)-(?P<day>\d\d?)",
        rf"{WEEKDAY} {DAY}(?P<dot>\.)(?P<mm>\d\d?)\.{YEAR}?",
        r"in (?P<number>\d{1,3}|an?|one|two|three) (?P<unit>day|week)s?",
    )
]
NUMERIC = re.compile(
    r"((by|on|due) )?(?:(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<dotted>20\d\d)?"
    r"|(?P<first>\d{1,2})/(?P<second>\d{1,2})(?:/(?P<slashed>20\d\d))?)",
    re.ASCII,
)
ALWAYS = "24/7"
LONGEST_DATE = 6
"""The largest number of words in a date: by fri 4 dec 2026."""
AS_NUMBER = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3}


@dataclass(frozen=True)
class Day:
    """A date that was read, or the reason why it cannot be one."""

    due: date | None = None
    problem: str = ""


def as_day(words: list[str], today: date) -> Day | None:
    """Return the date that all these words together are; None if they are not one."""
    text = " ".join(clean_word(word) for word in words)
    found = next((match for shape in SHAPES if (match := shape.fullmatch(text))), None)
    if found is None:
        return None
    parts = {name: value for name, value in found.groupdict().items() if value}
    if "near" in parts:
        return Day(today + timedelta(days=parts["near"] == "tomorrow"))
    if "unit" in parts:
        number = AS_NUMBER.get(parts["number"]) or int(parts["number"])
        return Day(today + timedelta(days=number * (7 if parts["unit"] == "week" else 1)))
    return calendar_day(parts, text, today) if "day" in parts else weekday(parts, today)


def clean_word(word: str) -> str:
    """Return the word in lower case, without punctuation after it; the last point of 4.12. is kept."""
    bare = word.casefold().rstrip(",;:!?")
    return bare if re.fullmatch(r"\d+\.\d+\.", bare) else bare.rstrip(".,;:!?")


def numeric_days(words: Sequence[str], today: date) -> list[date]:
    """Return the dates that figures could be: one for 4.12., up to two for 12/4, which may be 12 April."""
    text = " ".join(clean_word(word) for word in words)
    found = NUMERIC.fullmatch(text)
    if found is None or text == ALWAYS:
        return []
    year = int(found["dotted"] or found["slashed"] or 0)
    if found["day"]:
        orders = [(int(found["day"]), int(found["month"]))]
    else:
        first, second = int(found["first"]), int(found["second"])
        orders = [(first, second), (second, first)]
    days = [next_day(number, month, year, today) for number, month in orders]
    return list(dict.fromkeys(day for day in days if day))


def next_day(number: int, month: int, year: int, today: date) -> date | None:
    """Return that day of that year, or for year 0 the next one from today on; None if there is none."""
    for each in (year,) if year else range(today.year, today.year + 9):
        try:
            found = date(each, month, number)
        except ValueError:
            continue
        if year or found >= today:
            return found
    return None


def weekday(parts: dict[str, str], today: date) -> Day:
    """Return the next such weekday after today, or the one in the next week."""
    number = WEEKDAYS.index(parts["weekday"][:3])
    if parts.get("which") == "next":
        next_monday = today + timedelta(days=7 - today.weekday())
        return Day(next_monday + timedelta(days=number))
    return Day(today + timedelta(days=(number - today.weekday() - 1) % 7 + 1))


def calendar_day(parts: dict[str, str], text: str, today: date) -> Day | None:
    """Return a day of a month, in the year that was written or the next one with that day."""
    number = int(parts["day"])
    month = int(parts["mm"]) if "mm" in parts else MONTHS.index(parts["month"][:3]) + 1
    written = int(parts["year"]) if "year" in parts else 0
    in_range = 1 <= month <= 12 and 1 <= number <= 31
    if not in_range:
        exact = written and "mm" in parts and "dot" not in parts
        return Day(problem=f"There is no such day as {text}.") if exact else None
    found = in_year(number, month, written) if written else next_occurrence(number, month, today)
    if "weekday" not in parts:
        return found
    agrees = found.due is not None and found.due.weekday() == WEEKDAYS.index(parts["weekday"][:3])
    if "dot" in parts:
        return found if agrees else None
    if found.due and not agrees:
        return Day(
            problem=f"{found.due.day} {found.due:%b %Y} is a {found.due:%A}. Leave the weekday out, or correct it."
        )
    return found


def in_year(number: int, month: int, year: int) -> Day:
    """Return the day in that year, or the problem if there is no such day."""
    try:
        return Day(date(year, month, number))
    except ValueError:
        only_then = f" in {year}" if (number, month) == (29, 2) else ""
        return Day(problem=f"There is no {number} {date(2000, month, 1):%B}{only_then}.")


def next_occurrence(number: int, month: int, today: date) -> Day:
    """Return the day in this year, or in the next if it passed long ago.

    If it passed in the last 90 days, return the request to write the year.
    """
    this = in_year(number, month, today.year)
    if this.due is None:
        later = in_year(number, month, today.year + 1)
        return later if later.due and month == 2 and number == 29 else this
    if this.due >= today:
        return this
    if today - this.due > JUST_GONE:
        return in_year(number, month, today.year + 1)
    short = f"{number} {this.due:%b}"
    gone = day(this.due, today)
    return Day(
        problem=f"{gone} has just gone by. Write the year: {short} {today.year} or {short} {today.year + 1}."
    )
