"""The fragments that change when a blocker is added or removed."""

from __future__ import annotations

from datetime import datetime

from flask import Response, g, request, url_for

from tracker.clients.scope import active_seats
from tracker.foundation.htmx import Answer, updated
from tracker.roadmap.models import Task
from tracker.roadmap.models.statuses import Status
from tracker.roadmap.presentation import fragments
from tracker.roadmap.presentation.approval import names_up_to, task_readers
from tracker.roadmap.presentation.dependencies import links_of
from tracker.roadmap.presentation.dependency_graph import unblocked_phrase
from tracker.roadmap.tasks.responses import is_at_panel, new_lines, panel_field, task_fallback_url


def linked_response(task: Task, other: Task, before: datetime, say: str) -> Response:
    """Return both tasks' lists of dependencies, and the row of the blocked one."""
    there = request.form.get("at") == "other"
    mine: list[Answer] = new_lines(task, before) if is_at_panel() else []
    pieces = [
        fragments.row(task),
        panel_field(task, "dependencies", focus=True),
        panel_field(other, "dependencies", focus=there),
    ]
    back = url_for("client.tasks.show", number=other.number) if there else task_fallback_url(task)
    return updated(*pieces, *mine, otherwise=back, say=say)


def blocked_message(task: Task, before: Task) -> str:
    """Return the toast after adding a blocker. It names people who see the blocked task but not this one."""
    seats = active_seats()
    who = [seat for seat in task_readers(task, seats) if seat not in task_readers(before, seats)]
    sentence = f"Now blocked by “{before.title}”"
    if not who:
        return sentence
    return f"{sentence}. {names_up_to(who)} can’t see that task, so they won’t see that this one is blocked"


def unlinked_response(task: Task, other: Task, before: datetime) -> Response:
    """Return the same after removing a blocker, and say so if the task can start now."""
    return linked_response(task, other, before, unblocked_message(task, other))


def unblocked_message(task: Task, other: Task) -> str:
    """Return the toast after removing a blocker: the task can start, is not blocked, or what still blocks it."""
    left = links_of(task, g.seat).open
    if left.count:
        return f"No longer blocked by “{other.title}”, still blocked by {left.names}"
    if task.status == Status.NOT_STARTED:
        return unblocked_phrase([task.title]).removesuffix(".")
    return f"No longer blocked by “{other.title}”"
