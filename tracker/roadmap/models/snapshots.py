"""Previous values that an event keeps for undo: values as JSON, people by the number of their seat."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tracker.clients.models import Seat

Kept = dict[str, Any]


def person_snapshot(seat: Seat | None, name: str) -> Kept:
    """Return a person with access, or an outsider; with the name, for the case that the seat has ended."""
    return {"seat": seat.number if seat else None, "name": seat.name if seat else name}


def moment_snapshot(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def at(kept: str | None) -> datetime | None:
    return datetime.fromisoformat(kept) if kept else None


def on(kept: str | None) -> date | None:
    return date.fromisoformat(kept) if kept else None


def field_snapshot(name: str, previous: Any) -> Kept:
    """Return the previous value of one plain field."""
    return {"field": name, "value": previous}
