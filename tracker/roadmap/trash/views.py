"""Putting things in the trash, and the page from which they come back."""

from __future__ import annotations

from flask import Blueprint, Response, abort, g
from flask_login import current_user

from tracker.clients.scope import all_seats
from tracker.foundation.access import CEO, COO, TEAM, allow
from tracker.foundation.htmx import page
from tracker.roadmap.presentation import queries, trashed
from tracker.roadmap.tasks.panel import step_of, task_shown, task_to_edit
from tracker.roadmap.trash import responses

trash = Blueprint("trash", __name__)


@trash.get("/trash")
@allow(COO, CEO)
def show() -> str:
    """What lies there, who put it there, and until when it can come back."""
    return page("trash/show.html", **responses.trash_context())


@trash.post("/tasks/<int:number>/trash")
@allow(COO, CEO, TEAM)
def put_task(number: int) -> Response:
    task = task_shown(number)
    if not task.may_be_trashed_by(g.seat):
        abort(403)
    task.put_in_trash(by=current_user)
    return responses.task_gone(task)


@trash.post("/goals/<int:number>/trash")
@allow(COO, CEO)
def put_goal(number: int) -> Response:
    all_seats()
    goal = queries.goal_shown(g.client, g.seat, number)
    goal.put_in_trash(by=current_user)
    return responses.goal_gone(goal)


@trash.post("/tasks/<int:number>/steps/<int:step>/trash")
@allow(COO, CEO, TEAM)
def put_step(number: int, step: int) -> Response:
    task = task_to_edit(number)
    before = task.touched_at
    step_of(task, step).put_in_trash(task, by=current_user)
    return responses.step_gone(task, before)


@trash.post("/tasks/<int:number>/comments/<int:comment>/trash")
@allow(COO, CEO, TEAM)
def put_comment(number: int, comment: int) -> Response:
    """One's own words; a COO's also those of others."""
    task = task_shown(number)
    said = trashed.comment_of(task, comment)
    if not said.may_be_trashed_by(g.seat):
        abort(403)
    said.put_in_trash(task, by=current_user)
    return responses.comment_gone(task)


@trash.post("/tasks/<int:number>/restore")
@allow(COO, CEO)
def restore_task(number: int) -> Response:
    trashed.task_in_trash(number).restore(by=current_user)
    return responses.restored_response()


@trash.post("/goals/<int:number>/restore")
@allow(COO, CEO)
def restore_goal(number: int) -> Response:
    trashed.goal_in_trash(number).restore(by=current_user)
    return responses.restored_response()


@trash.post("/tasks/<int:number>/steps/<int:step>/restore")
@allow(COO, CEO)
def restore_step(number: int, step: int) -> Response:
    task = task_to_edit(number)
    trashed.step_in_trash(task, step).restore(task, by=current_user)
    return responses.restored_response()


@trash.post("/tasks/<int:number>/comments/<int:comment>/restore")
@allow(COO, CEO)
def restore_comment(number: int, comment: int) -> Response:
    task = task_shown(number)
    said = trashed.comment_in_trash(task, comment)
    if not trashed.Trash(g.client, g.seat).removed(said, task):
        abort(403)
    said.restore(task, by=current_user)
    return responses.restored_response()
