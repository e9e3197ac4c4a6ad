"""Progress is counted, never averaged. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from tracker.roadmap.models.statuses import UNDER_WAY, Status

K = TypeVar("K")


class Counted(Protocol):
    """What counting needs to know of a task."""

    @property
    def status(self) -> str:
        """The key of one of the six statuses."""

    def joined_after(self, agreed_at: datetime | None) -> bool:
        """Whether it joined its goal after the goal was agreed, which counts as growth; False for None."""


@dataclass(frozen=True)
class Progress:
    """The number of done tasks out of all tasks; parked ones are not counted."""

    done: int = 0
    moving: int = 0
    waiting: int = 0
    total: int = 0
    joined: int = 0
    """How many of `total` joined after the goal was agreed."""

    @property
    def words(self) -> str:
        """“6 of 9”."""
        return f"{self.done} of {self.total}"

    @property
    def tasks_done(self) -> str:
        """“6 of 9 tasks done”, or “0 of 1 task done”."""
        return f"{self.words} {'task' if self.total == 1 else 'tasks'} done"

    @property
    def growth_note(self) -> str:
        """“3 added since agreed”. Empty for a goal that had no task when it was agreed."""
        return f"{self.joined} added since agreed" if 0 < self.joined < self.total else ""

    def __add__(self, other: Progress) -> Progress:
        return Progress(
            self.done + other.done,
            self.moving + other.moving,
            self.waiting + other.waiting,
            self.total + other.total,
            self.joined + other.joined,
        )


def count_progress(tasks: Iterable[Counted], agreed_at: datetime | None = None) -> Progress:
    """Count tasks by status, and those that joined their goal after it was agreed."""
    counted = Counter((task.status, task.joined_after(agreed_at)) for task in tasks)
    rows = ((None, status, number, number if joined else 0) for (status, joined), number in counted.items())
    return by_key(rows).get(None, Progress())


def by_key(rows: Iterable[tuple[K, str, int, int]]) -> dict[K, Progress]:
    """Return the progress by key. A row: key, status, number of tasks, how many joined since agreement."""
    found: dict[K, list[int]] = {}
    for key, status, number, joined in rows:
        counts = found.setdefault(key, [0, 0, 0, 0, 0])
        if status == Status.PARKED:
            continue
        counts[3] += number
        counts[4] += joined
        if status in PLACES:
            counts[PLACES[status]] += number
    return {key: Progress(*counts) for key, counts in found.items()}


PLACES: dict[str, int] = {Status.DONE: 0, **dict.fromkeys(UNDER_WAY, 1), Status.WAITING: 2}
"""The place of a status among the fields of `Progress`; each also counts in `total`."""
