"""Today, ready to be shown: due tasks, what waits on clients, the next days, and the clients by need."""

from __future__ import annotations

from collections import Counter
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
from tracker.portfolio.attention import asked_since, proposals_without_ceo
from tracker.portfolio.client_table import ClientRow
from tracker.portfolio.misleading_names import MisleadingName, misleading_names
from tracker.portfolio.work_summary import WorkSummary, asked_of_clients, each_once
from tracker.roadmap.handover.transfer import counted_work
from tracker.roadmap.models.proposal_comments import ProposalComment
from tracker.roadmap.models.statuses import Status
from tracker.roadmap.presentation.dependencies import unblocked_tasks
from tracker.roadmap.presentation.filters import ENDED
from tracker.roadmap.presentation.wording import late_word


@dataclass(frozen=True)
class TodayLine:
    """A goal or task at a client, as one line of Today, with a remark."""

    kind: str
    client: Client
    found: WorkSummary
    remark: str = ""
    quote: str = ""
    """What a person said about it."""

    @property
    def dom_name(self) -> str:
        """Return the name of its element on a page: `task-fornello-pizza-12`."""
        return f"{self.kind}-{self.client.slug}-{self.found.number}"

    @property
    def url(self) -> str:
        """Return the address of the goal or task."""
        return url_for(f"client.{self.kind}s.show", client_slug=self.client.slug, number=self.found.number)

    @property
    def answer_url(self) -> str:
        """Return the address that sets its status."""
        act = f"client.{self.kind}s.change_status"
        return url_for(act, client_slug=self.client.slug, number=self.found.number)


@dataclass(frozen=True)
class InvitationRequest:
    """An invitation that was requested or declined.

    On the people page the reader makes its link or withdraws it.
    """

    client: Client
    invitation: Invitation

    @property
    def dom_name(self) -> str:
        """Return the name of its element on a page: `request-` and the invitation's public id."""
        return f"request-{self.invitation.public_id}"

    @property
    def words(self) -> str:
        """Return “Marco asked to invite Kim Doe as a viewer” or “Adaeze Okafor declined the invitation”.

        For a repeated request: “Marco asked to invite Kim Doe, whose link expired 3 December”.
        """
        made = self.invitation
        if made.is_declined:
            return f"{made.name} declined the invitation"
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
        """Return the address of the invitation on the client's people page."""
        return f"{url_for('client.people.index', client_slug=self.client.slug)}#{self.invitation.dom_name}"


@dataclass(frozen=True)
class ProposalsWithoutCeo:
    """The proposed goals of a client that nobody can answer. `url` is its people page."""

    client: Client
    number: int

    @property
    def dom_name(self) -> str:
        """Return the name of its element on a page: `without-ceo-fornello-pizza`."""
        return f"without-ceo-{self.client.slug}"

    @property
    def words(self) -> str:
        """Return the sentence with their number."""
        return proposals_without_ceo(self.number)

    @property
    def url(self) -> str:
        """Return the address where a CEO can be invited."""
        return url_for("client.people.index", client_slug=self.client.slug)


