"""Search for clients and for the people with access to them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_

from tracker.accounts.models import Person
from tracker.clients.models import Health, Role, Seat
from tracker.clients.queries import OwnSeat, where_role
from tracker.clients.short_names import name_for
from tracker.foundation.statements import Statement, built_once, rows_of, select_columns
from tracker.foundation.text.collation import by_name
from tracker.foundation.text.formatting import person_colour
from tracker.registry import Hit, Hits, SearchSource

if TYPE_CHECKING:
    from tracker.search.search import Search


def clients_found(search: Search) -> Hits:
    """Return the clients whose names have the words."""
    return client_hits(search, [seat for seat in search.seats if search.matches(seat.client.name)])


def clients_offered(search: Search) -> Hits:
    """Return all clients, if there are several to choose from."""
    return client_hits(search, search.seats if len(search.seats) > 1 else [])


def client_hits(search: Search, seats: Sequence[OwnSeat]) -> Hits:
    """Return the hits of the clients with these seats."""
    return [client_hit(search, seat) for seat in seats], len(seats)


def client_hit(search: Search, seat: OwnSeat) -> Hit:
    """Return the hit of a client; only its COO sees the health."""
    health = Health(seat.client.health).word if seat.role == Role.COO else ""
    home = "letter.show" if seat.role == Role.CEO else "roadmap.index"
    url = search.address(seat.client_id, home)
    return Hit(seat.client.name, url, icon="client", meta=health, colour=seat.client.colour)


def people_with_access(search: Search) -> Sequence[Any]:
    """Return the people with access to the clients that are searched, a row for each seat."""
    return rows_of(people_at(search.roles), search.values)


@built_once
def people_at(roles: frozenset[str]) -> Statement:
    """Return the query for the people with access to the clients where the reader has one of these roles."""
    return (
        select_columns(Seat.client_id, Seat.number, Seat.role, Seat.person_id, Person.name)
        .join(Person, Person.id == Seat.person_id)
        .where(or_(*(where_role(Seat, role) for role in sorted(roles))), Seat.live())
        .where(Person.deactivated_at.is_(None))
        .order_by(Seat.id)
    )


def people_found(search: Search) -> Hits:
    """Return each person once, by name, whatever their number of clients. The reader is left out."""
    person_id = search.person.id
    others = [
        (name_for(search.at[row.client_id], row.name), row)
        for row in search.cached(people_with_access)
        if row.person_id != person_id
    ]
    names = {name for name in {name for name, _ in others} if search.matches(name)}
    matching = [row for name, row in others if name in names]
    found: dict[int, list[Any]] = {}
    for row in by_name(matching, lambda row: row.name):
        found.setdefault(row.person_id, []).append(row)
    return [person_hit(search, rows) for rows in found.values()], len(found)


def person_hit(search: Search, rows: Sequence[Any]) -> Hit:
    """Return the hit of a person from their seats."""
    row, seat = rows[0], search.at[rows[0].client_id]
    where = f"{len(rows)} clients" if len(rows) > 1 else search.client_name(row.client_id)
    meta = " · ".join(word for word in (Role(row.role).word, where) if word)
    url = f"{search.address(row.client_id, 'people.index')}#seat-{row.number}"
    if not seat.is_lead:  # only leads have the page of people: others get this person's work
        url = f"{search.address(row.client_id, 'roadmap.index')}?owner={row.number}"
    return Hit(name_for(seat, row.name), url, icon="who", meta=meta, colour=person_colour(row.name))


sources = [
    SearchSource("Clients", 10, clients_found, offers=clients_offered),
    SearchSource("People", 50, people_found),
]
