"""How dates, moments and names read on a page. Rendered here, never in the browser."""

import unicodedata
from collections.abc import Iterable
from datetime import date, datetime
from zlib import crc32

from flask import Flask
from flask_login import current_user

from tracker.foundation import clock
from tracker.foundation.text.prose import prose


def init_app(app: Flask) -> None:
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
    ):
        app.add_template_filter(word)


def day(value: date | None, today: date | None = None) -> str:
    """Tue 24 Nov; with the year when it is not this one."""
    if value is None:
        return ""
    this_year = (today or clock.now().date()).year
    return f"{value:%a} {value.day} {value:%b}" + (f" {value.year}" if value.year != this_year else "")


def long_day(value: date | None, today: date | None = None) -> str:
    """Tuesday 24 November; with the year when it is not this one."""
    if value is None:
        return ""
    this_year = (today or clock.now().date()).year
    return f"{value:%A} {value.day} {value:%B}" + (f" {value.year}" if value.year != this_year else "")


def moment(value: datetime | None) -> str:
    """Thu 19 Nov, 23:52 in the reader's own zone."""
    if value is None:
        return ""
    seen = clock.local(value, current_user) if current_user.is_authenticated else value
    return f"{day(seen.date())}, {seen:%H:%M}"


def moment_day(value: datetime | None) -> str:
    """Thu 19 Nov in the reader's own zone."""
    if value is None:
        return ""
    seen = clock.local(value, current_user) if current_user.is_authenticated else value
    return day(seen.date())


def person_colour(name: str) -> int:
    """Return which of the four colours a person's initials have, the same on every page.

    It is derived from the name, because a number would reveal to a client's people how many others there are.
    """
    return crc32(name.casefold().encode()) % 4 + 1


def initials(name: str) -> str:
    """DW for Dana Whitlock; one letter if there is one word."""
    words = [word for word in name.split() if word[:1].isalnum()] or name.split()
    if not words:
        return "?"
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


def company_initials(name: str) -> str:
    """OI for Okafor Immigration Law: a business is known by its first two words."""
    words = [word for word in name.split() if word[:1].isalnum()]
    return initials(" ".join(words[:2])) if words else initials(name)


FAMILY_FIRST = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO")
"""Scripts whose names begin with the family's: 佐藤 花子 is not called 佐藤."""
HALF_A_NAME = ("عبد", "abd", "abdul", "abdel", "abdal")
"""“Servant of”: not a name without the following word."""


def first_name(name: str) -> str:
    """The given name alone, where it can be determined: Dana; عبد الرحمن; all of 佐藤 花子."""
    words = name.split()
    if not words or unicodedata.name(words[0][0], "").startswith(FAMILY_FIRST):
        return name
    return " ".join(words[: 2 if words[0].casefold() in HALF_A_NAME else 1])


NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def count_of(number: int, noun: str, plural: str | None = None) -> str:
    """One goal, two goals, 12 goals: small numbers as words, inside a sentence."""
    return f"{number_word(number)} {noun if number == 1 else plural or noun + 's'}"


def number_word(number: int) -> str:
    """A number inside a sentence: two, nine, 12."""
    return NUMBERS[number] if 0 <= number < len(NUMBERS) else str(number)


def join_names(names: Iterable[str], word: str = "and") -> str:
    """A; A and B; A, B and C; nothing of none. `word` may be “or”."""
    *before, last = list(names) or [""]
    return f"{', '.join(before)} {word} {last}" if before else last
