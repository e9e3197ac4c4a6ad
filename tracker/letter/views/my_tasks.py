"""The page of a person's own tasks at a client, and the responses to its buttons."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, request, url_for
from flask_login import current_user

from tracker.clients.scope import all_seats
from tracker.foundation.access import CEO, COO, TEAM, allow
from tracker.foundation.htmx import Fragment, ReturnPage, dom_id, page
from tracker.letter.my_tasks import MyTasks, my_tasks_of
from tracker.roadmap.models import Task
from tracker.roadmap.presentation.wording import write_to
from tracker.roadmap.tasks.forms import CommentForm
from tracker.roadmap.tasks.panel import other_readers, task_shown

my_tasks = Blueprint("my_tasks", __name__)

ANSWERED = {"client.tasks.change_status", "client.discussion.add_comment", "client.undo.back"}
"""The actions on this page: a status, a comment, and undo for either."""


@my_tasks.get("/mine")
@allow(COO, CEO, TEAM)
def show() -> str:
    """Show the reader's own tasks, for everybody who has work at this client."""
    return page("my_tasks/show.html", **all_of_it())


def all_of_it() -> dict[str, Any]:
    return {"mine": my_page(), "asking": False, "composer": task_composer, "sent": False}


def my_page() -> MyTasks:
    all_seats()
    return my_tasks_of(g.client, g.seat, current_user.name)


def task_composer(task: Task) -> dict[str, str]:
    """Return an empty comment form: its readers, and a key of its own."""
    return {"to": write_to(other_readers(task)), "key": CommentForm(formdata=None).form_key.data}


def updated_task() -> list[Fragment]:
    """Return what a tap changed. The task keeps its place until the page is reloaded; other lines are not touched."""
    if request.endpoint == "client.undo.back":
        return [Fragment("mine", "my_tasks/_list.html", all_of_it())]
    task, now = task_shown((request.view_args or {})["number"]), my_page()
    context = {"task": task, "mine": now, "composer": task_composer, "sent": True}
    if request.endpoint == "client.discussion.add_comment":
        return [Fragment(dom_id(task, "mine-say"), "my_tasks/_comment_form.html", context)]
    return [
        Fragment("mine-hello", "my_tasks/_greeting.html", {"mine": now}),
        Fragment(dom_id(task, "mine-top"), "my_tasks/_task_head.html", {**context, "asking": True}),
        Fragment("mine-finished", "my_tasks/_finished.html", {"mine": now}),
    ]


MY_TASKS = ReturnPage(
    fits=lambda: g.get("seat") is not None and request.endpoint in ANSWERED,
    parts=updated_task,
    url=lambda: url_for("client.my_tasks.show"),
)
