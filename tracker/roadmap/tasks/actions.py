"""The actions about tasks, their steps and comments: their sentences, readers and undo."""

from __future__ import annotations

from typing import TypeVar

from tracker.clients.models import Role
from tracker.clients.scope import all_seats
from tracker.foundation.database import db, first_or_404
from tracker.foundation.exceptions import DomainError
from tracker.history.actions import Action, Category, Effect, SentenceFn, Undo
from tracker.history.phrases import plural, singular, subject_phrase
from tracker.history.readers import VISIBILITY, ReaderGroup, group_of, restrictions_of
from tracker.history.undo import UndoStep, is_lead, undo_field
from tracker.history.viewpoint import Details, Viewpoint
from tracker.roadmap.models import Comment, Goal, Step, Task, snapshots
from tracker.roadmap.models.present_seats import move_to_earlier_seat
from tracker.roadmap.models.questions import forget_showing
from tracker.roadmap.models.statuses import Visibility
from tracker.roadmap.presentation.work_actions import sentences
from tracker.roadmap.presentation.work_actions.common import actions_of_work
from tracker.roadmap.presentation.work_actions.undo import (
    may_edit,
    may_move,
    reorder,
    select_of,
    undo_reason,
)

Piece = TypeVar("Piece", Step, Comment)
IN_THE_TRASH = "That step is in the trash. Nothing was undone."


def details_sentence(_details: Details, subject: str, _viewpoint: Viewpoint) -> str:
    """Return “rewrote the details”, without their text."""
    return f"rewrote the details{subject_phrase(subject)}"


def goal_sentence(details: Details, subject: str, _viewpoint: Viewpoint) -> str:
    """Return “moved it under “Open on Sundays””, or “moved it to the inbox”."""
    if details.get("current"):
        return f"moved {subject} under “{details['current']}”"
    return f"moved {subject} to the inbox"


def kind_sentence(details: Details, subject: str, viewpoint: Viewpoint) -> str:
    """Return the sentence for a change of kind."""
    return f"made {subject} {viewpoint.kind(details['current']).lower()} work"


def visibility_sentence(details: Details, subject: str, _viewpoint: Viewpoint) -> str:
    """Return the sentence for a change of visibility."""
    if details.get("current") == "leads":
        return f"kept {subject} between CEO and COO"
    return f"shared {subject} with everyone here"


def visibility_plural(many: str, shared: Details, _viewpoint: Viewpoint) -> str:
    """Return “shared three tasks with everyone here”; “changed who sees three tasks” if they differ."""
    if "current" not in shared:
        return f"changed who sees {many}"
    return (
        f"kept {many} between CEO and COO"
        if shared["current"] == "leads"
        else f"shared {many} with everyone here"
    )


def goal_plural(many: str, shared: Details, _viewpoint: Viewpoint) -> str:
    """Return “moved three tasks under “Open on Sundays””; “to other goals” if these differ."""
    if "current" not in shared:
        return f"moved {many} to other goals"
    return f"moved {many} under “{shared['current']}”" if shared["current"] else f"moved {many} to the inbox"


def step_sentence(verb: str) -> SentenceFn:
    """Return the function that words a step: “finished the step “Weigh””, with the task's name elsewhere."""
    return lambda details, subject, _viewpoint: (
        f"{verb} the step “{details['step']}”{subject_phrase(subject)}"
    )


def step_renamed_sentence(details: Details, _subject: str, _viewpoint: Viewpoint) -> str:
    """Return “renamed the step “Weigh” to “Weigh twice””, without the task."""
    return f"renamed the step “{details['previous']}” to “{details['current']}”"


def undo_visibility(past: UndoStep) -> None:
    """Restore the visibility, also of the comments that were shown or hidden with the task.

    It goes back to the ended access of people who came back in a role that does not see it then.
    """
    before = past.before
    for holder, number in before.get("seats", {}).items():
        earlier = next(seat for seat in all_seats() if seat.number == number)
        move_to_earlier_seat(past.record, holder, earlier)
    past.record.share(Visibility(before["visibility"]), past.by, comments=before.get("comments", ()))


def undo_goal(past: UndoStep) -> None:
    """Move it back to its goal, after the task it followed; to the end if that one is gone."""
    task, before = past.record, past.before
    goal = previous_goal(past, before["goal"])
    behind = task_it_followed(past, goal, before["behind"])
    if before["behind"] and behind is None:
        task.move_to_goal(goal, past.by)
    else:
        task.place(goal, behind, past.by)
    task.added_to_goal_at = snapshots.stored_moment(before["added_to_goal_at"]) or task.added_to_goal_at
    if task.in_draft():
        forget_showing(task.client_id, past.event.happened_at, task_id=task.id)


