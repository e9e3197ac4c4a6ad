"""A task: its page, which is also its drawer, and the small forms that change one thing each."""

from __future__ import annotations

from types import SimpleNamespace

from flask import Blueprint, Response, g, request
from flask_login import current_user

from tracker.clients.door import seated
from tracker.foundation.access import CEO, COO, SEATED, TEAM, allow
from tracker.foundation.conflicts import ConflictError, check_tap, chosen, settle_fields, shown_values
from tracker.foundation.hypermedia import page, wants_part
from tracker.roadmap import reading
from tracker.roadmap import task_answers as answer
from tracker.roadmap.answers import check_status
from tracker.roadmap.assignees import assigned_words, label_of
from tracker.roadmap.forms import PlaceForm, StatusForm
from tracker.roadmap.models import Task
from tracker.roadmap.task_forms import DueForm, EditForm, KindForm, OwnerForm, UnderForm, must
from tracker.roadmap.task_reading import task_shown, task_to_edit, who_moved

tasks = Blueprint("tasks", __name__, url_prefix="/tasks/<int:number>")


@tasks.get("")
@allow(*SEATED)
def show(number: int) -> str:
    """The task from near: a page of its own, or what fills the drawer."""
    task = task_shown(number)
    return answer.drawer(task) if wants_part() else page(answer.PAGE, **answer.whole(task))


@tasks.post("/status")
@allow(COO, CEO, TEAM)
def change_status(number: int) -> Response:
    task = task_shown(number)
    form, before = StatusForm(seated(), g.seat, work=task), task.touched_at
    if not form.validate():
        return answer.status_refused(task, form)
    try:
        if check_status(task, form, who=lambda: who_moved(task)):
            task.move_to(form.chosen, by=current_user, waiting_on=form.who, why=form.why.data)
    except ConflictError as both:
        return answer.met(task, "status", both)
    return answer.status_saved(task, form, before)


@tasks.get("/due")
@allow(COO, CEO, TEAM)
def due_form(number: int) -> Response | str:
    task = task_to_edit(number)
    return answer.opened(task, "due", DueForm(formdata=None, due=task.due))


@tasks.post("/due")
@allow(COO, CEO, TEAM)
def plan(number: int) -> Response:
    task = task_to_edit(number)
    form, before = DueForm(), task.touched_at
    if not form.validate():
        return answer.not_saved(task, "due", form)
    try:
        posted = chosen({"due": form.due.data}, request.form)
        changes = settle_fields(task, posted, shown_values(request.form), {"due": "Due"})
    except ConflictError as conflict:
        return answer.not_saved(task, "due", form, conflict.clashes, status=409)
    if changes and not form.says_why(task.promised_due):
        return answer.not_saved(task, "due", form)
    if changes:
        task.plan_for(changes["due"], by=current_user, why=form.why.data)
    return answer.saved(task, "due", before, say="Date saved")


@tasks.get("/owner")
@allow(COO, CEO, TEAM)
def owner_form(number: int) -> Response | str:
    task = task_to_edit(number)
    return answer.opened(task, "owner", OwnerForm(formdata=None))


@tasks.post("/owner")
@allow(COO, CEO, TEAM)
def give(number: int) -> Response:
    task = task_to_edit(number)
    form, before = OwnerForm(seated(), g.seat, work=task), task.touched_at
    if not form.validate() or not form.suits(task):
        return answer.not_saved(task, "owner", form)
    try:
        posted = chosen({"owner": form.label}, request.form)
        settle_fields(owner_now(task), posted, shown_values(request.form), {"owner": "Owner"})
    except ConflictError as conflict:
        return answer.not_saved(task, "owner", form, conflict.clashes, status=409)
    if posted:
        task.give_to(form.who, by=current_user)
    say = f"Assigned to {assigned_words(task.assigned_to)}" if task.owner else "Nobody has it now"
    return answer.saved(task, "owner", before, say=say)


def owner_now(task: Task) -> SimpleNamespace:
    """The owner as the form shows them, so that two people of one name are two."""
    return SimpleNamespace(owner=label_of(task.assigned_to, seated(), g.seat))


@tasks.post("/kind")
@allow(COO, CEO, TEAM)
def change_kind(number: int) -> Response:
    task = task_to_edit(number)
    form, before = KindForm(), task.touched_at
    must(form)
    try:
        if check_tap("kind", form.kind.data, task.kind, request.form, "Kind", answer.kind_word):
            task.change(by=current_user, kind=form.kind.data)
    except ConflictError as both:
        return answer.met(task, "kind", both)
    return answer.saved(task, "kind", before, say="Saved")


@tasks.post("/goal")
@allow(COO, CEO, TEAM)
def put_under(number: int) -> Response:
    """Under another goal, at its end, or into the inbox."""
    task = task_to_edit(number)
    form, before = UnderForm(), task.touched_at
    must(form)
    left = task.goal
    goal = reading.goal_shown(g.client, g.seat, form.number) if form.number else None
    try:
        if answer.check_goal(left, goal):
            task.put_under(goal, by=current_user)
            return answer.regrouped(task, left, goal, before)
    except ConflictError as both:
        return answer.lies_elsewhere(task, both)
    return answer.answered(task, before, say="It stays where it is")


@tasks.post("/move")
@allow(COO, CEO, TEAM)
def move(number: int) -> Response:
    """One place up or down."""
    task = task_to_edit(number)
    form = PlaceForm()
    must(form)
    task.move_in_order(up=form.direction.data == "up", by=current_user, seen=Task.shown_to(g.seat))
    return answer.reordered(task)


@tasks.get("/edit")
@allow(COO, CEO, TEAM)
def edit(number: int) -> Response | str:
    """Title and details, one of them (`only`) or both."""
    task = task_to_edit(number)
    form = EditForm(formdata=None, title=task.title, details=task.details)
    form.keep(request.args.get("only", ""))
    return answer.opened(task, "edit", form)


@tasks.post("")
@allow(COO, CEO, TEAM)
def update(number: int) -> Response:
    task = task_to_edit(number)
    form, before = EditForm(), task.touched_at
    if not form.validate():
        return answer.not_saved(task, "edit", form)
    try:
        posted = chosen(form.posted(), request.form)
        changes = settle_fields(task, posted, shown_values(request.form), form.LABELS)
    except ConflictError as conflict:
        return answer.not_saved(task, "edit", form, conflict.clashes, status=409)
    task.change(by=current_user, **changes)
    return answer.rewritten(task, before)


@tasks.get("/facts")
@allow(*SEATED)
def facts(number: int) -> Response:
    """Close a small form without saving: the piece it stood in place of."""
    return answer.closed(task_shown(number), request.args.get("field", ""))
