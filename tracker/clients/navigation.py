"""The menus around a client's pages, and the first page: tabs for the practice's people, a bar for the client's own."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, g, request, url_for

from tracker.clients.models import Role, Seat
from tracker.clients.queries import OwnSeat
from tracker.registry import Menu, NavigationItem, features


@dataclass(frozen=True)
class MenuLink:
    """One menu entry for the current page. `current` is the value of `aria-current`, or empty.

    `url` is empty while a COO views the pages as another person, when entries lead nowhere.
    """

    label: str
    icon: str
    url: str
    current: str


def init_app(app: Flask) -> None:
    """Give templates the functions that return the menus."""
    app.add_template_global(client_tabs)
    app.add_template_global(guest_links)


def first_page(seat: Seat | OwnSeat) -> str:
    """Return a reader's first page at a client: the letter, the team's tasks, or the road map, by role."""
    endpoint = {Role.CEO: "letter.show", Role.TEAM: "my_tasks.show"}.get(Role(seat.role), "roadmap.index")
    return url_for(f"client.{endpoint}", client_slug=seat.client.slug)


def client_tabs() -> list[MenuLink]:
    """Return the tabs for the practice's people; for those who are no COO here, the links of their role."""
    if g.seat.role != Role.COO:
        return guest_links()
    return [link_to(item) for item in features().menu(Menu.CLIENT)]


def guest_links() -> list[MenuLink]:
    """Return the links for a client's people; outside of a client, only the link home."""
    if not g.get("client") or not g.get("seat"):
        return [MenuLink("Home", "home", "/", "page" if request.path == "/" else "")]
    return [link_to(item) for item in features().menu(Menu.GUEST, g.seat.role)]


def link_to(item: NavigationItem) -> MenuLink:
    """Return the entry of a navigation item, marked if it is the current page or contains it."""
    url = url_for(item.endpoint)
    within = request.path.removeprefix(f"/clients/{g.client.slug}/").split("/")[0] in item.covers
    current = "page" if request.path == url else "true" if within else ""
    return MenuLink(item.label, item.icon, "" if g.get("see_as") else url, current)
