"""Copying a goal: a form that says what will be copied, and the copy."""

from __future__ import annotations

from flask import Blueprint, Response, url_for

from tracker.accounts.roles import CEO, COO
from tracker.foundation.access import allow
from tracker.foundation.htmx import page, redirect_anywhere
from tracker.roadmap.copy_goal import page as copy_goal_page
from tracker.roadmap.copy_goal.page import CopyForm
from tracker.roadmap.goals.views import find_goal

copy_goal = Blueprint("copy_goal", __name__, url_prefix="/goals/<int:number>/copy")


@copy_goal.get("")
@allow(COO, CEO)
def form(number: int) -> str:
    """Show the form, with “Copy of …” as the title and how many tasks there are. A draft is a 404 for the CEO."""
    goal = find_goal(number)
    return page(
        copy_goal_page.PAGE, **copy_goal_page.copy_context(goal, copy_goal_page.blank_copy_form(goal))
    )


@copy_goal.post("")
@allow(COO, CEO)
def create(number: int) -> Response:
    """Copy the goal, and open the copy: a COO's is a draft, a CEO's is agreed.

    Sent twice, it makes one copy. Refused input is 422.
    """
    made = copy_goal_page.make_copy(find_goal(number), CopyForm())
    if isinstance(made, Response):
        return made
    return redirect_anywhere(url_for("client.goals.show", number=made.number))
