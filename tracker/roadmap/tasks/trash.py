"""Tasks, steps and comments in the trash."""

from __future__ import annotations

from collections.abc import Iterator

from tracker.registry import TrashSource
from tracker.roadmap.models import Comment, Step
from tracker.roadmap.presentation.trashed import Trash, TrashedItem, pieces, put_at

LETTERS_SHOWN = 40
"""The number of characters of a comment shown."""


def trashed_tasks(trash: Trash) -> Iterator[TrashedItem]:
    """Yield the tasks that were trashed on their own; others are restored with their goal."""
    went = {(goal.id, goal.trashed_at) for goal in trash.goals}
    for task in trash.tasks:
        if (task.goal_id, task.trashed_at) in went:
            continue
        note = f"under “{task.goal.title}”" if task.goal_id and task.goal else "from the inbox"
        way = ("client.trash.restore_task", {"number": task.number})
        by = trash.by("task_trashed", task)
        yield TrashedItem(
            task.dom_name,
            "Task",
            task.title,
            note,
            put_at(task),
            by,
            way,
            trash.warning("task_trashed", task),
        )


def trashed_steps(trash: Trash) -> Iterator[TrashedItem]:
    """Yield the steps this seat may restore. Those of a trashed task are not listed."""
    for step, task in pieces(Step, trash.client, trash.seat):
        by = trash.by("task_step_trashed", task, step.number)
        way = ("client.trash.restore_step", {"number": task.number, "step": step.number})
        name = f"{task.dom_name}-{step.dom_name}"
        yield TrashedItem(
            name,
            "Step",
            step.title,
            f"of “{task.title}”",
            put_at(step),
            by,
            way,
            trash.warning("task_step_trashed", task, step.number),
        )


def trashed_comments(trash: Trash) -> Iterator[TrashedItem]:
    """Yield the comments that this seat may restore."""
    for comment, task in pieces(Comment, trash.client, trash.seat):
        if not trash.removed(comment, task):
            continue
        by = trash.by("task_comment_trashed", task, comment.number)
        way = ("client.trash.restore_comment", {"number": task.number, "comment": comment.number})
        name = f"{task.dom_name}-{comment.dom_name}"
        words = " ".join(comment.body.split())
        title = words if len(words) <= LETTERS_SHOWN else f"{words[:LETTERS_SHOWN].rstrip()}…"
        yield TrashedItem(name, "Comment", f"“{title}”", f"on “{task.title}”", put_at(comment), by, way)


sources = [
    TrashSource("task_trashed", trashed_tasks),
    TrashSource("task_step_trashed", trashed_steps),
    TrashSource("task_comment_trashed", trashed_comments),
]
