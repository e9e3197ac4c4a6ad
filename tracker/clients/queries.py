"""Queries of the pages about clients and their people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import NamedTuple

from flask import g
from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import contains_eager, joinedload
from sqlalchemy.sql.elements import ColumnElement

from tracker.accounts.hooks import WORDS_NEARBY
from tracker.accounts.models import Person, normalise_email
from tracker.accounts.queries import person_choices
from tracker.clients.models import LEAD_ROLES, Client, Health, Invitation, Role, Seat, Span
from tracker.clients.short_names import ShortNames, short_name
from tracker.foundation.database import BelongsToClient, db, first_or_404, grouped_by_client
from tracker.foundation.statements import Statement, as_value, built_once, is_one_of, rows_of, select_columns
from tracker.foundation.text.collation import by_name
from tracker.foundation.text.formatting import count_of


@dataclass
class StaffedClient:
    """A client as the practice's owner sees it: its name and its COOs, none of its contents."""

    client: Client
    seats: list[Seat]
    free: list[Person]

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Return the people who could become its COOs, to choose from."""
        return person_choices(self.free)

    @property
    def dom_name(self) -> str:
        """Return the name of its element on a page: `client-fornello-pizza`."""
        return f"client-{self.client.slug}"


def staffed_clients(staff: list[Person]) -> list[StaffedClient]:
    """Return every client of the practice with its COOs and the people who could join them."""
    clients = by_name(db.session.scalars(select(Client)), lambda client: client.name)
    seats = grouped_by_client(by_name(db.session.scalars(coo_seats()), lambda seat: seat.name))
    return [with_staff(client, seats[client.id], staff) for client in clients]


def staffed_client(slug: str, staff: list[Person]) -> StaffedClient:
    """Return one client with its COOs and the people who could join them; 404 for an unknown slug."""
    client = client_at(slug)
    here = db.session.scalars(coo_seats().where(Seat.client_id == client.id))
    return with_staff(client, by_name(here, lambda seat: seat.name), staff)


def with_staff(client: Client, here: list[Seat], staff: list[Person]) -> StaffedClient:
    """Return the client with its COO seats and the active staff without one of them."""
    held = {seat.person_id for seat in here}
    free = [person for person in staff if person.is_active and person.id not in held]
    return StaffedClient(client, here, free)


def coo_seats() -> Select[Seat]:
    """Return a query for all live COO seats, with their people."""
    query = select(Seat).join(Seat.person).where(Seat.role == Role.COO, Seat.live())
    return query.options(contains_eager(Seat.person)).order_by(Seat.id)


def client_at(slug: str) -> Client:
    """For the practice's owner: return a client by its slug, to staff it. This gives no access to its contents."""
    return first_or_404(select(Client).where(Client.slug == slug))


def coo_seat(client: Client, number: int) -> Seat:
    """Return a COO's seat by its number, or raise 404."""
    query = select(Seat).where(Seat.client_id == client.id, Seat.number == number, Seat.role == Role.COO)
    return first_or_404(query.options(joinedload(Seat.person)))


def slug_is_free(slug: str) -> bool:
    """Whether no client has this slug."""
    return db.session.scalars(select(Client.id).where(Client.slug == slug)).first() is None


def open_invitations() -> list[Invitation]:
    """Return the open invitations of this request's client, oldest first."""
    return list(db.session.scalars(Invitation.open_of(g.client)))


def role_of(person: Person, client: Client) -> str:
    """Return a person's role at a client, for the signature of a letter; empty if they have none."""
    query = select(Seat.role).where(Seat.person_id == person.id, Seat.client_id == client.id, Seat.live())
    return db.session.scalars(query).first() or ""


def first_ceo(seats: Iterable[Seat]) -> Seat | None:
    """Return the CEO with the oldest seat, or None."""
    return min((seat for seat in seats if seat.role == Role.CEO), key=lambda seat: seat.number, default=None)


