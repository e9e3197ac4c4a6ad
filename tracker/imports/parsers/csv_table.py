"""Reads a CSV as rows under a header, with any delimiter and any lines above the header."""

import csv
import io
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from tracker.imports.parsers.errors import ImportRefused, Problems
from tracker.imports.parsers.limits import CELL, MOST_COLUMNS, RECORDS, ROWS
from tracker.imports.parsers.notes import Notes
from tracker.imports.parsers.text import plain_line, quote_short

DELIMITERS = ",;\t"
HEADER_WITHIN = 20
HEAD = 100_000
COLUMNS_NAMED = 20
BROKEN = "This CSV is not well formed. Nothing was imported."
LONG_CELL = f"a cell holds more than {CELL:,} characters, or a quote that opens there never closes."
STRAY_QUOTE = "there is text right after a closing quote. A quote inside a cell is written twice."


@dataclass(frozen=True)
class Heading:
    """A record near the top that may be the header: its delimiter, row number and titles."""

    delimiter: str
    number: int
    titles: tuple[str, ...]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The titles, case-folded."""
        return tuple(title.casefold() for title in self.titles)


@dataclass(frozen=True)
class CsvRow:
    """A record; `number` counts records from 1, as a spreadsheet program does."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class CsvTable:
    """A header and the rows below it."""

    heading: Heading
    rows: tuple[CsvRow, ...]
    above: tuple[str, ...] = ()
    """The lines above the header, the cells of each joined by blanks."""

    def lines_above(self) -> tuple[str, ...]:
        """Return a sentence naming the lines above the header; none if there are no such lines."""
        notes = Notes()
        for line in self.above:
            notes.add(
                "1 line above the header was not imported.",
                "{n} lines above the header were not imported.",
                line,
            )
        return notes.sentences()

    @cached_property
    def places(self) -> dict[str, int]:
        """The position of each column by name; of several with the same name, the first."""
        return {name: place for place, name in reversed(list(enumerate(self.heading.names)))}

    def cell(self, row: CsvRow, *names: str) -> str:
        """Return the cell under the first of these headers that exists; blank if there is none."""
        for name in names:
            if name in self.places:
                place = self.places[name]
                return row.cells[place].strip() if place < len(row.cells) else ""
        return ""

    def filled(self, place: int) -> bool:
        """Whether any row has a value in that column."""
        return any(place < len(row.cells) and row.cells[place].strip() for row in self.rows)

    def unread_columns(self, taken: Collection[str]) -> str:
        """Return a sentence naming the columns with values that are not `taken`; blank if there are none."""
        left = [
            quote_short(title) if title else f"column {place + 1}, which has no header"
            for place, title in enumerate(self.heading.titles)
            if (title.casefold() not in taken or self.places[title.casefold()] != place)
            and self.filled(place)
        ]
        rest = f" and {len(left) - COLUMNS_NAMED} more" if len(left) > COLUMNS_NAMED else ""
        return f"These columns were not imported: {', '.join(left[:COLUMNS_NAMED])}{rest}." if left else ""


def headings(text: str) -> Iterator[Heading]:
    """Yield every record near the top for each delimiter. `HEAD` keeps cells below the csv module's limit."""
    for delimiter in DELIMITERS:
        csv_rows = csv.reader(io.StringIO(text[:HEAD], newline=""), delimiter=delimiter)
        for number, cells in enumerate(islice(csv_rows, HEADER_WITHIN), start=1):
            yield Heading(delimiter, number, tuple(plain_line(cell) for cell in without_blank_end(cells)))


def read_sheet(text: str, heading: Heading) -> CsvTable:
    """Return the rows under that header. Raise ImportRefused if they are too many, too wide or malformed."""
    if len(heading.titles) > MOST_COLUMNS:
        raise ImportRefused(
            f"This file has more than {MOST_COLUMNS} columns. Delete those that are not needed and try again."
        )
    rows: list[CsvRow] = []
    above: list[str] = []
    problems = Problems()
    for number, cells in csv_records(text, heading):
        if number < heading.number and any(map(str.strip, cells)):
            above.append(plain_line(" ".join(cells)))
        elif number > heading.number and any(map(str.strip, cells)):
            rows.append(CsvRow(number, tuple(without_blank_end(cells))))
            check_row(rows[-1], heading, problems)
            if len(rows) > ROWS:
                raise ImportRefused(f"This file has more than {ROWS:,} rows. Split it and try again.")
    problems.refuse_if_any("Some rows of this file cannot be read. Nothing was imported.")
    return CsvTable(heading, tuple(rows), tuple(above))


def csv_records(text: str, heading: Heading) -> Iterator[tuple[int, list[str]]]:
    """Yield all records with their number. Read strictly: a lost quote would swallow rows unnoticed."""
    number = 0
    csv_rows = csv.reader(io.StringIO(text, newline=""), delimiter=heading.delimiter, strict=True)
    while True:
        number += 1
        if number > RECORDS:
            raise ImportRefused(
                f"This file has more than {RECORDS:,} lines. Delete the empty rows at its end and try again."
            )
        try:
            yield number, next(csv_rows)
        except StopIteration:
            return
        except csv.Error as error:
            words = STRAY_QUOTE if "expected after" in str(error) else LONG_CELL
            raise ImportRefused(BROKEN, [(number, words)]) from None


def check_row(row: CsvRow, heading: Heading, problems: Problems) -> None:
    """Collect problems: a cell that is too long, and text in a column without a header."""
    for place, cell in enumerate(row.cells):
        if len(cell) > CELL:
            title = heading.titles[place] if place < len(heading.titles) else str(place + 1)
            problems.add(
                row.number,
                f"the cell under {quote_short(title)} holds {len(cell):,} characters; {CELL:,} is the most.",
            )
    if len(row.cells) > len(heading.titles):
        stray = next(cell for cell in reversed(row.cells) if cell.strip())
        problems.add(
            row.number, f"{quote_short(stray)} is under no header. Is a comma in the row not in quotes?"
        )


def without_blank_end(cells: list[str]) -> list[str]:
    """Return the cells without the blank ones at the end."""
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return cells[:end]
