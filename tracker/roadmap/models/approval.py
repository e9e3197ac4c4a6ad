"""How far a goal is agreed: a draft only the COO sees, then proposed to the CEO, then agreed.

Nobody counts on the dates of what was never agreed; the day it is, they are the ones first agreed.
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
    """Part of a goal. Each verb is one line of history; `before` in it is what taking it back needs."""

    life: Mapped[str] = mapped_column(String(10), default=ApprovalState.AGREED)
    agreed_at: Mapped[datetime | None]
    """When it was last agreed; what joined it since is scope that grew. None: never yet."""
    talk_at: Mapped[datetime | None]
    """Since when the CEO wants to talk a proposed goal over first."""

    if TYPE_CHECKING:
        id: Mapped[int]
        done_by: Mapped[date | None]
        first_done_by: Mapped[date | None]

    def propose(self, by: Person) -> None:
        """Show it to the client, for the CEO to agree; proposing again answers the wish to talk."""
        if self.is_proposed and self.talk_at is None:
            return
        before = self.approval_snapshot()
        if self.is_draft:
            self.show_tasks()
        self.life, self.talk_at = ApprovalState.PROPOSED, None
        self.log("proposed", by, before=before)

    def agree(self, by: Person) -> None:
        """The first time, the dates of the goal and of its tasks become the ones first agreed."""
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
        """It stays proposed, and the COO is told. The same words again say nothing new."""
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
        """It waits for the CEO's answer again, and whoever may not read the wish to talk learns nothing."""
        if self.talk_at is not None:
            before = self.approval_snapshot()
            self.talk_at = None
            self.log("talk_withdrawn", by, before=before)

    def return_to_draft(self, by: Person) -> None:
        """Back into a draft: the client sees it no longer. Who could read it may read this line of it, later."""
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
        """Agreed now or once: its dates are promised, and move in the open."""
        return self.agreed_at is not None or self.is_agreed

    @property
    def scope_since(self) -> datetime | None:
        """From when on what joins it is scope that grew."""
        return self.agreed_at if self.is_agreed else None

    @property
    def awaits_decision(self) -> bool:
        """Proposed, and the CEO has said nothing to it yet; what is parked can wait."""
        return self.is_proposed and self.talk_at is None and self.is_open

    def in_draft(self) -> bool:
        return self.is_draft

    def last_talk_words(self) -> str:
        """What a CEO wrote last when asking to discuss the goal; empty when they wrote nothing."""
        talk = self.sayings().talk
        return talk.words if talk else ""

    def sayings(self) -> Sayings:
        """Who proposed it last, and who wants to discuss it first."""
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
        """Its tasks become visible with it, and count as touched and asked now: until now only COOs saw them."""
        db.session.flush()
        task = db.metadata.tables["task"]
        own = task.c.client_id == self.client_id, task.c.goal_id == self.id
        db.session.execute(update(task).where(*own).values(touched_at=clock.now()))
        asked = (*own, task.c.waiting_since.is_not(None))
        db.session.execute(update(task).where(*asked).values(waiting_since=clock.now()))

    def asked_since(self) -> dict[int, datetime]:
        """Since when its tasks wait, by key."""
        task = db.metadata.tables["task"]
        waiting = (
            task.c.client_id == self.client_id,
            task.c.goal_id == self.id,
            task.c.waiting_since.is_not(None),
        )
        query = select(task.c.id, task.c.waiting_since).where(*waiting)
        return {row[0]: row[1] for row in db.session.execute(query)}

    def keep_asked_since(self, moments: Mapping[int, datetime]) -> None:
        """Nobody was asked anew: an undo brings back what people had read before."""
        task = db.metadata.tables["task"]
        for key, moment in moments.items():
            db.session.execute(update(task).where(task.c.id == key).values(waiting_since=moment))

    def fix_dates(self) -> dict[str, Any]:
        """Returns the first dates that were others before, a task's under its number."""
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
