"""Writes the export: a CSV (RFC 4180), or a workbook, with a sheet about itself."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from tracker.exports.content import ExportContent
from tracker.imports.parsers.csv_safety import STARTS_A_FORMULA, in_csv, safe_cell
from tracker.registry import CellValue

MARK = "\ufeff"
"""The byte order mark of UTF-8; without it Excel guesses the encoding."""


def as_csv(content: ExportContent) -> bytes:
    """Return a line about the export, then the header and the rows of the first sheet.

    Our importer reads it as it is.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    filled = content.sheets[0]
    lines: Iterable[Sequence[CellValue]] = [content.about, filled.sheet.titles, *filled.lines]
    writer.writerows([in_csv(cell) for cell in line] for line in lines)
    return (MARK + out.getvalue()).encode()


def as_xlsx(content: ExportContent) -> bytes:
    """Return a workbook of all sheets, in which text stays text whatever it looks like.

    Days and numbers keep their type.
    """
    from openpyxl import Workbook  # 170 modules, which a server loads with its first export
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    book.properties.creator = book.properties.lastModifiedBy = "Footbridge"
    book.properties.title = str(safe_cell(content.about[0]))
    for filled in content.sheets:
        page = book.create_sheet(filled.sheet.title)
        page.freeze_panes = "A2"
        for place, column in enumerate(filled.sheet.columns, start=1):
            page.column_dimensions[get_column_letter(place)].width = column.width
        lines: Iterable[Sequence[CellValue]] = [filled.sheet.titles, *filled.lines]
        for line in lines:
            page.append([cell_value(page, cell) for cell in line])
    about = book.create_sheet("About")
    for words in content.about:
        about.append([cell_value(about, words)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def cell_value(page: Any, value: CellValue) -> Any:
    """Return the value for a cell of the workbook.

    Text that looks like a formula or an error stays text even after editing: `quotePrefix` is the apostrophe
    that a person would type in front of it.
    """
    cell = safe_cell(value)
    if not isinstance(cell, str) or not (cell.startswith("#") or STARTS_A_FORMULA.match(cell)):
        return cell if cell != "" else None
    from openpyxl.cell import WriteOnlyCell

    text_cell = WriteOnlyCell(page, value=cell)
    text_cell.data_type, text_cell.quotePrefix = "s", True
    return text_cell


@dataclass(frozen=True)
class Exporter:
    """A file format: its file name extension, its media type and its writer."""

    ending: str
    kind: str
    write: Callable[[ExportContent], bytes]


EXPORTERS = {
    "csv": Exporter("csv", "text/csv; charset=utf-8", as_csv),
    "xlsx": Exporter("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_xlsx),
}
