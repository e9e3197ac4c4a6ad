"""The only place that asks the system what time it is."""

from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo, available_timezones


class HasZone(Protocol):
    """Anything with a time zone's name: a client, a person."""

    zone: str


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def today(place: HasZone) -> date:
    """The calendar date at a client's (or a person's) place, which need not be the server's."""
    return now().astimezone(ZoneInfo(place.zone)).date()


def local(moment: datetime, place: HasZone) -> datetime:
    """A stored moment as the clock on that wall shows it."""
    return moment.astimezone(ZoneInfo(place.zone))


def zones() -> list[str]:
    """Time zones one can choose: the places, without the historical aliases."""
    areas = (
        "Africa",
        "America",
        "Antarctica",
        "Asia",
        "Atlantic",
        "Australia",
        "Europe",
        "Indian",
        "Pacific",
    )
    return ["UTC", *sorted(name for name in available_timezones() if name.split("/")[0] in areas)]
