"""The menus around a client's pages: tabs for the practice's people, a bar for the client's own."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, g, request, url_for

from tracker.registry import Menu, NavigationItem, features


@dataclass(frozen=True)
class MenuLink:
    """One menu entry for the current page. `current` is the value of `aria-current`, or empty."""

    label: str
    icon: str
    url: str
    current: str


def init_app(app: Flask) -> None:
    app.add_template_global(client_tabs)
    app.add_template_global(guest_links)


def client_tabs() -> list[MenuLink]:
    """Return the tabs for the practice's people."""
    return [link_to(item) for item in features().menu(Menu.CLIENT)]


def guest_links() -> list[MenuLink]:
    """Return the links for a client's people; outside of a client, only the link home."""
    if not g.get("client") or not g.get("seat"):
        return [MenuLink("Home", "home", "/", "page" if request.path == "/" else "")]
    return [link_to(item) for item in features().menu(Menu.GUEST, g.seat.role)]


def link_to(item: NavigationItem) -> MenuLink:
    url = url_for(item.endpoint)
    within = request.path.removeprefix(f"/clients/{g.client.slug}/").split("/")[0] in item.covers
    current = "page" if request.path == url else "true" if within else ""
    return MenuLink(item.label, item.icon, url, current)
