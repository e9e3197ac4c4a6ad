"""Tasks that wait for one another: circles, who is meant by what was typed, and how it is said. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from tracker.foundation.text.formatting import join_names

SOMETHING = "something else"
"""How a task is called to somebody who may not read it."""
NAMED = 3
"""So many are named in a sentence; the others are counted."""
"""What nobody waits for any more."""


class NumberedTitle(Protocol):
    @property
    def number(self) -> int: ...
    @property
    def title(self) -> str: ...


Task = TypeVar("Task", bound=NumberedTitle)


def cycle_message(names: Sequence[str]) -> str:
    """A waits for B, B waits for A: the way round, from the task that was to wait. A long one is shortened."""
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
    """What a task still waits for: the open ones by title, and whether there is one the reader may not read."""

    titles: tuple[str, ...] = ()
    hidden: bool = False

    @property
    def count(self) -> int:
        """Those one may not read are one thing, however many: they are not to be counted."""
        return len(self.titles) + self.hidden

    @property
    def words(self) -> str:
        return f"blocked by {self.count} task{'' if self.count == 1 else 's'}"

    @property
    def names(self) -> str:
        """“Ask the bank” and something else."""
        return list_titles([*map(quoted, self.titles), *([SOMETHING] if self.hidden else [])])


def freed_words(titles: Sequence[str]) -> str:
    """What one may begin with, now that this is done."""
    return f"Free to start now: {list_titles(titles)}." if titles else ""


def offered(task: NumberedTitle) -> str:
    """How a task stands in the list one chooses from."""
    return f"{task.number} · {task.title}"


def tasks_meant(typed: str, tasks: Iterable[Task]) -> list[Task]:
    """Every task that fits: by its whole title, its number, or both as the list offers them."""
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
    """Two tasks of one title are not guessed between: the refusal shows the numbers to choose from."""
    several = "Two tasks" if len(fits) == 2 else f"{len(fits)} tasks"
    numbers = " or ".join(str(task.number) for task in fits[: NAMED + 2])
    return f"{several} fit “{typed}”. Write the number instead: {numbers}."
