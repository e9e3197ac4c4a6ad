"""Today, ready to be shown: due tasks, what waits on clients, the next days, and the clients by need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from flask import url_for
from flask_login import current_user

from tracker.clients.models import Client, Invitation, Role, Seat
from tracker.clients.short_names import keep_short_names, short_name
from tracker.foundation import clock
from tracker.foundation.text.collation import by_name
from tracker.portfolio import client_table, queries
from tracker.portfolio.attention import since
from tracker.portfolio.client_table import ClientRow
from tracker.portfolio.misleading_names import MisleadingName, misleading_names
from tracker.portfolio.work_summary import WorkSummary, asked_of_clients, each_once
from tracker.roadmap.handover.transfer import counted_work
from tracker.roadmap.models.statuses import Status
from tracker.roadmap.presentation.dependencies import free_after_waiting
from tracker.roadmap.presentation.filters import ENDED
from tracker.roadmap.presentation.wording import late_word


@dataclass(frozen=True)
class TodayLine:
    """A goal or a task at a client, with the client's name and one remark."""

    kind: str
    client: Client
    found: WorkSummary
    remark: str = ""
    quote: str = ""
    """A person's own words about it."""

    @property
    def dom_name(self) -> str:
        return f"{self.kind}-{self.client.slug}-{self.found.number}"

    @property
    def url(self) -> str:
        return url_for(f"client.{self.kind}s.show", client_slug=self.client.slug, number=self.found.number)

    @property
    def answer_url(self) -> str:
        """Return the address that sets its status."""
        act = f"client.{self.kind}s.change_status"
        return url_for(act, client_slug=self.client.slug, number=self.found.number)


@dataclass(frozen=True)
class InvitationRequest:
    """An invitation requested at a client; the reader makes its link on the client's people page."""

    client: Client
    invitation: Invitation

    @property
    def dom_name(self) -> str:
        return f"request-{self.invitation.pid}"

    @property
    def words(self) -> str:
        """Marco asked to invite Kim Doe as a viewer; Marco asked to invite Kim Doe, whose link expired 3 December."""
        made = self.invitation
        if made.requested_by is None:
            return (
                f"{short_name(made.invited_by, at=made.client_id)} asked to invite {made.name} {made.as_role}"
            )
        asked = f"{short_name(made.requested_by, at=made.client_id)} asked to invite {made.name}"
        if made.expires_at is None:
            return asked
        return f"{asked}, whose link expired {date_words(made.expires_at, self.client)}"

    @property
    def url(self) -> str:
        return f"{url_for('client.people.index', client_slug=self.client.slug)}#{self.invitation.dom_name}"


@dataclass(frozen=True)
class Ended:
    """What a person whose access ended still has at one client, and the road map filtered to it."""

    client: Client
    left: queries.Left

    @property
    def dom_name(self) -> str:
        return f"ended-{self.client.slug}-{self.left.person_id}"

    @property
    def url(self) -> str:
        return url_for("client.roadmap.index", client_slug=self.client.slug, owner=ENDED)

    @property
    def words(self) -> str:
        """Luca Ferri had three tasks; one task of others waits on them; access ended 12 November."""
        many, name = self.left.counts, self.left.name
        owned = counted_work(many["goal_owned"], many["task_owned"])
        waiting = counted_work(many["goal_waiting"], many["task_waiting"])
        waits = "waits" if many["goal_waiting"] + many["task_waiting"] == 1 else "wait"
        if not owned:
            return f"{waiting[:1].upper()}{waiting[1:]} {waits} on {name}; {self.since}"
        also = f"; {waiting} of others {waits} on them" if waiting else ""
        return f"{name} had {owned}{also}; {self.since}"

    @property
    def since(self) -> str:
        """Access ended 12 November; account closed 12 November."""
        is_ended = self.left.ended_at is not None
        what, when = (
            ("access ended", self.left.ended_at) if is_ended else ("account closed", self.left.closed_at)
        )
        return f"{what} {date_words(when, self.client)}" if when else what


