"""Messages and rows for the tasks that a task blocks, after its status changed."""

from __future__ import annotations

from collections.abc import Sequence

from flask import g

from tracker.foundation.htmx import Fragment, dom_id
from tracker.roadmap.models import Task
from tracker.roadmap.models.statuses import UNDER_WAY
from tracker.roadmap.presentation import fragments
from tracker.roadmap.presentation.dependencies import links_of, unblocked_by
from tracker.roadmap.presentation.dependency_graph import unblocked_phrase


def with_unblocked(message: str, task: Task, waiters: Sequence[Task]) -> str:
    """Return the toast with the tasks that can start: “Marked done. Free to start now: “Print the plan”.”."""
    more = (unblocked_sentence(task, waiters) or still_blocked_sentence(task)) if message else ""
    return f"{message}. {more}" if more else message


def unblocked_sentence(task: Task, waiters: Sequence[Task]) -> str:
    """Return the sentence about the tasks that can start now; empty if there are none."""
    return unblocked_phrase([each.title for each in unblocked_by(task, waiters, g.seat)])


def still_blocked_sentence(task: Task) -> str:
    """Return the sentence about the blockers of a task that was started anyway, which is allowed."""
    if task.status not in UNDER_WAY:
        return ""
    before = links_of(task, g.seat).open
    return f"It is still blocked by {before.names}." if before.count else ""


def row_of_blocked(task: Task) -> Fragment:
    """Return the row of a blocked task, with its number of blockers. A row with an open form stays."""
    row = fragments.row(task)
    return Fragment(f"{dom_id(task)}:not(:has(.inline-form))", row.template, row.context)
