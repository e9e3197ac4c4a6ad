"""The page of a person's own tasks at a client, and the responses to its buttons."""

from __future__ import annotations

from flask import Blueprint, g, request, url_for
from flask_login import current_user

from tracker.accounts.roles import CEO, COO, TEAM
from tracker.clients.scope import all_seats
from tracker.foundation.access import allow
from tracker.foundation.htmx import Fragment, ReturnPage, TemplateContext, dom_id, page
from tracker.letter.my_tasks import MyTasks, my_tasks_of
from tracker.roadmap.models import Task
from tracker.roadmap.presentation.wording import write_to
from tracker.roadmap.tasks.forms import CommentForm
from tracker.roadmap.tasks.panel import other_readers, task_shown

my_tasks = Blueprint("my_tasks", __name__)

ANSWERED = {"client.tasks.change_status", "client.discussion.add_comment", "client.undo.undo_change"}
"""The endpoints that this page's buttons use: a status, a comment, and undo."""


@my_tasks.get("/mine")
@allow(COO, CEO, TEAM)
def show() -> str:
    """Show the reader's own tasks at this client."""
    return page("my_tasks/show.html", **my_tasks_context())


def my_tasks_context() -> TemplateContext:
    """Return the context of the page."""
    return {"mine": load_my_tasks(), "asking": False, "composer": task_composer, "sent": False}


def load_my_tasks() -> MyTasks:
    """Return the reader's tasks at this client. Loads its people first, so that names need no query."""
    all_seats()
    return my_tasks_of(g.client, g.seat, current_user.name)


def task_composer(task: Task) -> dict[str, str]:
    """Return the context of an empty comment form: its readers, and its own key."""
    return {"to": write_to(other_readers(task)), "key": CommentForm(formdata=None).form_key.data}


def updated_task() -> list[Fragment]:
    """Return the fragments that an action changed.

    The task keeps its place until the page is reloaded, and other lines are not replaced.
    """
    if request.endpoint == "client.undo.undo_change":
        return [Fragment("my-tasks", "my_tasks/_list.html", my_tasks_context())]
    task, now = task_shown((request.view_args or {})["number"]), load_my_tasks()
    context = {"task": task, "mine": now, "composer": task_composer, "sent": True}
    if request.endpoint == "client.discussion.add_comment":
        return [Fragment(dom_id(task, "mine-comment"), "my_tasks/_comment_form.html", context)]
    return [
        Fragment("my-tasks-greeting", "my_tasks/_greeting.html", {"mine": now}),
        Fragment(dom_id(task, "mine-head"), "my_tasks/_task_head.html", {**context, "asking": True}),
        Fragment("my-tasks-finished", "my_tasks/_finished.html", {"mine": now}),
    ]


MY_TASKS = ReturnPage(
    fits=lambda: g.get("seat") is not None and request.endpoint in ANSWERED,
    parts=updated_task,
    url=lambda: url_for("client.my_tasks.show"),
)
