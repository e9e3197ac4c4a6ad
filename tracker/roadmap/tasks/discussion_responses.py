"""The fragments that change with a task's steps and discussion."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from flask import Response, url_for

from tracker.foundation.htmx import Fragment, dom_id, invalid, updated
from tracker.history.actions import actions
from tracker.roadmap.models import Task
from tracker.roadmap.presentation import fragments
from tracker.roadmap.presentation.queries import steps_of
from tracker.roadmap.presentation.wording import write_to
from tracker.roadmap.tasks.forms import CommentForm, StepForm
from tracker.roadmap.tasks.panel import conversation, other_readers
from tracker.roadmap.tasks.responses import PAGE, fresh_sharing_form, new_lines, panel_context, panel_field


def steps_part(task: Task, form: StepForm | None = None, renamed: int = 0) -> Fragment:
    """Return the steps with an empty line or the refused one. `renamed`: the step that gets the focus."""
    fresh = StepForm(formdata=None)
    context = {"task": task, "steps": steps_of(task), "step_form": form or fresh, "renamed": renamed}
    return Fragment(dom_id(task, "panel-steps"), "tasks/_steps.html", context)


def thread_part(task: Task) -> Fragment:
    """Return the whole discussion, with the comments of others since."""
    context = {"task": task, "lines": conversation(task)}
    return Fragment(dom_id(task, "panel-discussion"), "tasks/_discussion.html", context)


def composer_part(task: Task, form: CommentForm | None = None) -> Fragment:
    """Return the form for a comment."""
    fresh = CommentForm(formdata=None)
    context = {"task": task, "write_to": write_to(other_readers(task)), "comment_form": form or fresh}
    return Fragment(dom_id(task, "panel-comment-form"), "tasks/_comment_form.html", context)


def steps_changed(task: Task, before: datetime, say: str, renamed: int = 0) -> Response:
    """Return the steps and the new events. `before`: `last_activity_at` before the change."""
    pieces = steps_part(task, renamed=renamed), *fresh_sharing_form(task), *new_lines(task, before)
    message = say if task.last_activity_at != before else ""
    return updated(*pieces, otherwise=discussion_fallback_url(task, "panel-steps"), say=message)


def step_refused(task: Task, form: StepForm) -> Response:
    """Return the steps with the typed line and its message, as 422."""
    return invalid(steps_part(task, form), PAGE, **panel_context(task, step_form=form))


def comment_added(task: Task) -> Response:
    """Return the discussion, an empty form, and the task's row with its number of comments."""
    pieces = [thread_part(task), composer_part(task), fragments.row(task), *fresh_sharing_form(task)]
    return updated(*pieces, otherwise=discussion_fallback_url(task, "panel-comment-form"), say="Sent")


def comment_refused(task: Task, form: CommentForm) -> Response:
    """Return the form with the typed text and its message, as 422."""
    return invalid(composer_part(task, form), PAGE, **panel_context(task, comment_form=form))


def discussion_fallback_url(task: Task, aspect: str) -> str:
    """Return the address of the task's page at one of its parts, for a browser without htmx."""
    return url_for("client.tasks.show", number=task.number, _anchor=dom_id(task, aspect))


def changed_panel_parts(task: Task, names: Iterable[str]) -> list[Fragment]:
    """Return the parts of the panel that these actions changed, each once, the steps last."""
    found = (action.refreshes for name in names if (action := actions().get(name)))
    parts = dict.fromkeys(part for part in found if part)
    fields = [panel_field(task, part) for part in parts if part != "steps"]
    return [*fields, steps_part(task)] if "steps" in parts else fields
