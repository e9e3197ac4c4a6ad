"""The reader of the letter: the CEO who opened it, or the CEO as whom a COO views it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import abort

from tracker.clients.models import Role, Seat
from tracker.foundation.text.formatting import first_name


@dataclass(frozen=True)
class Addressee:
    """The reader of the letter. With `seen_by_coo` a COO views it as this CEO, and can change nothing."""

    seat: Seat
    name: str
    seen_by_coo: bool = False

    @property
    def first_name(self) -> str:
        """Return the first name; empty for a future CEO."""
        return first_name(self.name) if self.name else ""


def addressee_of(own: Seat, asked: Sequence[str], seats: Sequence[Seat]) -> Addressee:
    """Return the reader: the CEO who asks; for a COO, the CEO whose seat number is in `asked`.

    A COO without a number gets a future CEO. Aborts with 403 for a CEO who asks for another person's letter,
    and with 404 for a number that is no CEO's.
    """
    if own.role != Role.COO:
        if asked:
            abort(403)
        return Addressee(own, next(seat.name for seat in seats if seat.id == own.id))
    if not asked:
        return Addressee(nobody_yet(own), "", seen_by_coo=True)
    seat = next((seat for seat in seats if [str(seat.number)] == list(asked) and seat.role == Role.CEO), None)
    if seat is None:
        abort(404)
    return Addressee(seat, seat.name, seen_by_coo=True)


def nobody_yet(own: Seat) -> Seat:
    """Return the seat of a future CEO, with a CEO's rights and nothing waiting on it. It is never stored."""
    return Seat(id=0, number=0, client_id=own.client_id, person_id=0, role=Role.CEO)