@dataclass(frozen=True)
class EndedAccess:
    """The work of a person whose access to a client ended. `url` is the road map filtered to such work."""

    client: Client
    left: queries.LeftoverWork

    @property
    def dom_name(self) -> str:
        """Return the name of its element on a page: `access-ended-fornello-pizza-7`, by the person's id."""
        return f"access-ended-{self.client.slug}-{self.left.person_id}"

    @property
    def url(self) -> str:
        """Return the address of the work that has to be handed over."""
        return url_for("client.roadmap.index", client_slug=self.client.slug, owner=ENDED)

    @property
    def words(self) -> str:
        """Return “Luca Ferri still has three tasks. One more task is waiting on Luca.

        Access ended 12 November.” After a return: “Luca can’t see them in the new role, Team.”
        """
        many, name = self.left.counts, self.left.name
        first = short_name(name, self.left.person_id, at=self.client.id)
        owned = counted_work(many["goal_owned"], many["task_owned"])
        others = many["goal_waiting"] + many["task_waiting"]
        said = [f"{name} still has {owned}."] if owned else []
        if others:
            more = counted_work(many["goal_waiting"], many["task_waiting"], "more " if owned else "")
            asked = first if owned else name
            said.append(f"{more[:1].upper()}{more[1:]} {'is' if others == 1 else 'are'} waiting on {asked}.")
        if self.left.new_role:
            them, role = "it" if many.total() == 1 else "them", Role(self.left.new_role).word
            return " ".join([*said, f"{first} can’t see {them} in the new role, {role}."])
        return " ".join([*said, f"{self.since}."])

    @property
    def since(self) -> str:
        """Return “Access ended 12 November” or “Account closed 12 November”."""
        is_ended = self.left.ended_at is not None
        what, when = (
            ("Access ended", self.left.ended_at) if is_ended else ("Account closed", self.left.closed_at)
        )
        return f"{what} {date_words(when, self.client)}" if when else what


@dataclass(frozen=True)
class Today:
    """Everything on the page."""

    day: date
    due: list[TodayLine]
    waiting_on_reader: list[TodayLine]
    """What waits on the reader, besides what is due."""
    asked: list[TodayLine]
    without_ceo: list[ProposalsWithoutCeo]
    discussion: list[TodayLine]
    without_reason: list[TodayLine]
    week: list[TodayLine]
    free: list[TodayLine]
    requests: list[InvitationRequest]
    names: list[MisleadingName]
    ended: list[EndedAccess]
    rows: list[ClientRow]
    other_zones: bool = False
    """Whether a client is in another time zone than the reader. The days of its work follow the client's."""

    @property
    def listed_clients(self) -> set[int]:
        """Return the clients with something listed that asks for an action."""
        lines = [*self.due, *self.waiting_on_reader, *self.asked, *self.discussion, *self.without_reason]
        named = {line.client.id for line in lines}
        named |= {request.client.id for request in self.requests}
        named |= {line.client.id for line in self.without_ceo}
        return named | {name.client.id for name in self.names} | {left.client.id for left in self.ended}

    @property
    def requests_heading(self) -> str:
        """Return the heading of the invitations: some need a link, and some were declined."""
        declined = sum(request.invitation.is_declined for request in self.requests)
        if not declined:
            return "Invitations that need your link"
        return "Declined invitations" if declined == len(self.requests) else "Invitations to settle"

    @property
    def ended_heading(self) -> str:
        """Return the heading of the work of people whose access ended, or who came back in another role."""
        back = sum(bool(line.left.new_role) for line in self.ended)
        if not back:
            return "Access ended"
        return "New role" if back == len(self.ended) else "Access ended, or a new role"

    @property
    def due_heading(self) -> str:
        """Return “Due today”, or “Due” if some of it was planned for earlier."""
        return "Due today" if all(not line.remark for line in self.due) else "Due"

    @property
    def nothing_this_week(self) -> str:
        """Return the words for an empty week; another column may mention a date of the reader."""
        last = self.day + queries.AHEAD
        named = bool(self.due) or any(
            line.found.due and line.found.due <= last for line in self.waiting_on_reader
        )
        return f"Nothing {'else ' if named else ''}of yours has a date in the next seven days."

    def counted(self, health: str) -> int:
        """Return the number of clients with this health."""
        return sum(row.client.health == health for row in self.rows)

    def shown(self, health: str) -> list[ClientRow]:
        """Return the rows of clients with this health; “all” returns every row."""
        return [row for row in self.rows if health in ("all", row.client.health)]


