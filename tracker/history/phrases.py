"""Parts of sentences shared by the actions of several features. Pure."""

from __future__ import annotations

from datetime import date

from tracker.foundation.text.formatting import day
from tracker.history.actions import PluralFn, SentenceFn
from tracker.history.viewpoint import Details, Viewpoint


def reason_phrase(details: Details) -> str:
    """Return the reason as the end of a sentence; empty without one."""
    return f": “{details['why']}”" if details.get("why") else ""


def source_phrase(details: Details) -> str:
    """Return where an import took a change from, as the end of a sentence; empty if it is no import's."""
    return f", as changed in {details['source']}" if details.get("source") else ""


def subject_phrase(subject: str) -> str:
    """Return “ of” and the subject, for “the details of …”; empty if the subject is “it”."""
    return "" if subject == "it" else f" of {subject}"


def shown_day(written: str) -> str:
    """Return a stored date as history shows it."""
    return day(date.fromisoformat(written))


def singular(words: str) -> SentenceFn:
    """Return a sentence function that needs only the subject, which replaces `{}`."""
    return lambda _details, subject, _viewpoint: words.format(subject)


def plural(words: str) -> PluralFn:
    """Return a plural sentence function that needs only the number and noun, which replace `{}`."""
    return lambda many, _shared, _viewpoint: words.format(many)


def renamed_sentence(details: Details, _subject: str, _viewpoint: Viewpoint) -> str:
    """Return the sentence for a changed title, with the previous and the new one."""
    return f"renamed “{details['previous']}” to “{details['current']}”"
