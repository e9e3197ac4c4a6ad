"""What a page shows when something went to the trash, and the trash itself."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Response, g, request, url_for

from tracker.foundation.hypermedia import Answer, Gone, Part, changed, dom_id, elsewhere
from tracker.roadmap import answers, thread_answers
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.task_answers import new_lines, sharing_anew
from tracker.roadmap.trash_reading import lying_at

SAID = "Moved to the trash"


def whole() -> dict[str, Any]:
    return {"lying": lying_at(g.client, g.seat)}


def task_gone(task: Task) -> Response:
    """Out of its list; in the drawer a word stands where it was. Its own page is left."""
    road_map = url_for("client.roadmap.index")
    if request.form.get("at") == "sheet":
        return elsewhere(road_map)
    goal = task.under()
    around: list[Answer] = [answers.progress(goal)] if goal else []
    if request.form.get("at") == "drawer":
        around.append(Part("drawer", "roadmap/_task_gone.html", {"task": task}, "innerHTML"))
    return changed(Gone(dom_id(task)), *around, answers.client_counts(), otherwise=road_map, say=SAID)


def goal_gone(goal: Goal) -> Response:
    road_map = url_for("client.roadmap.index")
    if request.form.get("at") == "goal":
        return elsewhere(road_map)
    return changed(Gone(dom_id(goal)), answers.client_counts(), otherwise=road_map, say=SAID)


def step_gone(task: Task, before: datetime) -> Response:
    home = thread_answers.home(task, "sheet-steps")
    pieces = thread_answers.steps(task), *sharing_anew(task), *new_lines(task, before)
    return changed(*pieces, otherwise=home, say="Step removed")


def comment_gone(task: Task) -> Response:
    home = thread_answers.home(task, "sheet-talk")
    pieces = thread_answers.thread(task), answers.row(task), *sharing_anew(task)
    return changed(*pieces, otherwise=home, say="Comment removed")


def restored() -> Response:
    """The trash without it. What came back stands where it was."""
    at = url_for("client.trash.show")
    return changed(
        Part("trash", "roadmap/_trash.html", whole()), answers.client_counts(), otherwise=at, say="Restored"
    )
