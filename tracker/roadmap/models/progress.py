"""Progress is counted, never averaged. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from tracker.roadmap.models.statuses import Status


class Counted(Protocol):
    @property
    def status(self) -> str: ...
    @property
    def joined_at(self) -> datetime: ...


@dataclass(frozen=True)
class Progress:
    """So many done of so many; parked ones left the count."""

    done: int = 0
    moving: int = 0
    waiting: int = 0
    total: int = 0
    joined: int = 0
    """How many of all joined since the goal was agreed."""

    @property
    def words(self) -> str:
        return f"{self.done} of {self.total}"

    @property
    def grew(self) -> str:
        """+3 since agreed. A goal agreed before it had any task has nothing to have grown from."""
        return f"+{self.joined} since agreed" if 0 < self.joined < self.total else ""

    def __add__(self, other: Progress) -> Progress:
        return Progress(
            self.done + other.done,
            self.moving + other.moving,
            self.waiting + other.waiting,
            self.total + other.total,
            self.joined + other.joined,
        )


def count(tasks: Iterable[Counted], agreed_at: datetime | None = None) -> Progress:
    """Count tasks by status, and those that joined a goal since it was agreed."""
    tally, joined = dict.fromkeys(Status, 0), 0
    for task in tasks:
        tally[Status(task.status)] += 1
        joined += agreed_at is not None and task.joined_at > agreed_at and task.status != Status.PARKED
    return from_tally(tally, joined)


def from_tally(tally: dict[Status, int], joined: int = 0) -> Progress:
    """The same from numbers the database has counted."""
    total = sum(number for status, number in tally.items() if status != Status.PARKED)
    moving = tally.get(Status.ON_TRACK, 0) + tally.get(Status.WATCH, 0)
    return Progress(tally.get(Status.DONE, 0), moving, tally.get(Status.WAITING, 0), total, joined)
