"""A task's page, which is also the contents of the drawer, and the small forms that each change one thing."""

from __future__ import annotations

from types import SimpleNamespace

from flask import Blueprint, Response, g, request, url_for
from flask_login import current_user

from tracker.accounts.roles import CEO, COO, SEATED, TEAM
from tracker.clients.scope import active_seats, all_seats
from tracker.foundation.access import allow
from tracker.foundation.edit_conflicts import check_choice
from tracker.foundation.exceptions import ConflictError, DomainError
from tracker.foundation.forms import validate_or_abort
from tracker.foundation.htmx import dom_id, page, updated, wants_part
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.models.statuses import Visibility
from tracker.roadmap.presentation import queries
from tracker.roadmap.presentation.assignees import assigned_words, label_of
from tracker.roadmap.presentation.forms import MoveForm, StatusForm
from tracker.roadmap.presentation.fragments import check_status
from tracker.roadmap.presentation.sharing.shown_parts import changed_parts_sentence
from tracker.roadmap.tasks import responses as answer
from tracker.roadmap.tasks.forms import DueForm, KindForm, OwnerForm, SharingForm, TaskTextForm, UnderForm
from tracker.roadmap.tasks.ordering_forms import AfterForm, UnderAfterForm, progress_of_both
from tracker.roadmap.tasks.panel import task_shown, task_to_edit, task_to_move

tasks = Blueprint("tasks", __name__, url_prefix="/tasks/<int:number>")


@tasks.get("")
@allow(*SEATED)
def show(number: int) -> str:
    """Show the task: a page of its own, or the contents of the drawer."""
    task = task_shown(number)
    return answer.drawer(task) if wants_part() else page(answer.PAGE, **answer.panel_context(task))


@tasks.post("/status")
@allow(COO, CEO, TEAM)
def change_status(number: int) -> Response:
    """Save a status at once; the reason, or the person waited on, may come with it or later."""
    task = task_to_move(number)
    form, before = StatusForm(active_seats(), g.seat, work=task), task.last_activity_at
    if not form.validate():
        return answer.status_refused(task, form)
    try:
        if check_status(task, form):
            task.set_status(form.chosen, by=current_user, waiting_on=form.who, why=form.why.data)
    except ConflictError as both:
        return answer.status_conflict(task, "status", both)
    return answer.status_response(task, form, before)


@tasks.get("/due")
@allow(COO, CEO, TEAM)
def due_form(number: int) -> Response | str:
    """Show the small form of the date, filled with the present one. 403 unless the reader may edit it."""
    task = task_to_edit(number)
    return answer.show_form(task, "due", DueForm(formdata=None, due=task.due))


@tasks.post("/due")
@allow(COO, CEO, TEAM)
def change_due(number: int) -> Response:
    """Save the due date; a promised date that moves later needs a reason."""
    task = task_to_edit(number)
    form, before = DueForm(), task.last_activity_at
    changes = form.changes(task)
    if changes is None or (changes and not form.has_reason(task.promise_to_explain)):
        return answer.form_errors(task, "due", form)
    if changes:
        task.set_date(changes["due"], by=current_user, why=form.why.data)
    return answer.saved_field_response(task, "due", before, say="Date saved")


@tasks.get("/owner")
@allow(COO, CEO, TEAM)
def owner_form(number: int) -> Response | str:
    """Show the small form of the owner, with the people to choose from. 403 unless the reader may edit it."""
    task = task_to_edit(number)
    return answer.show_form(task, "owner", OwnerForm(formdata=None))


@tasks.post("/owner")
@allow(COO, CEO, TEAM)
def assign(number: int) -> Response:
    """Save the owner."""
    task = task_to_edit(number)
    form, before = OwnerForm(active_seats(), g.seat, work=task), task.last_activity_at
    changes = form.changes(owner_now(task))
    if changes is None:
        return answer.form_errors(task, "owner", form)
    if changes:
        task.assign(form.who, by=current_user)
    say = f"Assigned to {assigned_words(task.assigned_to)}" if task.owner else "It has no owner now"
    return answer.saved_field_response(task, "owner", before, say=say)


def owner_now(task: Task) -> SimpleNamespace:
    """Return the owner as the form shows them, so that two people of one name differ."""
    return SimpleNamespace(owner=label_of(task.assigned_to, active_seats(), g.seat))


