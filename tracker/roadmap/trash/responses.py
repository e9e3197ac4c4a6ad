"""What a page shows when something went to the trash, and the trash itself."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Response, g, request, url_for

from tracker.foundation.htmx import Answer, Fragment, Removal, dom_id, redirect_anywhere, updated
from tracker.registry import features
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.presentation import fragments
from tracker.roadmap.presentation.trashed import Trash
from tracker.roadmap.tasks import discussion_responses
from tracker.roadmap.tasks.responses import new_lines, sharing_anew

SAID = "Moved to the trash"


def trash_context() -> dict[str, Any]:
    """Everything this seat may bring back, the latest first; what went with its goal comes with it."""
    trash = Trash(g.client, g.seat)
    items = [item for source in features().trash for item in source.items(trash)]
    return {"lying": sorted(items, key=lambda item: item.at, reverse=True)}


def task_gone(task: Task) -> Response:
    """Out of its list; in the drawer a word stands where it was. Its own page is left."""
    road_map = url_for("client.roadmap.index")
    if request.form.get("at") == "sheet":
        return redirect_anywhere(road_map)
    goal = task.under()
    around: list[Answer] = [fragments.progress(goal)] if goal else []
    if request.form.get("at") == "drawer":
        around.append(Fragment("drawer", "tasks/_deleted.html", {"task": task}, "innerHTML"))
    return updated(Removal(dom_id(task)), *around, fragments.client_counts(), otherwise=road_map, say=SAID)


def goal_gone(goal: Goal) -> Response:
    road_map = url_for("client.roadmap.index")
    if request.form.get("at") == "goal":
        return redirect_anywhere(road_map)
    return updated(Removal(dom_id(goal)), fragments.client_counts(), otherwise=road_map, say=SAID)


def step_gone(task: Task, before: datetime) -> Response:
    home = discussion_responses.discussion_fallback_url(task, "sheet-steps")
    pieces = discussion_responses.steps(task), *sharing_anew(task), *new_lines(task, before)
    return updated(*pieces, otherwise=home, say="Step removed")


def comment_gone(task: Task) -> Response:
    home = discussion_responses.discussion_fallback_url(task, "sheet-talk")
    pieces = discussion_responses.thread(task), fragments.row(task), *sharing_anew(task)
    return updated(*pieces, otherwise=home, say="Comment removed")


def restored_response() -> Response:
    """The trash without it. What came back stands where it was."""
    at = url_for("client.trash.show")
    return updated(
        Fragment("trash", "trash/_list.html", trash_context()),
        fragments.client_counts(),
        otherwise=at,
        say="Restored",
    )
