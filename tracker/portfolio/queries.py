"""Today's queries: a fixed number, however many clients there are.

All go through the reader's own live seats, so that no result contains another client.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from flask import g
from flask_login import current_user
from sqlalchemy import (
    ScalarSelect,
    Select,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased, contains_eager

from tracker.accounts.models import Person
from tracker.clients.models import Client, Invitation, Role, Seat
from tracker.foundation.database import db
from tracker.foundation.text.collation import by_name
from tracker.history.models import Event
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.models.proposal_comments import ProposalComments, proposal_comments_of
from tracker.roadmap.models.statuses import CLOSED, Status
from tracker.roadmap.presentation.queries import readable_work

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


@dataclass(frozen=True)
class LeftoverWork:
    """The work of a person whose access to a client ended, counted by kind: "goal_owned", "task_waiting"."""

    client_id: int
    person_id: int
    name: str
    ended_at: datetime | None
    closed_at: datetime | None
    """When the whole account was closed, or None."""
    new_role: str = ""
    """The role in which the person came back and does not see the work; empty without access."""
    counts: Counter[str] = field(default_factory=Counter)


def leftover_work(seats: Sequence[Seat]) -> list[LeftoverWork]:
    """Return the work of people whose access ended: open goals and tasks that they own or that wait on them.

    One entry per client and person, with the last end of their access, or the role in which they came back.
    """
    gone = ended_seats(seats)
    work = union_all(
        *(leftover_query(model, kind, seats, gone) for model in (Goal, Task) for kind in ("owned", "waiting"))
    )
    each = work.subquery()
    query = (
        select(
            Seat.client_id,
            Person.id,
            Person.name,
            func.max(Seat.ended_at),
            Person.deactivated_at,
            each.c.what,
            func.sum(each.c.many),
            present_role(),
        )
        .select_from(each)
        .join(Seat, Seat.id == each.c.seat_id)
        .join(Person, Person.id == Seat.person_id)
        .group_by(Seat.client_id, Person.id, each.c.what)
    )
    rows = [tuple(row) for row in db.session.execute(query)]
    ends: dict[tuple[int, int], list[datetime]] = defaultdict(list)
    for client_id, person_id, _, ended_at, *_ in rows:
        ends[client_id, person_id] += [ended_at] if ended_at else []
    found: dict[tuple[int, int], LeftoverWork] = {}
    for client_id, person_id, name, _, closed_at, what, many, new_role in rows:
        who = client_id, person_id
        role_now = "" if closed_at else new_role or ""
        ended = max(ends[who], default=None)
        left = found.setdefault(who, LeftoverWork(*who, name, ended, closed_at, role_now))
        left.counts[what] += int(many)  # PostgreSQL adds counts up as decimals
    return list(found.values())


def ended_seats(seats: Sequence[Seat]) -> Select[int]:
    """Return a query for the ids of the seats at these clients that ended, or whose account is closed."""
    return (
        select(Seat.id)
        .join(Seat.person)
        .where(
            Seat.client_id.in_([seat.client_id for seat in seats]),
            or_(Seat.ended_at.is_not(None), Person.deactivated_at.is_not(None)),
        )
    )


def present_role() -> ScalarSelect[str]:
    """Subquery: the role of the person's live seat at the client of the ended one; none without such a seat."""
    now = aliased(Seat)
    role = select(now.role).where(
        now.client_id == Seat.client_id, now.person_id == Person.id, now.ended_at.is_(None)
    )
    return role.scalar_subquery()


def leftover_query(
    model: type[Goal | Task], kind: str, seats: Sequence[Seat], gone: Select[int]
) -> Select[int | None, str, int]:
    """Return a query: how many goals or tasks each seat owns, or others' work that waits on it."""
    holder = model.owner_seat_id if kind == "owned" else model.waiting_seat_id
    asked = select(
        holder.label("seat_id"),
        literal(f"{model.__tablename__}_{kind}").label("what"),
        func.count().label("many"),
    )
    asked = asked.where(readable_work(model, seats), model.status.not_in(CLOSED), holder.in_(gone))
    if kind == "waiting":
        of_others = or_(model.owner_seat_id.is_(None), model.owner_seat_id != model.waiting_seat_id)
        asked = asked.where(model.status == Status.WAITING, of_others)
    return asked.group_by(holder)


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
