"""How changes of steps, comments, waits and the life of a goal are taken back."""

from __future__ import annotations

from typing import Any, TypeVar

from tracker.clients.models import Role
from tracker.foundation.database import db, first_or_404
from tracker.foundation.exceptions import DomainError
from tracker.history.change_set import lines_so_far
from tracker.history.undo import UndoStep, reverses
from tracker.roadmap.models import Comment, Goal, Step, Task, snapshots
from tracker.roadmap.models.proposal_sayings import LIFE
from tracker.roadmap.models.statuses import ApprovalState
from tracker.roadmap.undo.reversers import edits, moves, select_of

Piece = TypeVar("Piece", Step, Comment)
WHOSE = {
    "goal_proposed": Role.COO,
    "goal_put_back": Role.COO,
    "goal_agreed": Role.CEO,
    "goal_talk_wanted": Role.CEO,
    "goal_talk_withdrawn": Role.CEO,
}
IN_THE_TRASH = "That step is in the trash. Nothing was taken back."


def child_of_task(model: type[Piece], past: UndoStep) -> Piece:
    """The step or comment the line is about, the trash too."""
    query = select_of(model, past).where(
        model.task_id == past.record.id, model.number == past.before["number"]
    )
    found: Piece = first_or_404(query)
    return found


def step_of(past: UndoStep) -> Step:
    step = child_of_task(Step, past)
    if step.trashed_at is not None:
        raise DomainError(IN_THE_TRASH)
    return step


@reverses("task_step_done", "task_step_undone", may=moves)
def tick(past: UndoStep) -> None:
    step_of(past).tick(past.record, past.event.action == "task_step_undone", past.by)


@reverses("task_step_renamed", may=edits)
def rename(past: UndoStep) -> None:
    step_of(past).rename(past.record, past.previous, past.by)


@reverses("task_step_added", "task_step_restored", may=edits, unless=("task_step_trashed",))
def add_step(past: UndoStep) -> None:
    child_of_task(Step, past).put_in_trash(past.record, past.by)


@reverses("task_step_trashed", may=edits, unless=("task_step_restored",))
def trash_step(past: UndoStep) -> None:
    child_of_task(Step, past).restore(past.record, past.by)


def said_it(past: UndoStep) -> bool:
    """Who wrote the comment, or the COO."""
    if past.seat.role == Role.COO or past.event.actor_id == past.by.id:
        return True
    return past.event.action != "task_comment_added" and child_of_task(Comment, past).author_id == past.by.id


def removed_it(past: UndoStep) -> bool:
    """Who removed the comment, or the COO: its author does not bring back what a COO removed."""
    return past.seat.role == Role.COO or past.event.actor_id == past.by.id


@reverses("task_comment_added", "task_comment_restored", may=said_it, unless=("task_comment_trashed",))
def add_comment(past: UndoStep) -> None:
    child_of_task(Comment, past).put_in_trash(past.record, past.by)


@reverses("task_comment_trashed", may=removed_it, unless=("task_comment_restored",))
def trash_comment(past: UndoStep) -> None:
    child_of_task(Comment, past).restore(past.record, past.by)


WAITS = ("task_wait_added", "task_wait_removed")


def other(past: UndoStep) -> Task:
    query = select_of(Task, past).where(Task.number == past.before["other"], Task.shown_to(past.seat))
    found: Task = first_or_404(query)
    return found


@reverses("task_wait_added", may=edits, unless=WAITS, names={"other": "task"})
def wait(past: UndoStep) -> None:
    past.record.wait_no_more(other(past), past.by)


@reverses("task_wait_removed", may=edits, unless=WAITS, names={"other": "task"})
def wait_no_more(past: UndoStep) -> None:
    past.record.wait_for(other(past), past.by)


def speaks_for(past: UndoStep) -> bool:
    """Whose word it was, and whose it would be again; and whoever did it may take it back."""
    own = past.event.actor_id == past.by.id and past.seat.role in (Role.COO, Role.CEO)
    return own or past.seat.role == whose_word(past)


def whose_word(past: UndoStep) -> Role:
    """A draft is the COO’s alone; that it is agreed, or to be talked over, nobody says for the CEO."""
    before = past.before
    if before["life"] == ApprovalState.DRAFT:
        return Role.COO
    said_by_ceo = before["life"] == ApprovalState.AGREED or before["talk_at"]
    return Role.CEO if said_by_ceo else WHOSE[past.event.action]


@reverses(*LIFE, may=speaks_for, unless=LIFE)
def life(past: UndoStep) -> None:
    """As it stood before: who had said what, what was agreed when, and the dates that were fixed with it."""
    goal: Goal = past.record
    before, made = past.before, len(lines_so_far())
    if before["life"] == ApprovalState.DRAFT:
        goal.put_back(past.by)
    elif before["life"] == ApprovalState.AGREED:
        goal.agree(past.by)
    elif before["talk_at"]:
        goal.withdraw_talk(past.by) if goal.is_proposed else goal.propose(past.by)
        goal.talk_over(past.by, words_in(before))
    elif past.event.action == "goal_talk_wanted":
        goal.withdraw_talk(past.by)
    else:
        goal.propose(past.by)
    goal.agreed_at, goal.talk_at = snapshots.at(before["agreed_at"]), snapshots.at(before["talk_at"])
    if "first_dues" in before:
        unfix(goal, past)
    if "said" in before:
        for line in lines_so_far()[made:]:
            line.details = {**line.details, "stands": before["said"]}


def words_in(before: dict[str, Any]) -> str:
    """What was written with the wish to discuss it."""
    talk = (before.get("said") or {}).get("talk") or {}
    return str(talk.get("words") or before.get("talk") or "")


def unfix(goal: Goal, past: UndoStep) -> None:
    """The first dates as they were before it was agreed."""
    firsts = past.before["first_dues"]
    goal.first_done_by = snapshots.on(past.before["first_done_by"])
    query = select_of(Task, past).where(Task.number.in_([int(number) for number in firsts]))
    for task in db.session.scalars(query):
        task.first_due = snapshots.on(firsts[str(task.number)])
