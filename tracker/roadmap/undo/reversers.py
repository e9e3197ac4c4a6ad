"""How changes of goals and tasks are taken back: each by the record's own verb, with its moments as they were."""

from __future__ import annotations

from typing import Any

from tracker.clients.models import Role, Span
from tracker.clients.scope import all_seats
from tracker.foundation.database import db, first_or_404
from tracker.foundation.exceptions import DomainError
from tracker.history.undo import UndoStep, reverses
from tracker.roadmap.models import Goal, Task, snapshots
from tracker.roadmap.models.statuses import Status, Visibility
from tracker.roadmap.models.work import Who

STATUS = ("goal_status_changed", "task_status_changed")
WAITING = ("goal_waiting_changed", "task_waiting_changed")
DATE = ("goal_date_changed", "task_date_changed")
PLACE = ("task_goal_changed", "task_reordered", "goal_reordered")
TRASHED = ("goal_trashed", "task_trashed")
ORDER_CHANGED = "The order changed since. Nothing was taken back."


def moves(past: UndoStep) -> bool:
    """Whoever may set a status: COO and CEO, of tasks the team too."""
    work = past.record
    return leads(past) if isinstance(work, Goal) else work.may_be_moved_by(past.seat)


def edits(past: UndoStep) -> bool:
    work = past.record
    return leads(past) if isinstance(work, Goal) else work.may_be_edited_by(past.seat)


def leads(past: UndoStep) -> bool:
    return past.seat.role in (Role.COO, Role.CEO)


def puts_away(past: UndoStep) -> bool:
    work = past.record
    return leads(past) if isinstance(work, Goal) else work.may_be_trashed_by(past.seat)


def somebody(person: dict[str, Any]) -> Who:
    """Whoever was meant: their seat, also when access has ended since, or an outsider's name.

    Who got another role since is still the same person.
    """
    seat = next((seat for seat in all_seats() if seat.number == person["seat"]), None)
    if seat is None:
        return person["name"] or None
    return next((each for each in all_seats() if each.is_open and each.person_id == seat.person_id), seat)


@reverses(*STATUS, may=moves)
def status(past: UndoStep) -> None:
    work, before = past.record, past.before
    waiting_on = somebody(before["waiting_on"])
    work.move_to(Status(past.previous), past.by, waiting_on=waiting_on, why=before["why"])
    work.done_at, work.waiting_since = snapshots.at(before["done_at"]), snapshots.at(before["waiting_since"])


@reverses(*WAITING, may=moves, unless=STATUS)
def waiting(past: UndoStep) -> None:
    work = past.record
    work.wait_on(somebody(past.before), past.by)
    if "waiting_since" in past.before:
        work.waiting_since = snapshots.at(past.before["waiting_since"])


@reverses("task_why_changed", may=moves, unless=STATUS)
def why(past: UndoStep) -> None:
    past.record.explain(past.before["value"], past.by)


@reverses("goal_why_changed", may=edits)
def why_of_goal(past: UndoStep) -> None:
    """Why it matters, or why it is watched."""
    field(past) if past.before["field"] == "why" else why(past)


@reverses("goal_owner_changed", "task_owner_changed", may=edits)
def owner(past: UndoStep) -> None:
    past.record.give_to(somebody(past.before), past.by)


@reverses(*DATE, may=edits)
def date(past: UndoStep) -> None:
    """The first date goes as well, if this change set it and nobody agreed to it since."""
    work = past.record
    first = "first_done_by" if isinstance(work, Goal) else "first_due"
    work.plan_for(snapshots.on(past.previous), past.by)
    if "first" in past.before and not agreed_since(past):
        setattr(work, first, snapshots.on(past.before["first"]))


def agreed_since(past: UndoStep) -> bool:
    goal = past.record if isinstance(past.record, Goal) else past.record.under()
    return goal is not None and goal.agreed_at is not None and goal.agreed_at > past.event.happened_at


@reverses(
    "goal_title_changed", "goal_quarter_changed", "task_title_changed", "task_details_changed", "task_kind_changed",
    may=edits,
)  # fmt: skip
def field(past: UndoStep) -> None:
    past.record.change(past.by, **{past.before["field"]: past.before["value"]})


@reverses("goal_measure_changed", may=edits)
def measure(past: UndoStep) -> None:
    past.record.measure_by(past.by, **past.before)


@reverses("goal_measure_now_changed", may=edits)
def measure_now(past: UndoStep) -> None:
    past.record.stand_at(past.before["value"], past.by)


@reverses("task_visibility_changed", may=leads)
def visibility(past: UndoStep) -> None:
    """Comments that were shared with the task are hidden with it again, and come back with it."""
    before = past.before
    past.record.share(Visibility(before["visibility"]), past.by, comments=before.get("comments", ()))


@reverses("goal_span_changed", may=edits)
def span(past: UndoStep) -> None:
    goal, number = past.record, past.before["span"]
    here = {each.number: each for each in db.session.scalars(Span.of(past.seat.client))}
    left = next((each.name for each in here.values() if each.id == goal.span_id), "")
    goal.put_under(here.get(number), past.by, previous=left)


@reverses("task_goal_changed", may=edits, unless=PLACE, names={"goal": "goal"})
def goal_of(past: UndoStep) -> None:
    """Back under its goal, behind the task it followed; at the end, when that one is no longer there."""
    task, before = past.record, past.before
    goal = goal_numbered(past, before["goal"])
    behind = task_behind(past, goal, before["behind"])
    if before["behind"] and behind is None:
        task.put_under(goal, past.by)
    else:
        task.place(goal, behind, past.by)
    task.joined_at = snapshots.at(before["joined_at"]) or task.joined_at


def goal_numbered(past: UndoStep, number: int | None) -> Goal | None:
    """The goal it lay under, as far as this reader knows of it; the inbox is none."""
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


def select_of(model: Any, past: UndoStep) -> Any:
    """All rows of the client, the trash too."""
    return db.select(model).where(model.client_id == past.record.client_id)


@reverses("task_reordered", may=edits, unless=PLACE)
def order_of_task(past: UndoStep) -> None:
    reorder(past, task_behind(past, past.record.under(), past.before["behind"]))


@reverses("goal_reordered", may=leads)
def order_of_goal(past: UndoStep) -> None:
    query = select_of(Goal, past).where(Goal.number == past.before["behind"])
    reorder(past, db.session.scalars(query).first())


def reorder(past: UndoStep, behind: Goal | Task | None) -> None:
    if past.before["behind"] and behind is None:
        raise DomainError(ORDER_CHANGED)
    past.record.place_after(behind, past.by)


@reverses("goal_added", "task_added", "goal_restored", "task_restored", may=puts_away, unless=TRASHED)
def add(past: UndoStep) -> None:
    past.record.put_in_trash(past.by)


@reverses(*TRASHED, may=puts_away, unless=("goal_restored", "task_restored"))
def put_in_trash(past: UndoStep) -> None:
    past.record.restore(past.by)
