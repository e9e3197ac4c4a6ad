"""A goal or a task at one of the clients, as Today shows it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from tracker.clients.models import Client, Role
from tracker.clients.short_names import short_name
from tracker.foundation import clock
from tracker.roadmap.models.goal import QUIET_AFTER
from tracker.roadmap.models.statuses import CLOSED, ApprovalState, Status


@dataclass(frozen=True)
class WorkSummary:
    """A few columns of a goal or a task, and the name of the person it waits on."""

    client_id: int
    number: int
    title: str
    status: str
    due: date | None = None
    why: str = ""
    waiting_since: datetime | None = None
    waiting_name: str = ""
    waiting_person: str | None = None
    waiting_person_id: int | None = None
    waiting_role: str | None = None
    quarter: str | None = None
    touched_at: datetime | None = None
    tasks_touched_at: datetime | None = None
    """When a task under it was last touched."""
    goal_id: int | None = None
    in_draft: bool | None = False
    """A task under a goal that only COOs see."""
    replied_at: datetime | None = None
    """When the person it waits on last commented on it."""
    life: str = ApprovalState.AGREED
    proposed_at: datetime | None = None
    talk_at: datetime | None = None
    talk: str = ""
    """The CEO's words when asking to discuss a proposed goal."""
    talk_by: str = ""
    """The CEO who asked, by full name."""
    ceo: str = ""
    """The CEO by first name, for a goal that is not agreed yet."""
    ceo_exactly: str = ""
    """The same by full name."""

    @property
    def awaits_decision(self) -> bool:
        """Whether it is proposed and the CEO has not answered yet."""
        return self.life == ApprovalState.PROPOSED and self.talk_at is None and self.is_open

    @property
    def shape(self) -> str:
        """Return the glyph for a list of what waits."""
        return Status.WAITING if self.life == ApprovalState.PROPOSED else self.status

    @property
    def who(self) -> str:
        """Return the person it waits on: people with access by first name, others as they were written."""
        if self.awaits_decision:
            return self.ceo
        if not self.waiting_person:
            return self.waiting_name
        return short_name(self.waiting_person, self.waiting_person_id, at=self.client_id)

    @property
    def who_exactly(self) -> str:
        """Return the same by full name, which tells two people with one first name apart."""
        return self.ceo_exactly if self.awaits_decision else self.waiting_person or self.waiting_name

    @property
    def missing(self) -> str:
        """Return what a person still has to fill in."""
        if self.status == Status.WAITING and not (self.waiting_person or self.waiting_name):
            return "Who are you waiting on?"
        return "Why?" if self.status == Status.WATCH and not self.why else ""

    @property
    def waits_on_client(self) -> bool:
        """Whether it waits on a person at the client, or a name, not on the practice. A proposal waits for the CEO."""
        if self.awaits_decision:
            return bool(self.ceo)
        if self.in_draft and self.waiting_person:
            return False
        return self.status == Status.WAITING and bool(self.who) and self.waiting_role != Role.COO

    @property
    def waits_on_practice(self) -> bool:
        """Whether it waits on one of the client's COOs."""
        return self.status == Status.WAITING and self.waiting_role == Role.COO and not self.awaits_decision

    @property
    def is_open(self) -> bool:
        return self.status not in CLOSED

    @property
    def has_gone_quiet(self) -> bool:
        """Whether it is on track, and neither it nor a task under it was touched for two weeks."""
        touched = [at for at in (self.touched_at, self.tasks_touched_at) if at is not None]
        if self.status != Status.ON_TRACK or not touched:
            return False
        return clock.now() - max(touched) > QUIET_AFTER

    def asked_on(self, client: Client) -> date | None:
        """Return the day it began to wait, in the client's zone."""
        since = self.asked_at
        return clock.local(since, client).date() if since else None

    @property
    def asked_at(self) -> datetime | None:
        return self.proposed_at if self.awaits_decision else self.waiting_since


def each_once(
    goals: Sequence[WorkSummary], tasks: Sequence[WorkSummary], asked: Callable[[WorkSummary], bool]
) -> list[tuple[str, WorkSummary]]:
    """Return what is asked, each thing once: a goal that waits only through one of its own tasks is left out."""
    found = [task for task in tasks if asked(task)]
    through = {(task.goal_id, task.who_exactly) for task in found}
    own = [
        goal for goal in goals
        if asked(goal) and (goal.awaits_decision or (goal.goal_id, goal.who_exactly) not in through)
    ]  # fmt: skip
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
