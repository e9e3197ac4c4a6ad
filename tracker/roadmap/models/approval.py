"""The approval of a goal: a draft only the COO sees, then proposed to the CEO, then agreed.

Dates of a goal that was never agreed are not promises; on agreement they become the first agreed dates.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import String, select, update
from sqlalchemy.orm import Mapped, mapped_column

from tracker.accounts.models import Person
from tracker.clients.models import Role, Seat
from tracker.clients.short_names import short_name
from tracker.foundation import clock
from tracker.foundation.column_types import JsonObject
from tracker.foundation.database import db
from tracker.foundation.exceptions import DomainError
from tracker.history.models import Event
from tracker.history.undo import is_undo
from tracker.roadmap.models.proposal_comments import ProposalComments, proposal_comments_of
from tracker.roadmap.models.questions import ask_what_is_shown
from tracker.roadmap.models.statuses import ApprovalState
from tracker.roadmap.models.work import WorkItem

WHEN_A_GOAL_IS_SHOWN: list[Callable[[Approvable], None]] = []
"""Hooks called with a draft before the client sees it, for its tasks."""

WHEN_A_GOAL_IS_HIDDEN: list[Callable[[Approvable], None]] = []
"""Hooks called with a goal before it returns to draft, for the dates of its tasks."""


class Approvable(WorkItem):
    """The approval of a goal. Each verb records one event, whose `before` has the values that undo needs."""

    approval_state: Mapped[str] = mapped_column(String(10), default=ApprovalState.AGREED)
    agreed_at: Mapped[datetime | None]
    """When it was last agreed, or None. Tasks that joined since count as scope growth."""
    discussion_requested_at: Mapped[datetime | None]
    """Since when the CEO wants to discuss a proposed goal first."""

    if TYPE_CHECKING:
        id: Mapped[int]
        target_date: Mapped[date | None]
        original_target_date: Mapped[date | None]

    def propose(self, by: Person) -> None:
        """Show the goal to the client for the CEO to agree. Proposing again answers a request to discuss it."""
        if self.is_proposed and self.discussion_requested_at is None:
            return
        before = self.approval_snapshot()
        self.keep_restrictions()
        if was_draft := self.is_draft:
            self.show_tasks()
        self.approval_state, self.discussion_requested_at = ApprovalState.PROPOSED, None
        self.log("proposed", by, before=before)
        if was_draft:
            ask_what_is_shown(self.client_id)

    def agree(self, by: Person) -> None:
        """Agree the goal. The first time, its dates and those of its tasks become the first agreed dates.

        Later agreements keep these: a date that was promised once stays the one it moved from.

        If the actor is not a CEO of the client, the event says that they only recorded the agreement.
        """
        if self.is_agreed:
            return
        before = self.approval_snapshot()
        self.keep_restrictions()
        if was_draft := self.is_draft:
            self.show_tasks()
        if not self.was_agreed:
            before |= self.fix_dates()
        self.approval_state, self.agreed_at, self.discussion_requested_at = (
            ApprovalState.AGREED,
            clock.now(),
            None,
        )
        more = {} if self.is_ceo(by) else {"recorded": True}
        more |= {"agreed_before": True} if self.was_agreed_by(by) else {}
        self.log("agreed", by, before=before, **more)
        if was_draft:
            ask_what_is_shown(self.client_id)

    def was_agreed_by(self, person: Person) -> bool:
        """Whether this person agreed to it before, or marked it as agreed, and that was not undone."""
        query = select(Event).where(
            Event.client_id == self.client_id,
            Event.goal_id == self.id,
            Event.action == "goal_agreed",
            Event.actor_id == person.id,
            Event.undone_at.is_(None),
        )
        return any(not is_undo(event) for event in db.session.scalars(query))

    def is_ceo(self, person: Person) -> bool:
        """Whether the person is a CEO of the client now."""
        here = Seat.client_id == self.client_id, Seat.person_id == person.id
        query = select(Seat.id).where(*here, Seat.role == Role.CEO, Seat.live())
        return db.session.scalars(query).first() is not None

    def has_ceo(self, person_id: int | None) -> bool:
        """Whether the person with this id is a CEO of the client now, with an open account."""
        person = db.session.get(Person, person_id) if person_id else None
        return person is not None and person.is_active and self.is_ceo(person)

    def request_discussion(self, by: Person, words: str = "") -> None:
        """Ask to discuss the goal, which stays proposed. The same words again, or none, record nothing.

        Raise DomainError if it is not proposed, or if the words would replace those of another CEO.
        """
        if not self.adds_to_discussion(by, words):
            return
        before = self.approval_snapshot()
        self.discussion_requested_at = self.discussion_requested_at or clock.now()
        self.log("discussion_requested", by, why=words, before=before)

    def adds_to_discussion(self, by: Person, words: str) -> bool:
        """Whether the request to discuss it, with these words, is new. DomainError as `request_discussion` does."""
        if not self.is_proposed:
            raise DomainError(
                "This goal is agreed already." if self.is_agreed else "This goal is not proposed yet."
            )
        if self.discussion_requested_at is None:
            return True
        request = self.proposal_comments().discussion
        if request is None or words in ("", request.words):
            return False
        if request.person_id != by.id and self.has_ceo(request.person_id):
            quoted = f": “{request.words}”" if request.words else "."
            raise DomainError(
                f"{short_name(request.name, request.person_id)} asked to discuss it already{quoted}"
            )
        return True

    def withdraw_discussion(self, by: Person) -> None:
        """Withdraw the request to discuss it. The goal awaits the CEO's answer again."""
        if self.discussion_requested_at is not None:
            before = self.approval_snapshot()
            self.discussion_requested_at = None
            self.log("discussion_withdrawn", by, before=before)

    def end_discussion(self, name: str, by: Person) -> None:
        """End the request of a CEO of this name whose access ended. The goal awaits an answer again."""
        before = self.approval_snapshot()
        self.discussion_requested_at = None
        self.log("discussion_ended", by, name=name, before=before)

    def return_to_draft(self, by: Person) -> None:
        """Move it back to draft, hidden from the client. Readers who could see it may read this event."""
        if self.is_draft:
            return
        self.keep_promises()
        self.log("returned_to_draft", by, before=self.approval_snapshot())
        self.approval_state, self.discussion_requested_at = ApprovalState.DRAFT, None

    @property
    def is_draft(self) -> bool:
        """Whether it is a draft, which only COOs see."""
        return self.approval_state == ApprovalState.DRAFT

    @property
    def is_proposed(self) -> bool:
        """Whether it is proposed and not agreed, also while a CEO wants to discuss it first."""
        return self.approval_state == ApprovalState.PROPOSED

    @property
    def is_agreed(self) -> bool:
        """Whether it is agreed. So is a new goal without a state, because that is the column's default."""
        return self.approval_state in (None, ApprovalState.AGREED)

    @property
    def was_agreed(self) -> bool:
        """Whether it is or was agreed. Its dates are then promises: moving one later needs a reason."""
        return self.agreed_at is not None or self.is_agreed

    @property
    def scope_since(self) -> datetime | None:
        """The time after which a task that joins counts as scope growth; None unless it is agreed."""
        return self.agreed_at if self.is_agreed else None

    @property
    def is_to_discuss(self) -> bool:
        """Whether it is proposed and open, and a CEO wants to discuss it first."""
        return self.is_proposed and self.discussion_requested_at is not None and self.is_open

    @property
    def awaits_decision(self) -> bool:
        """Whether it is proposed and open, and the CEO has not answered yet."""
        return self.is_proposed and self.is_open and not self.is_to_discuss

    def in_draft(self) -> bool:
        """Whether it is a draft itself."""
        return self.is_draft

    def proposal_comments(self) -> ProposalComments:
        """Return who proposed it last, and who wants to discuss it first."""
        db.session.flush()
        found = proposal_comments_of(Event.client_id == self.client_id, Event.goal_id == self.id)
        return found.get(self.id, ProposalComments())

    def approval_snapshot(self) -> JsonObject:
        """Return the fields of its approval, as an event keeps them for undo."""
        moments = {"agreed_at": self.agreed_at, "discussion_requested_at": self.discussion_requested_at}
        return (
            {"approval_state": str(self.approval_state)}
            | {name: at.isoformat() if at else None for name, at in moments.items()}
            | {"said": self.proposal_comments().as_details()}
        )

    def show_tasks(self) -> None:
        """Show its tasks with it. Raise DomainError if they close a cycle of dependencies."""
        for show in WHEN_A_GOAL_IS_SHOWN:
            show(self)

    def keep_promises(self) -> None:
        """Keep its date and those of its tasks as promises before the client stops seeing them."""
        self.keep_promise()
        for keep in WHEN_A_GOAL_IS_HIDDEN:
            keep(self)

    def fix_dates(self) -> JsonObject:
        """Make the present dates the first agreed ones, except where the client was promised one before.

        Return the previous first dates: the goal's, and `first_dues`, those that differed by task number.
        """
        db.session.flush()
        task = db.metadata.tables["task"]
        own = (task.c.client_id == self.client_id, task.c.goal_id == self.id, task.c.trashed_at.is_(None))
        moved = (*own, task.c.promised_date.is_(None), task.c.original_due.is_distinct_from(task.c.due))
        rows = db.session.execute(select(task.c.number, task.c.original_due).where(*moved)).all()
        db.session.execute(update(task).where(*moved).values(original_due=task.c.due))
        before = self.original_target_date
        if self.promised_date is None:
            self.original_target_date = self.target_date
        return {
            "original_target_date": before.isoformat() if before else None,
            "first_dues": {str(number): first.isoformat() if first else None for number, first in rows},
        }
