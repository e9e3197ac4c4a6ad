"""Parts of sentences shared by the actions of several features. Pure."""

from __future__ import annotations

from datetime import date

from tracker.foundation.text.formatting import day
from tracker.history.actions import Details, PluralFn, SentenceFn
from tracker.history.viewpoint import Viewpoint


def because(details: Details) -> str:
    return f": “{details['why']}”" if details.get("why") else ""


def of_subject(subject: str) -> str:
    """Return the text after “the details” where the sentence names its subject."""
    return "" if subject == "it" else f" of {subject}"


def shown_day(written: str) -> str:
    return day(date.fromisoformat(written))


def says(words: str) -> SentenceFn:
    """Return a sentence function that needs only the subject, which replaces `{}`."""
    return lambda _details, subject, _voice: words.format(subject)


def did(words: str) -> PluralFn:
    """Return a plural sentence function that needs only the number and noun, which replace `{}`."""
    return lambda many, _shared, _voice: words.format(many)


def renamed(details: Details, _subject: str, _voice: Viewpoint) -> str:
    return f"renamed “{details['previous']}” to “{details['current']}”"
