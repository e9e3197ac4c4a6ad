"""Agreeing on a goal: the COO proposes it, the CEO agrees or discusses it first; and the current measure."""

from __future__ import annotations

from types import SimpleNamespace

from flask import Blueprint, Response, abort
from flask_login import current_user

from tracker.foundation.access import CEO, COO, allow
from tracker.foundation.forms import validate_or_abort
from tracker.roadmap.goals import responses as answer
from tracker.roadmap.goals.forms import LifeForm, ShowingForm, TalkForm
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
    if not answer.agreement_of(goal).may_agree:
        abort(403)
    ShowingForm().check_as_shown(goal)
    goal.agree(by=current_user)
    return answer.life_changed(goal, say="Agreed")


@approval.post("/talk")
@allow(CEO)
def talk_over(number: int) -> Response:
    goal, form = find_goal(number), TalkForm()
    validate_or_abort(form)
    goal.request_discussion(by=current_user, words=form.why.data or "")
    return answer.life_changed(
        goal, say=f"{answer.agreement_of(goal).coos} can see you’d like to discuss this first"
    )


@approval.post("/life")
@allow(COO)
def change_life(number: int) -> Response:
    """Propose it, or move it back to draft."""
    goal, form = find_goal(number), LifeForm()
    validate_or_abort(form)
    if form.life.data == ApprovalState.PROPOSED:
        form.check_as_shown(goal)
        goal.propose(by=current_user)
        return answer.life_changed(goal, say="Proposed")
    goal.return_to_draft(by=current_user)
    return answer.life_changed(goal, say="Back to a draft")


@approval.post("/measure-now")
@allow(COO, CEO)
def measure_now(number: int) -> Response:
    """Set the current value of the measure."""
    goal, form = find_goal(number), MeasureNowForm()
    changes = form.changes(SimpleNamespace(measure_now=number_text(goal.measure_now)))
    if changes is None:
        return answer.measure_refused(goal, form)
    if changes:
        goal.update_metric(form.measure_now.number, by=current_user)
    return answer.life_changed(goal, say="Saved")
