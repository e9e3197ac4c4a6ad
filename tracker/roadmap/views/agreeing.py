"""Agreeing on a goal: the COO proposes it, the CEO goes with it or talks it over first; and how it measures up."""

from __future__ import annotations

from types import SimpleNamespace

from flask import Blueprint, Response, abort, request
from flask_login import current_user

from tracker.foundation.access import CEO, COO, allow
from tracker.foundation.conflicts import ConflictError, chosen, settle_fields, shown_values
from tracker.roadmap import agreeing_answers as answer
from tracker.roadmap.agreeing_forms import LifeForm, TalkForm
from tracker.roadmap.measure import number_text
from tracker.roadmap.measure_forms import MeasureNowForm
from tracker.roadmap.status import Life
from tracker.roadmap.task_forms import must
from tracker.roadmap.views.goals import find

agreeing = Blueprint("agreeing", __name__, url_prefix="/goals/<int:number>")


@agreeing.post("/agree")
@allow(COO, CEO)
def agree(number: int) -> Response:
    """The CEO's word; a COO may write it down only while nobody sits here as CEO."""
    goal = find(number)
    if not answer.agreement_of(goal).may_agree:
        abort(403)
    goal.agree(by=current_user)
    return answer.life_changed(goal, say="Agreed")


@agreeing.post("/talk")
@allow(CEO)
def talk_over(number: int) -> Response:
    goal, form = find(number), TalkForm()
    must(form)
    goal.talk_over(by=current_user, words=form.why.data or "")
    return answer.life_changed(
        goal, say=f"Noted. You talk it over with {answer.agreement_of(goal).coos} first"
    )


@agreeing.post("/life")
@allow(COO)
def change_life(number: int) -> Response:
    """Propose it, or take it back into a draft."""
    goal, form = find(number), LifeForm()
    must(form)
    if form.life.data == Life.PROPOSED:
        goal.propose(by=current_user)
        return answer.life_changed(goal, say="Proposed")
    goal.put_back(by=current_user)
    return answer.life_changed(goal, say="Back to a draft")


@agreeing.post("/measure-now")
@allow(COO, CEO)
def measure_now(number: int) -> Response:
    """Where the measure stands now."""
    goal, form = find(number), MeasureNowForm()
    if not form.validate():
        return answer.measure_refused(goal, form)
    now = SimpleNamespace(measure_now=number_text(goal.measure_now))
    try:
        posted = chosen({"measure_now": form.measure_now.said}, request.form)
        changes = settle_fields(now, posted, shown_values(request.form), {"measure_now": "Now"})
    except ConflictError as both:
        return answer.measure_refused(goal, form, both.clashes)
    if changes:
        goal.stand_at(form.measure_now.number, by=current_user)
    return answer.life_changed(goal, say="Saved")
