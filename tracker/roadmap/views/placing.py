"""A task or a goal is put right after another one: what a drag ends with."""

from __future__ import annotations

from flask import Blueprint, Response, g, url_for
from flask_login import current_user

from tracker.clients.door import people
from tracker.foundation.access import CEO, COO, TEAM, allow
from tracker.foundation.hypermedia import changed, dom_id
from tracker.roadmap import reading
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.placing import AfterForm, UnderAfterForm, around
from tracker.roadmap.task_forms import must
from tracker.roadmap.task_reading import task_to_edit

placing = Blueprint("placing", __name__)


@placing.post("/tasks/<int:number>/place")
@allow(COO, CEO, TEAM)
def task(number: int) -> Response:
    """Within its goal, or under another one."""
    moved, form = task_to_edit(number), UnderAfterForm()
    must(form)
    left, goal = moved.goal, form.find_goal()
    moved.place(goal, form.find_after(), by=current_user, seen=Task.shown_to(g.seat))
    say = "Moved" if left == goal else f"Moved to {goal.title if goal else 'the inbox'}"
    at = url_for("client.roadmap.index", _anchor=dom_id(moved))
    return changed(*around(left, goal), otherwise=at, say=say)


@placing.post("/goals/<int:number>/place")
@allow(COO, CEO)
def goal(number: int) -> Response:
    people()
    moved, form = reading.goal_shown(g.client, g.seat, number), AfterForm()
    must(form)
    behind = reading.goal_shown(g.client, g.seat, form.behind) if form.behind else None
    moved.place_after(behind, by=current_user, seen=Goal.shown_to(g.seat))
    return changed(otherwise=url_for("client.roadmap.index", _anchor=dom_id(moved)), say="Moved")
