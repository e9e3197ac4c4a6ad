"""Proposing a goal, agreeing to it or asking to discuss it first; and the current value of its measure."""

from __future__ import annotations

from types import SimpleNamespace

from flask import Blueprint, Response, abort, g
from flask_login import current_user

from tracker.accounts.roles import CEO, COO
from tracker.foundation.access import allow
from tracker.foundation.exceptions import DomainError
from tracker.foundation.forms import validate_or_abort
from tracker.roadmap.goals import responses as answer
from tracker.roadmap.goals.forms import ApprovalForm, DiscussionForm, ShowingForm
from tracker.roadmap.goals.metric_forms import MeasureNowForm
from tracker.roadmap.goals.views import find_goal
from tracker.roadmap.models.metric import number_text
from tracker.roadmap.models.statuses import ApprovalState

approval = Blueprint("approval", __name__, url_prefix="/goals/<int:number>")


@approval.post("/agree")
@allow(COO, CEO)
def agree(number: int) -> Response:
    """Agree, as the CEO; a COO may only record it while nobody has access as CEO."""
    goal = find_goal(number)
    if not answer.approval_of(goal).may_agree:
        abort(403)
    form = ShowingForm()
    validate_or_abort(form)
    if not goal.is_agreed:
        form.check_as_shown(goal, "Go with it now" if g.seat.role == CEO else "It’s agreed now")
    goal.agree(by=current_user)
    return answer.approval_response(goal, say="Agreed" if g.seat.role == CEO else "Marked as agreed")


@approval.post("/talk")
@allow(CEO)
def request_discussion(number: int) -> Response:
    """Ask to discuss the goal first, with an optional text."""
    goal, form = find_goal(number), DiscussionForm()
    validate_or_abort(form)
    if not goal.is_open:
        raise DomainError("This goal is closed, so it needs no answer.")
    words = form.why.data or ""
    goal.adds_to_discussion(current_user, words)  # asks nothing if it is refused in any case
    form.check_as_shown(goal, f"Tell {answer.approval_of(goal).coos} anyway")
    goal.request_discussion(by=current_user, words=words)
    return answer.approval_response(
        goal, say=f"{answer.approval_of(goal).coos} can see you’d like to discuss this first"
    )


@approval.post("/life")
@allow(COO)
def change_state(number: int) -> Response:
    """Propose it, or move it back to draft."""
    goal, form = find_goal(number), ApprovalForm()
    validate_or_abort(form)
    if form.life.data == ApprovalState.PROPOSED:
        if not goal.is_proposed or goal.discussion_requested_at:
            form.check_as_shown(goal, "Propose it now")
        goal.propose(by=current_user)
        return answer.approval_response(goal, say="Proposed")
    if not goal.is_draft:
        form.check_as_shown(goal, "Back to a draft")
    goal.return_to_draft(by=current_user)
    return answer.approval_response(goal, say="Back to a draft")


@approval.post("/measure-now")
@allow(COO, CEO)
def measure_now(number: int) -> Response:
    """Set the current value of the measure."""
    goal, form = find_goal(number), MeasureNowForm()
    changes = form.changes(SimpleNamespace(measure_now=number_text(goal.metric_current)))
    if changes is None:
        return answer.measure_refused(goal, form)
    if changes:
        goal.update_metric(form.measure_now.number, by=current_user)
    return answer.approval_response(goal, say="Saved")
