"""From a person a file names to somebody with access at this client, or to an outsider's name. Pure."""

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
    """The person with this address; otherwise the only one with this name, whole or a whole word of it."""
    live = [seat for seat in seats if seat.is_live]
    for seat in live:
        if email and seat.person.email == email.strip().casefold():
            return seat
    found = fitting(name, live)
    return found[0] if len(found) == 1 else None


def fitting(name: str, live: Iterable[Seat]) -> list[Seat]:
    """Who has this name; otherwise whose first or last name it is. Beginnings are too little for a whole file."""
    meant, people = fold_name(name), list(live)
    if not meant:
        return []
    whole = [seat for seat in people if fold_name(seat.name) == meant]
    return whole or [seat for seat in people if meant in fold_name(seat.name).split()]


def seen_of(name: str) -> str:
    """A name without the characters that nobody can see."""
    return " ".join(without_hidden(name).split())


def looking_like(name: str, live: Iterable[Seat]) -> list[Seat]:
    """Whose name this looks like at a glance."""
    look = look_of(name)
    return [seat for seat in live if look and look == look_of(seat.name)]


def with_people(plan: Plan, seats: Iterable[Seat]) -> Plan:
    """The plan with everybody it names who has access here by full name and address, so that “Marco” is compared,
    and remembered for the next time the file comes, as the person he was taken for.
    """
    owners = Owners(seats)
    return replace(
        plan,
        goals=tuple(with_owner(replace(goal, tasks=tuple(with_owner(task, owners) for task in goal.tasks)), owners)
                    for goal in plan.goals),
        inbox=tuple(with_owner(task, owners) for task in plan.inbox),
    )  # fmt: skip


def with_owner(owned: Owned, owners: Owners) -> Owned:
    seat = owners.seat(owned.owner_name, owned.owner_email)
    if seat is None and hides_something(owned.owner_name):
        return replace(owned, owner_name=seen_of(owned.owner_name))
    if seat is None or fold_name(owned.owner_name) == fold_name(seat.name) or not owned.owner_name:
        return owned
    return replace(owned, owner_name=seat.name, owner_email=seat.person.email)


class Owners:
    """The owners of a plan, each looked for once."""

    def __init__(self, seats: Iterable[Seat]) -> None:
        self.seats = list(seats)
        self.found: dict[tuple[str, str], Seat | None] = {}

    def seat(self, name: str, email: str) -> Seat | None:
        if (name, email) not in self.found:
            self.found[name, email] = seat_for(name, email, self.seats)
        return self.found[name, email]

    def columns(self, name: str, email: str) -> dict[str, int | str | None]:
        """As a goal or a task keeps it: the seat, or the name."""
        seat = self.seat(name, email)
        return {"owner_seat_id": seat.id if seat else None, "owner_name": "" if seat else name or email[:120]}


@dataclass(frozen=True)
class OwnerMatch:
    """Somebody the file names, and who that is here."""

    named: str
    count: int
    seat: str
    fits: tuple[str, ...] = ()
    """Everybody it may mean, where that is more than one: then it is kept as an outsider's name."""

    @property
    def is_seated(self) -> bool:
        return bool(self.seat)


def owner_matches(plan: Plan, seats: Iterable[Seat]) -> list[OwnerMatch]:
    """Everybody the file names, those with a seat first."""
    owners, found = Owners(seats), []
    live = [seat for seat in owners.seats if seat.is_live]
    names = Counter(person.name for person in plan.people)
    for person in plan.people:
        seat = owners.seat(person.name, person.email)
        named = person.name if names[person.name] == 1 else f"{person.name} {person.email}".strip()
        meant = fitting(person.name, live) or looking_like(person.name, live)
        fits = () if seat else tuple(each.name for each in meant)
        found.append(OwnerMatch(named or person.email, person.count, seat.name if seat else "", fits))
    return sorted(found, key=lambda match: not match.is_seated)
