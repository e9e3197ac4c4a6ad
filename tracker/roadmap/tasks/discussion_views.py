"""Views of a task's steps and its comments."""

from __future__ import annotations

from flask import Blueprint, Response
from flask_login import current_user

from tracker.accounts.roles import CEO, COO, TEAM
from tracker.foundation.access import allow
from tracker.foundation.forms import validate_or_abort
from tracker.roadmap.models import Comment, Step
from tracker.roadmap.presentation.resubmission import record_of_form
from tracker.roadmap.tasks import discussion_responses as answer
from tracker.roadmap.tasks.forms import CommentForm, StepForm, StepTitleForm, TickForm
from tracker.roadmap.tasks.panel import step_of, task_shown, task_to_edit

discussion = Blueprint("discussion", __name__, url_prefix="/tasks/<int:number>")


@discussion.post("/steps")
@allow(COO, CEO, TEAM)
def add_step(number: int) -> Response:
    """Add a step at the end; sent twice, it adds one.

    403 unless the reader may edit the task, 422 without text.
    """
    task = task_to_edit(number)
    form, before = StepForm(), task.last_activity_at
    if not form.validate():
        return answer.step_refused(task, form)
    if record_of_form(form, Step) is None:
        Step.add(task, form.title.data, by=current_user, idempotency_key=form.idempotency_key)
    return answer.steps_changed(task, before, say="Step added")


@discussion.post("/steps/<int:step>/done")
@allow(COO, CEO, TEAM)
def tick_step(number: int, step: int) -> Response:
    """Tick or untick a step, as everybody but viewers may on a task they see. 404 for a trashed step."""
    task = task_shown(number)
    line, before = step_of(task, step), task.last_activity_at
    form = TickForm()
    validate_or_abort(form)
    line.tick(task, form.is_done, by=current_user)
    return answer.steps_changed(task, before, say="Step done" if form.is_done else "Step reopened")


@discussion.post("/steps/<int:step>")
@allow(COO, CEO, TEAM)
def rename_step(number: int, step: int) -> Response:
    """Save the title of a step. 403 unless the reader may edit the task.

    409 with both titles if another person has changed it since the page showed it.
    """
    task = task_to_edit(number)
    line, before = step_of(task, step), task.last_activity_at
    form = StepTitleForm()
    validate_or_abort(form)
    title = form.merged(line).get("title", line.title)
    line.rename(task, title, by=current_user)
    return answer.steps_changed(task, before, say="Step renamed", renamed=step)


@discussion.post("/comments")
@allow(COO, CEO, TEAM)
def add_comment(number: int) -> Response:
    """Add a comment, as everybody but viewers may on a task they see; sent twice, it adds one.

    422 without text.
    """
    task = task_shown(number)
    form = CommentForm()
    if not form.validate():
        return answer.comment_refused(task, form)
    if record_of_form(form, Comment) is None:
        Comment.add(task, form.body.data, by=current_user, idempotency_key=form.idempotency_key)
    return answer.comment_added(task)
