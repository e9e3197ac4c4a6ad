"""One change of many tasks at once."""

from __future__ import annotations

from flask import Blueprint, Response, g, url_for
from flask_login import current_user

from tracker.clients.door import seated
from tracker.foundation.access import CEO, COO, TEAM, allow
from tracker.foundation.hypermedia import changed, refused
from tracker.roadmap import many as work
from tracker.roadmap import pages
from tracker.roadmap.many_forms import ManyForm

many = Blueprint("many", __name__)


@many.post("/tasks/many")
@allow(COO, CEO, TEAM)
def change() -> Response:
    """All of them, or none (SECURITY A4)."""
    form = ManyForm(seated(), g.seat)
    if not form.validate():
        return refused(work.bar(form), "roadmap/index.html", **pages.road_map(many=form))
    tasks, goal = work.find(form), work.goal_meant(form)
    if not form.suits(tasks):
        return refused(work.bar(form), "roadmap/index.html", **pages.road_map(many=form))
    touched = {task.goal for task in tasks if task.goal} | ({goal} if goal else set())
    work.apply(form, tasks, goal, by=current_user)
    pieces = work.parts(form, tasks, touched, goal)
    return changed(*pieces, otherwise=url_for("client.roadmap.index"), say=work.said(form, tasks, goal))