@dataclass(frozen=True)
class Today:
    """Everything on the page."""

    day: date
    due: list[TodayLine]
    on_me: list[TodayLine]
    """What waits on the reader, besides what is due."""
    asked: list[TodayLine]
    talk: list[TodayLine]
    unsaid: list[TodayLine]
    week: list[TodayLine]
    free: list[TodayLine]
    requests: list[InvitationRequest]
    names: list[MisleadingName]
    ended: list[Ended]
    rows: list[ClientRow]

    @property
    def listed_clients(self) -> set[int]:
        """Return the clients with something listed that asks for an action."""
        lines = [*self.due, *self.on_me, *self.asked, *self.talk, *self.unsaid]
        named = {line.client.id for line in lines}
        named |= {request.client.id for request in self.requests}
        return named | {name.client.id for name in self.names} | {left.client.id for left in self.ended}

    @property
    def due_heading(self) -> str:
        """Return “Due today”, or “Due” if some of it was planned for earlier."""
        return "Due today" if all(not line.remark for line in self.due) else "Due"

    @property
    def nothing_this_week(self) -> str:
        """Return the words for an empty week; another column may mention a date of the reader."""
        last = self.day + queries.AHEAD
        named = bool(self.due) or any(line.found.due and line.found.due <= last for line in self.on_me)
        return f"Nothing {'else ' if named else ''}of yours has a date this week."

    def counted(self, health: str) -> int:
        return sum(row.client.health == health for row in self.rows)

    def shown(self, health: str) -> list[ClientRow]:
        return [row for row in self.rows if health in ("all", row.client.health)]


def today_of(seats: Sequence[Seat], day: date) -> Today:
    """Return Today for all clients where the reader has a seat; waiting and the table are about those she is COO of."""
    clients = {seat.client_id: seat.client for seat in seats}
    days = {seat.client_id: clock.today(seat.client) for seat in seats}
    mine = queries.mine(seats, max(days.values()) + queries.AHEAD)
    led = [seat for seat in seats if seat.role == Role.COO]
    here = queries.seats_at(days)
    keep_short_names(here)
    ceos = queries.names_by_client(here, Role.CEO)
    invitations = queries.open_invitations(led) if led else []
    goals, tasks = (queries.goals(led, ceos), queries.waiting_tasks(led)) if led else ([], [])
    open_goals = [goal for goal in goals if goal.status != Status.PARKED]
    both = [("goal", goal) for goal in open_goals] + [("task", task) for task in tasks]
    due = [due_line(each, clients, days) for each in mine if comes_within(0, each, days)]
    today = Today(
        day=day,
        due=due,
        on_me=on_me([seat for seat in seats if seat not in led], open_goals, tasks, due, clients, days),
        asked=asked_lines(asked_of_clients(open_goals, tasks), clients, days),
        talk=talk_lines(open_goals, clients, days),
        unsaid=[
            TodayLine(kind, clients[each.client_id], each)
            for kind, each in both
            if each.missing and not each.waits_on_client
        ],
        week=[
            TodayLine("task", clients[each.client_id], each)
            for each in mine
            if comes_within(queries.AHEAD.days, each, days) and not comes_within(0, each, days)
        ],
        free=[TodayLine("task", clients[each.client_id], each) for each in free_to_start(led)],
        requests=[
            InvitationRequest(clients[each.client_id], each) for each in invitations if each.needs_link
        ],
        names=misleading_names(led, here, invitations),
        ended=ended_lines(led, clients),
        rows=[],
    )
    rows = client_table.rows(led, goals, tasks, days, ceos, today.listed_clients) if led else []
    return replace(today, rows=rows)


