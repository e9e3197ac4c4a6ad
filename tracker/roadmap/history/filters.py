"""The history page's filters in the address, its folding of events by request, and its days. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from tracker.foundation.text.formatting import long_day
from tracker.foundation.text.numerals import whole_number
from tracker.history.actions import Category
from tracker.history.change_set import request_name
from tracker.history.event_rows import EventRow

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
    """The filters: whose changes, of what category, of which goal; `until` and `skip` say where to begin."""

    who: int | None = None
    what: str = ""
    goal: int | None = None
    until: datetime | None = None
    skip: int = 0

    @classmethod
    def of(cls, args: Mapping[str, str]) -> HistoryFilters:
        """Return the filters in an address, without those that are not valid."""
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
        """Return the query arguments of the filters, without the start of the page."""
        args = {"who": self.who, "what": self.what, "goal": self.goal}
        return {name: value for name, value in args.items() if value}

    @property
    def any(self) -> bool:
        """Whether the events are limited by person, category or goal; the start of the page does not count."""
        return bool(self.args())


def number_in(text: str, most: int = 10**9) -> int | None:
    """Return the number in the text, if it is between 1 and `most`."""
    number = whole_number(text, at_most=17)
    return number if number is not None and 0 < number < most else None


def until_arg(at: datetime) -> int:
    """Return a time as microseconds since 1970, for an address."""
    return (at - THE_START) // MOMENT


def group_events(lines: Iterable[EventRow], at_most: int) -> tuple[list[list[EventRow]], int]:
    """Return the events in groups of one request, action and person, and the number of events in them.

    It ends before the group that is one too many. Events without a change set are grouped by their time.
    """
    found: dict[tuple[object, ...], list[EventRow]] = {}
    used = 0
    for line in lines:
        request = request_name(line.change_set_id) if line.change_set_id else line.happened_at
        key = (request, line.action, line.actor_id)
        if key not in found and len(found) == at_most:
            break
        found.setdefault(key, []).append(line)
        used += 1
    return list(found.values()), used


def next_page_args(shown: Sequence[EventRow], asked: HistoryFilters) -> dict[str, int]:
    """Return the start of the next page: the time of the last event shown, and how many of these to skip."""
    last = shown[-1].happened_at
    same = sum(line.happened_at == last for line in shown)
    return {"until": until_arg(last), "skip": same + (asked.skip if asked.until == last else 0)}


def day_heading(day: date, today: date) -> str:
    """Return the heading of a day: Today, Yesterday, or its date."""
    if day == today:
        return "Today"
    return "Yesterday" if day == today - timedelta(days=1) else long_day(day, today)
