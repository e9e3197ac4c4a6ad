"""People's short names at a client: the first name, if no other person there has it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from flask import Flask, g, has_request_context

from tracker.accounts.models import Person
from tracker.clients import scope
from tracker.clients.models import Role, Seat
from tracker.foundation.database import grouped_by_client
from tracker.foundation.text.formatting import first_name
from tracker.foundation.text.names import comparable_name, look_of, may_be_taken_for


class HasRole(Protocol):
    """A seat, or an object that stands for one, of which only the role matters."""

    @property
    def role(self) -> str:
        """Return the role at the client: coo, ceo, team or viewer."""


class NamedSeat(Protocol):
    """The attributes of a seat that short names need."""

    @property
    def person_id(self) -> int:
        """Return the id of the person."""

    @property
    def name(self) -> str:
        """Return the person's full name."""

    @property
    def role(self) -> str:
        """Return the role at the client: coo, ceo, team or viewer."""


class SeatAtClient(NamedSeat, Protocol):
    """A named seat that tells its client."""

    @property
    def client_id(self) -> int:
        """Return the id of the client."""


class ShortNames:
    """The short names of a client's people, including those whose access ended, for history and comments.

    If a person had several seats, the last one counts. For a viewer, who reads no family names, `by_role`
    distinguishes people of the same first name by their role.
    """

    def __init__(self, seats: Iterable[NamedSeat], by_role: bool = False) -> None:
        self.by_role = by_role
        self.people = {seat.person_id: seat for seat in seats}
        self.known: dict[tuple[str, int | None], str] = {}

    def of(self, name: str, person_id: int | None = None) -> str:
        """Return “Dana”; “Dana Wells” if there are two Danas; “Dana Whitlock · Team” if two have that name.

        A name that no person here has is returned as written; for a viewer, only the first name.
        """
        if (name, person_id) not in self.known:
            self.known[name, person_id] = self.found(name, person_id)
        return self.known[name, person_id]

    def found(self, name: str, person_id: int | None) -> str:
        """Return the same as `of`, without the cache."""
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

    def called(self, name: str) -> NamedSeat | None:
        """Return the person with this full name; if two have it, the last of the seats, which has access."""
        same = [each for each in self.people.values() if comparable_name(each.name) == comparable_name(name)]
        return same[-1] if same else None


def name_for(seat: HasRole, name: str) -> str:
    """Return a name as this seat may read it: viewers read first names only."""
    return short_name(name) if seat.role == "viewer" else name


def short_name(who: Seat | Person | str | None, person_id: int | None = None, at: int | None = None) -> str:
    """Return a person's short name at the client of this request, or at the client with the id `at`."""
    if who is None:
        return ""
    name = who if isinstance(who, str) else who.name
    if isinstance(who, Seat):
        person_id = who.person_id
    elif isinstance(who, Person):
        person_id = who.id
    names = names_at(at)
    return names.of(name, person_id) if names else first_name(name)


def actor_name(name: str, person_id: int | None) -> str:
    """Return the short name of an actor.

    An actor without an account, such as the console, has its whole name.
    """
    return short_name(name, person_id) if person_id is not None else name


def names_at(client_id: int | None) -> ShortNames | None:
    """Return the short names of a client, by default of this request's; None if they were not loaded."""
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


def keep_short_names(seats: Iterable[SeatAtClient]) -> None:
    """Keep the names of several clients' people for this request, for `short_name(…, at=client_id)`."""
    by_client = grouped_by_client(seats)
    g.setdefault("short_names", {}).update({key: ShortNames(here) for key, here in by_client.items()})


def coo_names() -> str:
    """Return the short names of the client's COOs: “Dana or Ash”; without a COO “your COO”."""
    names = [short_name(seat) for seat in scope.active_seats() if seat.role == Role.COO]
    return " or ".join(names) or "your COO"


def init_app(app: Flask) -> None:
    """Give templates the filter `short_name`."""
    app.add_template_filter(short_name)
