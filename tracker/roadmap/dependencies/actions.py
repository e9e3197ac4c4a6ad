"""Dependencies in history: their sentences, readers and undo.

The title of the other task comes from the viewpoint, which shows it only to readers who may see it.
"""

from __future__ import annotations

from tracker.foundation.database import first_or_404
from tracker.history.actions import Action, Category, Undo
from tracker.history.phrases import plural
from tracker.history.readers import VISIBILITY
from tracker.history.undo import UndoStep
from tracker.history.viewpoint import Details, Viewpoint
from tracker.roadmap.models import Task, TaskDependency
from tracker.roadmap.presentation.dependencies import DEPENDENCY_ACTIONS, known_ids
from tracker.roadmap.presentation.work_actions.undo import may_edit, select_of


def title_of_other(details: Details, viewpoint: Viewpoint) -> str:
    """Return the other task's title, as this reader may see it."""
    return viewpoint.task(details.get("other", 0), details.get("other_title", ""))


def dependency_added_sentence(details: Details, subject: str, viewpoint: Viewpoint) -> str:
    """Return “marked it as blocked by “Ask the bank””."""
    return f"marked {subject} as blocked by {title_of_other(details, viewpoint)}"


def dependency_removed_sentence(details: Details, subject: str, viewpoint: Viewpoint) -> str:
    """Return “marked it as no longer blocked by “Ask the bank””."""
    return f"marked {subject} as no longer blocked by {title_of_other(details, viewpoint)}"


def other_task(past: UndoStep) -> Task:
    """Return the other task of the event; 404 if the seat may not see it."""
    query = select_of(Task, past).where(Task.number == past.before["other"], Task.shown_to(past.seat))
    found: Task = first_or_404(query)
    return found


def undo_adding(past: UndoStep) -> None:
    """Remove the blocker again; 404 if the seat may no longer see the other task."""
    TaskDependency.remove(past.record, other_task(past), past.by)


def undo_removing(past: UndoStep) -> None:
    """Add the blocker again; 404 if the seat may no longer see the other task.

    DependencyCycleError if it would close a cycle of tasks that the seat sees.
    """
    TaskDependency.add(past.record, other_task(past), past.by, known=known_ids(past.seat))


actions = [
    Action(
        "task_dependency_added", dependency_added_sentence, plural("added {}"),
        noun="dependency", plural_noun="dependencies",
        undo=Undo(undo_adding, may=may_edit, touches=DEPENDENCY_ACTIONS, names={"other": "task"},
            shows_words=False, leaves_words=False),
        readers=VISIBILITY, category=Category.STATUS, refreshes="dependencies",
    ),
    Action(
        "task_dependency_removed", dependency_removed_sentence, plural("removed {}"),
        noun="dependency", plural_noun="dependencies",
        undo=Undo(undo_removing, may=may_edit, touches=DEPENDENCY_ACTIONS, names={"other": "task"},
            shows_words=False, leaves_words=False),
        readers=VISIBILITY, category=Category.STATUS, refreshes="dependencies",
    ),
]  # fmt: skip