def readers_with_visibility(past: UndoStep) -> ReaderGroup:
    """Return who may read the task once its visibility is restored."""
    task = past.record
    for_leads = past.before["visibility"] == Visibility.LEADS
    return group_of(restrictions_of(in_draft=task.in_draft(), for_leads=for_leads))


def readers_in_goal(past: UndoStep) -> ReaderGroup:
    """Return who may read the task once it is back under its goal, or in the inbox."""
    task, query = past.record, select_of(Goal, past).where(Goal.number == past.before["goal"])
    goal = db.session.scalars(query).first() if past.before["goal"] is not None else None
    return group_of(restrictions_of(in_draft=goal is not None and goal.is_draft, for_leads=task.is_for_leads))


def previous_goal(past: UndoStep, number: int | None) -> Goal | None:
    """Return the goal it was under; None for the inbox.

    404 if the seat may not see it, DomainError if it is in the trash.
    """
    if number is None:
        return None
    query = select_of(Goal, past).where(Goal.number == number, Goal.shown_to(past.seat))
    goal: Goal = first_or_404(query)
    if goal.trashed_at is not None:
        raise DomainError(f"“{goal.title}” is in the trash. Restore it first.")
    return goal


def task_it_followed(past: UndoStep, goal: Goal | None, number: int | None) -> Task | None:
    """Return the task it followed in that goal, even if trashed; None if it is not there."""
    if number is None:
        return None
    query = select_of(Task, past).where(Task.number == number, Task.same_goal(goal.id if goal else None))
    found: Task | None = db.session.scalars(query).first()
    return found


def undo_order(past: UndoStep) -> None:
    """Place the task after the one it followed before."""
    reorder(past, task_it_followed(past, past.record.loaded_goal(), past.before["behind"]))


def child_of_task(model: type[Piece], past: UndoStep) -> Piece:
    """Return the step or comment that the event is about, even if trashed."""
    query = select_of(model, past).where(
        model.task_id == past.record.id, model.number == past.before["number"]
    )
    found: Piece = first_or_404(query)
    return found


def step_to_undo(past: UndoStep) -> Step:
    """Return the step; DomainError if it is in the trash."""
    step = child_of_task(Step, past)
    if step.trashed_at is not None:
        raise DomainError(IN_THE_TRASH)
    return step


def undo_tick(past: UndoStep) -> None:
    """Tick the step, or untick it. DomainError if it is in the trash."""
    step_to_undo(past).tick(past.record, past.event.action == "task_step_undone", past.by)


def undo_step_name(past: UndoStep) -> None:
    """Restore the step's previous title. DomainError if it is in the trash."""
    step_to_undo(past).rename(past.record, past.previous, past.by)


def undo_adding_step(past: UndoStep) -> None:
    """Trash the step that was added or restored."""
    child_of_task(Step, past).put_in_trash(past.record, past.by)


def undo_trashing_step(past: UndoStep) -> None:
    """Restore the step; nothing if it was restored since."""
    child_of_task(Step, past).restore(past.record, past.by)


def may_undo_comment(past: UndoStep) -> bool:
    """Whether the person wrote or restored the comment, or is a COO."""
    if past.seat.role == Role.COO or past.event.actor_id == past.by.id:
        return True
    return past.event.action != "task_comment_added" and child_of_task(Comment, past).author_id == past.by.id


def may_restore_comment(past: UndoStep) -> bool:
    """Whether the person removed the comment, or is a COO. Its author cannot restore one a COO removed."""
    return past.seat.role == Role.COO or past.event.actor_id == past.by.id


def undo_adding_comment(past: UndoStep) -> None:
    """Trash the comment that was added or restored."""
    child_of_task(Comment, past).put_in_trash(past.record, past.by)


def undo_trashing_comment(past: UndoStep) -> None:
    """Restore the comment; nothing if it was restored since."""
    child_of_task(Comment, past).restore(past.record, past.by)


PLACE = ("task_goal_changed", "task_reordered", "goal_reordered")
undo_of_tick = Undo(
    undo_tick,
    may=may_move,
    touches=("task_step_done", "task_step_undone"),
    shows_words=False,
    leaves_words=True,
)
undo_of_step = Undo(
    undo_adding_step,
    may=may_edit,
    touches=("task_step_added", "task_step_restored", "task_step_trashed"),
    shows_words=False,
    leaves_words=True,
)
undo_of_comment = Undo(
    undo_adding_comment,
    may=may_undo_comment,
    touches=("task_comment_added", "task_comment_restored", "task_comment_trashed"),
    shows_words=False,
    leaves_words=False,
)

