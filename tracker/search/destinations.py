"""The pages one can jump to without knowing any name."""

from __future__ import annotations

from collections.abc import Sequence

from flask import url_for

from tracker.accounts.models import Person
from tracker.clients.models import Seat
from tracker.registry import Menu, NavigationItem, features
from tracker.search.normalise import begins_words
from tracker.search.results import Hit


def places(person: Person, seats: Sequence[Seat]) -> list[Hit]:
    """Where this person may go, in the order of the menus."""
    found = of_the_practice(person) if person.is_staff else of_clients(seats)
    return [*found, *(page_of(item) for item in features().menu(Menu.SEARCH, person.staff_role))]


def of_the_practice(person: Person) -> list[Hit]:
    return [page_of(item) for item in features().menu(Menu.PRACTICE, person.staff_role)]


def page_of(item: NavigationItem) -> Hit:
    return Hit(item.label, url_for(item.endpoint), mark=item.icon, meta=item.hint)


def of_clients(seats: Sequence[Seat]) -> list[Hit]:
    """The pages of each client somebody sits at."""
    several = len(seats) > 1
    return [
        Hit(
            item.label,
            url_for(item.endpoint, client_slug=seat.client.slug),
            mark=item.icon,
            meta=seat.client.name if several else "",
        )
        for seat in seats
        for item in features().menu(Menu.GUEST, seat.role)
    ]


def room(name: str, seat: Seat) -> str:
    return url_for(f"client.{name}", client_slug=seat.client.slug)


def matching_places(person: Person, seats: Sequence[Seat], words: list[str]) -> list[Hit]:
    own = {url_for("profile.show"): person.name}
    return [
        hit
        for hit in places(person, seats)
        if begins_words(words, f"{hit.title} {hit.meta} {own.get(hit.url, '')}")
    ]
