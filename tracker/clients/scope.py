"""The only access to a client: from the slug in the address, through the reader's live seat, or a 404.

The seat is checked on every request and never kept in the session.
"""

from __future__ import annotations

from flask import Blueprint, g
from flask_login import current_user
from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import contains_eager

from tracker.clients.models import Client, Seat
from tracker.foundation.database import db, first_or_404
from tracker.foundation.exceptions import DomainError
from tracker.foundation.statements import built_once, row_limit
from tracker.foundation.text.collation import by_name

client = Blueprint("client", __name__, url_prefix="/clients/<slug:client_slug>")
"""The address prefix of every page about a client."""


@client.url_value_preprocessor
def take_slug(_endpoint: str | None, values: dict[str, str | int] | None) -> None:
    """Take the client's slug out of the view's arguments; the access guard loads the client."""
    g.client_slug = (values or {}).pop("client_slug", "")


@client.url_defaults
def keep_slug(_endpoint: str, values: dict[str, str | int]) -> None:
    """Fill in the present client's slug in addresses of its own pages."""
    if "client" in g:
        values.setdefault("client_slug", g.client.slug)


def load_client(slug: str) -> str:
    """Store the reader's seat and client in `g`, and return their role. Others get the 404 of a missing page.

    `g.place` makes the page follow the client's time zone.
    """
    g.seat = first_or_404(own_seat_query(), slug=slug, person_id=current_user.id)
    g.client = g.place = g.seat.client
    role: str = g.seat.role
    return role


def has_role(*roles: str) -> bool:
    """For templates: whether the reader's seat has one of these roles."""
    return g.get("seat") is not None and g.seat.role in roles


@built_once
def own_seat_query() -> Select[Seat]:
    """Return the query for a person's live seat at the client of a slug, with the client; built once."""
    return (
        select(Seat)
        .join(Seat.client)
        .where(Client.slug == bindparam("slug"), Seat.person_id == bindparam("person_id"), Seat.live())
        .options(contains_eager(Seat.client))
        .limit(row_limit(1))
    )


def all_seats() -> list[Seat]:
    """Return all seats of this client by name, ended ones too.

    Loaded once a request, so that relations to people need no query.
    """
    if "people" not in g:
        seats = db.session.scalars(all_seats_query(), {"client_id": g.client.id})
        g.people = by_name(seats, lambda seat: seat.name)
    found: list[Seat] = g.people
    return found


@built_once
def all_seats_query() -> Select[Seat]:
    """Return the query for all seats of a client with their people; built once."""
    return Seat.with_people().where(Seat.client_id == bindparam("client_id"))


def check_not_back(ended: Seat) -> None:
    """Raise DomainError if this access ended and the person was given a new one since."""
    if not ended.is_open and any(seat.is_open and seat.person_id == ended.person_id for seat in all_seats()):
        raise DomainError(f"{ended.name} has access again since this page was opened. Nothing was changed.")


def active_seats() -> list[Seat]:
    """Return the seats with access now: not ended, and with an open account."""
    return [seat for seat in all_seats() if seat.is_live]
