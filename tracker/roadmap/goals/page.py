"""The context of a goal's own page, its form and the form of a new goal."""

from __future__ import annotations

from flask import g, request

from tracker.clients.scope import active_seats
from tracker.foundation.htmx import TemplateContext
from tracker.history.sentences import HistoryLine
from tracker.roadmap.goals import edits
from tracker.roadmap.goals.forms import GoalForm
from tracker.roadmap.models import Goal, quarters
from tracker.roadmap.presentation import event_queries, history_viewpoint, queries
from tracker.roadmap.presentation.bulk_edit_form import bulk_context
from tracker.roadmap.presentation.filters import Filters
from tracker.roadmap.presentation.undo.offers import UndoOffers
from tracker.roadmap.quick_add.line import AddLine


def new_goal(form: GoalForm) -> TemplateContext:
    """Return the context of the form of a new goal."""
    return {"form": form, "place": request.values.get("place", "page")}


def goal_page(goal: Goal) -> TemplateContext:
    """Return the context of a goal's own page."""
    tasks = queries.tasks_of(goal, g.client, g.seat)
    return {
        "goal": goal,
        "section": queries.goal_section(goal, tasks, Filters()),
        **goal_facts(goal),
        "lines": goal_history(goal),
        "line": AddLine(goal),
        **bulk_context(queries.shown_goals(g.client, g.seat)),
        "asking": False,
    }


def goal_facts(goal: Goal) -> TemplateContext:
    """Return the context of a goal's facts, with the small form of its measure closed."""
    return {
        "goal": goal,
        "span": edits.span_name(goal, queries.spans(g.client)),
        "quarter": quarters.quarter_label(goal.quarter),
        "measure_form": None,
        "clashes": (),
    }


def goal_history(goal: Goal) -> list[HistoryLine]:
    """Return the goal's own events as sentences, with undo."""
    lines = event_queries.history(goal, g.client, g.seat)
    return history_viewpoint.history_lines(lines, g.seat, offers=UndoOffers(g.client, g.seat, lines))


def edit_goal(goal: Goal, form: GoalForm) -> TemplateContext:
    """Return the context of a goal's form; `shown` are the goal's present values, sent beside each field."""
    shown = vars(edits.as_fields(goal, queries.spans(g.client), active_seats(), g.seat))
    clashes = event_queries.with_names(goal, form.clashes, g.seat)
    return {"goal": goal, "form": form, "shown": shown, "clashes": clashes}
