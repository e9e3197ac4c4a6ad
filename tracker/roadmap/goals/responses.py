"""The fragments that change when a goal is proposed, agreed, discussed or measured."""

from __future__ import annotations

from flask import Response, g, url_for

from tracker.clients.scope import active_seats, all_seats
from tracker.foundation.htmx import Answer, Fragment, TemplateContext, dom_id, invalid, updated
from tracker.roadmap.goals.forms import GoalForm
from tracker.roadmap.goals.metric_forms import MeasureNowForm
from tracker.roadmap.goals.page import goal_facts, goal_history, goal_page, new_goal
from tracker.roadmap.models import Goal
from tracker.roadmap.presentation import fragments
from tracker.roadmap.presentation.approval import ApprovalView
from tracker.roadmap.presentation.client_header import at_goal
from tracker.roadmap.presentation.event_queries import with_names

PAGE = "goals/show.html"


def approval_of(goal: Goal) -> ApprovalView:
    """Return the goal's approval for the reader, without the request to discuss it."""
    all_seats()
    return ApprovalView(goal, g.seat, active_seats())


def approval_response(goal: Goal, say: str) -> Response:
    """Return the goal's head; on its own page also its facts and its history."""
    more: list[Answer] = surrounding_fragments(goal) if at_goal() else []
    return updated(fragments.goal_head(goal), *more, otherwise=goal_fallback_url(goal), say=say)


def surrounding_fragments(goal: Goal) -> list[Answer]:
    """Return the facts and the history on a goal's own page."""
    history = Fragment("goal-history", "goals/_history.html", {"lines": goal_history(goal)})
    return [Fragment(dom_id(goal, "facts"), "goals/_facts.html", goal_facts(goal)), history]


def measure_refused(goal: Goal, form: MeasureNowForm) -> Response:
    """Return the small form with its text; after a conflict, with both numbers."""
    context = {"goal": goal, "measure_form": form, "clashes": with_names(goal, form.clashes, g.seat)}
    part = Fragment(dom_id(goal, "measure"), "goals/_metric_form.html", context)
    return invalid(part, PAGE, form.refusal, **{**goal_page(goal), **context})


def goal_fallback_url(goal: Goal) -> str:
    """Return the address of the page that shows the change without htmx."""
    if at_goal():
        return url_for("client.goals.show", number=goal.number)
    return url_for("client.roadmap.index", _anchor=dom_id(goal))


def goal_to_add(form: GoalForm) -> Fragment:
    """Return the form of a new goal, at the foot of the list."""
    return Fragment("add-goal", "goals/_add_form.html", new_goal(form))


def goal_form(context: TemplateContext) -> Fragment:
    """Return the form of a goal with its messages; after a conflict, with both texts."""
    return Fragment(dom_id(context["goal"], "form"), "goals/_edit_form.html", context)
