"""The content of an export: the sheets that features declare, limited to what its reader may see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tracker.clients.models import Client, Seat
from tracker.foundation import clock
from tracker.foundation.text.formatting import long_day
from tracker.registry import CellValue, ExportSheet, features


@dataclass(frozen=True)
class FilledSheet:
    """A sheet with its rows."""

    sheet: ExportSheet
    rows: Sequence[Mapping[str, CellValue]]

    @property
    def lines(self) -> list[list[CellValue]]:
        """The cells of each row, in the order of the columns."""
        return [[row.get(title) for title in self.sheet.titles] for row in self.rows]


@dataclass(frozen=True)
class ExportContent:
    """The sheets of an export, with the client's name, the person who exports it, and the time."""

    client: str
    person: str
    moment: str
    day: str
    sheets: Sequence[FilledSheet]

    @property
    def about(self) -> tuple[str, str, str]:
        """Whose road map it is, who exported it and when: the line above the header."""
        return f"Road map of {self.client}", f"exported by {self.person}", self.moment


def export_content(client: Client, seat: Seat, seats: Sequence[Seat]) -> ExportContent:
    """Return the content for this seat. `seats` is everybody with access, so that owners have their names."""
    sheets = [FilledSheet(sheet, list(sheet.rows(client, seat))) for sheet in features().export]
    now = clock.local(clock.now(), client)
    person = next(each.name for each in seats if each.id == seat.id)
    moment = f"{long_day(now.date(), now.date())} {now.year}, {now:%H:%M} ({client.time_zone})"
    return ExportContent(client.name, person, moment, now.date().isoformat(), sheets)
