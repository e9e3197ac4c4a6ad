"""The actions about goals: their sentences, readers and undo."""

from __future__ import annotations

from typing import Any

from tracker.clients.models import Role, Span
from tracker.foundation.database import db
from tracker.history.actions import Action, Category, Details, Effect, Undo
from tracker.history.change_set import lines_so_far
from tracker.history.phrases import did, of_subject, says
from tracker.history.readers import LEADS, VISIBILITY
from tracker.history.undo import UndoStep
from tracker.history.viewpoint import Viewpoint
from tracker.roadmap.models import Goal, Task, snapshots
from tracker.roadmap.models.proposal_sayings import LIFE
from tracker.roadmap.models.statuses import ApprovalState
from tracker.roadmap.presentation.work_actions import sentences
from tracker.roadmap.presentation.work_actions.common import actions_of_work
from tracker.roadmap.presentation.work_actions.undo import (
    is_lead,
    may_edit,
    reorder,
    select_of,
    undo_field,
    undo_reason,
)

WHOSE = {
    "goal_proposed": Role.COO,
    "goal_put_back": Role.COO,
    "goal_agreed": Role.CEO,
    "goal_talk_wanted": Role.CEO,
    "goal_talk_withdrawn": Role.CEO,
}


def spanned(details: Details, subject: str, _voice: Viewpoint) -> str:
    if details.get("current"):
        return f"put {subject} into {details['current']}"
    return f"removed {subject} from {details['previous']}"


def planned(details: Details, subject: str, _voice: Viewpoint) -> str:
    quarter = details.get("current") or ""
    if not quarter:
        return f"removed {subject} from its quarter"
    return f"planned {subject} for {quarter[5:]} {quarter[:4]}"


def proposed(details: Details, subject: str, _voice: Viewpoint) -> str:
    if "undoes" in details:
        return f"put {subject} back to proposed"
    before = (details.get("before") or {}).get("life")
    return f"proposed {subject} anew" if before in ("agreed", "proposed") else f"proposed {subject}"


def agreed(details: Details, subject: str, _voice: Viewpoint) -> str:
    return f"put {subject} back to agreed" if "undoes" in details else f"agreed to {subject}"


def talk_wanted(details: Details, subject: str, _voice: Viewpoint) -> str:
    """After an undo the wish to discuss is still the CEO's who had it, who may not be the person who did the undo."""
    if details.get("again"):
        return f"put back the wish to talk {subject} over first"
    if "undoes" in details:
        return f"the wish to discuss {subject} first is open again"
    words = f": “{details['why']}”" if details.get("why") else ""
    return f"wants to discuss {subject} first{words}"


def measured(details: Details, subject: str, _voice: Viewpoint) -> str:
    of = of_subject(subject)
    current = details.get("current")
    return f"set the measure{of}: {current}" if current else f"removed the measure{of}"


def measured_now(details: Details, subject: str, _voice: Viewpoint) -> str:
    """Return `updated the measure from 4 weeks to 3 weeks`."""
    of = of_subject(subject)
    current, previous = details.get("current"), details.get("previous")
    if not current:
        return f"cleared the current value of the measure{of}"
    start = f" from {previous}" if previous else ""
    return f"updated the measure{of}{start} to {current}"


def undo_why(past: UndoStep) -> None:
    """Restore why it matters, or why it is watched."""
    undo_field(past) if past.before["field"] == "why" else undo_reason(past)


def undo_measure(past: UndoStep) -> None:
    past.record.define_metric(past.by, **past.before)


def undo_measure_now(past: UndoStep) -> None:
    past.record.update_metric(past.before["value"], past.by)


def undo_span(past: UndoStep) -> None:
    goal, number = past.record, past.before["span"]
    here = {each.number: each for each in db.session.scalars(Span.of(past.seat.client))}
    left = next((each.name for each in here.values() if each.id == goal.span_id), "")
    goal.set_span(here.get(number), past.by, previous=left)


def undo_order(past: UndoStep) -> None:
    query = select_of(Goal, past).where(Goal.number == past.before["behind"])
    reorder(past, db.session.scalars(query).first())


def speaks_for(past: UndoStep) -> bool:
    """Who may undo an approval step: the role that took it, or the COO/CEO who did it."""
    own = past.event.actor_id == past.by.id and bool(past.seat.is_lead)
    return own or past.seat.role == whose_word(past)


