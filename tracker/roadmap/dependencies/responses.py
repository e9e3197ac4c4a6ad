"""What changes on a page when a task begins or ceases to wait for another, or the way is free."""

from __future__ import annotations

from datetime import datetime

from flask import Response, g, request, url_for

from tracker.foundation.htmx import Answer, updated
from tracker.roadmap.models import Task
from tracker.roadmap.models.statuses import Status
from tracker.roadmap.presentation import fragments
from tracker.roadmap.presentation.dependencies import links_of
from tracker.roadmap.presentation.dependency_graph import freed_words
from tracker.roadmap.tasks.responses import at_sheet, new_lines, panel_field, task_fallback_url


def linked(task: Task, other: Task, before: datetime, say: str) -> Response:
    """Both ways: the sheet of the one that waits, that of the other, and the row with its mark."""
    there = request.form.get("at") == "other"
    mine: list[Answer] = new_lines(task, before) if at_sheet() else []
    pieces = [
        fragments.row(task),
        panel_field(task, "waits", focus=True),
        panel_field(other, "waits", focus=there),
    ]
    back = url_for("client.tasks.show", number=other.number) if there else task_fallback_url(task)
    return updated(*pieces, *mine, otherwise=back, say=say)


def unlinked(task: Task, other: Task, before: datetime) -> Response:
    """It need not wait any more; if that was the last one in its way, one may begin."""
    is_free = task.status == Status.NOT_STARTED and not links_of(task, g.seat).open.count
    say = freed_words([task.title]).removesuffix(".") if is_free else "It is no longer blocked"
    return linked(task, other, before, say)
