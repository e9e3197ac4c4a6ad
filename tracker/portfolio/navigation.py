"""Context for the staff layout: the practice's name, the user’s clients, the current page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from flask import Flask, g, request, url_for
from flask_login import current_user
from sqlalchemy import Select, bindparam, select

from tracker.accounts.queries import practice_name
from tracker.clients.models import Client, Health, Seat
from tracker.clients.navigation import MenuLink
from tracker.foundation.database import db
from tracker.foundation.statements import built_once
from tracker.foundation.text.collation import by_name
from tracker.registry import Menu, NavigationItem, features


@dataclass(frozen=True)
class ClientLink:
    """A client in the side bar."""

    slug: str
    name: str
    colour: int
    health: str

    @property
    def health_word(self) -> str:
        """Return the label of the health on screens."""
        return Health(self.health).word


@built_once
def own_clients_query() -> Select[str, str, int, str]:
    """Return the query for a person's clients, as far as the side bar shows them; built once."""
    return (
        select(Client.slug, Client.name, Client.colour, Client.health)
        .join(Seat, Seat.client_id == Client.id)
        .where(Seat.person_id == bindparam("person_id"), Seat.live())
        .order_by(Seat.id)
    )


@dataclass
class Navigation:
    """The frame of a page. Queries the database only if the page shows it."""

    at: str = field(default="")

    @cached_property
    def practice(self) -> str:
        """Return the name of the practice."""
        return practice_name()

    @cached_property
    def clients(self) -> Sequence[Client | ClientLink]:
        """Return the clients where the reader has access, by name."""
        if "my_seats" in g:  # the page has loaded them
            return [seat.client for seat in g.my_seats]
        rows = db.session.execute(own_clients_query(), {"person_id": current_user.id})
        return by_name((ClientLink(*row) for row in rows), lambda client: client.name)

    @property
    def links(self) -> list[MenuLink]:
        """Return the practice's own pages that the reader may open."""
        items = features().menu(Menu.PRACTICE, current_user.staff_role)
        return [MenuLink(item.label, item.icon, url_for(item.endpoint), current(item)) for item in items]

    @property
    def is_owner(self) -> bool:
        """Whether the reader owns the practice, and so may add clients."""
        return bool(current_user.is_owner)

    may_make_clients = is_owner


def current(item: NavigationItem) -> str:
    """Return the value of `aria-current` for an item in the side bar."""
    endpoint = request.endpoint or ""
    is_here = endpoint == item.endpoint or endpoint.startswith(tuple(f"{name}." for name in item.covers))
    return "page" if is_here else ""


def init_app(app: Flask) -> None:
    """Give every template the frame of the page as `shell`."""

    @app.context_processor
    def shell() -> dict[str, Navigation]:
        return {"shell": Navigation(at=current_place())}


def current_place() -> str:
    """Return the current place: a client's slug, “today”, “clients” or “practice”; otherwise empty."""
    if "client" in g:
        return str(g.client.slug)
    endpoint = request.endpoint or ""
    return {"portfolio.home": "today", "portfolio.clients": "clients"}.get(
        endpoint, "practice" if endpoint.startswith("practice.") else ""
    )
