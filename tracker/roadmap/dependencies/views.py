"""What a task waits for: the small form that adds one, and the button that takes one away."""

from __future__ import annotations

from flask import Blueprint, Response, g
from flask_login import current_user

from tracker.foundation.access import CEO, COO, TEAM, allow
from tracker.foundation.forms import validate_or_abort
from tracker.roadmap.dependencies import responses
from tracker.roadmap.dependencies.forms import AddDependencyForm, RemoveDependencyForm
from tracker.roadmap.models import Task, TaskDependency
from tracker.roadmap.models.dependency import DependencyCycleError
from tracker.roadmap.presentation.dependencies import names_in_cycle, open_tasks
from tracker.roadmap.presentation.dependency_graph import cycle_message
from tracker.roadmap.tasks import responses as answer
from tracker.roadmap.tasks.panel import task_shown, task_to_edit

dependencies = Blueprint("dependencies", __name__, url_prefix="/tasks/<int:number>/waits")


@dependencies.get("")
@allow(COO, CEO, TEAM)
def form(number: int) -> Response | str:
    task = task_to_edit(number)
    return answer.show_form(task, "waits", dependency_form(task, formdata=None))


@dependencies.post("")
@allow(COO, CEO, TEAM)
def add(number: int) -> Response:
    """It waits for another one; a circle is refused with the way round, as far as the reader may know it."""
    task = task_to_edit(number)
    form, before = dependency_form(task), task.touched_at
    if not form.validate() or form.found is None:
        return answer.form_errors(task, "waits", form)
    try:
        TaskDependency.add(task, form.found, by=current_user)
    except DependencyCycleError as circle:
        form.other.errors = [cycle_message(names_in_cycle(circle.chain, g.seat))]
        return answer.form_errors(task, "waits", form)
    return responses.linked(task, form.found, before, say=f"Now blocked by “{form.found.title}”")


@dependencies.post("/end")
@allow(COO, CEO, TEAM)
def end(number: int) -> Response:
    task = task_to_edit(number)
    form, before = RemoveDependencyForm(), task.touched_at
    validate_or_abort(form)
    other = task_shown(form.number)
    TaskDependency.remove(task, other, by=current_user)
    return responses.unlinked(task, other, before)


def dependency_form(task: Task, **kwargs: object) -> AddDependencyForm:
    return AddDependencyForm(task, open_tasks(g.client, g.seat, task), **kwargs)
