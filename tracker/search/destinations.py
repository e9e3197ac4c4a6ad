"""The pages one can jump to without knowing any name."""

from __future__ import annotations

from collections.abc import Sequence

from flask import url_for

from tracker.accounts.models import Person
from tracker.clients.models import Role, Seat
from tracker.search.normalise import begins
from tracker.search.results import Hit

LEADS = (Role.COO, Role.CEO)


def places(person: Person, seats: Sequence[Seat]) -> list[Hit]:
    """Where this person may go, in the order of the side bar."""
    found = of_the_practice(person) if person.is_staff else of_clients(seats)
    return [
        *found,
        Hit("You", url_for("profile.show"), mark="gear", meta="Name, clock, looks, password"),
        Hit("Your sessions", url_for("profile.list_sessions"), mark="shield"),
        Hit("Keys", url_for("keys.show"), mark="right", meta="Everything a key does"),
    ]


def of_the_practice(person: Person) -> list[Hit]:
    found = [
        Hit("Today", url_for("portfolio.home"), mark="today"),
        Hit("Clients", url_for("portfolio.clients"), mark="grid"),
    ]
    if person.is_owner:
        found += [
            Hit("Practice", url_for("practice.show"), mark="people"),
            Hit("Add a client", url_for("making.form"), mark="plus"),
        ]
    return found


def of_clients(seats: Sequence[Seat]) -> list[Hit]:
    """The rooms of each client somebody sits at."""
    several = len(seats) > 1
    found = []
    for seat in seats:
        meta = seat.client.name if several else ""
        if seat.role in LEADS:
            found.append(Hit("Home", room("letter.show", seat), mark="home", meta=meta))
        if seat.role == Role.TEAM:
            found.append(Hit("Mine", room("mine.show", seat), mark="tick", meta=meta))
        found.append(Hit("Goals", room("roadmap.index", seat), mark="flag", meta=meta))
        if seat.role in LEADS:
            found.append(Hit("People", room("people.index", seat), mark="people", meta=meta))
    return found


def room(name: str, seat: Seat) -> str:
    return url_for(f"client.{name}", client_slug=seat.client.slug)


def matching_places(person: Person, seats: Sequence[Seat], words: list[str]) -> list[Hit]:
    own = {url_for("profile.show"): person.name}
    return [
        hit
        for hit in places(person, seats)
        if begins(words, f"{hit.title} {hit.meta} {own.get(hit.url, '')}")
    ]
