"""The small form that adds a blocker to a task, and the button that removes one."""

from __future__ import annotations

from flask import Blueprint, Response, g
from flask_login import current_user

from tracker.accounts.roles import CEO, COO, TEAM
from tracker.foundation.access import allow
from tracker.foundation.forms import validate_or_abort
from tracker.roadmap.dependencies import responses
from tracker.roadmap.dependencies.forms import AddDependencyForm, RemoveDependencyForm
from tracker.roadmap.models import Task, TaskDependency
from tracker.roadmap.models.dependency import DependencyCycleError
from tracker.roadmap.presentation.dependencies import known_ids, names_in_cycle, open_tasks
from tracker.roadmap.presentation.dependency_graph import cycle_message
from tracker.roadmap.tasks import responses as answer
from tracker.roadmap.tasks.panel import task_shown, task_to_edit

dependencies = Blueprint("dependencies", __name__, url_prefix="/tasks/<int:number>/waits")


@dependencies.get("")
@allow(COO, CEO, TEAM)
def form(number: int) -> Response | str:
    """Show the form that adds a blocker: in its place for htmx, otherwise open on the task's page.

    403 unless the reader may edit the task.
    """
    task = task_to_edit(number)
    return answer.show_form(task, "dependencies", dependency_form(task, formdata=None))


@dependencies.post("")
@allow(COO, CEO, TEAM)
def add(number: int) -> Response:
    """Add a blocker. A cycle of tasks that the reader may see is refused with their names."""
    task = task_to_edit(number)
    form, before = dependency_form(task), task.last_activity_at
    if not form.validate() or form.found is None:
        return answer.form_errors(task, "dependencies", form)
    try:
        TaskDependency.add(task, form.found, by=current_user, known=known_ids(g.seat))
    except DependencyCycleError as error:
        form.other.errors = [cycle_message(names_in_cycle(error.chain, g.seat))]
        return answer.form_errors(task, "dependencies", form)
    return responses.linked_response(
        task, form.found, before, say=responses.blocked_message(task, form.found)
    )


@dependencies.post("/end")
@allow(COO, CEO, TEAM)
def remove(number: int) -> Response:
    """Remove a blocker."""
    task = task_to_edit(number)
    form, before = RemoveDependencyForm(), task.last_activity_at
    validate_or_abort(form)
    other = task_shown(form.number)
    TaskDependency.remove(task, other, by=current_user)
    return responses.unlinked_response(task, other, before)


def dependency_form(task: Task, **kwargs: object) -> AddDependencyForm:
    """Return the form that offers the other open tasks of the client that the reader sees."""
    return AddDependencyForm(task, open_tasks(g.client, g.seat, task), **kwargs)