def who_can_see_sentence(client: Client, host: Person, invited: str) -> str:
    """Return who will have access to a client together with the invited person, by its present seats.

    "You and Dana"; "You, Dana and one other"; "You, Dana and four others". Names the host if they have
    access, otherwise the COO who has had it longest.
    """
    seats = db.session.scalars(Seat.of(client)).all()
    here = [seat for seat in seats if seat.is_live and seat.person.email != invited]
    if not here:
        return "You"
    first = min(here, key=lambda seat: (seat.person_id != host.id, seat.role != Role.COO, seat.number))
    others = len(here) - 1
    name = ShortNames(seats).of(first.name, first.person_id)
    if not others:
        return f"You and {name}"
    return f"You, {name} and {count_of(others, 'other')}"


def vision_credit(client: Client, person_id: int, people: Iterable[Seat]) -> str:
    """Return the credit of the vision for the person with this id; empty if the author is not known.

    "Your words", "Carla’s words", or "Written down by Dana" if a COO wrote it.
    """
    author = next((seat for seat in people if seat.person_id == client.vision_by_id), None)
    if author is None:
        return ""
    name = "you" if author.person_id == person_id else short_name(author)
    if author.role == Role.COO:
        return f"Written down by {name}"
    return "Your words" if name == "you" else f"{name}’s words"


def span_names() -> SimpleNamespace:
    """Return the names of the spans as one record to edit: span_1 … span_5."""
    return SimpleNamespace(**{f"span_{span.number}": span.name for span in spans()})


def spans() -> list[Span]:
    """Return the five spans of this request's client, by number."""
    return list(db.session.scalars(Span.of(g.client)))


def names_of_clients(person: Person) -> list[str]:
    """Return the names of a person's clients, which are easy to guess in their password."""
    return [seat.client.name for seat in db.session.scalars(Seat.live_of(person))]


WORDS_NEARBY.append(names_of_clients)


def open_invitation_to(client: Client, email: str) -> Invitation | None:
    """Return the open invitation of an address at this client, or None."""
    query = Invitation.open_of(client).where(Invitation.email == normalise_email(email))
    return db.session.scalars(query).first()


class ClientColumns(NamedTuple):
    """The columns of a client that a list of the reader's clients needs."""

    id: int
    slug: str
    name: str
    colour: int
    health: str
    health_reason: str
    health_of_reason: str
    time_zone: str


class OwnClient(ClientColumns):
    """A client where the reader has access."""

    @property
    def current_reason(self) -> str:
        """Return the reason for the current health; empty if it was given for another health."""
        return self.health_reason if self.health_of_reason == self.health else ""

    @property
    def health_word(self) -> str:
        """Return the label of its health."""
        return Health(self.health).word


class OwnSeat(NamedTuple):
    """The reader's seat at a client."""

    role: str
    client: OwnClient

    @property
    def client_id(self) -> int:
        """Return the client's id."""
        return self.client.id

    @property
    def is_lead(self) -> bool:
        """Whether the role is COO or CEO."""
        return self.role in LEAD_ROLES


def own_seats(person: Person) -> list[OwnSeat]:
    """Return the person's live seats by the clients' names, as columns."""
    rows = rows_of(own_seats_query(), {"person": person.id})
    return by_name(
        (OwnSeat(role, OwnClient(*client)) for role, *client in rows), lambda seat: seat.client.name
    )


@built_once
def own_seats_query() -> Statement:
    """Return the query for a person's live seats, with the columns of their clients."""
    columns = (getattr(Client, name) for name in ClientColumns._fields)
    return (
        select_columns(Seat.role, *columns)
        .join(Client, Client.id == Seat.client_id)
        .where(Seat.person_id == bindparam("person"), Seat.live())
        .order_by(Seat.id)
    )


def clients_by_role(seats: Iterable[OwnSeat]) -> dict[str, object]:
    """Return the ids of the clients with these seats by role: the values of the parameters of `where_role`."""
    found: dict[str, list[int]] = defaultdict(list)
    for seat in seats:
        found[f"clients_as_{seat.role}"].append(seat.client_id)
    return {name: as_value(ids) for name, ids in found.items()}


def where_role(model: type[BelongsToClient], role: str) -> ColumnElement[bool]:
    """WHERE clause for the rows of the clients where the reader has this role."""
    return is_one_of(model.client_id, f"clients_as_{role}")
