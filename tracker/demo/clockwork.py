"""The demo's clock: while a story is played, new rows get the story's time instead of the current time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar
from zlib import crc32
from zoneinfo import ZoneInfo

from sqlalchemy import event, inspect
from sqlalchemy.orm import Session

from tracker.foundation import clock
from tracker.foundation.database import db

ON_ARRIVAL = ("created_at", "happened_at", "last_activity_at", "added_to_goal_at")
ON_CHANGE = (
    "last_activity_at",
    "done_at",
    "waiting_since",
    "asked_in_draft_at",
    "added_to_goal_at",
    "agreed_at",
    "discussion_requested_at",
)
A_DAY = re.compile(r"\{([+-]\d+)\}")
Lines = TypeVar("Lines")


class DemoClock:
    """A client's clock, set to the moment the story has reached."""

    def __init__(self, zone: str) -> None:
        self.zone = ZoneInfo(zone)
        self.now = clock.now()
        self.today = self.now.astimezone(self.zone).date()
        self.moment = self.now

    def day(self, offset: int | None) -> date | None:
        """Return the date `offset` days from today; a future weekend day moves to the Monday after."""
        if offset is None:
            return None
        day = self.today + timedelta(days=offset)
        return day + timedelta(days=7 - day.weekday()) if offset > 0 and day.weekday() > 4 else day

    def at(self, offset: int, written: str = "", about: str = "") -> datetime:
        """Return a moment on that day, two minutes ago at the latest.

        Without a time, `about` decides on one between 08:00 and 17:00: always the same for the same text.
        """
        minute = crc32(about.encode()) % 540
        when = time.fromisoformat(written) if written else time(8 + minute // 60, minute % 60)
        there = datetime.combine(self.today + timedelta(days=offset), when, self.zone)
        return min(there.astimezone(self.now.tzinfo), self.now - timedelta(minutes=2, seconds=minute % 60))

    def words(self, text: str) -> str:
        """Return the text with each placeholder such as `{+10}` replaced by a date such as "30 Nov".

        Raise ValueError for an unknown placeholder.
        """

        def spelled(found: re.Match[str]) -> str:
            day = self.day(int(found[1])) or self.today
            return f"{day.day} {day:%b}"

        spelled_text = A_DAY.sub(spelled, text)
        if "{" in spelled_text or "}" in spelled_text:
            raise ValueError(f"The demo has a placeholder it does not know: {text!r}")
        return spelled_text

    def with_dates(self, lines: Lines) -> Lines:
        """Return these lines of a story with the placeholders in all their texts replaced by dates."""
        found: Any = lines
        if isinstance(found, str):
            found = self.words(found)
        elif isinstance(found, tuple):
            found = tuple(self.with_dates(each) for each in found)
        elif isinstance(found, dict):
            found = {key: self.with_dates(value) for key, value in found.items()}
        elif is_dataclass(found) and not isinstance(found, type):
            found = replace(
                found, **{field.name: self.with_dates(getattr(found, field.name)) for field in fields(found)}
            )
        return found  # type: ignore[no-any-return]

    def set_times(self, row: object, fresh: bool) -> None:
        """Set times to the story's moment: a `fresh` row's empty ones, and all those that just changed."""
        columns = inspect(row).mapper.columns
        for name in ON_ARRIVAL if fresh else ():
            if name in columns and getattr(row, name) is None:
                setattr(row, name, self.moment)
        for name in ON_CHANGE:
            if name in columns and getattr(row, name) is not None and inspect(row).attrs[name].history.added:
                setattr(row, name, self.moment)


@contextmanager
def story_time(demo_clock: DemoClock) -> Iterator[None]:
    """Give every row stored in this context the story's time."""

    def backdate(session: Session, _context: object, _instances: object) -> None:
        for row in session.new:
            demo_clock.set_times(row, fresh=True)
        for row in session.dirty:
            demo_clock.set_times(row, fresh=False)

    session = db.session()
    event.listen(session, "before_flush", backdate)
    try:
        yield
        session.flush()
    finally:
        event.remove(session, "before_flush", backdate)
