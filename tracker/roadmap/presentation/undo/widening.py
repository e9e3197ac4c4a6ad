"""Refusal of an undo that would let more people read text they have not been shown.

The forms that share a task or propose a goal say what others will read. An undo button cannot, so it does not
show text that was written while fewer people could read it.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.sql.elements import ColumnElement

from tracker.foundation.database import db
from tracker.foundation.exceptions import DomainError
from tracker.foundation.statements import row_limit
from tracker.history.actions import actions
from tracker.history.change_set import changes_beside, this_change
from tracker.history.models import Event
from tracker.history.undo import UndoStep, is_undo, undo_of
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.presentation.sharing.readership import OPENS_GOAL, is_wider, work_readers

Work = Goal | Task
CHANGED_MEANWHILE = (
    "Nothing was undone: “{}” was changed while fewer people could read it. "
    "Read it first, then {} on its page if everyone may read it."
)
INSTEAD = {Goal: "propose it", Task: "share it or move it"}


def readers_by_record(pasts: Sequence[UndoStep]) -> dict[Work, str]:
    """Return who may read each changed goal and task now, without those that everybody may read."""
    works = [past.record for past in pasts if isinstance(past.record, Work)]
    return {work: work_readers(work) for work in works if work_readers(work) != "all"}


def check_nothing_unread(pasts: Sequence[UndoStep], before: dict[Work, str]) -> None:
    """Raise DomainError if more people than `before` can read a record that was written in since."""
    last = max((past.event.id for past in pasts), default=0)
    for work, readers in before.items():
        if is_wider(work_readers(work), readers) and (was_written(work, last) or was_opened(work, last)):
            raise DomainError(CHANGED_MEANWHILE.format(work.title, INSTEAD[type(work)]))


def would_be_refused(past: UndoStep, since: int) -> bool:
    """Whether undoing this event would let more people read what was written since, so that it is refused.

    `since`: the last event of the same change. Queries the database only if fewer people than all read the record.
    """
    work, after = past.record, undo_of(past.event).readers_after
    if after is None or not isinstance(work, Work) or work_readers(work) == "all":
        return False
    return is_wider(after(past), work_readers(work)) and (was_written(work, since) or was_opened(work, since))


def of_other_requests() -> ColumnElement[bool]:
    """WHERE clause for the events of other requests."""
    return func.coalesce(Event.change_set_id, "").not_in(changes_beside([this_change()]))


def was_written(work: Work, since: int) -> bool:
    """Whether the record, or a task of the goal, was changed after that event and not undone."""
    about = Event.goal_id == work.id if isinstance(work, Goal) else Event.task_id == work.id
    query = select(Event).where(
        Event.client_id == work.client_id,
        about,
        Event.id > since,
        Event.undone_at.is_(None),
        of_other_requests(),
        Event.action.not_in(actions().without_words()),
    )
    lines = db.session.scalars(query).all()
    undone = changes_undone(work, since)
    return any(not (is_undo(line) and line.details["undoes"] in undone) for line in lines)


def was_opened(work: Work, since: int) -> bool:
    """Whether its goal was proposed or agreed after that event; until then no more people could read it."""
    goal = work if isinstance(work, Goal) else work.loaded_goal()
    if goal is None:
        return False
    query = select(Event.id).where(
        Event.client_id == goal.client_id,
        Event.goal_id == goal.id,
        Event.task_id.is_(None),
        Event.id > since,
        Event.action.in_(OPENS_GOAL),
        of_other_requests(),
        Event.undone_at.is_(None),
    )
    return db.session.scalar(query.limit(row_limit(1))) is not None


def changes_undone(work: Work, since: int) -> set[str | None]:
    """Return the changes at the client that were undone since that event. Nothing of them is left to read."""
    query = select(Event.change_set_id).where(
        Event.client_id == work.client_id, Event.id > since, Event.undone_at.is_not(None)
    )
    return set(db.session.scalars(query.distinct()))
