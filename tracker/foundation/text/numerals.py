"""Whole numbers as people type them and addresses carry them. Pure."""

from __future__ import annotations

NUMBER_AT_MOST = 9
"""So many digits at most: any such number fits a column of both databases."""


def is_digits(text: str) -> bool:
    """Whether the text is digits 0 to 9 and nothing else."""
    return text.isascii() and text.isdigit()


def whole_number(text: str | None, at_most: int = NUMBER_AT_MOST) -> int | None:
    """The number the text says; None where it says none, or has more than `at_most` digits."""
    return int(text) if text and is_digits(text) and len(text) <= at_most else None
