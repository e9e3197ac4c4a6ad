"""Saving a goal's form: which fields really changed, and the verbs that change them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import Any

from tracker.accounts.models import Person
from tracker.clients.models import Client, Seat, Span
from tracker.roadmap.goals.forms import GoalForm, NewGoalForm
from tracker.roadmap.models import Goal
from tracker.roadmap.models.metric import number_text
from tracker.roadmap.models.statuses import ApprovalState
from tracker.roadmap.presentation.assignees import label_of
from tracker.roadmap.presentation.forms import needs_reason

SCALE = ("measure", "measure_unit", "measure_from", "measure_to")
"""The fields that define the measure; its current value has a form of its own, used more often."""


def as_fields(goal: Goal, spans: Sequence[Span], seats: Sequence[Seat], reader: Seat) -> SimpleNamespace:
    """Return a goal as its form shows it: the span by its number, the owner by name."""
    span = next((str(span.number) for span in spans if span.id == goal.span_id), "")
    return SimpleNamespace(
        title=goal.title,
        why=goal.why,
        span=span,
        quarter=goal.quarter or "",
        done_by=goal.done_by,
        owner=label_of(goal.assigned_to, seats, reader),
        measure=goal.measure,
        measure_unit=goal.measure_unit,
        **{name: number_text(getattr(goal, name)) for name in GoalForm.NUMBERS},
    )


def moves_without_reason(goal: Goal, changes: Mapping[str, Any], form: GoalForm) -> bool:
    """Whether an agreed date moves to a later day, or is removed, without a reason."""
    if "done_by" not in changes or form.date_why.data:
        return False
    return needs_reason(goal.done_by if goal.was_agreed else None, changes["done_by"] or None)


def apply_changes(
    goal: Goal, changes: Mapping[str, Any], form: GoalForm, spans: Sequence[Span], by: Person
) -> None:
    """Call the goal's own verbs, one per field."""
    goal.change(by, **{name: changes[name] for name in ("title", "why") if name in changes})
    if "quarter" in changes:
        goal.change(by, quarter=changes["quarter"] or None)
    if "span" in changes:
        goal.set_span(span_of(changes["span"], spans), by, previous=span_name(goal, spans))
    if "done_by" in changes:
        goal.set_date(changes["done_by"] or None, by, why=form.date_why.data or "")
    if "owner" in changes:
        goal.assign(form.who, by)
    goal.define_metric(by, **{name: metric_value(form, name) for name in SCALE if name in changes})
    if "measure_now" in changes:
        goal.update_metric(form.measure_now.number, by)


def metric_value(form: GoalForm, name: str) -> Any:
    """Return a field of the measure as the goal stores it."""
    return form[name].number if name in form.NUMBERS else form[name].data or ""


def make_goal(client: Client, form: NewGoalForm, spans: Sequence[Span], by: Person) -> Goal:
    """Create a goal from its form. A proposed one is first added as a draft."""
    span, life = span_of(form.span.data, spans), form.starts_as
    goal = Goal.add(
        client,
        form.title.data,
        by=by,
        form_key=form.idempotency_key,
        owner=form.who,
        why=form.why.data or "",
        span_id=span.id if span else None,
        quarter=form.quarter.data or None,
        done_by=form.done_by.data,
        life=ApprovalState.DRAFT if life == ApprovalState.PROPOSED else life,
        is_hidden=life == ApprovalState.DRAFT,
        measure_now=form.measure_now.number,
        **{name: metric_value(form, name) for name in SCALE},
    )
    if life == ApprovalState.PROPOSED:
        goal.propose(by)
    return goal


def span_of(number: str | None, spans: Sequence[Span]) -> Span | None:
    return next((span for span in spans if str(span.number) == number), None)


def span_name(goal: Goal, spans: Sequence[Span]) -> str:
    return next((span.name for span in spans if span.id == goal.span_id), "")
