"""What a task waits for: the small form that adds one, and the button that takes one away."""

from __future__ import annotations

from flask import Blueprint, Response, g
from flask_login import current_user

from tracker.foundation.access import CEO, COO, TEAM, allow
from tracker.roadmap import task_answers as answer
from tracker.roadmap import waits_answers
from tracker.roadmap.models import Task
from tracker.roadmap.models.wait import CircleError
from tracker.roadmap.task_forms import must
from tracker.roadmap.task_reading import task_shown, task_to_edit
from tracker.roadmap.waiting import circle_words
from tracker.roadmap.waits_forms import WaitEndForm, WaitForm
from tracker.roadmap.waits_reading import named, open_tasks

waits = Blueprint("waits", __name__, url_prefix="/tasks/<int:number>/waits")


@waits.get("")
@allow(COO, CEO, TEAM)
def form(number: int) -> Response | str:
    task = task_to_edit(number)
    return answer.opened(task, "waits", form_of(task, formdata=None))


@waits.post("")
@allow(COO, CEO, TEAM)
def add(number: int) -> Response:
    """It waits for another one; a circle is refused with the way round, as far as the reader may know it."""
    task = task_to_edit(number)
    form, before = form_of(task), task.touched_at
    if not form.validate() or form.found is None:
        return answer.not_saved(task, "waits", form)
    try:
        task.wait_for(form.found, by=current_user)
    except CircleError as circle:
        form.other.errors = [circle_words(named(circle.chain, g.seat))]
        return answer.not_saved(task, "waits", form)
    return waits_answers.linked(task, form.found, before, say=f"It waits for “{form.found.title}” now")


@waits.post("/end")
@allow(COO, CEO, TEAM)
def end(number: int) -> Response:
    task = task_to_edit(number)
    form, before = WaitEndForm(), task.touched_at
    must(form)
    other = task_shown(form.number)
    task.wait_no_more(other, by=current_user)
    return waits_answers.unlinked(task, other, before)


def form_of(task: Task, **kwargs: object) -> WaitForm:
    return WaitForm(task, open_tasks(g.client, g.seat, task), **kwargs)
