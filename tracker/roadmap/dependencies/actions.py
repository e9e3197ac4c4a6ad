"""One task waits for another: how history tells it, who may read it, how it is undone.

The other task's name comes through the voice: it is told only to those who may read it.
"""

from __future__ import annotations

from tracker.foundation.database import first_or_404
from tracker.history.actions import Action, Category, Details, Undo
from tracker.history.phrases import did
from tracker.history.readers import VISIBILITY
from tracker.history.undo import UndoStep
from tracker.history.viewpoint import Viewpoint
from tracker.roadmap.models import Task, TaskDependency
from tracker.roadmap.presentation.work_actions.undo import may_edit, select_of

WAITS = ("task_wait_added", "task_wait_removed")


def title_of_other(details: Details, voice: Viewpoint) -> str:
    return voice.task(details.get("other", 0), details.get("other_title", ""))


def wait_added(details: Details, subject: str, voice: Viewpoint) -> str:
    return f"marked {subject} as blocked by {title_of_other(details, voice)}"


def wait_removed(details: Details, subject: str, voice: Viewpoint) -> str:
    return f"marked {subject} as no longer blocked by {title_of_other(details, voice)}"


def other_task(past: UndoStep) -> Task:
    query = select_of(Task, past).where(Task.number == past.before["other"], Task.shown_to(past.seat))
    found: Task = first_or_404(query)
    return found


def undo_wait(past: UndoStep) -> None:
    TaskDependency.remove(past.record, other_task(past), past.by)


def undo_end_of_wait(past: UndoStep) -> None:
    TaskDependency.add(past.record, other_task(past), past.by)


actions = [
    Action(
        "task_wait_added", wait_added, did("added {}"), noun="dependency", plural="dependencies",
        undo=Undo(undo_wait, may=may_edit, touches=WAITS, names={"other": "task"}),
        readers=VISIBILITY, category=Category.STATUS, refreshes="waits",
    ),
    Action(
        "task_wait_removed", wait_removed, did("removed {}"), noun="dependency", plural="dependencies",
        undo=Undo(undo_end_of_wait, may=may_edit, touches=WAITS, names={"other": "task"}),
        readers=VISIBILITY, category=Category.STATUS, refreshes="waits",
    ),
]  # fmt: skip
