"""The actions about tasks, their steps and comments: their sentences, readers and undo."""

from __future__ import annotations

from typing import TypeVar

from tracker.clients.models import Role
from tracker.foundation.database import db, first_or_404
from tracker.foundation.exceptions import DomainError
from tracker.history.actions import Action, Category, Details, Effect, SentenceFn, Undo
from tracker.history.phrases import did, of_subject, says
from tracker.history.readers import VISIBILITY
from tracker.history.undo import UndoStep
from tracker.history.viewpoint import Viewpoint
from tracker.roadmap.models import Comment, Goal, Step, Task, snapshots
from tracker.roadmap.models.statuses import Visibility
from tracker.roadmap.presentation.work_actions import sentences
from tracker.roadmap.presentation.work_actions.common import actions_of_work
from tracker.roadmap.presentation.work_actions.undo import (
    is_lead,
    may_edit,
    may_move,
    reorder,
    select_of,
    undo_field,
    undo_reason,
)

Piece = TypeVar("Piece", Step, Comment)
IN_THE_TRASH = "That step is in the trash. Nothing was undone."


def rewrote_details(_details: Details, subject: str, _voice: Viewpoint) -> str:
    return f"rewrote the details{of_subject(subject)}"


def put(details: Details, subject: str, _voice: Viewpoint) -> str:
    """Return the words for a move to another goal, or to the inbox."""
    if details.get("current"):
        return f"moved {subject} under “{details['current']}”"
    return f"moved {subject} to the inbox"


def kinded(details: Details, subject: str, voice: Viewpoint) -> str:
    return f"made {subject} {voice.status(details['current']).lower()} work"


def kept(details: Details, subject: str, _voice: Viewpoint) -> str:
    if details.get("current") == "leads":
        return f"kept {subject} between CEO and COO"
    return f"shared {subject} with everyone here"


def many_kept(many: str, shared: Details, _voice: Viewpoint) -> str:
    if "current" not in shared:
        return f"changed who sees {many}"
    return (
        f"kept {many} between CEO and COO"
        if shared["current"] == "leads"
        else f"shared {many} with everyone here"
    )


def many_put(many: str, shared: Details, _voice: Viewpoint) -> str:
    if "current" not in shared:
        return f"moved {many} to other goals"
    return f"moved {many} under “{shared['current']}”" if shared["current"] else f"moved {many} to the inbox"


def stepped(verb: str) -> SentenceFn:
    """Return the words for a step: finished the step “Weigh”; with the task's name, except on the task's own page."""
    return lambda details, subject, _voice: f"{verb} the step “{details['step']}”{of_subject(subject)}"


def step_renamed(details: Details, _subject: str, _voice: Viewpoint) -> str:
    return f"renamed the step “{details['previous']}” to “{details['current']}”"


def undo_visibility(past: UndoStep) -> None:
    """Restore the visibility. Comments that were shared with the task are hidden and shown with it."""
    before = past.before
    past.record.share(Visibility(before["visibility"]), past.by, comments=before.get("comments", ()))


def undo_goal(past: UndoStep) -> None:
    """Move it back to its goal, after the task it followed; to the end if that one is gone."""
    task, before = past.record, past.before
    goal = goal_numbered(past, before["goal"])
    behind = task_behind(past, goal, before["behind"])
    if before["behind"] and behind is None:
        task.move_to_goal(goal, past.by)
    else:
        task.place(goal, behind, past.by)
    task.joined_at = snapshots.at(before["joined_at"]) or task.joined_at


def goal_numbered(past: UndoStep, number: int | None) -> Goal | None:
    """Return the goal it was under, if this reader may know it; None for the inbox."""
    if number is None:
        return None
    query = select_of(Goal, past).where(Goal.number == number, Goal.shown_to(past.seat))
    goal: Goal = first_or_404(query)
    if goal.trashed_at is not None:
        raise DomainError(f"“{goal.title}” is in the trash. Restore it first.")
    return goal


def task_behind(past: UndoStep, goal: Goal | None, number: int | None) -> Task | None:
    if number is None:
        return None
    query = select_of(Task, past).where(Task.number == number, Task.same_goal(goal.id if goal else None))
    found: Task | None = db.session.scalars(query).first()
    return found


def undo_order(past: UndoStep) -> None:
    reorder(past, task_behind(past, past.record.under(), past.before["behind"]))


def child_of_task(model: type[Piece], past: UndoStep) -> Piece:
    """Return the step or comment the event is about, even if trashed."""
    query = select_of(model, past).where(
        model.task_id == past.record.id, model.number == past.before["number"]
    )
    found: Piece = first_or_404(query)
    return found


def step_to_undo(past: UndoStep) -> Step:
    step = child_of_task(Step, past)
    if step.trashed_at is not None:
        raise DomainError(IN_THE_TRASH)
    return step


def undo_tick(past: UndoStep) -> None:
    step_to_undo(past).tick(past.record, past.event.action == "task_step_undone", past.by)


def undo_step_name(past: UndoStep) -> None:
    step_to_undo(past).rename(past.record, past.previous, past.by)


