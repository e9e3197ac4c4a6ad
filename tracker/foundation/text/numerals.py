"""Whole numbers in typed text and in addresses. Pure."""

from __future__ import annotations

NUMBER_AT_MOST = 9
"""The largest number of digits; such a number fits a column of both databases."""


def is_digits(text: str) -> bool:
    """Whether the text consists of digits 0 to 9."""
    return text.isascii() and text.isdigit()


def is_record_number(text: str | None) -> bool:
    """Whether the text is the number of a record: digits, and not zero."""
    return bool(whole_number(text))


def whole_number(text: str | None, at_most: int = NUMBER_AT_MOST) -> int | None:
    """Return the number in the text; None if there is none, or it has more than `at_most` digits."""
    return int(text) if text and is_digits(text) and len(text) <= at_most else None
