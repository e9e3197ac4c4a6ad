"""How changes of goals and tasks are undone: by the record's own verb, with the previous timestamps."""

from __future__ import annotations

from typing import Any

from tracker.clients.scope import all_seats
from tracker.foundation.database import db
from tracker.foundation.exceptions import DomainError
from tracker.history.undo import UndoStep
from tracker.roadmap.models import Goal, Task, snapshots
from tracker.roadmap.models.statuses import Status
from tracker.roadmap.models.work import Who

ORDER_CHANGED = "The order changed since. Nothing was undone."


def may_move(past: UndoStep) -> bool:
    """Whether the seat may set a status: COO and CEO, for tasks also the team."""
    work = past.record
    return is_lead(past) if isinstance(work, Goal) else work.may_be_moved_by(past.seat)


def may_edit(past: UndoStep) -> bool:
    work = past.record
    return is_lead(past) if isinstance(work, Goal) else work.may_be_edited_by(past.seat)


def is_lead(past: UndoStep) -> bool:
    return bool(past.seat.is_lead)


def may_trash(past: UndoStep) -> bool:
    work = past.record
    return is_lead(past) if isinstance(work, Goal) else work.may_be_trashed_by(past.seat)


def somebody(person: dict[str, Any]) -> Who:
    """Return the person in an event: their seat, even if access has ended since, or an outsider's name.

    A person who was given another role since is still the same person.
    """
    seat = next((seat for seat in all_seats() if seat.number == person["seat"]), None)
    if seat is None:
        return person["name"] or None
    return next((each for each in all_seats() if each.is_open and each.person_id == seat.person_id), seat)


def select_of(model: Any, past: UndoStep) -> Any:
    """Return the query for all rows of the client, including trashed ones."""
    return db.select(model).where(model.client_id == past.record.client_id)


def undo_status(past: UndoStep) -> None:
    work, before = past.record, past.before
    waiting_on = somebody(before["waiting_on"])
    work.set_status(Status(past.previous), past.by, waiting_on=waiting_on, why=before["why"])
    work.done_at, work.waiting_since = snapshots.at(before["done_at"]), snapshots.at(before["waiting_since"])


def undo_waiting(past: UndoStep) -> None:
    work = past.record
    work.set_waiting_on(somebody(past.before), past.by)
    if "waiting_since" in past.before:
        work.waiting_since = snapshots.at(past.before["waiting_since"])


def undo_reason(past: UndoStep) -> None:
    past.record.set_status_reason(past.before["value"], past.by)


def undo_owner(past: UndoStep) -> None:
    past.record.assign(somebody(past.before), past.by)


def undo_date(past: UndoStep) -> None:
    """Restore the date; the first date too if this change set it and nobody agreed since. Redo keeps the reason."""
    work = past.record
    first = "first_done_by" if isinstance(work, Goal) else "first_due"
    day, why = snapshots.on(past.previous), past.before.get("why", "")
    work.set_date(day, past.by, why, why_before=past.event.details.get("why", ""))
    if "first" in past.before and not agreed_since(past):
        setattr(work, first, snapshots.on(past.before["first"]))


def agreed_since(past: UndoStep) -> bool:
    goal = past.record if isinstance(past.record, Goal) else past.record.under()
    return goal is not None and goal.agreed_at is not None and goal.agreed_at > past.event.happened_at


def undo_field(past: UndoStep) -> None:
    past.record.change(past.by, **{past.before["field"]: past.before["value"]})


def reorder(past: UndoStep, behind: Goal | Task | None) -> None:
    if past.before["behind"] and behind is None:
        raise DomainError(ORDER_CHANGED)
    past.record.place_after(behind, past.by)


def undo_adding(past: UndoStep) -> None:
    past.record.put_in_trash(past.by)


def undo_trashing(past: UndoStep) -> None:
    past.record.restore(past.by)
