"""Moving a goal and its tasks by so many days: what would move, where it would land, what to know before. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Protocol

from tracker.foundation.exceptions import DomainError
from tracker.foundation.text.formatting import count_of
from tracker.foundation.text.numerals import is_digits
from tracker.roadmap.models.statuses import Status

MOST = 3_650
FIRST_YEAR, LAST_YEAR = 2000, 2100
"""Between these years lies every date there is here."""
NO_NUMBER = "Write a number of days, like 14, or -7 for a week earlier."


class Work(Protocol):
    """A goal or a task, as far as it is moved."""

    @property
    def number(self) -> int: ...
    @property
    def title(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def is_open(self) -> bool: ...


class HasDate(Work, Protocol):
    @property
    def due(self) -> date | None: ...


class HasDoneBy(Work, Protocol):
    @property
    def done_by(self) -> date | None: ...


def days_of(typed: str) -> int:
    """So many days, as somebody writes them: 14, +14, -7, − 7. The refusal is for the person who wrote it."""
    plain = typed.replace("\u2212", "-").replace("–", "-").replace(",", "").replace(" ", "")
    digits = plain.removeprefix("-") if plain.startswith("-") else plain.removeprefix("+")
    if not is_digits(digits):
        raise DomainError(NO_NUMBER)
    if len(digits) > 9 or int(digits) > MOST:
        raise DomainError(f"Ten years are the most: from -{MOST:,} to {MOST:,} days.")
    if int(digits) == 0:
        raise DomainError("By zero days nothing would move.")
    return -int(digits) if plain.startswith("-") else int(digits)


def later(day: date, days: int, title: str) -> date:
    """That day, moved; a calendar ends somewhere."""
    moved = day + timedelta(days=days)
    if not FIRST_YEAR <= moved.year <= LAST_YEAR:
        raise DomainError(
            f"“{title}” would fall in the year {moved.year}. Dates must be between {FIRST_YEAR} and {LAST_YEAR}."
        )
    return moved


@dataclass(frozen=True)
class DateMove:
    """One date, before and after. `is_goal`: it is the goal's own."""

    work: Any
    title: str
    was: date
    now: date
    is_goal: bool = False

    @property
    def weekend(self) -> str:
        """On a weekend nobody may be there: it is said, and left to the reader."""
        return {5: "a Saturday", 6: "a Sunday"}.get(self.now.weekday(), "")

    @property
    def key(self) -> str:
        """As the form carries it: what the preview showed."""
        return f"{'g' if self.is_goal else self.work.number}:{self.was.isoformat()}"


@dataclass(frozen=True)
class Reschedule:
    """All of it: every date that moves, what is left alone, and what to know before."""

    days: int
    moves: Sequence[DateMove]
    left: str
    today: date

    @property
    def shown(self) -> str:
        """What the preview showed; if a date is another when it comes back, somebody moved it meanwhile."""
        return " ".join(move.key for move in self.moves)

    @property
    def words(self) -> str:
        """Four dates, 14 days later."""
        dates, days = count_of(len(self.moves), "date").capitalize(), count_of(abs(self.days), "day")
        return f"{dates}, {days} {'later' if self.days > 0 else 'earlier'}"

    @property
    def warnings(self) -> list[str]:
        weekends = sum(bool(move.weekend) for move in self.moves)
        past = sum(move.now < self.today for move in self.moves)
        said = []
        if weekends:
            said.append(f"{dates_fall(weekends)} on a weekend. Nothing is changed about that on its own.")
        if past:
            said.append(f"{dates_fall(past)} in the past.")
        return said


def dates_fall(many: int) -> str:
    return "One new date falls" if many == 1 else f"{count_of(many, 'new date').capitalize()} fall"


def shift(goal: HasDoneBy, tasks: Sequence[HasDate], days: int, today: date) -> Reschedule:
    """Open work moves with its goal; what is done, parked or has no date stays as it is."""
    moves = []
    if goal.is_open and goal.done_by:
        moves.append(
            DateMove(goal, goal.title, goal.done_by, later(goal.done_by, days, goal.title), is_goal=True)
        )
    for task in tasks:
        if task.is_open and task.due:
            moves.append(DateMove(task, task.title, task.due, later(task.due, days, task.title)))
    return Reschedule(days, moves, left_words(goal, tasks), today)


def left_words(goal: HasDoneBy, tasks: Iterable[HasDate]) -> str:
    """Left alone: the goal itself, which is parked; three done tasks, one parked, two without a date."""
    all_of_them = list(tasks)
    done = sum(task.status == Status.DONE for task in all_of_them)
    parked = sum(task.status == Status.PARKED for task in all_of_them)
    undated = sum(task.is_open and task.due is None for task in all_of_them)
    said = []
    if not goal.is_open:
        said.append(f"the goal itself, which is {Status(goal.status).word.lower()}")
    elif goal.done_by is None:
        said.append("the goal itself, which has no date")
    said += [count_of(done, "done task")] if done else []
    said += [count_of(parked, "parked task")] if parked else []
    said += [f"{count_of(undated, 'task')} without a date"] if undated else []
    return f"Left alone: {', '.join(said)}." if said else ""
