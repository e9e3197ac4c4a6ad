"""Makes cells of an export safe: no spreadsheet program may run a person's text as a formula.

Every exporter writes every cell through `safe_cell`. Pure.
"""

from __future__ import annotations

import re
from datetime import date

Cell = str | int | float | date | None

STARTS_A_FORMULA = re.compile("'*\\s*[=+\\-@\t\r\n\x00＝＋－＠]")
WITHIN = re.compile("(?<=[;\t\n])(?=(?:[^\\S\t\n]|['\"])*[=+\\-@＝＋－＠])")
"""Places inside a cell that become the start of one where a program splits at “;” or tabs, or, having lost count
of the quotes for it, at line ends. Quotes in front of the sign are no part of what such a program reads."""
ESCAPE_WITHIN = re.compile(f"{WITHIN.pattern}'")
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufeff\ufffe\uffff]")


def safe_cell(value: Cell) -> Cell:
    """Return numbers and dates unchanged; text without the characters that no sheet can hold."""
    return (
        UNWRITABLE.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
        if isinstance(value, str)
        else value
    )


def in_csv(value: Cell) -> str:
    """Return the text for a CSV file: an apostrophe escapes text that a program could take for a formula."""
    cell = safe_cell(value)
    if not isinstance(cell, str):
        return "" if cell is None else str(cell)
    escaped = WITHIN.sub("'", cell)
    return f"'{escaped}" if STARTS_A_FORMULA.match(cell) or STARTS_A_FORMULA.match(str(value)) else escaped


def unescape_cell(text: str) -> str:
    """Return the text as it was before `in_csv`, so that our own export is imported unchanged."""
    whole = text[1:] if text.startswith("'") and STARTS_A_FORMULA.match(text) else text
    return ESCAPE_WITHIN.sub("", whole)
