"""Progress is counted, never averaged (PRODUCT, States). Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from tracker.roadmap.status import Status


class HasStatus(Protocol):
    @property
    def status(self) -> str: ...


@dataclass(frozen=True)
class Progress:
    """So many done of so many; parked ones left the count."""

    done: int = 0
    moving: int = 0
    waiting: int = 0
    total: int = 0

    @property
    def words(self) -> str:
        return f"{self.done} of {self.total}"

    def __add__(self, other: Progress) -> Progress:
        return Progress(
            self.done + other.done,
            self.moving + other.moving,
            self.waiting + other.waiting,
            self.total + other.total,
        )


def count(tasks: Iterable[HasStatus]) -> Progress:
    """Count tasks by status."""
    tally = dict.fromkeys(Status, 0)
    for task in tasks:
        tally[Status(task.status)] += 1
    return from_tally(tally)


def from_tally(tally: dict[Status, int]) -> Progress:
    """The same from numbers the database has counted."""
    total = sum(number for status, number in tally.items() if status != Status.PARKED)
    moving = tally.get(Status.ON_TRACK, 0) + tally.get(Status.WATCH, 0)
    return Progress(tally.get(Status.DONE, 0), moving, tally.get(Status.WAITING, 0), total)
