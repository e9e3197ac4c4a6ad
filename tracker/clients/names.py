"""People's names at a client: the history of a change, and names that look like somebody else's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tracker.accounts.models import Person
from tracker.accounts.ties import WHEN_RENAMED
from tracker.clients.models import Invitation, Seat
from tracker.foundation.db import db
from tracker.foundation.names import comparable, look_of


@dataclass(frozen=True)
class Alike:
    """Somebody with access here who has a name like another's: the same one, or one that only looks like it."""

    seat: Seat
    is_same: bool


def look_alike(name: str, seats: Iterable[Seat], but: int | None = None) -> Alike | None:
    """Somebody with access here whose name looks the same; `but` is the person it is the name of."""
    look = look_of(name)
    for seat in seats:
        if seat.is_open and seat.person_id != but and look_of(seat.name) == look:
            return Alike(seat, comparable(seat.name) == comparable(name))
    return None


def look_alikes(seats: Sequence[Seat], invitations: Iterable[Invitation], reader: int) -> dict[str, Alike]:
    """For the COO: whose name on the people page looks like somebody else's, by its place on the page.

    The reader knows who they are: their own row says nothing.
    """
    shown = [seat for seat in seats if seat.is_open]
    others = [seat for seat in shown if seat.person_id != reader]
    found = {seat.dom_name: look_alike(seat.name, shown, but=seat.person_id) for seat in others}
    found |= {each.dom_name: look_alike(each.name, shown) for each in invitations}
    return {place: other for place, other in found.items() if other is not None}


def note_rename(person: Person, name: str) -> None:
    """A line at every client of the person; another, for the practice, where the new name imitates somebody's.

    Two people who share a name imitate nobody.
    """
    for seat in list(db.session.scalars(Seat.held_by(person))):
        seat.record("person_renamed", person, previous=person.name, current=name)
        other = look_alike(name, db.session.scalars(Seat.of(seat.client)), but=person.id)
        if other is not None and not other.is_same:
            seat.record("name_looked_alike", person, current=name, name=other.seat.name)


WHEN_RENAMED.append(note_rename)
