"""The only place that asks the system what time it is."""

from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo, available_timezones


class HasZone(Protocol):
    """Anything with a time zone's name: a client, a person."""

    @property
    def time_zone(self) -> str:
        """Return the name of its time zone: Europe/Berlin."""


def now() -> datetime:
    """Return this moment, in UTC."""
    return datetime.now(UTC)


def today(place: HasZone) -> date:
    """Return the calendar date in a client's (or a person's) zone, which may differ from the server's."""
    return today_in(place.time_zone)


def today_in(zone: str) -> date:
    """Return the calendar date in a time zone: “Europe/Berlin”."""
    return now().astimezone(ZoneInfo(zone)).date()


def local(moment: datetime, place: HasZone) -> datetime:
    """Return a stored moment in a client's (or a person's) own zone."""
    return moment.astimezone(ZoneInfo(place.time_zone))


def zones() -> list[str]:
    """Return the time zones to choose from: places, without the historical aliases."""
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
