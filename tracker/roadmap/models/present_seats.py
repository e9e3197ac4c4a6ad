"""A task of people who left and came back: it moves from their ended seats to their present ones, and back.

The person stays the same, so no event tells of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.orm.attributes import set_committed_value

from tracker.clients.models import Seat
from tracker.foundation.column_types import JsonObject
from tracker.foundation.database import db

if TYPE_CHECKING:
    from tracker.roadmap.models.task import Task

HOLDERS = ("owner", "waiting")
"""The owner, and the person it waits on."""


def move_to_present_seats(task: Task) -> JsonObject:
    """Move a task from ended seats to the present ones of the same people, if these see it.

    Return the numbers of the ended seats by holder, as an event keeps them for undo.
    """
    earlier: JsonObject = {}
    for holder in HOLDERS:
        seat = seat_of_holder(task, holder)
        now = seat.present() if seat is not None and not seat.is_open else None
        if seat is not None and now is not None and not task.why_not_for(now):
            put_seat(task, holder, now)
            earlier[holder] = seat.number
    return earlier


def move_to_earlier_seat(task: Task, holder: str, earlier: Seat) -> None:
    """Move a task back to the earlier seat of its holder, before it is hidden from their present role.

    Nothing if another person has it by now, or if their role sees all tasks.
    """
    now = seat_of_holder(task, holder)
    if now is not None and now.person_id == earlier.person_id and not now.is_lead:
        put_seat(task, holder, earlier)


def seat_of_holder(task: Task, holder: str) -> Seat | None:
    """Return the seat of the holder; None for an outsider, or for nobody."""
    key = getattr(task, f"{holder}_seat_id")
    return db.session.get(Seat, key) if key else None


def put_seat(task: Task, holder: str, seat: Seat) -> None:
    """Set the seat of the holder without an event."""
    setattr(task, f"{holder}_seat_id", seat.id)
    set_committed_value(task, f"{holder}_seat", seat)
