"""What a file says, before anything is stored."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from tracker.imports.parsers.errors import ImportRefused
from tracker.imports.parsers.limits import GOALS, STEPS, TASKS

Source = Literal["trello", "asana", "own"]
Kind = Literal["strategy", "build", "routine"]
SeenBy = Literal["all", "leads"]
Status = Literal["not_started", "on_track", "watch", "waiting", "done", "parked"]


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """One step of a task. The key is the file's own id, or None where the file has none."""

    key: str | None
    title: str
    done: bool = False


@dataclass(frozen=True, slots=True)
class PlannedTask:
    """One task. `row` is its place in the file; a blank owner is nobody, a None is not said."""

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
    """One goal with its tasks, in order."""

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
    """Somebody the file names as an owner, and of how many goals and tasks."""

    name: str
    email: str
    count: int


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole file: its goals, the tasks without a goal, and remarks on what a person should know."""

    source: Source
    name: str
    goals: tuple[PlannedGoal, ...] = ()
    inbox: tuple[PlannedTask, ...] = ()
    notes: tuple[str, ...] = ()

    def tasks(self) -> Iterator[PlannedTask]:
        """Every task, goal by goal, then the inbox."""
        for goal in self.goals:
            yield from goal.tasks
        yield from self.inbox

    @property
    def people(self) -> tuple[FileOwner, ...]:
        """Who is named as an owner, in the order they first appear."""
        counts: dict[tuple[str, str], int] = {}
        owned_things: list[PlannedGoal | PlannedTask] = [*self.goals, *self.tasks()]
        for owned in owned_things:
            if owned.owner_name or owned.owner_email:
                who = (owned.owner_name, owned.owner_email)
                counts[who] = counts.get(who, 0) + 1
        return tuple(FileOwner(name, email, count) for (name, email), count in counts.items())

    def has_keys(self) -> bool:
        """Whether the same file, brought in again, can update what is here."""
        return any(task.key for task in self.tasks()) or any(goal.key for goal in self.goals)


def check_size(plan: Plan) -> Plan:
    """The plan itself, or Refused when it holds nothing or more than we take in."""
    tasks = list(plan.tasks())
    if not tasks and not plan.goals:
        raise ImportRefused(" ".join(["There are no goals and no tasks in this file.", *plan.notes]))
    refuse_above(GOALS, len(plan.goals), "goals")
    refuse_above(TASKS, len(tasks), "tasks")
    refuse_above(STEPS, sum(len(task.steps) for task in tasks), "steps")
    return plan


def refuse_above(limit: int, count: int, noun: str) -> None:
    if count > limit:
        raise ImportRefused(
            f"This file holds more than {limit:,} {noun}, the most we take. Split it and try again."
        )
