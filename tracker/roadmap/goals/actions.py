"""The actions about goals: their sentences, readers and undo."""

from __future__ import annotations

from sqlalchemy import select

from tracker.clients.models import Role, Span
from tracker.clients.short_names import short_name
from tracker.foundation.column_types import JsonObject
from tracker.foundation.database import db
from tracker.foundation.exceptions import DomainError
from tracker.history.actions import Action, Category, Effect, Undo
from tracker.history.change_set import changes_beside, lines_so_far
from tracker.history.models import Event
from tracker.history.phrases import plural, singular, subject_phrase
from tracker.history.readers import LEADS, VISIBILITY, ReaderGroup, group_of
from tracker.history.undo import UndoStep, is_lead, undo_field
from tracker.history.viewpoint import Details, Viewpoint
from tracker.roadmap.models import Goal, Task, snapshots
from tracker.roadmap.models.proposal_comments import APPROVAL_ACTIONS
from tracker.roadmap.models.questions import forget_showing
from tracker.roadmap.models.statuses import ApprovalState
from tracker.roadmap.presentation.work_actions import sentences
from tracker.roadmap.presentation.work_actions.common import actions_of_work
from tracker.roadmap.presentation.work_actions.undo import (
    may_edit,
    reorder,
    select_of,
    undo_reason,
)

ROLE_BY_ACTION = {
    "goal_proposed": Role.COO,
    "goal_returned_to_draft": Role.COO,
    "goal_agreed": Role.CEO,
    "goal_discussion_requested": Role.CEO,
    "goal_discussion_withdrawn": Role.CEO,
}


def span_sentence(details: Details, subject: str, _viewpoint: Viewpoint) -> str:
    """Return “put it into Finance” or “removed it from Finance”."""
    if details.get("current"):
        return f"put {subject} into {details['current']}"
    return f"removed {subject} from {details['previous']}"


def quarter_sentence(details: Details, subject: str, _viewpoint: Viewpoint) -> str:
    """Return “planned it for Q4 2026” or “removed it from its quarter”."""
    quarter = details.get("current") or ""
    if not quarter:
        return f"removed {subject} from its quarter"
    return f"planned {subject} for {quarter[5:]} {quarter[:4]}"


def proposed_sentence(details: Details, subject: str, _viewpoint: Viewpoint) -> str:
    """Return “proposed it”; “again” if it was proposed before, which a goal added as agreed never was."""
    if "undoes" in details:
        return f"put {subject} back to proposed"
    was = details.get("before") or {}
    again = bool((was.get("said") or {}).get("proposed"))
    return f"proposed {subject} again" if again else f"proposed {subject}"


def agreed_sentence(details: Details, subject: str, _viewpoint: Viewpoint) -> str:
    """Return “agreed to it”, or “marked it as agreed” for a COO, who may while nobody has access as CEO.

    “again” if the same person did so before, and that was not undone.
    """
    if "undoes" in details and not details.get("again"):
        return f"put {subject} back to agreed"
    again = " again" if details.get("agreed_before") else ""
    return f"marked {subject} as agreed{again}" if details.get("recorded") else f"agreed to {subject}{again}"


def agreed_plural(many: str, shared: Details, _viewpoint: Viewpoint) -> str:
    """Return “agreed to two goals”; “marked two goals as agreed” if a COO recorded all of them."""
    return f"marked {many} as agreed" if shared.get("recorded") else f"agreed to {many}"


def discussion_requested_sentence(details: Details, subject: str, _viewpoint: Viewpoint) -> str:
    """Return “wants to discuss it first”. After an undo, the request is still the CEO's and not the actor's."""
    if details.get("again"):
        return f"asked again to discuss {subject} first"
    if "undoes" in details:
        return f"reopened the wish to discuss {subject} first"
    words = f": “{details['why']}”" if details.get("why") else ""
    return f"wants to discuss {subject} first{words}"


def discussion_ended_sentence(details: Details, subject: str, viewpoint: Viewpoint) -> str:
    """Return the sentence for a request that ended because its CEO has no access any more."""
    name = viewpoint.name(details["name"])
    return f"removed {name}’s access as CEO, so nobody is waiting to discuss {subject} any more"


def metric_sentence(details: Details, subject: str, _viewpoint: Viewpoint) -> str:
    """Return “set the measure: …” with all its values, or “removed the measure”."""
    of = subject_phrase(subject)
    current = details.get("current")
    return f"set the measure{of}: {current}" if current else f"removed the measure{of}"