def today_of(seats: Sequence[Seat], day: date) -> Today:
    """Return Today for all clients where the reader has a seat.

    Waiting work and the table cover only those where the reader is COO.
    """
    clients = {seat.client_id: seat.client for seat in seats}
    days = {seat.client_id: clock.today(seat.client) for seat in seats}
    mine = queries.own_tasks(seats, max(days.values()) + queries.AHEAD)
    led = [seat for seat in seats if seat.role == Role.COO]
    keep_short_names(here := queries.seats_at(days))
    ceos = queries.names_by_client(here, Role.CEO)
    invitations = queries.open_invitations(led) if led else []
    goals, tasks = (queries.all_goals(led, ceos), queries.waiting_tasks(led)) if led else ([], [])
    open_goals = [goal for goal in goals if goal.status != Status.PARKED]
    both = [("goal", goal) for goal in open_goals] + [("task", task) for task in tasks]
    due = [due_line(each, clients, days) for each in mine if is_due_within(0, each, days)]

    def line(kind: str, found: WorkSummary) -> TodayLine:
        return TodayLine(kind, clients[found.client_id], found)

    today = Today(
        day=day,
        due=due,
        waiting_on_reader=waiting_on_reader(
            [seat for seat in seats if seat not in led], open_goals, tasks, due, clients, days
        ),
        asked=asked_lines(asked_of_clients(open_goals, tasks), clients, days),
        without_ceo=lines_without_ceo(open_goals, clients),
        discussion=discussion_lines(open_goals, clients, days),
        without_reason=[line(kind, each) for kind, each in both if each.missing and not each.waits_on_client],
        week=[line("task", each) for each in mine if is_due_this_week(each, days)],
        free=[line("task", each) for each in free_to_start(led)],
        requests=[
            InvitationRequest(clients[each.client_id], each) for each in invitations if each.is_for_coo
        ],
        names=misleading_names(led, here, invitations),
        ended=ended_lines(led, clients),
        rows=[],
        other_zones=any(client.time_zone != current_user.time_zone for client in clients.values()),
    )
    rows = client_table.client_rows(led, goals, tasks, days, ceos, today.listed_clients) if led else []
    return replace(today, rows=rows)


def waiting_on_reader(
    others: Sequence[Seat],
    goals: Sequence[WorkSummary],
    tasks: Sequence[WorkSummary],
    due: Sequence[TodayLine],
    clients: dict[int, Client],
    days: dict[int, date],
) -> list[TodayLine]:
    """Return the work that waits on the reader, as COO or in another role, without work that is due now."""
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
        TodayLine(kind, clients[each.client_id], each, asked_day_words(each, clients[each.client_id], days))
        for kind, each in asked
    ]
    return [line for line in lines if line.dom_name not in named]


def free_to_start(led: Sequence[Seat]) -> list[WorkSummary]:
    """Return at most six tasks that are no longer blocked, by date, at clients where the reader is COO."""
    found = unblocked_tasks([seat.client_id for seat in led], at_most=6) if led else []
    return [WorkSummary(client_id, number, title, Status.NOT_STARTED) for client_id, number, title in found]


def ended_lines(led: Sequence[Seat], clients: dict[int, Client]) -> list[EndedAccess]:
    """Return the lines about people whose access ended, by client and name."""
    found = queries.leftover_work(led) if led else []
    return by_name([EndedAccess(clients[each.client_id], each) for each in found], ended_order)


def ended_order(line: EndedAccess) -> str:
    """Return the text to sort by: client, then person."""
    return f"{line.client.name} {line.left.name}"


def date_words(moment: datetime, client: Client) -> str:
    """Return “12 November” in the client's zone, with the year if it is not this one."""
    day = clock.local(moment, client).date()
    return f"{day.day} {day:%B}" + (f" {day.year}" if day.year != clock.today(client).year else "")


def is_due_within(number: int, found: WorkSummary, days: dict[int, date]) -> bool:
    """Whether the task is due at most this many days ahead, by the client's date; late tasks count."""
    return found.due is not None and (found.due - days[found.client_id]).days <= number


