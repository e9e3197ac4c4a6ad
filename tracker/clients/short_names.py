"""People's short names at a client: the first name, as long as it means only one of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from flask import Flask, g, has_request_context

from tracker.accounts.models import Person
from tracker.clients import scope
from tracker.clients.models import Role, Seat
from tracker.foundation.database import grouped_by_client
from tracker.foundation.text.formatting import first_name
from tracker.foundation.text.names import comparable, look_of, may_be_taken_for


class Called(Protocol):
    """The attributes of a seat that short names need."""

    @property
    def person_id(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def role(self) -> str: ...


class ShortNames:
    """The people of one client, also those whose access ended, because history and comments name them.
    The last of several seats of one person counts.

    A viewer reads no family names: with `by_role`, people who share a first name are told apart by role.
    """

    def __init__(self, seats: Iterable[Called], by_role: bool = False) -> None:
        self.by_role = by_role
        self.people = {seat.person_id: seat for seat in seats}
        self.known: dict[tuple[str, int | None], str] = {}

    def of(self, name: str, person_id: int | None = None) -> str:
        """Return Dana; Dana Wells beside another Dana; Dana Whitlock · Team beside another Dana Whitlock.

        A name that nobody here has is an outsider's, and is returned as written; for a viewer, only its first word.
        """
        if (name, person_id) not in self.known:
            self.known[name, person_id] = self.found(name, person_id)
        return self.known[name, person_id]

    def found(self, name: str, person_id: int | None) -> str:
        who = self.people.get(person_id) if person_id is not None else self.called(name)
        if who is None:
            return first_name(name) if self.by_role or person_id is not None else name
        first = first_name(name)
        others = [each for each in self.people.values() if each.person_id != who.person_id]
        if all(look_of(first_name(each.name)) != look_of(first) for each in others):
            return first
        alike = any(may_be_taken_for(name, each.name) or may_be_taken_for(each.name, name) for each in others)
        if self.by_role:
            return f"{first} · {Role(who.role).word}"
        return f"{name} · {Role(who.role).word}" if alike else name

    def called(self, name: str) -> Called | None:
        """Return the person with this full name; of two, the one who still has access."""
        same = [each for each in self.people.values() if comparable(each.name) == comparable(name)]
        return same[-1] if same else None


def short_name(who: Seat | Person | str | None, person_id: int | None = None, at: int | None = None) -> str:
    """Return a person's short name at the client of this request, or at the one with the id `at`."""
    if who is None:
        return ""
    name = who if isinstance(who, str) else who.name
    if isinstance(who, Seat):
        person_id = who.person_id
    elif isinstance(who, Person):
        person_id = who.id
    names = names_at(at)
    return names.of(name, person_id) if names else first_name(name)


def names_at(client_id: int | None) -> ShortNames | None:
    if not has_request_context():
        return None
    kept: dict[int, ShortNames] = g.setdefault("short_names", {})
    if client_id is None and "client" in g:
        client_id = g.client.id
        if client_id not in kept:
            is_viewer = g.get("seat") is not None and g.seat.role == Role.VIEWER
            seats = sorted(scope.all_seats(), key=is_newer)
            kept[client_id] = ShortNames(seats, by_role=is_viewer)
    return kept.get(client_id) if client_id is not None else None


def is_newer(seat: Seat) -> tuple[bool, int]:
    """Sort key: people with access last, and later seats after earlier ones."""
    return seat.is_open, seat.number


def keep_short_names(seats: Iterable[Seat]) -> None:
    """For a page about several clients that has loaded their people: `short_name(…, at=client_id)` then uses them."""
    by_client = grouped_by_client(seats)
    g.setdefault("short_names", {}).update({key: ShortNames(here) for key, here in by_client.items()})


def coos() -> str:
    """Return the client's COOs as its own people read them: Dana; Dana or Ash."""
    names = [short_name(seat) for seat in scope.active_seats() if seat.role == Role.COO]
    return " or ".join(names) or "your COO"


def init_app(app: Flask) -> None:
    app.add_template_filter(short_name)
