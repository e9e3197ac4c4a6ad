"""One cell of a spreadsheet that leaves the house: no program may take somebody's words for a formula.

Every exporter writes through `safe_cell`; nothing is left to a column. Pure.
"""

from __future__ import annotations

import re
from datetime import date

Cell = str | int | float | date | None

STARTS_A_FORMULA = re.compile("'*\\s*[=+\\-@\t\r\n\x00＝＋－＠]")
WITHIN = re.compile("(?<=[;\t\n])(?=(?:[^\\S\t\n]|['\"])*[=+\\-@＝＋－＠])")
"""Places inside a cell that become the start of one where a program splits at “;” or tabs, or, having lost count
of the quotes for it, at line ends. Quotes in front of the sign are no part of what such a program reads."""
MARK_WITHIN = re.compile(f"{WITHIN.pattern}'")
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufeff\ufffe\uffff]")


def safe_cell(value: Cell) -> Cell:
    """Numbers and days stay what they are; text loses what no sheet can hold."""
    return (
        UNWRITABLE.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
        if isinstance(value, str)
        else value
    )


def in_csv(value: Cell) -> str:
    """The same in a file that is text only: an apostrophe says that what follows is no formula."""
    cell = safe_cell(value)
    if not isinstance(cell, str):
        return "" if cell is None else str(cell)
    marked = WITHIN.sub("'", cell)
    return f"'{marked}" if STARTS_A_FORMULA.match(cell) or STARTS_A_FORMULA.match(str(value)) else marked


def without_mark(text: str) -> str:
    """What stood there before `in_csv`: a sheet of ours that comes back says the same again."""
    whole = text[1:] if text.startswith("'") and STARTS_A_FORMULA.match(text) else text
    return MARK_WITHIN.sub("", whole)
