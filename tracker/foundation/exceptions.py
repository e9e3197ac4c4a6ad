"""Errors that views raise and the error pages answer in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


class DomainError(Exception):
    """A business rule refuses. The message is for the person who asked."""


class OutdatedPageError(DomainError):
    """The page shows something older and has to be read again, at `read_url`; sending the same once more is no use."""

    def __init__(self, words: str, read_url: str) -> None:
        super().__init__(words)
        self.read_url = read_url


@dataclass(frozen=True)
class FieldConflict:
    """One field with two texts. For keys of a closed set, `yours_word` and `theirs_word` are their labels."""

    field: str
    label: str
    yours: str
    theirs: str
    yours_word: str = ""
    theirs_word: str = ""
    who: str = ""
    """The other person's name as the reader may read it, if it is known."""

    @property
    def texts(self) -> tuple[str, str]:
        """Return both texts as people read them: the labels if there are any."""
        return self.yours_word or self.yours, self.theirs_word or self.theirs


class ConflictError(Exception):
    """Another person changed the same field since it was shown. Holds both texts."""

    def __init__(
        self, *clashes: FieldConflict, words: str = "Someone changed this while you were writing."
    ) -> None:
        super().__init__(words)
        self.clashes = clashes


class UnconfirmedError(Exception):
    """A change that the sender has to know of first; sending these `fields` with the form confirms it.

    `both`: the changed parts, as the sender's page showed them and as they are now. `read_url`: where to read more.
    """

    def __init__(
        self,
        words: str,
        fields: Mapping[str, str],
        *,
        button: str = "Send it anyway",
        both: Sequence[FieldConflict] = (),
        read_url: str = "",
    ) -> None:
        super().__init__(words)
        self.button, self.both, self.read_url, self.fields = button, both, read_url, fields
