"""How changes of goals and tasks are undone: by the record's own verb, with the previous timestamps."""

from __future__ import annotations

from typing import TypeVar

from sqlalchemy import Select

from tracker.clients.scope import all_seats
from tracker.foundation.column_types import JsonObject
from tracker.foundation.database import db
from tracker.foundation.exceptions import DomainError
from tracker.history.undo import UndoStep, is_lead
from tracker.roadmap.models import Comment, Goal, Step, Task, snapshots
from tracker.roadmap.models.facts import Who
from tracker.roadmap.models.statuses import Status

W = TypeVar("W", Goal, Task, Step, Comment)
ORDER_CHANGED = "The order changed since. Nothing was undone."


def may_move(past: UndoStep) -> bool:
    """Whether the seat may set a status: COO and CEO, for tasks also the team."""
    work = past.record
    return is_lead(past) if isinstance(work, Goal) else work.may_be_moved_by(past.seat)


def may_edit(past: UndoStep) -> bool:
    """Whether the seat may change the record: COO and CEO, for their own tasks also the team."""
    work = past.record
    return is_lead(past) if isinstance(work, Goal) else work.may_be_edited_by(past.seat)


def may_trash(past: UndoStep) -> bool:
    """Whether the seat may put the record in the trash."""
    work = past.record
    return is_lead(past) if isinstance(work, Goal) else work.may_be_trashed_by(past.seat)


def person_in_snapshot(person: JsonObject, work: Goal | Task) -> Who:
    """Return the person in an event: their seat, even if access has ended, or an outsider's name.

    A person whose role was changed since has a new seat, which is returned instead if they see the work with it.
    """
    seat = next((seat for seat in all_seats() if seat.number == person["seat"]), None)
    if seat is None:
        return person["name"] or None
    now = next((each for each in all_seats() if each.is_open and each.person_id == seat.person_id), seat)
    return seat if isinstance(work, Task) and work.why_not_for(now) else now


def select_of(model: type[W], past: UndoStep) -> Select[W]:
    """Return the query for all rows of the client, including trashed ones."""
    query: Select[W] = db.select(model).where(model.client_id == past.record.client_id)
    return query


def undo_status(past: UndoStep) -> None:
    """Restore the status, the person waited on, the reason and both times."""
    work, before = past.record, past.before
    waiting_on = person_in_snapshot(before["waiting_on"], work)
    work.set_status(Status(past.previous), past.by, waiting_on=waiting_on, why=before["why"])
    work.done_at = snapshots.stored_moment(before["done_at"])
    work.restore_asking(before)


def undo_waiting(past: UndoStep) -> None:
    """Restore the person it waited on, and since when if the event kept that."""
    work = past.record
    work.set_waiting_on(person_in_snapshot(past.before, work), past.by)
    work.restore_asking(past.before)


def undo_reason(past: UndoStep) -> None:
    """Restore the reason, and for waiting work the time of asking."""
    work = past.record
    work.set_status_reason(past.before["value"], past.by)
    if work.status == Status.WAITING and past.before.get("waiting_since"):
        work.restore_asking(past.before)


def undo_owner(past: UndoStep) -> None:
    """Assign it to the previous owner, or to nobody. DomainError if they do not see the task."""
    past.record.assign(person_in_snapshot(past.before, past.record), past.by)


def undo_date(past: UndoStep) -> None:
    """Restore the date, and the first date if this change set it and it was not promised out of sight since.

    The reason is kept, so that redoing the change has it.
    """
    work = past.record
    day, why = snapshots.stored_date(past.previous), past.before.get("why", "")
    work.set_date(day, past.by, why, why_before=past.event.details.get("why", ""))
    is_open_or_unread = work.is_promised() or work.promised_date is None
    if "first" in past.before and is_open_or_unread and not was_agreed_since(past):
        setattr(work, work.FIRST_DATE, snapshots.stored_date(past.before["first"]))


def was_agreed_since(past: UndoStep) -> bool:
    """Whether its goal was agreed after the event."""
    goal = past.record if isinstance(past.record, Goal) else past.record.loaded_goal()
    return goal is not None and goal.agreed_at is not None and goal.agreed_at > past.event.happened_at


def reorder(past: UndoStep, behind: Goal | Task | None) -> None:
    """Place it after this record again. DomainError if that one is no longer there."""
    if past.before["behind"] and behind is None:
        raise DomainError(ORDER_CHANGED)
    past.record.place_after(behind, past.by)


def undo_adding(past: UndoStep) -> None:
    """Trash what was added or restored."""
    past.record.put_in_trash(past.by)


def undo_trashing(past: UndoStep) -> None:
    """Restore it, with what was trashed with it. DomainError if it may not return."""
    past.record.restore(past.by)
