"""The move of a goal and its tasks by a number of days: the new dates, and warnings about them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Protocol

from tracker.foundation.exceptions import DomainError
from tracker.foundation.text.formatting import count_of
from tracker.foundation.text.numerals import is_digits
from tracker.roadmap.models.statuses import Status
from tracker.roadmap.presentation.forms import needs_reason

if TYPE_CHECKING:
    from tracker.accounts.models import Person

MOST_DAYS = 3_650
FIRST_YEAR, LAST_YEAR = 2000, 2100
"""The years that dates must be within."""
NO_NUMBER = "Write a number of days, like 14, or -7 for a week earlier."


class Work(Protocol):
    """The attributes of a goal or a task that moving needs."""

    @property
    def number(self) -> int:
        """Its number at the client, which the keys of moves contain."""

    @property
    def title(self) -> str:
        """Its title, which a refusal names."""

    @property
    def status(self) -> str:
        """The key of one of the six statuses, which says why it does not move."""

    @property
    def is_open(self) -> bool:
        """Whether it is neither done nor parked; only then its date moves."""

    @property
    def promise_to_explain(self) -> date | None:
        """The present date, if moving it later needs a reason; else None."""

    def set_date(self, day: date | None, /, by: Person, why: str = "") -> None:
        """Move its date, and record an event with the reason."""


class HasDate(Work, Protocol):
    """The attributes of a task."""

    @property
    def due(self) -> date | None:
        """Its date; None if it has none and does not move."""


class HasDoneBy(Work, Protocol):
    """The attributes of a goal."""

    @property
    def target_date(self) -> date | None:
        """Its date; None if it has none and only its tasks move."""


def days_of(typed: str) -> int:
    """Return the number of days in typed text: 14, +14, -7, − 7. DomainError with a message otherwise."""
    plain = typed.replace("\u2212", "-").replace("–", "-").replace(",", "").replace(" ", "")
    digits = plain.removeprefix("-") if plain.startswith("-") else plain.removeprefix("+")
    if not is_digits(digits):
        raise DomainError(NO_NUMBER)
    if len(digits) > 9 or int(digits) > MOST_DAYS:
        raise DomainError(f"Ten years are the most: from -{MOST_DAYS:,} to {MOST_DAYS:,} days.")
    if int(digits) == 0:
        raise DomainError("By zero days nothing would move.")
    return -int(digits) if plain.startswith("-") else int(digits)


def move_day(day: date, days: int, title: str) -> date:
    """Return the day moved by that many days. Raise DomainError, with the title, if it is out of range."""
    moved = day + timedelta(days=days)
    if not FIRST_YEAR <= moved.year <= LAST_YEAR:
        raise DomainError(
            f"“{title}” would fall in the year {moved.year}. Dates must be between {FIRST_YEAR} and {LAST_YEAR}."
        )
    return moved


@dataclass(frozen=True)
class DateMove:
    """A date, before and after. `is_goal`: it is the goal's own."""

    work: Work
    title: str
    was: date
    now: date
    is_goal: bool = False

    @property
    def weekend(self) -> str:
        """“a Saturday” or “a Sunday”; empty on other days. The date is not changed for it, only shown."""
        return {5: "a Saturday", 6: "a Sunday"}.get(self.now.weekday(), "")

    @property
    def key(self) -> str:
        """The record and its previous date, as the form sends back what the preview showed."""
        return f"{'g' if self.is_goal else self.work.number}:{self.was.isoformat()}"


@dataclass(frozen=True)
class Reschedule:
    """Every date that moves, the work that does not, and today's date for the warnings."""

    days: int
    moves: Sequence[DateMove]
    left: str
    today: date

    @property
    def shown(self) -> str:
        """The keys of all moves. If they differ when the form is sent, a date was changed in the meantime."""
        return " ".join(move.key for move in self.moves)

    @property
    def needs_why(self) -> bool:
        """Whether the move needs a reason: the client was promised one of the dates, and it moves later."""
        return any(needs_reason(move.work.promise_to_explain, move.now) for move in self.moves)

    @property
    def words(self) -> str:
        """“Four dates, 14 days later”."""
        dates, days = count_of(len(self.moves), "date").capitalize(), count_of(abs(self.days), "day")
        return f"{dates}, {days} {'later' if self.days > 0 else 'earlier'}"

    @property
    def warnings(self) -> list[str]:
        """Sentences about new dates on a weekend, and in the past."""
        weekends = sum(bool(move.weekend) for move in self.moves)
        past = sum(move.now < self.today for move in self.moves)
        sentences = []
        if weekends:
            sentences.append(
                f"{dates_fall_phrase(weekends)} on a weekend. Nothing is changed about that on its own."
            )
        if past:
            sentences.append(f"{dates_fall_phrase(past)} in the past.")
        return sentences


def dates_fall_phrase(many: int) -> str:
    """Return “One new date falls” or “Three new dates fall”."""
    return "One new date falls" if many == 1 else f"{count_of(many, 'new date').capitalize()} fall"


def plan_reschedule(goal: HasDoneBy, tasks: Sequence[HasDate], days: int, today: date) -> Reschedule:
    """Return the moves. Open work moves with its goal; work that is done, parked or undated does not."""
    moves = []
    if goal.is_open and goal.target_date:
        moves.append(
            DateMove(
                goal, goal.title, goal.target_date, move_day(goal.target_date, days, goal.title), is_goal=True
            )
        )
    for task in tasks:
        if task.is_open and task.due:
            moves.append(DateMove(task, task.title, task.due, move_day(task.due, days, task.title)))
    return Reschedule(days, moves, left_words(goal, tasks), today)


def left_words(goal: HasDoneBy, tasks: Iterable[HasDate]) -> str:
    """Return “Left alone: the goal itself, which has no date, a parked task.”; empty if everything moves."""
    all_of_them = list(tasks)
    done = sum(task.status == Status.DONE for task in all_of_them)
    parked = sum(task.status == Status.PARKED for task in all_of_them)
    undated = sum(task.is_open and task.due is None for task in all_of_them)
    parts = []
    if not goal.is_open:
        parts.append(f"the goal itself, which is {Status(goal.status).word.lower()}")
    elif goal.target_date is None:
        parts.append("the goal itself, which has no date")
    parts += [count_of(done, "done task")] if done else []
    parts += [count_of(parked, "parked task")] if parked else []
    parts += [f"{count_of(undated, 'task')} without a date"] if undated else []
    return f"Left alone: {', '.join(parts)}." if parts else ""
