"""What the client's history shows: filters from the address, lines folded by request, days. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from tracker.foundation.text.formatting import long_day
from tracker.foundation.text.numerals import whole_number
from tracker.history.actions import Category
from tracker.history.models import Event

WHAT = {
    Category.STATUS: "Statuses",
    Category.DATES: "Dates",
    Category.PEOPLE: "People",
    Category.THINGS: "Added and trashed",
    Category.WORDS: "Words",
}
MOMENT = timedelta(microseconds=1)
THE_START = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class HistoryFilters:
    """What to show: whose changes, of what kind, of which goal, and from where in time on."""

    who: int | None = None
    what: str = ""
    goal: int | None = None
    until: datetime | None = None
    skip: int = 0

    @classmethod
    def of(cls, args: Mapping[str, str]) -> HistoryFilters:
        """What an address asks for; what it cannot mean is left out."""
        what = args.get("what", "")
        until = number_in(args.get("until", ""), 10**16)
        return cls(
            who=number_in(args.get("who", "")),
            what=what if what in WHAT else "",
            goal=number_in(args.get("goal", "")),
            until=THE_START + until * MOMENT if until else None,
            skip=number_in(args.get("skip", "")) or 0,
        )

    def args(self) -> dict[str, str | int]:
        """The same for an address, without the place in time."""
        said = {"who": self.who, "what": self.what, "goal": self.goal}
        return {name: value for name, value in said.items() if value}

    @property
    def any(self) -> bool:
        return bool(self.args())


def number_in(text: str, most: int = 10**9) -> int | None:
    number = whole_number(text, at_most=17)
    return number if number is not None and 0 < number < most else None


def as_until(at: datetime) -> int:
    """A moment for an address."""
    return (at - THE_START) // MOMENT


def folds(lines: Iterable[Event], at_most: int) -> tuple[list[list[Event]], int]:
    """Lines of one request and one action as one, and how many lines went in before there were enough.

    What no request made, such as a story told, folds by its moment.
    """
    found: dict[tuple[object, ...], list[Event]] = {}
    used = 0
    for line in lines:
        key = (line.change or line.happened_at, line.action, line.actor_id)
        if key not in found and len(found) == at_most:
            break
        found.setdefault(key, []).append(line)
        used += 1
    return list(found.values()), used


def goes_on(shown: Sequence[Event], asked: HistoryFilters) -> dict[str, int]:
    """Where the next page begins: at the last moment shown, after so many lines of that very moment."""
    last = shown[-1].happened_at
    same = sum(line.happened_at == last for line in shown)
    return {"until": as_until(last), "skip": same + (asked.skip if asked.until == last else 0)}


def day_word(day: date, today: date) -> str:
    if day == today:
        return "Today"
    return "Yesterday" if day == today - timedelta(days=1) else long_day(day, today)