def metric_updated_sentence(details: Details, subject: str, _viewpoint: Viewpoint) -> str:
    """Return “updated the measure from 4 weeks to 3 weeks”."""
    of = subject_phrase(subject)
    current, previous = details.get("current"), details.get("previous")
    if not current:
        return f"cleared the current value of the measure{of}"
    start = f" from {previous}" if previous else ""
    return f"updated the measure{of}{start} to {current}"


def undo_why(past: UndoStep) -> None:
    """Restore why the goal matters, or the reason for its status."""
    undo_field(past) if past.before["field"] == "why" else undo_reason(past)


def undo_metric(past: UndoStep) -> None:
    """Restore the values that were replaced, among the measure's text, start, target and unit."""
    past.record.define_metric(past.by, **past.before)


def undo_metric_update(past: UndoStep) -> None:
    """Restore the previous current value of the measure, or none."""
    past.record.update_metric(past.before["value"], past.by)


def undo_span(past: UndoStep) -> None:
    """Move the goal back to its previous span, or to none if that span is gone."""
    goal, number = past.record, past.before["span"]
    here = {each.number: each for each in db.session.scalars(Span.of(past.seat.client))}
    left = next((each.name for each in here.values() if each.id == goal.span_id), "")
    goal.set_span(here.get(number), past.by, previous=left)


def undo_order(past: UndoStep) -> None:
    """Place the goal after the one it followed, even if that one is in the trash, or first.

    DomainError if that one was deleted.
    """
    query = select_of(Goal, past).where(Goal.number == past.before["behind"])
    reorder(past, db.session.scalars(query).first())


def may_undo_approval(past: UndoStep) -> bool:
    """Whether the person may undo an approval step: by their role, or as the lead who took the step."""
    own = past.event.actor_id == past.by.id and bool(past.seat.is_lead)
    return own or past.seat.role == role_to_undo(past)


def role_to_undo(past: UndoStep) -> Role:
    """Return the role that may undo an approval step.

    The COO restores a draft, the CEO an agreement or a request to discuss; otherwise the action's role may.
    """
    before = past.before
    if before["approval_state"] == ApprovalState.DRAFT:
        return Role.COO
    said_by_ceo = before["approval_state"] == ApprovalState.AGREED or before["discussion_requested_at"]
    return Role.CEO if said_by_ceo else ROLE_BY_ACTION[past.event.action]


def undo_approval(past: UndoStep) -> None:
    """Restore the previous approval: its comments, the time of agreement, and the dates fixed with it."""
    goal: Goal = past.record
    before, made = approval_to_restore(past), len(lines_so_far())
    if before["approval_state"] == ApprovalState.DRAFT:
        goal.return_to_draft(past.by)
    elif before["approval_state"] == ApprovalState.AGREED:
        goal.agree(past.by)
    elif before["discussion_requested_at"]:
        goal.withdraw_discussion(past.by) if goal.is_proposed else goal.propose(past.by)
        goal.request_discussion(past.by, discussion_text(before))
    elif past.event.action == "goal_discussion_requested":
        if has_undone_agreement(past):
            return
        goal.withdraw_discussion(past.by)
    else:
        goal.propose(past.by)
    goal.agreed_at, goal.discussion_requested_at = (
        snapshots.stored_moment(before["agreed_at"]),
        snapshots.stored_moment(before["discussion_requested_at"]),
    )
    if goal.is_draft:
        forget_showing(goal.client_id, past.event.happened_at, goal_id=goal.id)
    if "first_dues" in before:
        restore_first_dates(goal, past)
    if "said" in before:
        for line in lines_so_far()[made:]:
            line.details = {**line.details, "stands": before["said"]}


def approval_to_restore(past: UndoStep) -> JsonObject:
    """Return the approval before the change, without a request to discuss it whose CEO has no access now.

    Raise DomainError if that request is all that the change replaced.
    """
    before = past.before
    request = (before.get("said") or {}).get("talk")
    if not before["discussion_requested_at"] or not request or past.record.has_ceo(request["person_id"]):
        return before
    if past.record.is_proposed and past.record.discussion_requested_at is None:
        raise DomainError(f"{short_name(request['name'])} asked to discuss it, and has no access as CEO now.")
    return {**before, "discussion_requested_at": None, "said": {**before["said"], "talk": None}}


