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
from tracker.roadmap.tasks.responses import PAGE, new_lines, panel_context, panel_field, sharing_anew


def steps(task: Task, form: StepForm | None = None, renamed: int = 0) -> Fragment:
    """Return the steps with an empty line under them, or with the refused one."""
    fresh = StepForm(formdata=None)
    context = {"task": task, "steps": steps_of(task), "step_form": form or fresh, "renamed": renamed}
    return Fragment(dom_id(task, "sheet-steps"), "tasks/_steps.html", context)


def thread(task: Task) -> Fragment:
    """Return the whole discussion, including what others wrote since."""
    context = {"task": task, "lines": conversation(task)}
    return Fragment(dom_id(task, "sheet-talk"), "tasks/_discussion.html", context)


def composer(task: Task, form: CommentForm | None = None) -> Fragment:
    fresh = CommentForm(formdata=None)
    context = {"task": task, "write_to": write_to(other_readers(task)), "comment_form": form or fresh}
    return Fragment(dom_id(task, "sheet-compose"), "tasks/_comment_form.html", context)


def steps_changed(task: Task, before: datetime, say: str, renamed: int = 0) -> Response:
    """Return the steps; the renamed one keeps the focus."""
    pieces = steps(task, renamed=renamed), *sharing_anew(task), *new_lines(task, before)
    said = say if task.touched_at != before else ""
    return updated(*pieces, otherwise=discussion_fallback_url(task, "sheet-steps"), say=said)


def step_refused(task: Task, form: StepForm) -> Response:
    return invalid(steps(task, form), PAGE, **panel_context(task, step_form=form))


def comment_added(task: Task) -> Response:
    pieces = [thread(task), composer(task), fragments.row(task), *sharing_anew(task)]
    return updated(*pieces, otherwise=discussion_fallback_url(task, "sheet-compose"), say="Sent")


def comment_refused(task: Task, form: CommentForm) -> Response:
    return invalid(composer(task, form), PAGE, **panel_context(task, comment_form=form))


def discussion_fallback_url(task: Task, aspect: str) -> str:
    return url_for("client.tasks.show", number=task.number, _anchor=dom_id(task, aspect))


def changed_parts(task: Task, names: Iterable[str]) -> list[Fragment]:
    """Return the parts of the panel that these actions changed, each once, the steps last."""
    found = (action.refreshes for name in names if (action := actions().get(name)))
    parts = dict.fromkeys(part for part in found if part)
    fields = [panel_field(task, part) for part in parts if part != "steps"]
    return [*fields, steps(task)] if "steps" in parts else fields
