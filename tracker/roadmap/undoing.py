"""How changes of goals and tasks are taken back: each by the record's own verb, with its moments as they were."""

from __future__ import annotations

from typing import Any

from tracker.activity.undo import Past, reverses
from tracker.clients.door import people
from tracker.clients.models import Role, Span
from tracker.foundation.db import db, first_or_404
from tracker.foundation.errors import DomainError
from tracker.roadmap.models import Goal, Task, kept
from tracker.roadmap.models.comment import close_again
from tracker.roadmap.models.work import Who
from tracker.roadmap.status import Status, Visibility

STATUS = ("goal_status_changed", "task_status_changed")
WAITING = ("goal_waiting_changed", "task_waiting_changed")
DATE = ("goal_date_changed", "task_date_changed")
PLACE = ("task_goal_changed", "task_reordered", "goal_reordered")
TRASHED = ("goal_trashed", "task_trashed")
ORDER_CHANGED = "The order changed since. Nothing was taken back."


def moves(past: Past) -> bool:
    """Whoever may set a status: COO and CEO, of tasks the team too."""
    work = past.record
    return leads(past) if isinstance(work, Goal) else work.may_be_moved_by(past.seat)


def edits(past: Past) -> bool:
    work = past.record
    return leads(past) if isinstance(work, Goal) else work.may_be_edited_by(past.seat)


def leads(past: Past) -> bool:
    return past.seat.role in (Role.COO, Role.CEO)


def puts_away(past: Past) -> bool:
    work = past.record
    return leads(past) if isinstance(work, Goal) else work.may_be_trashed_by(past.seat)


def somebody(person: dict[str, Any]) -> Who:
    """Whoever was meant: their seat, also when access has ended since, or an outsider's name.

    Who got another role since is still the same person.
    """
    seat = next((seat for seat in people() if seat.number == person["seat"]), None)
    if seat is None:
        return person["name"] or None
    return next((each for each in people() if each.is_open and each.person_id == seat.person_id), seat)


@reverses(*STATUS, may=moves)
def status(past: Past) -> None:
    work, before = past.record, past.before
    waiting_on = somebody(before["waiting_on"])
    work.move_to(Status(past.previous), past.by, waiting_on=waiting_on, why=before["why"])
    work.done_at, work.waiting_since = kept.at(before["done_at"]), kept.at(before["waiting_since"])


@reverses(*WAITING, may=moves, unless=STATUS)
def waiting(past: Past) -> None:
    past.record.wait_on(somebody(past.before), past.by)


@reverses("task_why_changed", may=moves, unless=STATUS)
def why(past: Past) -> None:
    past.record.explain(past.before["value"], past.by)


@reverses("goal_why_changed", may=edits)
def why_of_goal(past: Past) -> None:
    """Why it matters, or why it is watched."""
    field(past) if past.before["field"] == "why" else why(past)


@reverses("goal_owner_changed", "task_owner_changed", may=edits)
def owner(past: Past) -> None:
    past.record.give_to(somebody(past.before), past.by)


@reverses(*DATE, may=edits)
def date(past: Past) -> None:
    """The first date goes as well, if this change set it and nobody agreed to it since."""
    work = past.record
    first = "first_done_by" if isinstance(work, Goal) else "first_due"
    work.plan_for(kept.on(past.previous), past.by)
    if "first" in past.before and not agreed_since(past):
        setattr(work, first, kept.on(past.before["first"]))


def agreed_since(past: Past) -> bool:
    goal = past.record if isinstance(past.record, Goal) else past.record.under()
    return goal is not None and goal.agreed_at is not None and goal.agreed_at > past.event.happened_at


@reverses(
    "goal_title_changed", "goal_quarter_changed", "task_title_changed", "task_details_changed", "task_kind_changed",
    may=edits,
)  # fmt: skip
def field(past: Past) -> None:
    past.record.change(past.by, **{past.before["field"]: past.before["value"]})


@reverses("goal_measure_changed", may=edits)
def measure(past: Past) -> None:
    past.record.measure_by(past.by, **past.before)


@reverses("goal_measure_now_changed", may=edits)
def measure_now(past: Past) -> None:
    past.record.stand_at(past.before["value"], past.by)


@reverses("task_visibility_changed", may=leads)
def visibility(past: Past) -> None:
    """Comments that were shared with the task are hidden with it again."""
    task = past.record
    task.share(Visibility(past.before["visibility"]), past.by)
    if opened := past.before.get("comments"):
        close_again(task, opened)


@reverses("goal_span_changed", may=edits)
def span(past: Past) -> None:
    goal, number = past.record, past.before["span"]
    here = {each.number: each for each in db.session.scalars(Span.of(past.seat.client))}
    left = next((each.name for each in here.values() if each.id == goal.span_id), "")
    goal.put_under(here.get(number), past.by, previous=left)


@reverses("task_goal_changed", may=edits, unless=PLACE)
def goal_of(past: Past) -> None:
    """Back under its goal, behind the task it followed; at the end, when that one is no longer there."""
    task, before = past.record, past.before
    goal = goal_numbered(past, before["goal"])
    behind = task_behind(past, goal, before["behind"])
    if before["behind"] and behind is None:
        task.put_under(goal, past.by)
    else:
        task.place(goal, behind, past.by)
    task.joined_at = kept.at(before["joined_at"]) or task.joined_at


def goal_numbered(past: Past, number: int | None) -> Goal | None:
    """The goal it lay under, as far as this reader knows of it; the inbox is none."""
    if number is None:
        return None
    query = select_of(Goal, past).where(Goal.number == number, Goal.shown_to(past.seat))
    goal: Goal = first_or_404(query)
    if goal.trashed_at is not None:
        raise DomainError(f"“{goal.title}” is in the trash. Restore it first.")
    return goal


def task_behind(past: Past, goal: Goal | None, number: int | None) -> Task | None:
    if number is None:
        return None
    query = select_of(Task, past).where(Task.number == number, Task.same_goal(goal.id if goal else None))
    found: Task | None = db.session.scalars(query).first()
    return found


def select_of(model: Any, past: Past) -> Any:
    """All rows of the client, the trash too."""
    return db.select(model).where(model.client_id == past.record.client_id)


@reverses("task_reordered", may=edits, unless=PLACE)
def order_of_task(past: Past) -> None:
    reorder(past, task_behind(past, past.record.under(), past.before["behind"]))


@reverses("goal_reordered", may=leads)
def order_of_goal(past: Past) -> None:
    query = select_of(Goal, past).where(Goal.number == past.before["behind"])
    reorder(past, db.session.scalars(query).first())


def reorder(past: Past, behind: Goal | Task | None) -> None:
    if past.before["behind"] and behind is None:
        raise DomainError(ORDER_CHANGED)
    past.record.place_after(behind, past.by)


@reverses("goal_added", "task_added", "goal_restored", "task_restored", may=puts_away, unless=TRASHED)
def add(past: Past) -> None:
    past.record.put_in_trash(past.by)


@reverses(*TRASHED, may=puts_away, unless=("goal_restored", "task_restored"))
def put_in_trash(past: Past) -> None:
    past.record.restore(past.by)
