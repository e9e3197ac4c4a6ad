"""The rows that are taken away, as a file: CSV as RFC 4180 says, or a workbook with a sheet about itself."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter

from tracker.exports.roadmap_sheet import TITLES, RoadMapSheet
from tracker.imports.parsers.csv_safety import STARTS_A_FORMULA, Cell, in_csv, safe_cell

MARK = "\ufeff"
"""Says that the letters are UTF-8; without it Excel guesses."""
WIDTHS = {
    "Goal": 34,
    "Why": 30,
    "Task": 44,
    "Details": 40,
    "Steps": 34,
    "Owner": 20,
    "Due": 12,
    "First date": 12,
}


def as_csv(sheet: RoadMapSheet) -> bytes:
    """A line that says whose it is and who took it, then the header and the rows. It comes in again as it is."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    rows: Iterable[list[Cell]] = ([row.get(title) for title in TITLES] for row in sheet.rows)
    writer.writerows([in_csv(cell) for cell in line] for line in (sheet.about, TITLES, *rows))
    return (MARK + out.getvalue()).encode()


def as_xlsx(sheet: RoadMapSheet) -> bytes:
    """Text is text, whatever it looks like; days are days, numbers are numbers."""
    book = Workbook(write_only=True)
    book.properties.creator = book.properties.lastModifiedBy = "Footbridge"
    book.properties.title = str(safe_cell(sheet.about[0]))
    page = book.create_sheet("Road map")
    page.freeze_panes = "A2"
    for place, title in enumerate(TITLES, start=1):
        page.column_dimensions[get_column_letter(place)].width = WIDTHS.get(title, 14)
    page.append([typed(page, title) for title in TITLES])
    for row in sheet.rows:
        page.append([typed(page, row.get(title)) for title in TITLES])
    about = book.create_sheet("About")
    for words in sheet.about:
        about.append([typed(about, words)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def typed(page: Any, value: Cell) -> Any:
    """Days and numbers as they are. Words that look like a formula, or an error, stay words when they are edited,
    too: `quotePrefix` is the apostrophe one would type in front.
    """
    cell = safe_cell(value)
    if not isinstance(cell, str) or not (cell.startswith("#") or STARTS_A_FORMULA.match(cell)):
        return cell if cell != "" else None
    said = WriteOnlyCell(page, value=cell)
    said.data_type, said.quotePrefix = "s", True
    return said


@dataclass(frozen=True)
class Exporter:
    """One kind of file."""

    ending: str
    kind: str
    write: Callable[[RoadMapSheet], bytes]


EXPORTERS = {
    "csv": Exporter("csv", "text/csv; charset=utf-8", as_csv),
    "xlsx": Exporter("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_xlsx),
}
