"""Trashing goals, tasks, steps and comments, and the page that restores them."""

from __future__ import annotations

from flask import Blueprint, Response, abort, g
from flask_login import current_user

from tracker.accounts.roles import CEO, COO, TEAM
from tracker.clients.scope import all_seats
from tracker.foundation.access import allow
from tracker.foundation.htmx import page
from tracker.roadmap.presentation import queries, trashed
from tracker.roadmap.tasks.panel import step_of, task_shown, task_to_edit
from tracker.roadmap.trash import responses

trash = Blueprint("trash", __name__)


@trash.get("/trash")
@allow(COO, CEO)
def show() -> str:
    """Show the items in the trash, who trashed them, and how long they can be restored."""
    return page("trash/show.html", **responses.trash_context())


@trash.post("/tasks/<int:number>/trash")
@allow(COO, CEO, TEAM)
def trash_task(number: int) -> Response:
    """Trash a task; the team only tasks they created that no one else commented on."""
    task = task_shown(number)
    if not task.may_be_trashed_by(g.seat):
        abort(403)
    task.put_in_trash(by=current_user)
    return responses.task_gone(task)


@trash.post("/goals/<int:number>/trash")
@allow(COO, CEO)
def trash_goal(number: int) -> Response:
    """Trash a goal with its tasks. A draft is a 404 for the CEO."""
    all_seats()
    goal = queries.goal_shown(g.client, g.seat, number)
    goal.put_in_trash(by=current_user)
    return responses.goal_gone(goal)


@trash.post("/tasks/<int:number>/steps/<int:step>/trash")
@allow(COO, CEO, TEAM)
def trash_step(number: int, step: int) -> Response:
    """Trash a step. 403 unless the reader may edit its task, 404 if it is in the trash already."""
    task = task_to_edit(number)
    before = task.last_activity_at
    step_of(task, step).put_in_trash(task, by=current_user)
    return responses.step_gone(task, before)


@trash.post("/tasks/<int:number>/comments/<int:comment>/trash")
@allow(COO, CEO, TEAM)
def trash_comment(number: int, comment: int) -> Response:
    """Trash a comment: the reader's own, or as a COO anybody's."""
    task = task_shown(number)
    comment_ = trashed.comment_of(task, comment)
    if not comment_.may_be_trashed_by(g.seat):
        abort(403)
    comment_.put_in_trash(task, by=current_user)
    return responses.comment_gone(task)


@trash.post("/tasks/<int:number>/restore")
@allow(COO, CEO)
def restore_task(number: int) -> Response:
    """Restore a task. 404 after 30 days, 422 while its goal is in the trash."""
    trashed.task_in_trash(number).restore(by=current_user)
    return responses.restored_response()


@trash.post("/goals/<int:number>/restore")
@allow(COO, CEO)
def restore_goal(number: int) -> Response:
    """Restore a goal, and the tasks that were trashed with it. 404 after 30 days."""
    trashed.goal_in_trash(number).restore(by=current_user)
    return responses.restored_response()


@trash.post("/tasks/<int:number>/steps/<int:step>/restore")
@allow(COO, CEO)
def restore_step(number: int, step: int) -> Response:
    """Restore a step of a task that is not in the trash. 404 after 30 days."""
    task = task_to_edit(number)
    trashed.step_in_trash(task, step).restore(task, by=current_user)
    return responses.restored_response()


@trash.post("/tasks/<int:number>/comments/<int:comment>/restore")
@allow(COO, CEO)
def restore_comment(number: int, comment: int) -> Response:
    """Restore a comment; 403 for its author if a COO removed it."""
    task = task_shown(number)
    comment_ = trashed.comment_in_trash(task, comment)
    if not trashed.Trash(g.client, g.seat).removed(comment_, task):
        abort(403)
    comment_.restore(task, by=current_user)
    return responses.restored_response()