def whose_word(past: UndoStep) -> Role:
    """Return the role of an approval step: a draft is the COO’s; agreeing and discussing are the CEO’s alone."""
    before = past.before
    if before["life"] == ApprovalState.DRAFT:
        return Role.COO
    said_by_ceo = before["life"] == ApprovalState.AGREED or before["talk_at"]
    return Role.CEO if said_by_ceo else WHOSE[past.event.action]


def undo_approval(past: UndoStep) -> None:
    """Restore the approval before: the sayings, when it was agreed, and the dates that were fixed with it."""
    goal: Goal = past.record
    before, made, asked = past.before, len(lines_so_far()), goal.asked_since()
    if before["life"] == ApprovalState.DRAFT:
        goal.return_to_draft(past.by)
    elif before["life"] == ApprovalState.AGREED:
        goal.agree(past.by)
    elif before["talk_at"]:
        goal.withdraw_talk(past.by) if goal.is_proposed else goal.propose(past.by)
        goal.request_discussion(past.by, words_in(before))
    elif past.event.action == "goal_talk_wanted":
        goal.withdraw_talk(past.by)
    else:
        goal.propose(past.by)
    goal.agreed_at, goal.talk_at = snapshots.at(before["agreed_at"]), snapshots.at(before["talk_at"])
    goal.keep_asked_since(asked)
    if "first_dues" in before:
        restore_first_dates(goal, past)
    if "said" in before:
        for line in lines_so_far()[made:]:
            line.details = {**line.details, "stands": before["said"]}


def words_in(before: dict[str, Any]) -> str:
    """Return the words written with the wish to discuss it."""
    talk = (before.get("said") or {}).get("talk") or {}
    return str(talk.get("words") or before.get("talk") or "")


def restore_first_dates(goal: Goal, past: UndoStep) -> None:
    """Restore the first dates from before it was agreed."""
    firsts = past.before["first_dues"]
    goal.first_done_by = snapshots.on(past.before["first_done_by"])
    query = select_of(Task, past).where(Task.number.in_([int(number) for number in firsts]))
    for task in db.session.scalars(query):
        task.first_due = snapshots.on(firsts[str(task.number)])


undo_of_approval = Undo(undo_approval, may=speaks_for, touches=LIFE)

actions = [
    *actions_of_work("goal"),
    Action(
        "goal_why_changed", sentences.gave_reason, did("gave the reason for {}"), together="explained",
        undo=Undo(undo_why, may=may_edit), readers=VISIBILITY, category=Category.WORDS,
    ),
    Action(
        "goal_span_changed", spanned, did("moved {} to other spans"),
        undo=Undo(undo_span, may=may_edit), readers=VISIBILITY, category=Category.WORDS,
    ),
    Action(
        "goal_quarter_changed", planned, did("changed the quarter of {}"),
        undo=Undo(undo_field, may=may_edit), readers=VISIBILITY, category=Category.DATES,
    ),
    Action(
        "goal_reordered", sentences.ordered, did("changed the order of {}"), together="reordered",
        undo=Undo(undo_order, may=is_lead), readers=VISIBILITY, category=Category.THINGS, effect=Effect.POSITION,
    ),
    Action(
        "goal_proposed", proposed, did("proposed {}"),
        undo=undo_of_approval, readers=VISIBILITY, category=Category.STATUS, effect=Effect.SIGHT,
    ),
    Action(
        "goal_agreed", agreed, did("agreed to {}"),
        undo=undo_of_approval, readers=VISIBILITY, category=Category.STATUS, effect=Effect.SIGHT,
    ),
    Action(
        "goal_put_back", says("moved {} back to draft"), did("moved {} back to draft"),
        undo=undo_of_approval, readers=VISIBILITY, category=Category.STATUS, effect=Effect.SIGHT,
    ),
    Action(
        "goal_talk_wanted", talk_wanted, did("wants to discuss {} first"),
        undo=undo_of_approval, readers=LEADS, category=Category.STATUS,
    ),
    Action(
        "goal_talk_withdrawn", says("withdrew the wish to discuss {} first"),
        did("withdrew the wish to discuss {} first"),
        undo=undo_of_approval, readers=LEADS, category=Category.STATUS,
    ),
    Action(
        "goal_measure_changed", measured, did("changed how {} are measured"),
        undo=Undo(undo_measure, may=may_edit), readers=VISIBILITY, category=Category.WORDS,
    ),
    Action(
        "goal_measure_now_changed", measured_now, did("updated the measures of {}"),
        undo=Undo(undo_measure_now, may=may_edit), readers=VISIBILITY, category=Category.STATUS,
    ),
]  # fmt: skip
