"""Today's queries: a fixed number, however many clients there are.

All go through the reader's own live seats, so that no result contains another client.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from flask import g
from flask_login import current_user
from sqlalchemy import (
    func,
    select,
)
from sqlalchemy.orm import contains_eager

from tracker.accounts.models import Person
from tracker.clients.models import Client, Invitation, Role, Seat
from tracker.foundation.database import db
from tracker.foundation.text.collation import by_name
from tracker.history.models import Event
from tracker.roadmap.models.proposal_comments import ProposalComments, proposal_comments_of

AHEAD = timedelta(days=7)


def my_seats() -> list[Seat]:
    """Return the reader's own seats, by client name; loaded once a request."""
    if "my_seats" not in g:
        g.my_seats = by_name(db.session.scalars(Seat.live_of(current_user)), lambda seat: seat.client.name)
    found: list[Seat] = g.my_seats
    return found


def comments_on_proposals(ids: Sequence[int]) -> dict[int, ProposalComments]:
    """Return, by goal id, who proposed it and who wants to discuss it; for COOs only."""
    return proposal_comments_of(Event.goal_id.in_(ids)) if ids else {}


def open_invitations(seats: Sequence[Seat]) -> list[Invitation]:
    """Return the open invitations at the clients of these seats, oldest first."""
    return list(db.session.scalars(Invitation.open_at([seat.client_id for seat in seats])))


def seats_at(client_ids: Iterable[int]) -> list[Seat]:
    """Return the live seats of these clients; a client's oldest seats come first."""
    query = select(Seat).join(Seat.person).where(Seat.client_id.in_(list(client_ids)), Seat.live())
    return list(db.session.scalars(query.options(contains_eager(Seat.person)).order_by(Seat.number)))


def names_by_client(seats: Iterable[Seat], role: Role) -> dict[int, list[str]]:
    """Return the names of the people with this role now, by client id."""
    names: dict[int, list[str]] = defaultdict(list)
    for seat in seats:
        if seat.role == role and seat.person.is_active:
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
    query = select(Client) if person.is_owner else Client.where_seated(person)
    return by_name(db.session.scalars(query), lambda client: client.name)
