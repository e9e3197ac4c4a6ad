"""The approval of a goal: a draft only the COO sees, then proposed to the CEO, then agreed.

Dates of a goal that was never agreed are not promises; on agreement they become the first agreed dates.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import String, select, update
from sqlalchemy.orm import Mapped, mapped_column

from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.foundation.exceptions import DomainError
from tracker.history.models import Event
from tracker.roadmap.models.proposal_sayings import Sayings, sayings_of
from tracker.roadmap.models.statuses import ApprovalState
from tracker.roadmap.models.work import WorkItem

if TYPE_CHECKING:
    from tracker.accounts.models import Person


class Approvable(WorkItem):
    """Part of a goal. Each verb records one event; its `before` is what undo needs."""

    life: Mapped[str] = mapped_column(String(10), default=ApprovalState.AGREED)
    agreed_at: Mapped[datetime | None]
    """When it was last agreed; tasks that joined since are scope growth. None: never agreed."""
    talk_at: Mapped[datetime | None]
    """Since when the CEO wants to discuss a proposed goal first."""

    if TYPE_CHECKING:
        id: Mapped[int]
        done_by: Mapped[date | None]
        first_done_by: Mapped[date | None]

    def propose(self, by: Person) -> None:
        """Show the goal to the client for the CEO to agree; proposing again answers a wish to discuss it."""
        if self.is_proposed and self.talk_at is None:
            return
        before = self.approval_snapshot()
        if self.is_draft:
            self.show_tasks()
        self.life, self.talk_at = ApprovalState.PROPOSED, None
        self.log("proposed", by, before=before)

    def agree(self, by: Person) -> None:
        """Agree. The first time, the dates of the goal and of its tasks become the first agreed dates."""
        if self.is_agreed:
            return
        before = self.approval_snapshot()
        if self.is_draft:
            self.show_tasks()
        if not self.was_agreed:
            before |= self.fix_dates()
        self.life, self.agreed_at, self.talk_at = ApprovalState.AGREED, clock.now(), None
        self.log("agreed", by, before=before)

    def request_discussion(self, by: Person, words: str = "") -> None:
        """Ask to discuss the goal, which stays proposed. The same words again record nothing."""
        if not self.is_proposed:
            raise DomainError(
                "This goal is agreed already." if self.is_agreed else "This goal is not proposed yet."
            )
        if self.talk_at is not None and words in ("", self.last_talk_words()):
            return
        before = self.approval_snapshot()
        self.talk_at = self.talk_at or clock.now()
        self.log("talk_wanted", by, why=words, before=before)

    def withdraw_talk(self, by: Person) -> None:
        """Withdraw the wish to discuss; the goal awaits the CEO's answer again. Hidden from the other readers."""
        if self.talk_at is not None:
            before = self.approval_snapshot()
            self.talk_at = None
            self.log("talk_withdrawn", by, before=before)

    def return_to_draft(self, by: Person) -> None:
        """Move it back to draft, hidden from the client. Readers who could see it may read this event later."""
        if self.is_draft:
            return
        self.log("put_back", by, before=self.approval_snapshot())
        self.life, self.talk_at = ApprovalState.DRAFT, None

    @property
    def is_draft(self) -> bool:
        return self.life == ApprovalState.DRAFT

    @property
    def is_proposed(self) -> bool:
        return self.life == ApprovalState.PROPOSED

    @property
    def is_agreed(self) -> bool:
        return self.life in (None, ApprovalState.AGREED)

    @property
    def was_agreed(self) -> bool:
        """Whether it is or was agreed; then its dates are promises, and moving one needs a reason."""
        return self.agreed_at is not None or self.is_agreed

    @property
    def scope_since(self) -> datetime | None:
        """The moment after which a task that joins counts as scope growth."""
        return self.agreed_at if self.is_agreed else None

    @property
    def awaits_decision(self) -> bool:
        """Whether it is proposed and the CEO has not answered yet; parked goals do not count."""
        return self.is_proposed and self.talk_at is None and self.is_open

    def in_draft(self) -> bool:
        return self.is_draft

    def last_talk_words(self) -> str:
        """The CEO's words when they last asked to discuss the goal; empty if there were none."""
        talk = self.sayings().talk
        return talk.words if talk else ""

    def sayings(self) -> Sayings:
        """Return who proposed it last, and who wants to discuss it first."""
        db.session.flush()
        found = sayings_of(Event.client_id == self.client_id, Event.goal_id == self.id)
        return found.get(self.id, Sayings())

    def approval_snapshot(self) -> dict[str, Any]:
        moments = {"agreed_at": self.agreed_at, "talk_at": self.talk_at}
        return (
            {"life": str(self.life)}
            | {name: at.isoformat() if at else None for name, at in moments.items()}
            | {"said": self.sayings().keep()}
        )

    def show_tasks(self) -> None:
        """Show its tasks with it. They count as touched and asked now, because until now only COOs saw them."""
        db.session.flush()
        task = db.metadata.tables["task"]
        own = task.c.client_id == self.client_id, task.c.goal_id == self.id
        db.session.execute(update(task).where(*own).values(touched_at=clock.now()))
        asked = (*own, task.c.waiting_since.is_not(None))
        db.session.execute(update(task).where(*asked).values(waiting_since=clock.now()))

    def asked_since(self) -> dict[int, datetime]:
        """Return since when its tasks have been waiting on somebody, by key."""
        task = db.metadata.tables["task"]
        waiting = (
            task.c.client_id == self.client_id,
            task.c.goal_id == self.id,
            task.c.waiting_since.is_not(None),
        )
        query = select(task.c.id, task.c.waiting_since).where(*waiting)
        return {row[0]: row[1] for row in db.session.execute(query)}

    def keep_asked_since(self, moments: Mapping[int, datetime]) -> None:
        """Restore the earlier times of asking, because an undo asks nobody anew."""
        task = db.metadata.tables["task"]
        for key, moment in moments.items():
            db.session.execute(update(task).where(task.c.id == key).values(waiting_since=moment))

    def fix_dates(self) -> dict[str, Any]:
        """Fix the first agreed dates. Returns the previous ones that differed, a task's under its number."""
        db.session.flush()
        task = db.metadata.tables["task"]
        own = (task.c.client_id == self.client_id, task.c.goal_id == self.id, task.c.trashed_at.is_(None))
        moved = (*own, task.c.first_due.is_distinct_from(task.c.due))
        rows = db.session.execute(select(task.c.number, task.c.first_due).where(*moved)).all()
        db.session.execute(update(task).where(*moved).values(first_due=task.c.due))
        before, self.first_done_by = self.first_done_by, self.done_by
        return {
            "first_done_by": before.isoformat() if before else None,
            "first_dues": {str(number): first.isoformat() if first else None for number, first in rows},
        }