def undo_adding_step(past: UndoStep) -> None:
    child_of_task(Step, past).put_in_trash(past.record, past.by)


def undo_trashing_step(past: UndoStep) -> None:
    child_of_task(Step, past).restore(past.record, past.by)


def wrote_it(past: UndoStep) -> bool:
    """Whether the person wrote the comment, or is the COO."""
    if past.seat.role == Role.COO or past.event.actor_id == past.by.id:
        return True
    return past.event.action != "task_comment_added" and child_of_task(Comment, past).author_id == past.by.id


def removed_it(past: UndoStep) -> bool:
    """Whether the person removed the comment, or is the COO: its author cannot restore what a COO removed."""
    return past.seat.role == Role.COO or past.event.actor_id == past.by.id


def undo_adding_comment(past: UndoStep) -> None:
    child_of_task(Comment, past).put_in_trash(past.record, past.by)


def undo_trashing_comment(past: UndoStep) -> None:
    child_of_task(Comment, past).restore(past.record, past.by)


PLACE = ("task_goal_changed", "task_reordered", "goal_reordered")
undo_of_tick = Undo(undo_tick, may=may_move, touches=("task_step_done", "task_step_undone"))
undo_of_step = Undo(
    undo_adding_step, may=may_edit, touches=("task_step_added", "task_step_restored", "task_step_trashed")
)
undo_of_comment = Undo(
    undo_adding_comment,
    may=wrote_it,
    touches=("task_comment_added", "task_comment_restored", "task_comment_trashed"),
)

actions = [
    *actions_of_work("task"),
    Action(
        "task_why_changed", sentences.gave_reason, did("gave the reason for {}"), together="explained",
        undo=Undo(undo_reason, may=may_move, touches=("goal_status_changed", "task_status_changed")),
        readers=VISIBILITY, category=Category.WORDS, refreshes="status",
    ),
    Action(
        "task_details_changed", rewrote_details, did("rewrote the details of {}"),
        undo=Undo(undo_field, may=may_edit), readers=VISIBILITY, category=Category.WORDS, refreshes="details",
    ),
    Action(
        "task_kind_changed", kinded, did("changed the kind of {}"),
        undo=Undo(undo_field, may=may_edit), readers=VISIBILITY, category=Category.WORDS, refreshes="kind",
    ),
    Action(
        "task_goal_changed", put, many_put, undo=Undo(undo_goal, may=may_edit, touches=PLACE, names={"goal": "goal"}),
        readers=VISIBILITY, category=Category.THINGS, effect=Effect.POSITION,
    ),
    Action(
        "task_reordered", sentences.ordered, did("changed the order of {}"), together="reordered",
        undo=Undo(undo_order, may=may_edit, touches=PLACE),
        readers=VISIBILITY, category=Category.THINGS, effect=Effect.POSITION,
    ),
    Action(
        "task_visibility_changed", kept, many_kept,
        undo=Undo(undo_visibility, may=is_lead), readers=VISIBILITY, category=Category.PEOPLE, refreshes="sharing",
    ),
    Action(
        "task_step_added", stepped("added"), did("added {}"), noun="step",
        undo=undo_of_step, readers=VISIBILITY, category=Category.THINGS, refreshes="steps",
    ),
    Action(
        "task_step_done", stepped("finished"), did("finished {}"), noun="step",
        undo=undo_of_tick, readers=VISIBILITY, category=Category.STATUS, refreshes="steps",
    ),
    Action(
        "task_step_undone", stepped("reopened"), did("reopened {}"), noun="step",
        undo=undo_of_tick, readers=VISIBILITY, category=Category.STATUS, refreshes="steps",
    ),
    Action(
        "task_step_renamed", step_renamed, did("renamed {}"), noun="step",
        undo=Undo(undo_step_name, may=may_edit), readers=VISIBILITY, category=Category.WORDS, refreshes="steps",
    ),
    Action(
        "task_step_trashed", stepped("removed"), did("removed {}"), noun="step",
        undo=Undo(undo_trashing_step, may=may_edit, touches=("task_step_restored",)),
        readers=VISIBILITY, category=Category.THINGS, refreshes="steps",
    ),
    Action(
        "task_step_restored", stepped("restored"), did("restored {}"), noun="step",
        undo=undo_of_step, readers=VISIBILITY, category=Category.THINGS, refreshes="steps",
    ),
    Action(
        "task_comment_added", says("commented on {}"), did("wrote {}"), noun="comment",
        undo=undo_of_comment, readers=VISIBILITY, category=Category.WORDS,
    ),
    Action(
        "task_comment_trashed", says("removed a comment on {}"), did("removed {}"), noun="comment",
        undo=Undo(undo_trashing_comment, may=removed_it, touches=("task_comment_restored",)),
        readers=VISIBILITY, category=Category.THINGS,
    ),
    Action(
        "task_comment_restored", says("restored a comment on {}"), did("restored {}"), noun="comment",
        undo=undo_of_comment, readers=VISIBILITY, category=Category.THINGS,
    ),
]  # fmt: skip
