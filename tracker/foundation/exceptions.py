"""Errors that views raise and the error pages answers in words."""

from __future__ import annotations

from dataclasses import dataclass


class DomainError(Exception):
    """A rule of the business says no. The sentence is for the person who asked."""


@dataclass(frozen=True)
class FieldConflict:
    """One field, two texts. Where they are keys of a closed set, the words are what a person reads."""

    field: str
    label: str
    yours: str
    theirs: str
    yours_word: str = ""
    theirs_word: str = ""

    @property
    def said(self) -> tuple[str, str]:
        return self.yours_word or self.yours, self.theirs_word or self.theirs


class ConflictError(Exception):
    """Somebody changed the same field since it was shown. Holds what each wrote."""

    def __init__(
        self, *clashes: FieldConflict, words: str = "Someone changed this while you were writing."
    ) -> None:
        super().__init__(words)
        self.clashes = clashes


class UnconfirmedError(Exception):
    """Something changed that whoever sent the form has to know first; with these `fields` it is sent knowing it."""

    def __init__(self, words: str, **fields: str) -> None:
        super().__init__(words)
        self.fields = fields