def is_due_this_week(found: WorkSummary, days: dict[int, date]) -> bool:
    """Whether the task is due in the next days, but not today or earlier."""
    return is_due_within(queries.AHEAD.days, found, days) and not is_due_within(0, found, days)


def due_line(found: WorkSummary, clients: dict[int, Client], days: dict[int, date]) -> TodayLine:
    """Return the line of a due task; its remark says how late it is."""
    remark = late_word(found.due, days[found.client_id], "practice")
    return TodayLine("task", clients[found.client_id], found, remark)


def asked_lines(
    asked: Sequence[tuple[str, WorkSummary]], clients: dict[int, Client], days: dict[int, date]
) -> list[TodayLine]:
    """Return the lines of what is asked of clients, the longest waiting first."""
    lines = [
        TodayLine(
            kind,
            clients[each.client_id],
            each,
            asked_words(each, clients[each.client_id], days),
            quote=each.answered_discussion.words if each.answered_discussion and each.awaits_decision else "",
        )
        for kind, each in asked
    ]
    return sorted(lines, key=lambda line: line.found.asked_at or clock.now())


def lines_without_ceo(goals: Sequence[WorkSummary], clients: dict[int, Client]) -> list[ProposalsWithoutCeo]:
    """Return one line for each client with proposals that nobody can answer, by name."""
    many = Counter(goal.client_id for goal in goals if goal.lacks_ceo)
    lines = [ProposalsWithoutCeo(clients[client_id], number) for client_id, number in many.items()]
    return by_name(lines, lambda line: line.client.name)


def discussion_lines(
    goals: Sequence[WorkSummary], clients: dict[int, Client], days: dict[int, date]
) -> list[TodayLine]:
    """Return the proposed goals that a CEO wants to discuss first, the longest waiting first."""
    lines = []
    for goal in sorted(
        (each for each in goals if each.is_to_discuss),
        key=lambda each: each.discussion_requested_at or clock.now(),
    ):
        client = clients[goal.client_id]
        day = clock.local(goal.discussion_requested_at or clock.now(), client).date()
        said = asked_since(day, days[client.id]).replace("asked", "said so")
        remark = " · ".join(
            word for word in (short_name(goal.discussion_by, at=goal.client_id), said) if word
        )
        lines.append(TodayLine("goal", client, goal, remark, goal.discussion))
    return lines


def asked_words(found: WorkSummary, client: Client, days: dict[int, date]) -> str:
    """Return “Marco · asked Monday”; after comments “Marco · asked Monday · wrote today”.

    Adds “you wrote since” if the reader commented last.
    """
    if found.answered_discussion and found.awaits_decision:
        return proposed_again_words(found, found.answered_discussion, client, days)
    words = [found.who, asked_day_words(found, client, days)]
    if found.wrote_at:
        words.append(asked_since(clock.local(found.wrote_at, client).date(), days[client.id], "wrote"))
        words.append("you wrote since" if found.reader_wrote_last else "")
    return " · ".join(word for word in words if word)


def proposed_again_words(
    found: WorkSummary, talk: ProposalComment, client: Client, days: dict[int, date]
) -> str:
    """Return “Marco said so Monday · proposed again today”; with two CEOs also whom it waits on now."""
    who = short_name(talk.name, talk.person_id, at=client.id)
    said = asked_since(
        clock.local(talk.moment, client).date(),
        days[client.id],
        "said so" if talk.words else "asked to discuss it",
    )
    day = found.asked_on(client)
    again = asked_since(day, days[client.id], "proposed again") if day else ""
    return " · ".join(
        word for word in (f"{who} {said}", found.who if found.who != who else "", again) if word
    )


def asked_day_words(found: WorkSummary, client: Client, days: dict[int, date]) -> str:
    """Return “asked Monday”, “proposed Monday”, or “waiting since Monday” on an outsider; empty if it is not known."""
    day = found.asked_on(client)
    return asked_since(day, days[client.id], found.asked_word) if day else ""
