"""Why a file is refused, in words."""

from collections.abc import Iterator, Sequence
from typing import NoReturn

from tracker.imports.parsers.limits import PROBLEMS_SHOWN

TOO_LARGE = "This file is too large or too deeply nested to read."


class ImportRefused(Exception):  # noqa: N818  (it reads "raise ImportRefused")
    """The whole file is refused: a sentence for the person, and the rows to correct."""

    def __init__(
        self,
        message: str,
        rows: Sequence[tuple[int, str]] = (),
        *,
        noun: str = "Row",
        more: int | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.rows = list(rows[:PROBLEMS_SHOWN])
        self.more = len(rows) - len(self.rows) if more is None else more
        self.noun = noun

    def lines(self) -> Iterator[str]:
        """Yield the rows in words, 50 at most, then how many more there are."""
        for number, words in self.rows:
            yield f"{self.noun} {number}: {words}"
        if self.more:
            yield f"and {self.more:,} more"


class Problems:
    """Collects everything wrong with a file, so that a person sees it all at once."""

    def __init__(self, noun: str = "Row") -> None:
        self.noun = noun
        self._rows: list[tuple[int, str]] = []

    def add(self, row: int, words: str) -> None:
        """Note what is wrong with a row: the end of a sentence that begins with “Row 3: ”."""
        self._rows.append((row, words))

    def refuse_if_any(self, message: str) -> None:
        """Raise ImportRefused if there are any problems."""
        if self._rows:
            self.refuse(message)

    def refuse(self, message: str) -> NoReturn:
        """Raise ImportRefused with the problems, in the order of their rows."""
        raise ImportRefused(message, sorted(self._rows, key=lambda found: found[0]), noun=self.noun)
