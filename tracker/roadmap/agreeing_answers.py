"""The pieces of page that change when a goal is proposed, agreed, talked over or measured."""

from __future__ import annotations

from flask import Response, g, url_for

from tracker.clients.door import people, seated
from tracker.foundation.conflicts import Clash
from tracker.foundation.hypermedia import Answer, Part, changed, dom_id, refused
from tracker.roadmap import answers, pages
from tracker.roadmap.agreement import Agreement
from tracker.roadmap.measure_forms import MeasureNowForm
from tracker.roadmap.models import Goal

PAGE = "roadmap/goal.html"


def agreement_of(goal: Goal) -> Agreement:
    people()
    return Agreement(goal, g.seat, seated())


def life_changed(goal: Goal, say: str) -> Response:
    """The goal's head; on its own page what is known about it and its history, too."""
    more: list[Answer] = around(goal) if pages.at_goal() else []
    return changed(answers.goal_head(goal), *more, otherwise=home(goal), say=say)


def around(goal: Goal) -> list[Answer]:
    history = Part("lines", "roadmap/_history.html", {"lines": pages.lines_of(goal)})
    return [Part(dom_id(goal, "facts"), "roadmap/_goal_facts.html", pages.goal_facts(goal)), history]


def measure_refused(goal: Goal, form: MeasureNowForm, clashes: tuple[Clash, ...] = ()) -> Response:
    """The small form with what was typed; or with both numbers, where two people wrote one."""
    context = {"goal": goal, "measure_form": form, "clashes": clashes}
    part = Part(dom_id(goal, "measure"), "roadmap/_measure_now.html", context)
    return refused(part, PAGE, 409 if clashes else 422, **{**pages.goal(goal), **context})


def home(goal: Goal) -> str:
    """The page that shows the change without htmx."""
    if pages.at_goal():
        return url_for("client.goals.show", number=goal.number)
    return url_for("client.roadmap.index", _anchor=dom_id(goal))