actions = [
    *actions_of_work("task"),
    Action(
        "task_why_changed", sentences.reason_sentence, plural("gave the reason for {}"), together="explained",
        undo=Undo(undo_reason, may=may_move, touches=("task_status_changed",),
            shows_words=True, leaves_words=True),
        readers=VISIBILITY, category=Category.WORDS, refreshes="status",
    ),
    Action(
        "task_details_changed", details_sentence, plural("rewrote the details of {}"),
        undo=Undo(undo_field, may=may_edit, shows_words=True, leaves_words=True),
        readers=VISIBILITY, category=Category.WORDS, refreshes="details",
    ),
    Action(
        "task_kind_changed", kind_sentence, plural("changed the kind of {}"),
        undo=Undo(undo_field, may=may_edit, shows_words=False, leaves_words=True),
        readers=VISIBILITY, category=Category.WORDS, refreshes="kind",
    ),
    Action(
        "task_goal_changed", goal_sentence, goal_plural,
        undo=Undo(undo_goal, readers_after=readers_in_goal, may=may_edit, touches=PLACE, names={"goal": "goal"},
            shows_words=False, leaves_words=True),
        readers=VISIBILITY, category=Category.THINGS, effect=Effect.POSITION,
    ),
    Action(
        "task_reordered", sentences.order_sentence, plural("changed the order of {}"), together="reordered",
        undo=Undo(undo_order, may=may_edit, touches=PLACE, shows_words=False, leaves_words=False),
        readers=VISIBILITY, category=Category.THINGS, effect=Effect.POSITION, in_discussion=False,
    ),
    Action(
        "task_visibility_changed", visibility_sentence, visibility_plural,
        undo=Undo(undo_visibility, readers_after=readers_with_visibility, may=is_lead,
            shows_words=False, leaves_words=True),
        readers=VISIBILITY, category=Category.PEOPLE, refreshes="sharing",
    ),
    Action(
        "task_step_added", step_sentence("added"), plural("added {}"), noun="step",
        undo=undo_of_step, readers=VISIBILITY, category=Category.THINGS, refreshes="steps",
        icon="plus", verb_in_a_row="added",
    ),
    Action(
        "task_step_done", step_sentence("finished"), plural("finished {}"), noun="step",
        undo=undo_of_tick, readers=VISIBILITY, category=Category.STATUS, refreshes="steps",
        icon="tick", verb_in_a_row="finished",
    ),
    Action(
        "task_step_undone", step_sentence("reopened"), plural("reopened {}"), noun="step",
        undo=undo_of_tick, readers=VISIBILITY, category=Category.STATUS, refreshes="steps",
    ),
    Action(
        "task_step_renamed", step_renamed_sentence, plural("renamed {}"), noun="step",
        undo=Undo(undo_step_name, may=may_edit, shows_words=True, leaves_words=True),
        readers=VISIBILITY, category=Category.WORDS, refreshes="steps",
    ),
    Action(
        "task_step_trashed", step_sentence("removed"), plural("removed {}"), noun="step",
        undo=Undo(undo_trashing_step, may=may_edit, touches=("task_step_restored",),
            shows_words=True, leaves_words=True),
        readers=VISIBILITY, category=Category.THINGS, refreshes="steps",
    ),
    Action(
        "task_step_restored", step_sentence("restored"), plural("restored {}"), noun="step",
        undo=undo_of_step, readers=VISIBILITY, category=Category.THINGS, refreshes="steps",
    ),
    Action(
        "task_comment_added", singular("commented on {}"), plural("wrote {}"), noun="comment",
        undo=undo_of_comment, readers=VISIBILITY, category=Category.WORDS, in_discussion=False,
    ),
    Action(
        "task_comment_trashed", singular("removed a comment on {}"), plural("removed {}"), noun="comment",
        undo=Undo(undo_trashing_comment, may=may_restore_comment, touches=("task_comment_restored",),
            shows_words=False, leaves_words=False),
        readers=VISIBILITY, category=Category.THINGS,
    ),
    Action(
        "task_comment_restored", singular("restored a comment on {}"), plural("restored {}"), noun="comment",
        undo=undo_of_comment, readers=VISIBILITY, category=Category.THINGS,
    ),
]  # fmt: skip