def on_me(
    others: Sequence[Seat], goals: Sequence[WorkSummary], tasks: Sequence[WorkSummary], due: Sequence[TodayLine],
    clients: dict[int, Client], days: dict[int, date],
) -> list[TodayLine]:  # fmt: skip
    """Return what waits on the reader, as COO or in another role, without what is due anyway."""
    if others:
        goals = [*goals, *queries.waiting_goals(others)]
        tasks = [*tasks, *queries.waiting_tasks(others)]
    named = {line.dom_name for line in due}
    asked = each_once(
        [goal for goal in goals if goal.status == Status.WAITING],
        tasks,
        lambda each: each.waiting_person_id == current_user.id and not each.awaits_decision,
    )
    lines = [
        TodayLine(kind, clients[each.client_id], each, asked_when(each, clients[each.client_id], days))
        for kind, each in asked
    ]
    return [line for line in lines if line.dom_name not in named]


def free_to_start(led: Sequence[Seat]) -> list[WorkSummary]:
    """Return tasks that are no longer blocked, at the clients she is COO of; the first few by date."""
    found = free_after_waiting([seat.client_id for seat in led], at_most=6) if led else []
    return [WorkSummary(client_id, number, title, Status.NOT_STARTED) for client_id, number, title in found]


def ended_lines(led: Sequence[Seat], clients: dict[int, Client]) -> list[Ended]:
    found = queries.left_behind(led) if led else []
    return by_name([Ended(clients[each.client_id], each) for each in found], ended_order)


def ended_order(line: Ended) -> str:
    return f"{line.client.name} {line.left.name}"


def date_words(moment: datetime, client: Client) -> str:
    """Return 12 November, in the client's zone; with the year if it is not this one."""
    day = clock.local(moment, client).date()
    return f"{day.day} {day:%B}" + (f" {day.year}" if day.year != clock.today(client).year else "")


def comes_within(number: int, found: WorkSummary, days: dict[int, date]) -> bool:
    """Whether its date is at most this many days ahead, in the client's zone."""
    return found.due is not None and (found.due - days[found.client_id]).days <= number


def due_line(found: WorkSummary, clients: dict[int, Client], days: dict[int, date]) -> TodayLine:
    remark = late_word(found.due, days[found.client_id], "practice")
    return TodayLine("task", clients[found.client_id], found, remark)


def asked_lines(
    asked: Sequence[tuple[str, WorkSummary]], clients: dict[int, Client], days: dict[int, date]
) -> list[TodayLine]:
    """Return what is asked of clients, longest first."""
    lines = [
        TodayLine(kind, clients[each.client_id], each, asked_words(each, clients[each.client_id], days))
        for kind, each in asked
    ]
    return sorted(lines, key=lambda line: line.found.asked_at or clock.now())


def talk_lines(
    goals: Sequence[WorkSummary], clients: dict[int, Client], days: dict[int, date]
) -> list[TodayLine]:
    """Return the proposed goals a CEO wants to discuss first, longest first."""
    lines = []
    for goal in sorted(
        (each for each in goals if each.talk_at), key=lambda each: each.talk_at or clock.now()
    ):
        client = clients[goal.client_id]
        day = clock.local(goal.talk_at or clock.now(), client).date()
        said = since(day, days[client.id]).replace("asked", "said so")
        remark = " · ".join(word for word in (short_name(goal.talk_by, at=goal.client_id), said) if word)
        lines.append(TodayLine("goal", client, goal, remark, goal.talk))
    return lines


def asked_words(found: WorkSummary, client: Client, days: dict[int, date]) -> str:
    """Return “Marco · asked Monday”; after their comment, “Marco · replied today”."""
    return " · ".join(word for word in (found.who, asked_when(found, client, days)) if word)


def asked_when(found: WorkSummary, client: Client, days: dict[int, date]) -> str:
    """Return “asked Monday” or “replied today”; empty if it is not known."""
    day, word = found.asked_on(client), "asked"
    if found.replied_at:
        day, word = clock.local(found.replied_at, client).date(), "replied"
    return since(day, days[client.id], word) if day else ""
