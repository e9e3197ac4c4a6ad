"""The pieces that change with a task's steps and conversation."""

from __future__ import annotations

from datetime import datetime

from flask import Response, url_for

from tracker.foundation.hypermedia import Part, changed, dom_id, refused
from tracker.roadmap import answers
from tracker.roadmap.models import Task
from tracker.roadmap.task_answers import PAGE, new_lines, sharing_anew, whole
from tracker.roadmap.task_forms import CommentForm, StepForm
from tracker.roadmap.task_reading import conversation, readers_of, steps_of
from tracker.roadmap.words import write_to


def steps(task: Task, form: StepForm | None = None, renamed: int = 0) -> Part:
    """The steps with an empty line under them, or the line that was refused."""
    fresh = StepForm(formdata=None)
    context = {"task": task, "steps": steps_of(task), "step_form": form or fresh, "renamed": renamed}
    return Part(dom_id(task, "sheet-steps"), "roadmap/_steps.html", context)


def thread(task: Task) -> Part:
    """The whole conversation: what others wrote meanwhile comes along."""
    context = {"task": task, "lines": conversation(task)}
    return Part(dom_id(task, "sheet-talk"), "roadmap/_thread.html", context)


def composer(task: Task, form: CommentForm | None = None) -> Part:
    fresh = CommentForm(formdata=None)
    context = {"task": task, "write_to": write_to(readers_of(task)), "comment_form": form or fresh}
    return Part(dom_id(task, "sheet-compose"), "roadmap/_comment_form.html", context)


def steps_changed(task: Task, before: datetime, say: str, renamed: int = 0) -> Response:
    """The steps anew; the one that was renamed keeps the focus."""
    pieces = steps(task, renamed=renamed), *sharing_anew(task), *new_lines(task, before)
    said = say if task.touched_at != before else ""
    return changed(*pieces, otherwise=home(task, "sheet-steps"), say=said)


def step_refused(task: Task, form: StepForm) -> Response:
    return refused(steps(task, form), PAGE, **whole(task, step_form=form))


def comment_added(task: Task) -> Response:
    pieces = [thread(task), composer(task), answers.row(task), *sharing_anew(task)]
    return changed(*pieces, otherwise=home(task, "sheet-compose"), say="Sent")


def comment_refused(task: Task, form: CommentForm) -> Response:
    return refused(composer(task, form), PAGE, **whole(task, comment_form=form))


def home(task: Task, aspect: str) -> str:
    return url_for("client.tasks.show", number=task.number, _anchor=dom_id(task, aspect))
