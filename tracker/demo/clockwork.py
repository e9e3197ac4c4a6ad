"""Telling the past: while a story is told, what is stored carries the story's time, not this minute's."""

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

from tracker.foundation import clock
from tracker.foundation.database import db

ON_ARRIVAL = ("created_at", "happened_at", "touched_at", "joined_at")
ON_CHANGE = ("touched_at", "done_at", "waiting_since", "joined_at", "agreed_at", "talk_at")
A_DAY = re.compile(r"\{([+-]\d+)\}")
Lines = TypeVar("Lines")


class Storyteller:
    """Whose clock it is, and what time the story has come to."""

    def __init__(self, zone: str) -> None:
        self.zone = ZoneInfo(zone)
        self.now = clock.now()
        self.today = self.now.astimezone(self.zone).date()
        self.moment = self.now

    def day(self, offset: int | None) -> date | None:
        """A day of the story. Nothing ahead falls on a weekend."""
        if offset is None:
            return None
        day = self.today + timedelta(days=offset)
        return day + timedelta(days=7 - day.weekday()) if offset > 0 and day.weekday() > 4 else day

    def at(self, offset: int, written: str = "", about: str = "") -> datetime:
        """That day at that time; without one, at a time of the working day that the subject always has."""
        minute = crc32(about.encode()) % 540
        when = time.fromisoformat(written) if written else time(8 + minute // 60, minute % 60)
        there = datetime.combine(self.today + timedelta(days=offset), when, self.zone)
        return min(there.astimezone(self.now.tzinfo), self.now - timedelta(minutes=2, seconds=minute % 60))

    def words(self, text: str) -> str:
        """The text with each `{+10}` as a day, "30 Nov". Raises ValueError for a placeholder it does not know."""

        def spelled(found: re.Match[str]) -> str:
            day = self.day(int(found[1])) or self.today
            return f"{day.day} {day:%b}"

        said = A_DAY.sub(spelled, text)
        if "{" in said or "}" in said:
            raise ValueError(f"The demo has a placeholder it does not know: {text!r}")
        return said

    def spelled(self, lines: Lines) -> Lines:
        """The same lines of a story, with the days in every one of their texts written out."""
        found: Any = lines
        if isinstance(found, str):
            found = self.words(found)
        elif isinstance(found, tuple):
            found = tuple(self.spelled(each) for each in found)
        elif isinstance(found, dict):
            found = {key: self.spelled(value) for key, value in found.items()}
        elif is_dataclass(found) and not isinstance(found, type):
            found = replace(
                found, **{field.name: self.spelled(getattr(found, field.name)) for field in fields(found)}
            )
        return found  # type: ignore[no-any-return]

    def stamp(self, row: Any, fresh: bool) -> None:
        columns = inspect(row).mapper.columns
        for name in ON_ARRIVAL if fresh else ():
            if name in columns and getattr(row, name) is None:
                setattr(row, name, self.moment)
        for name in ON_CHANGE:
            if name in columns and getattr(row, name) is not None and inspect(row).attrs[name].history.added:
                setattr(row, name, self.moment)


@contextmanager
def telling(teller: Storyteller) -> Iterator[None]:
    """Every row stored meanwhile gets the story's time."""

    def backdate(session: Any, _context: Any, _instances: Any) -> None:
        for row in session.new:
            teller.stamp(row, fresh=True)
        for row in session.dirty:
            teller.stamp(row, fresh=False)

    session = db.session()
    event.listen(session, "before_flush", backdate)
    try:
        yield
        session.flush()
    finally:
        event.remove(session, "before_flush", backdate)
