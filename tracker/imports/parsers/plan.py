"""The content of a file before anything is stored."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from tracker.imports.parsers.errors import ImportRefused
from tracker.imports.parsers.limits import GOALS, MOST_TASKS, STEPS

Source = Literal["trello", "asana", "own"]
Kind = Literal["strategy", "build", "routine"]
SeenBy = Literal["all", "leads"]
Status = Literal["not_started", "on_track", "watch", "waiting", "done", "parked"]


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A step of a task. `key`: the file's own id; None if it has none."""

    key: str | None
    title: str
    done: bool = False


@dataclass(frozen=True, slots=True)
class PlannedTask:
    """A task. `row` is its place in the file. Owner: blank is nobody; other fields: None is not given."""

    key: str | None
    row: int
    title: str
    details: str = ""
    kind: Kind | None = None
    owner_name: str = ""
    owner_email: str = ""
    due: date | None = None
    status: Status | None = None
    steps: tuple[PlannedStep, ...] = ()
    archived: bool = False
    seen_by: SeenBy | None = None


@dataclass(frozen=True, slots=True)
class PlannedGoal:
    """A goal with its tasks, in order."""

    key: str | None
    row: int
    title: str
    why: str = ""
    owner_name: str = ""
    owner_email: str = ""
    due: date | None = None
    status: Status | None = None
    archived: bool = False
    tasks: tuple[PlannedTask, ...] = ()


@dataclass(frozen=True, slots=True)
class FileOwner:
    """A person the file names as an owner, and of how many goals and tasks."""

    name: str
    email: str
    count: int


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole file: its goals, the tasks without a goal, and notes for the person who imports it."""

    source: Source
    name: str
    goals: tuple[PlannedGoal, ...] = ()
    inbox: tuple[PlannedTask, ...] = ()
    notes: tuple[str, ...] = ()

    def tasks(self) -> Iterator[PlannedTask]:
        """Yield every task, goal by goal, then those of the inbox."""
        for goal in self.goals:
            yield from goal.tasks
        yield from self.inbox

    @property
    def people(self) -> tuple[FileOwner, ...]:
        """The owners in the file, in the order they first appear: those of goals, then of tasks."""
        counts: dict[tuple[str, str], int] = {}
        owned_things: list[PlannedGoal | PlannedTask] = [*self.goals, *self.tasks()]
        for owned in owned_things:
            if owned.owner_name or owned.owner_email:
                who = (owned.owner_name, owned.owner_email)
                counts[who] = counts.get(who, 0) + 1
        return tuple(FileOwner(name, email, count) for (name, email), count in counts.items())

    def has_keys(self) -> bool:
        """Whether the file has ids, so that importing it again updates what is here."""
        return any(task.key for task in self.tasks()) or any(goal.key for goal in self.goals)


def check_size(plan: Plan) -> Plan:
    """Return the plan itself. Raise ImportRefused if it is empty or too large."""
    tasks = list(plan.tasks())
    if not tasks and not plan.goals:
        raise ImportRefused(" ".join(["There are no goals and no tasks in this file.", *plan.notes]))
    refuse_above(GOALS, len(plan.goals), "goals")
    refuse_above(MOST_TASKS, len(tasks), "tasks")
    refuse_above(STEPS, sum(len(task.steps) for task in tasks), "steps")
    return plan


def refuse_above(limit: int, count: int, noun: str) -> None:
    """Raise ImportRefused if there are more than `limit`."""
    if count > limit:
        raise ImportRefused(
            f"This file holds more than {limit:,} {noun}, the most we take. Split it and try again."
        )
