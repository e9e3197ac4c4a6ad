"""Moving a goal and its tasks by a number of days: first a preview, then one change."""

from __future__ import annotations

from flask import Blueprint, Response, url_for
from flask_login import current_user

from tracker.accounts.roles import CEO, COO
from tracker.foundation.access import allow
from tracker.foundation.htmx import page, redirect_anywhere
from tracker.roadmap.goals.views import find_goal
from tracker.roadmap.reschedule import page as reschedule_page
from tracker.roadmap.reschedule.page import ShiftForm

reschedule = Blueprint("reschedule", __name__, url_prefix="/goals/<int:number>/shift")


@reschedule.get("")
@allow(COO, CEO)
def form(number: int) -> str:
    """Show the form, with a preview if the address has days or a date."""
    goal = find_goal(number)
    form = ShiftForm.asked(goal)
    shift = None if form.is_empty else reschedule_page.preview_moves(goal, form)
    return page(reschedule_page.PAGE, **reschedule_page.reschedule_context(goal, form, shift))


@reschedule.post("")
@allow(COO, CEO)
def apply(number: int) -> Response:
    """Move the dates as the preview showed them, in one change, and open the goal.

    422 for refused input or without a reason that is needed; 409 with a new preview if a date changed since.
    """
    goal = find_goal(number)
    form = ShiftForm(goal)
    settled = reschedule_page.confirmed_moves(goal, form)
    if isinstance(settled, Response):
        return settled
    reschedule_page.apply_reschedule(settled, form.why.data or "", by=current_user)
    return redirect_anywhere(url_for("client.goals.show", number=goal.number))
