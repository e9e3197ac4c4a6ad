"""Pieces of sentences that the actions of several features share. Pure."""

from __future__ import annotations

from datetime import date

from tracker.foundation.text.formatting import day
from tracker.history.actions import Details, PluralFn, SentenceFn
from tracker.history.viewpoint import Viewpoint


def because(details: Details) -> str:
    return f": “{details['why']}”" if details.get("why") else ""


def of_subject(subject: str) -> str:
    """What stands after “the details” where the line names its subject."""
    return "" if subject == "it" else f" of {subject}"


def shown_day(written: str) -> str:
    return day(date.fromisoformat(written))


def says(words: str) -> SentenceFn:
    """A sentence that needs nothing but the subject, for which `{}` stands."""
    return lambda _details, subject, _voice: words.format(subject)


def did(words: str) -> PluralFn:
    """A plural sentence that needs nothing but the number and noun, for which `{}` stands."""
    return lambda many, _shared, _voice: words.format(many)


def renamed(details: Details, _subject: str, _voice: Viewpoint) -> str:
    return f"renamed “{details['previous']}” to “{details['current']}”"
