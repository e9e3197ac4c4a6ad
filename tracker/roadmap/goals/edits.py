"""Saving a goal's form: the fields that changed, and the verbs that change them."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace

from tracker.accounts.models import Person
from tracker.clients.models import Client, Role, Seat, Span
from tracker.foundation.forms import FieldValues
from tracker.roadmap.goals.forms import GoalForm, NewGoalForm
from tracker.roadmap.models import Goal
from tracker.roadmap.models.metric import number_text
from tracker.roadmap.models.statuses import ApprovalState
from tracker.roadmap.presentation.assignees import label_of
from tracker.roadmap.presentation.forms import needs_reason

METRIC = {
    "measure": "metric",
    "measure_unit": "metric_unit",
    "measure_from": "metric_start",
    "measure_to": "metric_target",
    "measure_now": "metric_current",
}
"""The fields of the measure, each with its column."""
DEFINITION = [name for name in METRIC if name != "measure_now"]
"""The fields that define the measure; its current value has a form of its own, used more often."""


def as_fields(goal: Goal, spans: Sequence[Span], seats: Sequence[Seat], viewer_seat: Seat) -> SimpleNamespace:
    """Return a goal's values as its form shows them: the span by its number, the owner by name."""
    span = next((str(span.number) for span in spans if span.id == goal.span_id), "")
    return SimpleNamespace(
        title=goal.title,
        why=goal.why,
        span=span,
        quarter=goal.quarter or "",
        done_by=goal.target_date,
        owner=label_of(goal.assigned_to, seats, viewer_seat),
        measure=goal.metric,
        measure_unit=goal.metric_unit,
        **{name: number_text(getattr(goal, METRIC[name])) for name in GoalForm.NUMBERS},
    )


def moves_without_reason(goal: Goal, changes: FieldValues, form: GoalForm) -> bool:
    """Whether an agreed date moves to a later day, or is removed, without a reason."""
    if "done_by" not in changes or form.date_why.data:
        return False
    return needs_reason(goal.promise_to_explain, changes["done_by"] or None)


def apply_changes(
    goal: Goal, changes: FieldValues, form: GoalForm, spans: Sequence[Span], by: Person
) -> None:
    """Change the fields with the goal's own verbs."""
    goal.change(by, **{name: changes[name] for name in ("title", "why") if name in changes})
    if "quarter" in changes:
        goal.change(by, quarter=changes["quarter"] or None)
    if "span" in changes:
        goal.set_span(span_of(changes["span"], spans), by, previous=span_name(goal, spans))
    if "done_by" in changes:
        goal.set_date(changes["done_by"] or None, by, why=form.date_why.data or "")
    if "owner" in changes:
        goal.assign(form.who, by)
    goal.define_metric(
        by, **{METRIC[name]: metric_value(form, name) for name in DEFINITION if name in changes}
    )
    if "measure_now" in changes:
        goal.update_metric(form.measure_now.number, by)


def metric_value(form: GoalForm, name: str) -> str | float | None:
    """Return the value of a field of the measure as the goal stores it."""
    return form[name].number if name in form.NUMBERS else form[name].data or ""


def make_goal(client: Client, form: NewGoalForm, spans: Sequence[Span], by: Person) -> Goal:
    """Create a goal from its form.

    A proposed one is added as a draft, then proposed. One that a COO adds as agreed is then marked as agreed by
    them, because no CEO agreed to it here.
    """
    span, life = span_of(form.span.data, spans), form.starts_as
    is_own = life == ApprovalState.AGREED and not (form.viewer_seat and form.viewer_seat.role == Role.COO)
    goal = Goal.add(
        client,
        form.title.data,
        by=by,
        idempotency_key=form.idempotency_key,
        owner=form.who,
        why=form.why.data or "",
        span_id=span.id if span else None,
        quarter=form.quarter.data or None,
        target_date=form.done_by.data,
        approval_state=life if is_own else ApprovalState.DRAFT,
        is_hidden=life == ApprovalState.DRAFT,
        **{column: metric_value(form, name) for name, column in METRIC.items()},
    )
    if life == ApprovalState.PROPOSED:
        goal.propose(by)
    elif life == ApprovalState.AGREED:
        goal.agree(by)
    return goal


def span_of(number: str | None, spans: Sequence[Span]) -> Span | None:
    """Return the span of this number; None if there is none."""
    return next((span for span in spans if str(span.number) == number), None)


def span_name(goal: Goal, spans: Sequence[Span]) -> str:
    """Return the name of the goal's span; empty if it has none."""
    return next((span.name for span in spans if span.id == goal.span_id), "")
