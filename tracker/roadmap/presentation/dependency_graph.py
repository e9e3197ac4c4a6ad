"""Words about dependencies: cycles, blockers, and the task that typed text means. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from tracker.foundation.text.formatting import join_names

SOMETHING = "something else"
"""The name of a task for a reader who may not see it."""
NAMED = 3
"""The number of tasks named in a sentence; the others are counted."""
"""What nobody waits for any more."""


class NumberedTitle(Protocol):
    @property
    def number(self) -> int: ...
    @property
    def title(self) -> str: ...


Task = TypeVar("Task", bound=NumberedTitle)


def cycle_message(names: Sequence[str]) -> str:
    """Return “A waits for B, B waits for A”: around the cycle, from the blocked task. A long one is shortened."""
    links = [f"{one} is blocked by {two}" for one, two in zip(names, [*names[1:], names[0]], strict=True)]
    if len(links) > NAMED + 2:
        links = [*links[:NAMED], "and so on", links[-1]]
    return f"That would go in a circle: {', '.join(links)}."


def quoted(title: str) -> str:
    return f"“{title}”"


def list_titles(names: Sequence[str]) -> str:
    """A; A and B; A, B and C; A, B, C and 4 more."""
    shown = list(names[:NAMED])
    if len(names) > NAMED:
        shown.append(f"{len(names) - NAMED} more")
    return join_names(shown)


@dataclass(frozen=True)
class Blockers:
    """A task's open blockers: the titles the reader may see, and whether there is another one."""

    titles: tuple[str, ...] = ()
    hidden: bool = False

    @property
    def count(self) -> int:
        """Return their number; hidden ones count as one, however many, so that they cannot be counted."""
        return len(self.titles) + self.hidden

    @property
    def words(self) -> str:
        return f"blocked by {self.count} task{'' if self.count == 1 else 's'}"

    @property
    def names(self) -> str:
        """“Ask the bank” and something else."""
        return list_titles([*map(quoted, self.titles), *([SOMETHING] if self.hidden else [])])


def freed_words(titles: Sequence[str]) -> str:
    """Return the words for the tasks that can start, now that this one is done."""
    return f"Free to start now: {list_titles(titles)}." if titles else ""


def offered(task: NumberedTitle) -> str:
    """Return a task's entry in the list to choose from."""
    return f"{task.number} · {task.title}"


def tasks_meant(typed: str, tasks: Iterable[Task]) -> list[Task]:
    """Return every task that matches the whole title, the number, or both as the list offers them."""
    words = same(typed)
    number = words.removeprefix("#").strip()
    return [
        task
        for task in tasks
        if words in (same(task.title), same(offered(task))) or number == str(task.number)
    ]


def same(words: str) -> str:
    return " ".join(words.split()).casefold()


def which_words(typed: str, fits: Sequence[NumberedTitle]) -> str:
    """Return the refusal for two tasks with one title, with the numbers to choose from."""
    several = "Two tasks" if len(fits) == 2 else f"{len(fits)} tasks"
    numbers = " or ".join(str(task.number) for task in fits[: NAMED + 2])
    return f"{several} fit “{typed}”. Write the number instead: {numbers}."
