"""Long lists of tasks are folded: what is finished is one line, “13 done”, and comes when the line is opened. Pure.

A goal shows up to a dozen done tasks, so a client of usual size is never folded. A page has room for some two hundred
rows: goals for whose tasks there is no more room come as their title rows with a line such as “25 tasks”.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.roadmap.models import Goal
from tracker.roadmap.presentation.lists.listed_task import TaskLike

MOST_DONE = 12
"""The most done tasks that a list shows among its others, and the most tasks of a goal that is done or parked."""
MOST_ROWS = 200
"""The most rows of a page, unless its first list alone has more."""


@dataclass(frozen=True)
class Folded:
    """The tasks of a list that are not on the page."""

    count: int
    all_done: bool

    @property
    def words(self) -> str:
        """“13 done”, or “25 tasks” if some of them are not done."""
        if self.all_done:
            return f"{self.count} done"
        return f"{self.count} {'task' if self.count == 1 else 'tasks'}"


class Folding:
    """The folding of a page's lists, one after the other."""

    def __init__(self) -> None:
        self.rows = 0

    def split(
        self, tasks: Sequence[TaskLike], goal: Goal | None = None
    ) -> tuple[Sequence[TaskLike], Folded | None]:
        """Return the tasks of the next list that the page shows, and what is folded. The inbox has no goal."""
        open_ones = [task for task in tasks if not task.is_done]
        done = len(tasks) - len(open_ones)
        shown = open_ones if done > MOST_DONE else tasks
        is_over = goal is not None and not goal.is_open and len(tasks) > MOST_DONE
        if is_over or (self.rows and shown and self.rows + len(shown) > MOST_ROWS):
            return [], Folded(len(tasks), all_done=not open_ones)
        self.rows += len(shown)
        return shown, Folded(done, all_done=True) if len(shown) < len(tasks) else None
