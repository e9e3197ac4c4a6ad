"""Reads the rows of our own spreadsheet, and collects what is wrong with them."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import cast

from tracker.imports.parsers.csv_safety import unescape_cell
from tracker.imports.parsers.csv_table import CsvRow, CsvTable
from tracker.imports.parsers.dates import Order, TwoWaysError, is_sensible, written_day
from tracker.imports.parsers.errors import Problems
from tracker.imports.parsers.limits import EMAIL, KEY, NAME, TITLE, WHY
from tracker.imports.parsers.plan import Kind, SeenBy, Status
from tracker.imports.parsers.spreadsheet.columns import (
    INBOX,
    KIND_NAMES,
    SEEN_BY_WORDS,
    STATUS_WORDS,
    is_steps,
)
from tracker.imports.parsers.steps import Item
from tracker.imports.parsers.text import paragraphs, plain_line, quote_short

TICKED = re.compile(r"\s*(?:[-*]\s*)?\[(x|X| )\]\s*")
ADDRESS = re.compile(r"(?P<name>[^<>]*)<(?P<email>[^<>\s]+@[^<>\s]+)>")


@dataclass(frozen=True)
class SpreadsheetEntry:
    """A row: a goal's own values, a task, or further steps."""

    row: int
    goal: str
    why: str
    task: str
    details: str
    kind: Kind | None
    owner_name: str
    owner_email: str
    due: date | None
    status: Status | None
    items: tuple[Item, ...]
    key: str
    seen_by: SeenBy | None = None

    def only_steps(self) -> bool:
        """Whether the row only adds steps to the task above."""
        named = self.goal or self.task or self.why or self.details or self.key
        return bool(self.items) and not (named or self.kind or self.owner_name or self.due or self.status)


def read_entry(sheet: CsvTable, row: CsvRow, order: Order, problems: Problems) -> SpreadsheetEntry:
    """Return the row's values, and collect everything wrong with them."""

    def wrong(words: str) -> None:
        problems.add(row.number, words)

    def cell(name: str) -> str:
        return unescape_cell(sheet.cell(row, name))

    goal = limit_text(plain_line(cell("goal")), TITLE, "goal", wrong)
    task = paragraphs(cell("task"))
    name, email = read_owner(cell("owner"), wrong)
    return SpreadsheetEntry(
        row=row.number,
        goal="" if goal.casefold() == INBOX else goal,
        why=limit_text(plain_line(cell("why")), WHY, "Why", wrong),
        task=task if plain_line(task) else "",
        details=paragraphs(cell("details")),
        kind=cast(Kind | None, read_choice(cell("kind"), KIND_NAMES, "kind", wrong)),
        owner_name=name,
        owner_email=email,
        due=read_due(cell("due"), order, wrong),
        status=cast(Status | None, read_choice(cell("status"), STATUS_WORDS, "status", wrong)),
        items=read_items(sheet, row),
        key=limit_text(plain_line(cell("id")), KEY, "Id", wrong),
        seen_by=cast(SeenBy | None, read_choice(cell("seen by"), SEEN_BY_WORDS, "Seen by", wrong)),
    )


def limit_text(text: str, length: int, what: str, wrong: Callable[[str], None]) -> str:
    """Return the text; call `wrong` if it is too long."""
    if len(text) > length:
        wrong(f"the {what} is {len(text):,} letters long; {length} is the most.")
    return text


def read_choice(text: str, words: tuple[str, ...], what: str, wrong: Callable[[str], None]) -> str | None:
    """Return the word as it is stored; None if the cell is blank or, after a call of `wrong`, unknown."""
    word = plain_line(text).casefold().replace("_", " ")
    if word and word not in words:
        wrong(f"the {what} {quote_short(text)} is not one of: {', '.join(words)}.")
    return word.replace(" ", "_") if word in words else None


def read_owner(text: str, wrong: Callable[[str], None]) -> tuple[str, str]:
    """Return name and address from a cell that holds either, or both as in an e-mail: Name <address>."""
    line = plain_line(text)
    both = ADDRESS.fullmatch(line)
    name = both["name"].strip(' "') if both else "" if is_address(line) else line
    email = both["email"] if both else line if is_address(line) else ""
    return limit_text(name, NAME, "owner's name", wrong), limit_text(email, EMAIL, "owner's address", wrong)


def is_address(line: str) -> bool:
    """Whether the line is an e-mail address: it has an @ and no blank."""
    return "@" in line and " " not in line


def read_due(text: str, order: Order, wrong: Callable[[str], None]) -> date | None:
    """Return the due date; None if it is blank or, after a call of `wrong`, not a likely date."""
    if not text:
        return None
    try:
        day = written_day(text, order)
    except TwoWaysError:
        wrong(f"the day {quote_short(text)} can be read two ways. Write it like 2026-11-20 or 20 Nov 2026.")
    except ValueError:
        wrong(f"{quote_short(text)} is not a day we can read. Write it like 2026-11-20 or 20 Nov 2026.")
    else:
        if is_sensible(day):
            return day
        wrong(f"the year of {quote_short(text)} is unlikely.")
    return None


def read_items(sheet: CsvTable, row: CsvRow) -> tuple[Item, ...]:
    """Return a step for each line in each column of steps."""
    cells = [
        unescape_cell(row.cells[place])
        for place, name in enumerate(sheet.heading.names)
        if is_steps(name) and place < len(row.cells)
    ]
    lines = [line for cell in cells for line in paragraphs(cell).split("\n") if plain_line(line)]
    return tuple(item for line in lines if (item := read_item(line)).title)


def read_item(line: str) -> Item:
    """Return the step in a line; it is done if it begins with [x]."""
    if tick := TICKED.match(line):
        return Item("", plain_line(line[tick.end() :]), tick[1] in "xX")
    return Item("", plain_line(line))
