"""Copy a goal: a form that says beforehand what comes along, and the copy."""

from __future__ import annotations

from flask import Blueprint, Response, url_for

from tracker.foundation.access import CEO, COO, allow
from tracker.foundation.htmx import page, redirect_anywhere
from tracker.roadmap.copy_goal import page as copy_goal_page
from tracker.roadmap.copy_goal.page import CopyForm
from tracker.roadmap.goals.views import find_goal

copy_goal = Blueprint("copy_goal", __name__, url_prefix="/goals/<int:number>/copy")


@copy_goal.get("")
@allow(COO, CEO)
def form(number: int) -> str:
    goal = find_goal(number)
    return page(copy_goal_page.PAGE, **copy_goal_page.copy_context(goal, copy_goal_page.blank(goal)))


@copy_goal.post("")
@allow(COO, CEO)
def make(number: int) -> Response:
    made = copy_goal_page.make_copy(find_goal(number), CopyForm())
    if isinstance(made, Response):
        return made
    return redirect_anywhere(url_for("client.goals.show", number=made.number))
