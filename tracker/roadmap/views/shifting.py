"""Move a goal and its tasks by so many days: looked at first, then done as one change."""

from __future__ import annotations

from flask import Blueprint, Response, url_for
from flask_login import current_user

from tracker.foundation.access import CEO, COO, allow
from tracker.foundation.hypermedia import elsewhere, page
from tracker.roadmap import shift_page
from tracker.roadmap.shift_page import ShiftForm
from tracker.roadmap.views.goals import find

shifting = Blueprint("shifting", __name__, url_prefix="/goals/<int:number>/shift")


@shifting.get("")
@allow(COO, CEO)
def form(number: int) -> str:
    """The form; with days or a date in the address, what they would do."""
    goal = find(number)
    form = ShiftForm.asked(goal)
    shift = None if form.is_empty else shift_page.preview(goal, form)
    return page(shift_page.PAGE, **shift_page.context(goal, form, shift))


@shifting.post("")
@allow(COO, CEO)
def apply(number: int) -> Response:
    goal = find(number)
    form = ShiftForm(goal)
    settled = shift_page.settle(goal, form)
    if isinstance(settled, Response):
        return settled
    shift_page.apply(settled, form.why.data or "", by=current_user)
    return elsewhere(url_for("client.goals.show", number=goal.number))
