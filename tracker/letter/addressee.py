"""The reader the letter is written for: the CEO who opened it, or the CEO whom the COO reads it as."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import abort

from tracker.clients.models import Role, Seat
from tracker.foundation.text.formatting import first_name


@dataclass(frozen=True)
class Addressee:
    """The reader of the letter. `seen_by_coo`: a COO reads it as this CEO, and changes nothing."""

    seat: Seat
    name: str
    seen_by_coo: bool = False

    @property
    def first_name(self) -> str:
        return first_name(self.name) if self.name else ""


def addressee_of(own: Seat, asked: Sequence[str], seats: Sequence[Seat]) -> Addressee:
    """Return the reader: the CEO herself; for a COO, one of the client's CEOs, by the number of the seat."""
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
