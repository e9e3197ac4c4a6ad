"""The pages of the menus, which can be found without knowing any name."""

from __future__ import annotations

from collections.abc import Sequence

from flask import url_for

from tracker.accounts.models import Person
from tracker.clients.queries import OwnSeat
from tracker.registry import Hit, Menu, NavigationItem, features
from tracker.search.normalise import begins_words


def open_pages(person: Person, seats: Sequence[OwnSeat]) -> list[Hit]:
    """Return the pages this person may open, in the order of the menus."""
    found = practice_pages(person) if person.is_staff else client_pages(seats)
    return [*found, *(page_hit(item) for item in features().menu(Menu.SEARCH, person.staff_role))]


def practice_pages(person: Person) -> list[Hit]:
    """Return the pages of the practice that this person may open."""
    return [page_hit(item) for item in features().menu(Menu.PRACTICE, person.staff_role)]


def page_hit(item: NavigationItem) -> Hit:
    """Return the hit of a page."""
    return Hit(item.label, url_for(item.endpoint), icon=item.icon, meta=item.hint)


def client_pages(seats: Sequence[OwnSeat]) -> list[Hit]:
    """Return the pages of each client this person has access to."""
    several = len(seats) > 1
    return [
        Hit(
            item.label,
            url_for(item.endpoint, client_slug=seat.client.slug),
            icon=item.icon,
            meta=seat.client.name if several else "",
        )
        for seat in seats
        for item in features().menu(Menu.GUEST, seat.role)
    ]


def matching_places(person: Person, seats: Sequence[OwnSeat], words: list[str]) -> list[Hit]:
    """Return the pages in which each word begins a word; one's own name finds the profile."""
    own = {url_for("profile.show"): person.name}
    return [
        hit
        for hit in open_pages(person, seats)
        if begins_words(words, f"{hit.title} {hit.meta} {own.get(hit.url, '')}")
    ]
