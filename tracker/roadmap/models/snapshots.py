"""Previous values that an event keeps for undo: values as JSON, people by the number of their seat."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, TypeAlias

from tracker.foundation.column_types import ColumnValue, JsonObject

if TYPE_CHECKING:
    from tracker.clients.models import Seat

PersonSnapshot: TypeAlias = dict[str, int | str | None]
"""A person as an event keeps them: the number of their seat, None for an outsider, and their name."""


def person_snapshot(seat: Seat | None, name: str) -> PersonSnapshot:
    """Return the number of a person's seat, None for an outsider, and the name in case the access ends."""
    return {"seat": seat.number if seat else None, "name": seat.name if seat else name}


def moment_snapshot(at: datetime | None) -> str | None:
    """Return a time as text; None for None."""
    return at.isoformat() if at else None


def place_snapshot(goal: int | None, behind: int | None, joined_at: datetime) -> JsonObject:
    """Return the place of a task: the numbers of its goal and of the task before it, and when it joined the goal."""
    return {"goal": goal, "behind": behind, "added_to_goal_at": moment_snapshot(joined_at)}


def stored_moment(kept: str | None) -> datetime | None:
    """Return the time in text that `moment_snapshot` wrote; None for none."""
    return datetime.fromisoformat(kept) if kept else None


def stored_date(kept: str | None) -> date | None:
    """Return the date in ISO text; None for empty text."""
    return date.fromisoformat(kept) if kept else None


def iso(day: date | None) -> str:
    """Return a date in ISO format; empty for None."""
    return day.isoformat() if day else ""


def promise_details(day: date | None) -> dict[str, str]:
    """Return what the event of a changed date keeps of the date that the client was promised before."""
    return {"promised": day.isoformat()} if day else {}


def field_snapshot(name: str, previous: ColumnValue) -> JsonObject:
    """Return the name and the previous value of a plain field."""
    return {"field": name, "value": previous}
