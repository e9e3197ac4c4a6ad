"""Goals in the trash."""

from __future__ import annotations

from collections.abc import Iterator

from tracker.foundation.text.formatting import count_of
from tracker.registry import TrashSource
from tracker.roadmap.presentation.trashed import Trash, TrashedItem, put_at


def trashed_goals(trash: Trash) -> Iterator[TrashedItem]:
    """Yield the goals in the trash, each with the number of tasks trashed with it."""
    for goal in trash.goals:
        along = sum((task.goal_id, task.trashed_at) == (goal.id, goal.trashed_at) for task in trash.tasks)
        note = f"with {count_of(along, 'task')}" if along else ""
        way = ("client.trash.restore_goal", {"number": goal.number})
        by = trash.by("goal_trashed", goal)
        yield TrashedItem(
            goal.dom_name,
            "Goal",
            goal.title,
            note,
            put_at(goal),
            by,
            way,
            trash.warning("goal_trashed", goal),
        )


source = TrashSource("goal_trashed", trashed_goals)
