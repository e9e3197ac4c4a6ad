"""Undo that lets more people read something: refused while there is something in it that they have not been shown.

The forms that share a task or propose a goal say what others will read. A button that undoes cannot, so it does not
open what was written while fewer people could read it.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from tracker.foundation.database import db
from tracker.foundation.exceptions import DomainError
from tracker.history.change_set import this_change
from tracker.history.models import Event
from tracker.history.undo import UndoStep, is_undo
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.presentation.sharing.readership import WIDER, work_readers

SHOWS_NOTHING = (
    "goal_reordered", "task_reordered", "task_wait_added", "task_wait_removed",
    "task_comment_added", "task_comment_trashed", "task_comment_restored",
)  # fmt: skip
"""What opens nothing when more people can read the task: a comment keeps the readers that it was written for."""

Work = Goal | Task
REFUSED = (
    "Nothing was undone: “{}” was changed while fewer people could read it. "
    "Read it first, then {} on its page if everyone may read it."
)
INSTEAD = {Goal: "propose it", Task: "share it or move it"}


def readers_by_record(pasts: Sequence[UndoStep]) -> dict[Work, str]:
    """Who may read each goal and task of a change now, where that is not everybody."""
    works = [past.record for past in pasts if isinstance(past.record, Work)]
    return {work: work_readers(work) for work in works if work_readers(work) != "all"}


def check_nothing_unread(pasts: Sequence[UndoStep], before: dict[Work, str]) -> None:
    """Refuse if more people can read a record than `before`, and it was written in since the change."""
    last = max((past.event.id for past in pasts), default=0)
    for work, readers in before.items():
        if WIDER.index(work_readers(work)) > WIDER.index(readers) and was_written(work, last):
            raise DomainError(REFUSED.format(work.title, INSTEAD[type(work)]))


def was_written(work: Work, since: int) -> bool:
    """Whether it, or a task of that goal, was changed after that line of history, and the change was not undone."""
    about = Event.goal_id == work.id if isinstance(work, Goal) else Event.task_id == work.id
    query = select(Event).where(
        Event.client_id == work.client_id, about, Event.id > since, Event.undone_at.is_(None),
        Event.change.is_distinct_from(this_change()), Event.action.not_in(SHOWS_NOTHING),
    )  # fmt: skip
    lines = db.session.scalars(query).all()
    undone = changes_undone(work, since)
    return any(not (is_undo(line) and line.details["undoes"] in undone) for line in lines)


def changes_undone(work: Work, since: int) -> set[str | None]:
    """The changes since that line that were undone: those, and what undid them, leave nothing behind."""
    query = select(Event.change).where(
        Event.client_id == work.client_id, Event.id > since, Event.undone_at.is_not(None)
    )
    return set(db.session.scalars(query.distinct()))
