"""A goal or task of a client, as Today shows it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from tracker.clients.models import Role
from tracker.clients.short_names import short_name
from tracker.foundation import clock
from tracker.roadmap.models.proposal_comments import ProposalComment
from tracker.roadmap.models.statuses import CLOSED, ApprovalState, Status


@dataclass(slots=True)
class WorkSummary:
    """Some columns of a goal or task, and the person it waits on."""

    client_id: int
    number: int
    title: str
    status: str
    due: date | None = None
    why: str = ""
    waiting_since: datetime | None = None
    waiting_name: str = ""
    waiting_number: int | None = None
    """The number of the seat it waits on."""
    waiting_person: str | None = None
    waiting_person_id: int | None = None
    waiting_role: str | None = None
    wrote_at: datetime | None = None
    """When the person it waits on last commented, since it has been waiting."""
    reader_wrote_at: datetime | None = None
    """When the reader last commented, in the same time."""
    quarter: str | None = None
    is_quiet: bool = False
    """Whether it is a goal on track, and neither it nor one of its tasks has changed for two weeks."""
    many: int = 1
    """The number of tasks, if it is several that wait on the same person."""
    goal_id: int | None = None
    in_draft: bool | None = False
    """Whether it is a task in a draft, a goal that only COOs see."""
    approval_state: str = ApprovalState.AGREED
    proposed_at: datetime | None = None
    discussion_requested_at: datetime | None = None
    discussion: str = ""
    """The CEO's words when asking to discuss a proposed goal."""
    answered_discussion: ProposalComment | None = None
    """What a CEO said before the goal was proposed again."""
    discussion_by: str = ""
    """The CEO who asked, by full name."""
    ceo: str = ""
    """The CEOs by short name, for a proposed goal."""
    ceo_exactly: str = ""
    """The same by full name."""

    @property
    def status_reason(self) -> str:
        """Return the reason for watching or waiting."""
        return self.why

    @property
    def is_to_discuss(self) -> bool:
        """Whether it is proposed and open, and a CEO wants to discuss it first."""
        return (
            self.approval_state == ApprovalState.PROPOSED
            and self.discussion_requested_at is not None
            and self.is_open
        )

    @property
    def awaits_decision(self) -> bool:
        """Whether it is proposed and the CEO has not answered yet."""
        return self.approval_state == ApprovalState.PROPOSED and self.is_open and not self.is_to_discuss

    @property
    def lacks_ceo(self) -> bool:
        """Whether it is proposed and open, and nobody has access as CEO to answer."""
        return self.approval_state == ApprovalState.PROPOSED and self.is_open and not self.ceo

    @property
    def shape(self) -> str:
        """Return the status whose glyph is shown; a proposed goal is shown as waiting."""
        return Status.WAITING if self.approval_state == ApprovalState.PROPOSED else self.status

    @property
    def who(self) -> str:
        """Return the person it waits on: people with a seat by short name, others as they were written."""
        if self.awaits_decision:
            return self.ceo
        if not self.waiting_person:
            return self.waiting_name
        return short_name(self.waiting_person, self.waiting_person_id, at=self.client_id)

    @property
    def who_exactly(self) -> str:
        """Return the full name of the person it waits on, which distinguishes people with one first name."""
        return self.ceo_exactly if self.awaits_decision else self.waiting_person or self.waiting_name

    @property
    def asked_word(self) -> str:
        """Return what happened on the day it began to wait: “asked”, “proposed” or “waiting since”.

        A proposal may be older than the CEO's access. “Waiting since” is for an outsider, who is told nothing
        here.
        """
        if self.awaits_decision:
            return "proposed"
        return "asked" if self.waiting_person else "waiting since"

    @property
    def missing(self) -> str:
        """Return the question about what is not filled in: whom it waits on, or why; otherwise empty."""
        if self.status == Status.WAITING and not (self.waiting_person or self.waiting_name):
            return "Who are you waiting on?"
        return "Why?" if self.status == Status.WATCH and not self.why else ""

    @property
    def waits_on_client(self) -> bool:
        """Whether it waits on a person at the client, or on a name, but not on the practice.

        A proposal waits on the CEO.
        """
        if self.awaits_decision:
            return bool(self.ceo)
        if self.in_draft and self.waiting_person:
            return False
        is_named = bool(self.waiting_person or self.waiting_name)
        return is_named and self.status == Status.WAITING and self.waiting_role != Role.COO

    @property
    def reader_wrote_last(self) -> bool:
        """Whether the reader commented after the person it waits on."""
        return bool(self.wrote_at and self.reader_wrote_at and self.reader_wrote_at > self.wrote_at)

    @property
    def waits_on_practice(self) -> bool:
        """Whether it waits on a COO of the client."""
        return self.status == Status.WAITING and self.waiting_role == Role.COO and not self.awaits_decision

    @property
    def is_open(self) -> bool:
        """Whether it is neither done nor parked."""
        return self.status not in CLOSED

    def is_overdue(self, today: date) -> bool:
        """Whether it is open and its date has passed.

        The date of a goal that is not agreed does not count yet.
        """
        return (
            self.is_open
            and self.approval_state == ApprovalState.AGREED
            and self.due is not None
            and self.due < today
        )

    def asked_on(self, client: clock.HasZone) -> date | None:
        """Return the day it began to wait, in the client's zone."""
        since = self.asked_at
        return clock.local(since, client).date() if since else None

    @property
    def asked_at(self) -> datetime | None:
        """Return when it began to wait."""
        return self.proposed_at if self.awaits_decision else self.waiting_since


def each_once(
    goals: Sequence[WorkSummary], tasks: Sequence[WorkSummary], asked: Callable[[WorkSummary], bool]
) -> list[tuple[str, WorkSummary]]:
    """Return the work that `asked` selects, without goals that wait only through one of their tasks."""
    found = [task for task in tasks if asked(task)]
    through = {(task.goal_id, task.who_exactly) for task in found}
    own = [
        goal
        for goal in goals
        if asked(goal) and (goal.awaits_decision or (goal.goal_id, goal.who_exactly) not in through)
    ]
    return [("goal", goal) for goal in own] + [("task", task) for task in found]


def asked_of_clients(
    goals: Sequence[WorkSummary], tasks: Sequence[WorkSummary]
) -> list[tuple[str, WorkSummary]]:
    """Return what waits on people at clients, or on others outside the practice."""
    return each_once(goals, tasks, lambda each: each.waits_on_client)


def asked_of_practice(
    goals: Sequence[WorkSummary], tasks: Sequence[WorkSummary]
) -> list[tuple[str, WorkSummary]]:
    """Return what waits on the clients' COOs."""
    return each_once(goals, tasks, lambda each: each.waits_on_practice)