@tasks.post("/kind")
@allow(COO, CEO, TEAM)
def change_kind(number: int) -> Response:
    """Save the kind of work. 403 unless the reader may edit the task.

    409 with both kinds if another person has changed it since the page showed it.
    """
    task = task_to_edit(number)
    form, before = KindForm(), task.last_activity_at
    validate_or_abort(form)
    try:
        if check_choice("kind", form.kind.data, task.kind, request.form, "Kind", answer.kind_word_here):
            task.change(by=current_user, kind=form.kind.data)
    except ConflictError as both:
        return answer.status_conflict(task, "kind", both)
    return answer.saved_field_response(task, "kind", before, say="Saved")


@tasks.post("/goal")
@allow(COO, CEO, TEAM)
def change_goal(number: int) -> Response:
    """Move it to the end of another goal, or into the inbox."""
    task = task_to_edit(number)
    form, before = UnderForm(), task.last_activity_at
    validate_or_abort(form)
    left = task.goal
    goal = queries.goal_shown(g.client, g.seat, form.number) if form.number else None
    try:
        if answer.check_goal(left, goal):
            task.move_to_goal(goal, by=current_user)
            return answer.goal_response(task, left, goal, before)
    except ConflictError as both:
        return answer.goal_conflict(task, both)
    return answer.task_response(task, before, say="It stays where it is")


@tasks.post("/move")
@allow(COO, CEO, TEAM)
def move(number: int) -> Response:
    """Move the task one place up or down in its list."""
    task = task_to_edit(number)
    form = MoveForm()
    validate_or_abort(form)
    task.move_in_order(up=form.direction.data == "up", by=current_user, seen=Task.shown_to(g.seat))
    return answer.reordered_response(task)


@tasks.get("/edit")
@allow(COO, CEO, TEAM)
def edit(number: int) -> Response | str:
    """Show the form of title and details; `only` names one of them."""
    task = task_to_edit(number)
    form = TaskTextForm(formdata=None, title=task.title, details=task.details)
    form.keep(request.args.get("only", ""))
    return answer.show_form(task, "edit", form)


@tasks.post("")
@allow(COO, CEO, TEAM)
def update(number: int) -> Response:
    """Save the title, the details or both."""
    task = task_to_edit(number)
    form, before = TaskTextForm(), task.last_activity_at
    changes = form.changes(task)
    if changes is None:
        return answer.form_errors(task, "edit", form)
    task.change(by=current_user, **changes)
    return answer.text_response(task, before)


@tasks.get("/facts")
@allow(*SEATED)
def close_form(number: int) -> Response:
    """Close a small form without saving, and return the part it replaced."""
    return answer.close_form(task_shown(number), request.args.get("field", ""))


ordering = Blueprint("ordering", __name__)


@ordering.post("/tasks/<int:number>/place")
@allow(COO, CEO, TEAM)
def task(number: int) -> Response:
    """Place the task within its goal, or under another one."""
    moved, form = task_to_edit(number), UnderAfterForm()
    validate_or_abort(form)
    left, goal = moved.goal, form.find_goal()
    moved.place(goal, form.find_after(), by=current_user, seen=Task.shown_to(g.seat))
    say = "Moved" if left == goal else f"Moved to {goal.title if goal else 'the inbox'}"
    at = url_for("client.roadmap.index", _anchor=dom_id(moved))
    return updated(*progress_of_both(left, goal), otherwise=at, say=say)


@ordering.post("/goals/<int:number>/place")
@allow(COO, CEO)
def goal(number: int) -> Response:
    """Place the goal after another one, or first."""
    all_seats()
    moved, form = queries.goal_shown(g.client, g.seat, number), AfterForm()
    validate_or_abort(form)
    behind = queries.goal_shown(g.client, g.seat, form.behind) if form.behind else None
    moved.place_after(behind, by=current_user, seen=Goal.shown_to(g.seat))
    return updated(otherwise=url_for("client.roadmap.index", _anchor=dom_id(moved)), say="Moved")


NOT_SHARED = "so nothing was shared. Read what is new, then choose again."
sharing = Blueprint("sharing", __name__, url_prefix="/tasks/<int:number>")


@sharing.post("/visibility")
@allow(COO, CEO)
def share(number: int) -> Response:
    """Show the task to everybody or hide it from all but CEO and COO, if it is as the form showed it."""
    task = task_shown(number)
    form, before = SharingForm(), task.last_activity_at
    validate_or_abort(form)
    if changed := form.changed(task):
        return answer.not_shared(task, changed_parts_sentence(changed, NOT_SHARED), changed)
    try:
        task.share(Visibility(form.visibility.data), by=current_user, comments=form.chosen_comments(task))
    except DomainError as error:
        return answer.not_shared(task, str(error))
    return answer.sharing_response(task, before)
