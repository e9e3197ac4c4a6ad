"""Matches the people in a file with those who have access here; the rest stay outsiders' names. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

from tracker.clients.models import Seat
from tracker.foundation.text.names import hides_something, look_of, without_hidden
from tracker.imports.parsers.plan import Plan, PlannedGoal, PlannedTask
from tracker.roadmap.presentation.name_matching import fold_name

Owned = TypeVar("Owned", PlannedGoal, PlannedTask)


def seat_for(name: str, email: str, seats: Iterable[Seat]) -> Seat | None:
    """Return the seat with this address; otherwise the only one that `seats_named` finds for the name."""
    live = [seat for seat in seats if seat.is_live]
    for seat in live:
        if email and seat.person.email == email.strip().casefold():
            return seat
    found = seats_named(name, live)
    return found[0] if len(found) == 1 else None


def seats_named(name: str, live: Iterable[Seat]) -> list[Seat]:
    """Return the seats with this name; if there are none, those for which it is one word of the name.

    The beginning of a word is not enough to assign a whole file.
    """
    meant, people = fold_name(name), list(live)
    if not meant:
        return []
    whole = [seat for seat in people if fold_name(seat.name) == meant]
    return whole or [seat for seat in people if meant in fold_name(seat.name).split()]


def visible_name(name: str) -> str:
    """Return the name without invisible characters."""
    return " ".join(without_hidden(name).split())


def lookalike_seats(name: str, live: Iterable[Seat]) -> list[Seat]:
    """Return the seats whose names look like this one at a glance."""
    look = look_of(name)
    return [seat for seat in live if look and look == look_of(seat.name)]


def with_people(plan: Plan, seats: Iterable[Seat]) -> Plan:
    """Return the plan with everybody who has access here under full name and address.

    So “Marco” is compared, and remembered for the next import, as the person it was matched with.
    """
    owners = Owners(seats)
    return replace(
        plan,
        goals=tuple(
            with_owner(replace(goal, tasks=tuple(with_owner(task, owners) for task in goal.tasks)), owners)
            for goal in plan.goals
        ),
        inbox=tuple(with_owner(task, owners) for task in plan.inbox),
    )


def with_owner(owned: Owned, owners: Owners) -> Owned:
    """Return the goal or task with its owner's full name and address, if they have access here.

    An outsider's name loses its invisible characters.
    """
    seat = owners.seat(owned.owner_name, owned.owner_email)
    if seat is None and hides_something(owned.owner_name):
        return replace(owned, owner_name=visible_name(owned.owner_name))
    if seat is None or fold_name(owned.owner_name) == fold_name(seat.name) or not owned.owner_name:
        return owned
    return replace(owned, owner_name=seat.name, owner_email=seat.person.email)


class Owners:
    """The owners of a plan; each is looked up once."""

    def __init__(self, seats: Iterable[Seat]) -> None:
        self.seats = list(seats)
        self.found: dict[tuple[str, str], Seat | None] = {}

    def seat(self, name: str, email: str) -> Seat | None:
        """Return the seat of this person; None for an outsider."""
        if (name, email) not in self.found:
            self.found[name, email] = seat_for(name, email, self.seats)
        return self.found[name, email]

    def columns(self, name: str, email: str) -> dict[str, int | str | None]:
        """Return the owner's columns: a seat, or the name of an outsider."""
        seat = self.seat(name, email)
        return {"owner_seat_id": seat.id if seat else None, "owner_name": "" if seat else name or email[:120]}


@dataclass(frozen=True)
class OwnerMatch:
    """A person in the file, and their match here."""

    named: str
    count: int
    seat: str
    fits: tuple[str, ...] = ()
    """The people the name may mean, if it is not certain who: it is then kept as an outsider's name."""

    @property
    def is_seated(self) -> bool:
        """Whether the person was matched with one who has access."""
        return bool(self.seat)


def owner_matches(plan: Plan, seats: Iterable[Seat]) -> list[OwnerMatch]:
    """Return everybody the file names, those with access first."""
    owners, found = Owners(seats), []
    live = [seat for seat in owners.seats if seat.is_live]
    names = Counter(person.name for person in plan.people)
    for person in plan.people:
        seat = owners.seat(person.name, person.email)
        named = person.name if names[person.name] == 1 else f"{person.name} {person.email}".strip()
        meant = seats_named(person.name, live) or lookalike_seats(person.name, live)
        fits = () if seat else tuple(each.name for each in meant)
        found.append(OwnerMatch(named or person.email, person.count, seat.name if seat else "", fits))
    return sorted(found, key=lambda match: not match.is_seated)
