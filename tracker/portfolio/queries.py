"""The people of the reader's clients, and what is told about them, in a fixed number of queries.

All go through the reader's own live seats, so that no result contains another client.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from flask import g
from flask_login import current_user
from sqlalchemy import Select, bindparam, func, select

from tracker.accounts.models import Person
from tracker.clients.models import Client, Invitation, Role, Seat
from tracker.clients.queries import OwnSeat, own_seats
from tracker.foundation.database import db
from tracker.foundation.statements import built_once, rows_of
from tracker.foundation.text.collation import by_name
from tracker.history.models import Event
from tracker.roadmap.models.proposal_comments import ProposalComments, proposal_comments_of


def my_seats() -> list[OwnSeat]:
    """Return the reader's own seats, by client name; loaded once a request."""
    if "my_seats" not in g:
        g.my_seats = own_seats(current_user)
    found: list[OwnSeat] = g.my_seats
    return found


def comments_on_proposals(ids: Sequence[int]) -> dict[int, ProposalComments]:
    """Return, by goal id, who proposed it and who wants to discuss it; for COOs only."""
    return proposal_comments_of(Event.goal_id.in_(ids)) if ids else {}


def open_invitations(seats: Sequence[OwnSeat]) -> list[Invitation]:
    """Return the open invitations at the clients of these seats, oldest first."""
    return list(db.session.scalars(invitations(), {"client_ids": [seat.client_id for seat in seats]}))


@built_once
def invitations() -> Select[Invitation]:
    """Return the statement for the open invitations of some clients."""
    return Invitation.open_at(bindparam("client_ids", expanding=True))


class SeatHere(NamedTuple):
    """A live seat with its person, as the lists of all clients need it."""

    client_id: int
    number: int
    role: str
    created_at: datetime
    person_id: int
    name: str
    email: str
    is_active: bool
    """Whether the person's account is open."""
    is_open: bool = True

    @property
    def dom_name(self) -> str:
        """Return the name of its element on a page: `seat-3`."""
        return f"seat-{self.number}"


LIVE_SEATS = (
    select(
        Seat.client_id,
        Seat.number,
        Seat.role,
        Seat.created_at,
        Person.id,
        Person.name,
        Person.email,
        Person.deactivated_at.is_(None),
    )
    .join(Person, Person.id == Seat.person_id)
    .where(Seat.client_id.in_(bindparam("client_ids", expanding=True)), Seat.live())
    .order_by(Seat.number, Seat.id)
)


def seats_at(client_ids: Iterable[int]) -> list[SeatHere]:
    """Return the live seats of these clients; a client's oldest seats come first."""
    return [SeatHere(*row) for row in rows_of(LIVE_SEATS, {"client_ids": list(client_ids)})]


def names_by_client(seats: Iterable[SeatHere], role: Role) -> dict[int, list[str]]:
    """Return the names of the people with this role now, by client id."""
    names: dict[int, list[str]] = defaultdict(list)
    for seat in seats:
        if seat.role == role and seat.is_active:
            names[seat.client_id].append(seat.name)
    return names


def renamed_since(client_ids: Iterable[int], moment: datetime) -> dict[tuple[int, int], datetime]:
    """Return when people last changed their name since a moment, by client and person."""
    query = (
        select(Event.client_id, Event.actor_id, func.max(Event.happened_at))
        .where(
            Event.client_id.in_(set(client_ids)),
            Event.action == "person_renamed",
            Event.happened_at >= moment,
        )
        .group_by(Event.client_id, Event.actor_id)
    )
    return {
        (client_id, person_id): last for client_id, person_id, last in db.session.execute(query) if person_id
    }


def clients_of(person: Person) -> list[Client]:
    """Return all clients to an owner; to other members of the practice, those where they have a seat."""
    query = select(Client) if person.is_owner else Seat.clients_of(person)
    return by_name(db.session.scalars(query), lambda client: client.name)
