"""Context for the staff layout: the practice's name, the user’s clients, the current page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import NamedTuple

from flask import Flask, g, request, url_for
from flask_login import current_user
from markupsafe import Markup
from sqlalchemy import bindparam

from tracker.accounts.queries import practice_name
from tracker.clients.models import Client, Health, Seat
from tracker.clients.navigation import MenuLink
from tracker.clients.queries import OwnClient
from tracker.foundation.statements import Statement, built_once, rows_of, select_columns
from tracker.foundation.templates import macro
from tracker.foundation.text.collation import by_name
from tracker.registry import Menu, NavigationItem, features


class ClientLink(NamedTuple):
    """A client in the side bar."""

    slug: str
    name: str
    colour: int
    health: str

    @property
    def health_word(self) -> str:
        """Return the label of the health on screens."""
        return Health(self.health).word


LINKS = 4_096
"""How many links of the side bar are kept as HTML."""


def client_link(client: Client | OwnClient) -> ClientLink:
    """Return what the side bar shows of a client."""
    return ClientLink(client.slug, client.name, client.colour, client.health)


@lru_cache(maxsize=LINKS)
def drawn_link(link: ClientLink, is_here: bool) -> Markup:
    """Return the HTML of a link in the side bar, drawn once in a process for each state of a client.

    It says nothing but what the link holds, so it is the same for every reader of that client.
    """
    return macro("layouts/client_link.html", "client_link")(link, is_here)


@built_once
def own_clients_query() -> Statement:
    """Return the query for a person's clients, as far as the side bar shows them; built once."""
    return (
        select_columns(Client.slug, Client.name, Client.colour, Client.health)
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
    def clients(self) -> Sequence[ClientLink]:
        """Return the clients where the reader has access, by name."""
        if "my_seats" in g:  # the page has loaded them
            return [client_link(seat.client) for seat in g.my_seats]
        rows = rows_of(own_clients_query(), {"person_id": current_user.id})
        return by_name(map(ClientLink._make, rows), lambda client: client.name)

    @property
    def client_links(self) -> list[Markup]:
        """Return the HTML of the links to these clients."""
        return [drawn_link(client, client.slug == self.at) for client in self.clients]

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
    """Give every template the frame of the page as `navigation`."""

    @app.context_processor
    def navigation() -> dict[str, Navigation]:
        return {"navigation": Navigation(at=current_place())}


def current_place() -> str:
    """Return the current place: a client's slug, “today”, “clients” or “practice”; otherwise empty."""
    if "client" in g:
        return str(g.client.slug)
    endpoint = request.endpoint or ""
    return {"portfolio.home": "today", "portfolio.clients": "clients"}.get(
        endpoint, "practice" if endpoint.startswith("practice.") else ""
    )