def has_undone_agreement(past: UndoStep) -> bool:
    """Whether the undo that reopened the request also undid an agreement. Agreeing again ends the request."""
    if "undoes" not in past.event.details:
        return False
    beside = select(Event).where(
        Event.client_id == past.event.client_id,
        Event.goal_id == past.event.goal_id,
        Event.change_set_id.in_(changes_beside([past.event.change_set_id])),
        Event.action == "goal_proposed",
    )
    before = [event.details.get("before") or {} for event in db.session.scalars(beside)]
    return any(each.get("approval_state") == ApprovalState.AGREED for each in before)


def discussion_text(before: JsonObject) -> str:
    """Return the text written with the request to discuss it."""
    request = (before.get("said") or {}).get("talk") or {}
    return str(request.get("words") or before.get("talk") or "")


def restore_first_dates(goal: Goal, past: UndoStep) -> None:
    """Restore the first dates from before it was agreed."""
    firsts = past.before["first_dues"]
    goal.original_target_date = snapshots.stored_date(past.before["original_target_date"])
    query = select_of(Task, past).where(Task.number.in_([int(number) for number in firsts]))
    for task in db.session.scalars(query):
        task.original_due = snapshots.stored_date(firsts[str(task.number)])


def readers_with_approval(past: UndoStep) -> ReaderGroup:
    """Return who may read the goal once its approval is restored."""
    return group_of({"draft": past.before["approval_state"] == ApprovalState.DRAFT})


undo_of_approval = Undo(
    undo_approval,
    readers_after=readers_with_approval,
    may=may_undo_approval,
    touches=APPROVAL_ACTIONS,
    shows_words=False,
    leaves_words=True,
)

actions = [
    *actions_of_work("goal"),
    Action(
        "goal_why_changed", sentences.reason_sentence, plural("gave the reason for {}"), together="explained",
        undo=Undo(undo_why, may=may_edit, touches=("goal_status_changed",), shows_words=True, leaves_words=True),
        readers=VISIBILITY, category=Category.WORDS,
    ),
    Action(
        "goal_span_changed", span_sentence, plural("moved {} to other spans"),
        undo=Undo(undo_span, may=may_edit, shows_words=False, leaves_words=True),
        readers=VISIBILITY, category=Category.WORDS,
    ),
    Action(
        "goal_quarter_changed", quarter_sentence, plural("changed the quarter of {}"),
        undo=Undo(undo_field, may=may_edit, shows_words=True, leaves_words=True),
        readers=VISIBILITY, category=Category.DATES,
    ),
    Action(
        "goal_reordered", sentences.order_sentence, plural("changed the order of {}"), together="reordered",
        undo=Undo(undo_order, may=is_lead, shows_words=False, leaves_words=False),
        readers=VISIBILITY, category=Category.THINGS, effect=Effect.POSITION,
    ),
    Action(
        "goal_proposed", proposed_sentence, plural("proposed {}"),
        undo=undo_of_approval, readers=VISIBILITY, category=Category.STATUS, effect=Effect.SIGHT,
    ),
    Action(
        "goal_agreed", agreed_sentence, agreed_plural,
        undo=undo_of_approval, readers=VISIBILITY, category=Category.STATUS, effect=Effect.SIGHT,
    ),
    Action(
        "goal_returned_to_draft", singular("moved {} back to draft"), plural("moved {} back to draft"),
        undo=undo_of_approval, readers=VISIBILITY, category=Category.STATUS, effect=Effect.SIGHT,
    ),
    Action(
        "goal_discussion_requested", discussion_requested_sentence, plural("wants to discuss {} first"),
        undo=undo_of_approval, readers=LEADS, category=Category.STATUS,
    ),
    Action(
        "goal_discussion_withdrawn", singular("withdrew the wish to discuss {} first"),
        plural("withdrew the wish to discuss {} first"),
        undo=undo_of_approval, readers=LEADS, category=Category.STATUS,
    ),
    Action(
        "goal_discussion_ended", discussion_ended_sentence, plural("ended the wish to discuss {} first"),
        undo="access: the request ended with it", readers=LEADS, category=Category.STATUS,
    ),
    Action(
        "goal_metric_changed", metric_sentence, plural("changed how {} are measured"),
        undo=Undo(undo_metric, may=may_edit, shows_words=True, leaves_words=True),
        readers=VISIBILITY, category=Category.WORDS,
    ),
    Action(
        "goal_metric_updated", metric_updated_sentence, plural("updated the measures of {}"),
        undo=Undo(undo_metric_update, may=may_edit, shows_words=True, leaves_words=True),
        readers=VISIBILITY, category=Category.STATUS,
    ),
]  # fmt: skip
