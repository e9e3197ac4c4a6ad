"""The trash, and the responses after something was trashed or restored."""

from __future__ import annotations

from datetime import datetime

from flask import Response, g, request, url_for

from tracker.foundation.htmx import (
    Answer,
    Fragment,
    Removal,
    TemplateContext,
    dom_id,
    redirect_anywhere,
    updated,
)
from tracker.registry import features
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.presentation import fragments
from tracker.roadmap.presentation.trashed import Trash
from tracker.roadmap.tasks import discussion_responses
from tracker.roadmap.tasks.responses import fresh_sharing_form, new_lines

TRASHED_MESSAGE = "Moved to the trash"


def trash_context() -> TemplateContext:
    """Return the context of the trash: all that this seat may restore, the latest first."""
    trash = Trash(g.client, g.seat)
    items = [item for source in features().trash for item in source.items(trash)]
    return {"trashed": sorted(items, key=lambda item: item.at, reverse=True)}


def task_gone(task: Task) -> Response:
    """Remove the task's row. The drawer shows that it was deleted; its own page leads to the road map."""
    road_map = url_for("client.roadmap.index")
    if request.form.get("at") == "panel":
        return redirect_anywhere(road_map)
    goal = task.loaded_goal()
    around: list[Answer] = [fragments.progress(goal)] if goal else []
    if request.form.get("at") == "drawer":
        around.append(Fragment("drawer", "tasks/_deleted.html", {"task": task}, "innerHTML"))
    return updated(
        Removal(dom_id(task)), *around, fragments.client_counts(), otherwise=road_map, say=TRASHED_MESSAGE
    )


def goal_gone(goal: Goal) -> Response:
    """Remove the goal from the list; its own page leads to the road map."""
    road_map = url_for("client.roadmap.index")
    if request.form.get("at") == "goal":
        return redirect_anywhere(road_map)
    return updated(Removal(dom_id(goal)), fragments.client_counts(), otherwise=road_map, say=TRASHED_MESSAGE)


def step_gone(task: Task, before: datetime) -> Response:
    """Return the steps without it, and the new events."""
    home = discussion_responses.discussion_fallback_url(task, "panel-steps")
    pieces = discussion_responses.steps_part(task), *fresh_sharing_form(task), *new_lines(task, before)
    return updated(*pieces, otherwise=home, say="Step removed")


def comment_gone(task: Task) -> Response:
    """Return the discussion without it, and the task's row."""
    home = discussion_responses.discussion_fallback_url(task, "panel-discussion")
    pieces = discussion_responses.thread_part(task), fragments.row(task), *fresh_sharing_form(task)
    return updated(*pieces, otherwise=home, say="Comment removed")


def restored_response() -> Response:
    """Return the trash without the restored item."""
    at = url_for("client.trash.show")
    return updated(
        Fragment("trash", "trash/_list.html", trash_context()),
        fragments.client_counts(),
        otherwise=at,
        say="Restored",
    )
