"""Reads the rows of Asana's CSV, and collects what is wrong with them."""

import re
from dataclasses import dataclass
from datetime import date

from tracker.imports.parsers.asana.columns import SECTIONS
from tracker.imports.parsers.csv_table import CsvRow, CsvTable
from tracker.imports.parsers.dates import is_sensible, iso_day
from tracker.imports.parsers.errors import Problems
from tracker.imports.parsers.limits import EMAIL
from tracker.imports.parsers.notes import Notes
from tracker.imports.parsers.steps import Item
from tracker.imports.parsers.text import fit_key, fit_name, is_separator, plain_line, quote_short

MANGLED = re.compile(r"\d([.,]\d+)?E\+?\d+", re.IGNORECASE)
UNTITLED_TASK = "Untitled task"
WRITTEN_BY_ASANA = frozenset(
    {"task id", "created at", "completed at", "last modified", "name", "parent task", "projects", *SECTIONS}
)


@dataclass(frozen=True)
class AsanaEntry:
    """A task or subtask of Asana."""

    row: int
    key: str
    name: str
    parent: str
    section: str
    done: bool
    owner_name: str
    owner_email: str
    due: date | None
    notes: str

    def item(self) -> Item:
        """Return it as a step of the task above it."""
        return Item(self.key, self.name, self.done, self.owner_name or self.owner_email, self.due, self.notes)


def asana_entries(sheet: CsvTable, problems: Problems, notes: Notes) -> list[AsanaEntry]:
    """Return the tasks in the rows. Rows without one, and repeated ones, are left out with a note."""
    found: dict[str, AsanaEntry] = {}
    parents = {plain_line(sheet.cell(row, "parent task")) for row in sheet.rows}
    for row in sheet.rows:
        entry = read_asana_entry(sheet, row, problems, notes)
        if (
            is_drawn(entry)
            and not holds_anything(sheet, row)
            and plain_line(entry.name) not in parents - {""}
        ):
            notes.add(
                "1 row without a task's name was left out.", "{n} rows without a task's name were left out."
            )
        elif has_key(entry, problems) and not is_repeat(entry, found, problems, notes):
            found[entry.key] = entry
    return list(found.values())


def read_asana_entry(sheet: CsvTable, row: CsvRow, problems: Problems, notes: Notes) -> AsanaEntry:
    """Return the row's values; a row with values but no name is “Untitled task”."""
    name = sheet.cell(row, "name")
    section = plain_line(sheet.cell(row, *SECTIONS))
    return AsanaEntry(
        row=row.number,
        key=fit_key(sheet.cell(row, "task id")),
        name=name if plain_line(name) or not holds_anything(sheet, row) else UNTITLED_TASK,
        parent=sheet.cell(row, "parent task"),
        section="" if section.casefold() == "(no section)" else section,
        done=bool(sheet.cell(row, "completed at")),
        owner_name=fit_name(sheet.cell(row, "assignee")),
        owner_email=plain_line(sheet.cell(row, "assignee email"))[:EMAIL],
        due=read_asana_due(sheet.cell(row, "due date"), row.number, problems, notes),
        notes=sheet.cell(row, "notes"),
    )


def read_asana_due(text: str, row: int, problems: Problems, notes: Notes) -> date | None:
    """Return the due date; None if it is blank, wrong (a problem) or in an unlikely year (a note)."""
    if not text:
        return None
    try:
        day = iso_day(text)
    except ValueError:
        problems.add(row, f"the due date {quote_short(text)} is not written as Asana writes it, 2026-11-20.")
        return None
    if not is_sensible(day):
        notes.add(
            "1 due date in an unlikely year was left out.",
            "{n} due dates in unlikely years were left out.",
            text,
        )
        return None
    return day


def is_drawn(entry: AsanaEntry) -> bool:
    """Whether the row has no name, or only a drawn line."""
    name = plain_line(entry.name)
    return not name or is_separator(name)


def holds_anything(sheet: CsvTable, row: CsvRow) -> bool:
    """Whether the row has anything but a name and what Asana writes by itself, whether we import it or not."""
    return any(
        cell.strip() and sheet.heading.names[place] not in WRITTEN_BY_ASANA
        for place, cell in enumerate(row.cells)
    )


def is_repeat(entry: AsanaEntry, found: dict[str, AsanaEntry], problems: Problems, notes: Notes) -> bool:
    """Whether an earlier row has the same Task ID, as in merged files: the first one counts.

    The same id with another name is a problem.
    """
    first = found.get(entry.key)
    if first and plain_line(first.name) == plain_line(entry.name):
        notes.add(
            "1 row repeats a Task ID with the same name; the first of them was imported.",
            "{n} rows repeat a Task ID with the same name; the first of each was imported.",
            entry.name,
        )
    elif first:
        problems.add(entry.row, f"the Task ID {entry.key} is already in row {first.row} with another name.")
    return first is not None


def has_key(entry: AsanaEntry, problems: Problems) -> bool:
    """Whether the Task ID is there and complete: without it the file could not be imported as an update."""
    if not entry.key:
        problems.add(entry.row, f"the Task ID of {quote_short(entry.name)} is missing.")
    elif MANGLED.fullmatch(entry.key):
        problems.add(
            entry.row,
            f"a spreadsheet program has shortened the Task ID to {quote_short(entry.key)}. "
            "Export from Asana again and import the file without opening it there.",
        )
    else:
        return True
    return False
