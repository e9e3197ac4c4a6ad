"""Copy a goal: a form that says beforehand what comes along, and the copy."""

from __future__ import annotations

from flask import Blueprint, Response, url_for

from tracker.foundation.access import CEO, COO, allow
from tracker.foundation.hypermedia import elsewhere, page
from tracker.roadmap import copy_page
from tracker.roadmap.copy_page import CopyForm
from tracker.roadmap.views.goals import find

copying = Blueprint("copying", __name__, url_prefix="/goals/<int:number>/copy")


@copying.get("")
@allow(COO, CEO)
def form(number: int) -> str:
    goal = find(number)
    return page(copy_page.PAGE, **copy_page.context(goal, copy_page.blank(goal)))


@copying.post("")
@allow(COO, CEO)
def make(number: int) -> Response:
    made = copy_page.make(find(number), CopyForm())
    if isinstance(made, Response):
        return made
    return elsewhere(url_for("client.goals.show", number=made.number))
