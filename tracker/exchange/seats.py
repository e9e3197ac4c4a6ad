"""From a person a file names to a seat at this client, or to a plain name. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from tracker.clients.models import Role, Seat
from tracker.exchange.plan import Plan


def seat_for(name: str, email: str, seats: Iterable[Seat]) -> Seat | None:
    """Who sits here by this address; otherwise the only one of this full name. Nobody is guessed."""
    live = [seat for seat in seats if seat.is_live]
    for seat in live:
        if email and seat.person.email == email.strip().casefold():
            return seat
    meant = " ".join(name.split()).casefold()
    named = [seat for seat in live if meant and " ".join(seat.name.split()).casefold() == meant]
    return named[0] if len(named) == 1 else None


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
class Match:
    """Somebody the file names, and who that is here."""

    named: str
    count: int
    seat: str

    @property
    def is_seated(self) -> bool:
        return bool(self.seat)


def matches(plan: Plan, seats: Iterable[Seat]) -> list[Match]:
    """Everybody the file names, those with a seat first."""
    owners, found = Owners(seats), []
    names = Counter(person.name for person in plan.people)
    for person in plan.people:
        seat = owners.seat(person.name, person.email)
        named = person.name if names[person.name] == 1 else f"{person.name} {person.email}".strip()
        found.append(Match(named or person.email, person.count, seat.name if seat else ""))
    return sorted(found, key=lambda match: not match.is_seated)


ORDER = {Role.CEO: 0, Role.COO: 1, Role.TEAM: 2, Role.VIEWER: 3}


def who_will_see(seats: Iterable[Seat], reader: Seat) -> str:
    """Marco (CEO) and two others will see what is brought in."""
    others = [seat for seat in seats if seat.is_live and seat.id != reader.id]
    if not others:
        return "Nobody else sits here yet. Whoever you ask in later will see what is brought in."
    first = min(others, key=lambda seat: (ORDER[Role(seat.role)], seat.number))
    name = f"{first.name.split()[0]} ({first.role_word})"
    rest = len(others) - 1
    also = f" and {rest} others" if rest > 1 else " and 1 other" if rest else ""
    return f"{name}{also} will see what is brought in."
