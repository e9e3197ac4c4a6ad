"""Errors that views raise and the error pages answer in words."""

from __future__ import annotations

from dataclasses import dataclass


class DomainError(Exception):
    """A rule of the business refuses. The message is for the person who asked."""


@dataclass(frozen=True)
class FieldConflict:
    """One field, two texts. If they are keys of a closed set, the words are their labels."""

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
    """Another person changed the same field since it was shown. Holds both texts."""

    def __init__(
        self, *clashes: FieldConflict, words: str = "Someone changed this while you were writing."
    ) -> None:
        super().__init__(words)
        self.clashes = clashes


class UnconfirmedError(Exception):
    """Something changed that the sender has to know first; sending these `fields` with the form confirms it."""

    def __init__(self, words: str, **fields: str) -> None:
        super().__init__(words)
        self.fields = fields
