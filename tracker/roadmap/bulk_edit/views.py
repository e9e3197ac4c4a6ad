"""The change of many tasks at once."""

from __future__ import annotations

from flask import Blueprint, Response, g, url_for
from flask_login import current_user

from tracker.accounts.roles import CEO, COO, TEAM
from tracker.clients.scope import active_seats
from tracker.foundation.access import allow
from tracker.foundation.htmx import invalid, updated
from tracker.roadmap.board import page
from tracker.roadmap.bulk_edit import apply as work
from tracker.roadmap.presentation.bulk_edit_form import BulkEditForm

bulk_edit = Blueprint("bulk_edit", __name__)


@bulk_edit.post("/tasks/many")
@allow(COO, CEO, TEAM)
def change() -> Response:
    """Change all selected tasks, or none."""
    form = BulkEditForm(active_seats(), g.seat)
    if not form.validate():
        return invalid(work.bulk_bar(form), "board/show.html", **page.road_map(many=form))
    tasks, goal = work.find_selected(form), work.chosen_goal(form)
    if not form.fits(tasks):
        return invalid(work.bulk_bar(form), "board/show.html", **page.road_map(many=form))
    touched = {task.goal for task in tasks if task.goal} | ({goal} if goal else set())
    work.apply_bulk_edit(form, tasks, goal, by=current_user)
    pieces = work.fresh_rows(form, tasks, touched, goal)
    return updated(
        *pieces, otherwise=url_for("client.roadmap.index"), say=work.bulk_message(form, tasks, goal)
    )
