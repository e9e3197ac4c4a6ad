"""Words about dependencies: cycles, blockers, and the task that typed text means. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from tracker.foundation.text.formatting import join_names

SOMETHING = "something else"
"""The name of a task for a reader who may not see it."""
BLOCKERS_NAMED = 3
"""The number of tasks named in a sentence; the others are counted."""


class NumberedTitle(Protocol):
    """The attributes of a task that these words need."""

    @property
    def number(self) -> int:
        """Its number at the client, which may be typed instead of the title."""

    @property
    def title(self) -> str:
        """Its title; typed text matches it whatever the case and the blanks."""


Task = TypeVar("Task", bound=NumberedTitle)


def cycle_message(names: Sequence[str]) -> str:
    """Return the refusal of a cycle: “A is blocked by B, B is blocked by A”.

    `names` go around the cycle from the blocked task. A long one is shortened.
    """
    links = [f"{one} is blocked by {two}" for one, two in zip(names, [*names[1:], names[0]], strict=True)]
    if len(links) > BLOCKERS_NAMED + 2:
        links = [*links[:BLOCKERS_NAMED], "and so on", links[-1]]
    return f"That would go in a circle: {', '.join(links)}."


def quote_title(title: str) -> str:
    """Return the title in quotation marks."""
    return f"“{title}”"


def list_titles(names: Sequence[str]) -> str:
    """Return the titles as a list: “A, B and C”, or “A, B, C and 4 more”."""
    shown = list(names[:BLOCKERS_NAMED])
    if len(names) > BLOCKERS_NAMED:
        shown.append(f"{len(names) - BLOCKERS_NAMED} more")
    return join_names(shown)


@dataclass(frozen=True)
class Blockers:
    """The titles of a task's open blockers that the reader may see. For them there are no others."""

    titles: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """How many there are; 0 if nothing that the reader sees blocks the task."""
        return len(self.titles)

    @property
    def words(self) -> str:
        """“blocked by 2 tasks”."""
        return f"blocked by {self.count} task{'' if self.count == 1 else 's'}"

    @property
    def names(self) -> str:
        """“Ask the bank” and “Measure”."""
        return list_titles([*map(quote_title, self.titles)])


def unblocked_phrase(titles: Sequence[str]) -> str:
    """Return the words for the tasks that can start, now that this one is done."""
    return f"Free to start now: {list_titles(titles)}." if titles else ""


def task_choice(task: NumberedTitle) -> str:
    """Return a task's entry in the list to choose from."""
    return f"{task.number} · {task.title}"


def tasks_meant(typed: str, tasks: Iterable[Task]) -> list[Task]:
    """Return the tasks whose title, number, or entry in the list is the typed text."""
    words = comparable_title(typed)
    number = words.removeprefix("#").strip()
    return [
        task
        for task in tasks
        if words in (comparable_title(task.title), comparable_title(task_choice(task)))
        or number == str(task.number)
    ]


def comparable_title(words: str) -> str:
    """Return text for comparing: without case, with single blanks."""
    return " ".join(words.split()).casefold()


def which_words(typed: str, fits: Sequence[NumberedTitle]) -> str:
    """Return the refusal of a title that several tasks have, with their numbers to choose from."""
    several = "Two tasks" if len(fits) == 2 else f"{len(fits)} tasks"
    numbers = " or ".join(str(task.number) for task in fits[: BLOCKERS_NAMED + 2])
    return f"{several} fit “{typed}”. Write the number instead: {numbers}."
