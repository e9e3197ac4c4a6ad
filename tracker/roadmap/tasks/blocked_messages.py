"""Messages and rows after a task's status changes something for the tasks it blocks."""

from __future__ import annotations

from collections.abc import Sequence

from flask import g

from tracker.foundation.htmx import Fragment, dom_id
from tracker.roadmap.models import Task
from tracker.roadmap.models.statuses import UNDER_WAY
from tracker.roadmap.presentation import fragments
from tracker.roadmap.presentation.dependencies import freed_by, links_of
from tracker.roadmap.presentation.dependency_graph import freed_words


def with_unblocked(said: str, task: Task, waiters: Sequence[Task]) -> str:
    """Return Marked done. Free to start now: “Print the plan”."""
    more = (freed(task, waiters) or still(task)) if said else ""
    return f"{said}. {more}" if more else said


def freed(task: Task, waiters: Sequence[Task]) -> str:
    return freed_words([each.title for each in freed_by(task, waiters)])


def still(task: Task) -> str:
    """Return the message for starting a blocked task, which is allowed."""
    if task.status not in UNDER_WAY:
        return ""
    before = links_of(task, g.seat).open
    return f"It is still blocked by {before.names}." if before.count else ""


def row_of_waiter(task: Task) -> Fragment:
    """Return the row of a blocked task, with its count of blockers; not while a person is typing in it."""
    row = fragments.row(task)
    return Fragment(f"{dom_id(task)}:not(:has(.wants))", row.template, row.context)
