"""How dates, moments and names read on a page. Rendered here, never in the browser."""

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple
from zlib import crc32

from flask import Flask, g, has_request_context
from flask_login import current_user

from tracker.foundation import clock
from tracker.foundation.text.prose import prose


def init_app(app: Flask) -> None:
    """Give templates the formatting functions as filters, under their own names."""
    for word in (
        day,
        long_day,
        moment,
        moment_day,
        initials,
        person_colour,
        company_initials,
        first_name,
        prose,
        count_of,
        number_word,
        sparkline,
    ):
        app.add_template_filter(word)


def page_place() -> clock.HasZone | None:
    """Return whose time zone a page follows: the client's on its own pages, elsewhere the reader's, or None.

    A client's page sets `g.place`. Its days are then the same for all readers, and the same on all its pages.
    """
    if not has_request_context():
        return None
    if "place" in g:
        place: clock.HasZone = g.place
        return place
    return current_user if current_user.is_authenticated else None


def page_today() -> date:
    """Return the present date where the page is; in UTC if nobody is signed in."""
    place = page_place()
    return clock.today(place) if place else clock.now().date()


def day(value: date | None, today: date | None = None) -> str:
    """Return “Tue 24 Nov”, with the year if it is not this one; empty for None."""
    if value is None:
        return ""
    this_year = (today or page_today()).year
    return f"{value:%a} {value.day} {value:%b}" + (f" {value.year}" if value.year != this_year else "")


def long_day(value: date | None, today: date | None = None) -> str:
    """Return “Tuesday 24 November”, with the year if it is not this one; empty for None."""
    if value is None:
        return ""
    this_year = (today or page_today()).year
    return f"{value:%A} {value.day} {value:%B}" + (f" {value.year}" if value.year != this_year else "")


def plain_day(day: date, today: date) -> str:
    """Return “4 December”, with the year if it is not that of `today`."""
    year = f" {day.year}" if day.year != today.year else ""
    return f"{day.day} {day:%B}{year}"


def moment(value: datetime | None) -> str:
    """Return “Thu 19 Nov, 23:52” in the zone of the page, or in UTC if signed out; empty for None."""
    return f"{moment_day(value)}, {on_page(value):%H:%M}" if value else ""


def moment_day(value: datetime | None) -> str:
    """Return “Thu 19 Nov” in the zone of the page, or in UTC if signed out; empty for None."""
    return day(on_page(value).date()) if value else ""


def on_page(value: datetime) -> datetime:
    """Return a stored moment in the zone of the page."""
    place = page_place()
    return clock.local(value, place) if place else value


def person_colour(name: str) -> int:
    """Return which of the four colours a person's initials have, the same on every page.

    It is derived from the name, because a number would reveal to a client's people how many others there are.
    """
    return crc32(name.casefold().encode()) % 4 + 1


def initials(name: str) -> str:
    """Return “DW” for Dana Whitlock; one letter if the name has one word."""
    words = [word for word in name.split() if word[:1].isalnum()] or name.split()
    if not words:
        return "?"
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


def company_initials(name: str) -> str:
    """Return “OI” for Okafor Immigration Law, because a business is known by its first two words."""
    words = [word for word in name.split() if word[:1].isalnum()]
    return initials(" ".join(words[:2])) if words else initials(name)


FAMILY_FIRST = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO")
"""Scripts whose names begin with the family's: 佐藤 花子 is not called 佐藤."""
HALF_A_NAME = ("عبد", "abd", "abdul", "abdel", "abdal")
"""“Servant of”: no given name without the word after it."""


def first_name(name: str) -> str:
    """Return the given name, where it can be determined: “Dana”; “عبد الرحمن”; all of “佐藤 花子”."""
    words = name.split()
    if not words or unicodedata.name(words[0][0], "").startswith(FAMILY_FIRST):
        return name
    return " ".join(words[: 2 if words[0].casefold() in HALF_A_NAME else 1])


NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def count_of(number: int, noun: str, plural: str | None = None) -> str:
    """Return “one goal”, “two goals” or “12 goals”, for use inside a sentence."""
    return f"{number_word(number)} {noun if number == 1 else plural or noun + 's'}"


def number_word(number: int) -> str:
    """Return a number as used inside a sentence: “two”, “nine”, “12”."""
    return NUMBERS[number] if 0 <= number < len(NUMBERS) else str(number)


class Sparkline(NamedTuple):
    """A line through values: the values as a text, its path in a box of 80 by 24, and how low it ends."""

    values: str
    path: str
    end: str


def sparkline(values: Sequence[int]) -> Sparkline:
    """Return the line through these values; there is at least one."""
    top, last = max(values) or 1, len(values) - 1 or 1
    heights = [f"{22 - 20 * value / top:.1f}" for value in values]
    points = (f"{at * 80 / last:.1f} {height}" for at, height in enumerate(heights))
    return Sparkline(", ".join(map(str, values)), f"M{'L'.join(points)}", heights[-1])


def join_names(names: Iterable[str], word: str = "and") -> str:
    """Return “A”, “A and B” or “A, B and C”; empty without names. `word` may be “or”."""
    *before, last = list(names) or [""]
    return f"{', '.join(before)} {word} {last}" if before else last
