"""Today, ready to be shown: due tasks, what waits on clients, the next days, and the clients by need."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeVar

from flask import request, url_for
from flask_login import current_user
from markupsafe import Markup

from tracker.clients.models import Invitation, Role
from tracker.clients.queries import OwnClient, OwnSeat
from tracker.clients.short_names import keep_short_names, short_name
from tracker.foundation import clock
from tracker.foundation.database import OfClient, grouped_by_client
from tracker.foundation.text.collation import by_name
from tracker.portfolio import queries
from tracker.portfolio.attention import asked_since, proposals_without_ceo
from tracker.portfolio.client_counts import NOTHING, ClientCounts, OwnCounts
from tracker.portfolio.client_table import ClientRow, Figures, client_row, drawn
from tracker.portfolio.goals import said_of, waiting_goals
from tracker.portfolio.kept_counts import counts_by_client
from tracker.portfolio.leftover_work import LeftoverWork, leftover_work
from tracker.portfolio.misleading_names import MisleadingName, misleading_names
from tracker.portfolio.own_seats import AHEAD, values_for, zones_of
from tracker.portfolio.queries import SeatHere
from tracker.portfolio.task_lists import (
    ASKED_OF_CLIENTS,
    DUE,
    FREE,
    MOST,
    ON_READER,
    UNNAMED,
    WEEK,
    tasks_of_today,
)
from tracker.portfolio.waiting_tasks import waiting_tasks
from tracker.portfolio.work_lines import Line, Lines, PlainLine, WaitingLine, WorkList
from tracker.portfolio.work_summary import WorkSummary, each_once
from tracker.roadmap.handover.transfer import counted_work
from tracker.roadmap.models.proposal_comments import ProposalComment
from tracker.roadmap.models.statuses import Status
from tracker.roadmap.presentation.filters import ENDED

T = TypeVar("T", bound=OfClient)


@dataclass(frozen=True)
class InvitationRequest:
    """An invitation that was requested or declined.

    On the people page the reader makes its link or withdraws it.
    """

    client: OwnClient
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

    client: OwnClient
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

    client: OwnClient
    left: LeftoverWork

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
        parts = [f"{name} still has {owned}."] if owned else []
        if others:
            more = counted_work(many["goal_waiting"], many["task_waiting"], "more " if owned else "")
            asked = first if owned else name
            parts.append(f"{more[:1].upper()}{more[1:]} {'is' if others == 1 else 'are'} waiting on {asked}.")
        if self.left.new_role:
            them, role = "it" if many.total() == 1 else "them", Role(self.left.new_role).word
            return " ".join([*parts, f"{first} can’t see {them} in the new role, {role}."])
        return " ".join([*parts, f"{self.since}."])

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
    due: WorkList
    is_overdue: bool
    """Whether some of what is due was planned for an earlier day."""
    waiting_on_reader: WorkList
    """What waits on the reader, besides what is due."""
    waits_dated: bool
    """Whether some of that has a date in the next days, or earlier."""
    asked: WorkList
    without_ceo: list[ProposalsWithoutCeo]
    discussion: WorkList
    without_reason: WorkList
    week: WorkList
    free: list[PlainLine]
    requests: list[InvitationRequest]
    names: list[MisleadingName]
    ended: list[EndedAccess]
    rows: list[ClientRow]
    other_zones: bool = False
    """Whether a client is in another time zone than the reader. The days of its work follow the client's."""

    @property
    def listed_clients(self) -> set[int]:
        """Return the clients with something listed that asks for an action."""
        lists = (self.due, self.waiting_on_reader, self.asked, self.discussion, self.without_reason)
        named = set[int]().union(*(each.client_ids for each in lists))
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
        return "Due" if self.is_overdue else "Due today"

    @property
    def nothing_this_week(self) -> str:
        """Return the words for an empty week; another column may mention a date of the reader."""
        named = bool(self.due) or self.waits_dated
        return f"Nothing {'else ' if named else ''}of yours has a date in the next seven days."

    def counted(self, health: str) -> int:
        """Return the number of clients with this health."""
        return sum(row.client.health == health for row in self.rows)

    def shown(self, health: str) -> list[Markup]:
        """Return the HTML of the rows of clients with this health; “all” returns every row."""
        listed = self.listed_clients
        return [
            drawn(row, row.client.id in listed) for row in self.rows if health in ("all", row.client.health)
        ]


@dataclass(frozen=True)
class TodayData:
    """What the statements found for the page."""

    clients: Mapping[int, OwnClient]
    days: Mapping[int, date]
    """Each client's own date."""
    lines: Lines
    counts: Mapping[int, OwnCounts]
    tasks: Sequence[Sequence[WorkSummary]]
    """The first tasks of each list (`task_lists`)."""
    rows: Mapping[int, ClientRow]
    """The rows of the clients where the reader is COO, by the clients' ids."""
    leftover: Sequence[LeftoverWork]
    others_tasks: Sequence[WorkSummary]
    """The tasks that wait at clients where the reader is not COO, those on the same person as one."""
    others_goals: Sequence[WorkSummary]
    """The goals that wait there."""

    @property
    def asking(self) -> list[WorkSummary]:
        """Return the goals that may ask for something, at the clients where the reader is COO."""
        return [goal for row in self.rows.values() for goal in row.asking]

    @property
    def waiting_of_coo(self) -> list[WorkSummary]:
        """Return the tasks that wait at these clients."""
        return [task for row in self.rows.values() for task in row.waiting]

    def list_of_tasks(self, lines: Sequence[Line], count: str) -> WorkList:
        """Return a list whose lines `ClientCounts` counts under this name."""
        counts = {client_id: getattr(each, count) for client_id, each in self.counts.items()}
        return WorkList(lines, sum(counts.values()), {key for key, number in counts.items() if number})

    def list_of_both(self, lines: Sequence[Line], counted: Sequence[tuple[str, WorkSummary]]) -> WorkList:
        """Return a list of goals and tasks, whose lines are the first of what is counted."""
        return WorkList(
            lines[:MOST], sum(each.many for _, each in counted), {each.client_id for _, each in counted}
        )


def today_of(seats: Sequence[OwnSeat], day: date) -> Today:
    """Return Today for all clients where the reader has a seat.

    Waiting work and the table cover only those where the reader is COO.
    """
    zone, led = current_user.time_zone, [seat for seat in seats if seat.role == Role.COO]
    keep_short_names(here := queries.seats_at(seat.client_id for seat in seats))
    data = load_today_data(seats, led, here)
    on_reader = asked_of_reader(data)
    invitations = queries.open_invitations(led) if led else []
    return Today(
        day=day,
        due=data.list_of_tasks(list(map(data.lines.due, data.tasks[DUE])), "due"),
        is_overdue=any(each.is_overdue for each in data.counts.values()),
        waiting_on_reader=list_on_reader(data, on_reader),
        waits_dated=any(each.due and each.due <= day + AHEAD for _, each in on_reader),
        asked=asked_list(data),
        without_ceo=lines_without_ceo(data),
        discussion=discussion_list(data),
        without_reason=list_without_reason(data),
        week=data.list_of_tasks(list(map(data.lines.plain, data.tasks[WEEK])), "week"),
        free=list(map(data.lines.plain, data.tasks[FREE])),
        requests=[
            InvitationRequest(data.clients[each.client_id], each) for each in invitations if each.is_for_coo
        ],
        names=misleading_names(led, here, invitations),
        ended=ended_lines(data),
        rows=sorted(data.rows.values(), key=lambda row: row.urgency),
        other_zones=any(client.time_zone != zone for client in data.clients.values()),
    )


def load_today_data(seats: Sequence[OwnSeat], led: Sequence[OwnSeat], here: Sequence[SeatHere]) -> TodayData:
    """Ask the statements for the work at these seats; at those in `led`, the reader is COO. `here`: all live seats.

    Access that begins or ends between two statements, which PostgreSQL lets them see, counts from the next page on.
    """
    zones, values = len(zones_of(seats)), values_for(seats)
    clients = {seat.client_id: seat.client for seat in seats}
    days = {seat.client_id: clock.today(seat.client) for seat in seats}

    def known(found: Iterable[T]) -> list[T]:
        return [each for each in found if each.client_id in clients]

    counts = dict.fromkeys(clients, NOTHING) | counts_by_client(zones, values)
    others = clients.keys() - {seat.client_id for seat in led}
    return TodayData(
        clients=clients,
        days=days,
        lines=Lines(clients, days),
        counts={key: own for key, (own, _) in counts.items()},
        tasks=[known(tasks) for tasks in tasks_of_today(zones, values)],
        rows=rows_by_client(led, here, days, counts),
        leftover=known(leftover_work(zones, values)) if led else [],
        others_tasks=[task for key in sorted(others) for task in waiting_tasks(counts[key][0].waiting, key)],
        others_goals=known(waiting_goals(zones, values)) if len(led) < len(seats) else [],
    )


def rows_by_client(
    led: Sequence[OwnSeat],
    here: Sequence[SeatHere],
    days: Mapping[int, date],
    counts: Mapping[int, tuple[OwnCounts, ClientCounts]],
) -> dict[int, ClientRow]:
    """Return the rows of the clients where the reader is COO, by the clients' ids, in their order."""
    people, ceos = grouped_by_client(here), queries.names_by_client(here, Role.CEO)
    said = said_of({seat.client_id: counts[seat.client_id][1].proposed for seat in led})
    return {
        key: client_row(
            Figures(
                client=client,
                prefix=request.root_path,
                day=days[key],
                people=tuple(people[key]),
                ceos=tuple(ceos.get(key, ())),
                counts=counts[key][1],
                said=said.get(key, ()),
                waiting=counts[key][0].waiting,
            )
        )
        for key, client in sorted((seat.client_id, seat.client) for seat in led)
    }


def asked_of_reader(data: TodayData) -> list[tuple[str, WorkSummary]]:
    """Return the goals and tasks that wait on the reader, as COO or in another role."""
    goals = [each for each in (*data.asking, *data.others_goals) if each.status == Status.WAITING]
    person_id = current_user.id
    tasks = [*data.waiting_of_coo, *data.others_tasks]
    return each_once(
        goals, tasks, lambda each: each.waiting_person_id == person_id and not each.awaits_decision
    )


def list_on_reader(data: TodayData, asked: Sequence[tuple[str, WorkSummary]]) -> WorkList:
    """Return what is asked of the reader, without tasks that are due now."""
    goals = [each for each in asked if each[0] == "goal"]
    both = [*goals, *(("task", task) for task in data.tasks[ON_READER])]
    lines = [data.lines.waiting(kind, each, asked_day_words(each, data)) for kind, each in both[:MOST]]
    tasks = data.list_of_tasks(lines, "waits")
    named = {goal.client_id for _, goal in goals}
    return replace(tasks, total=len(goals) + tasks.total, client_ids=tasks.client_ids | named)


def ended_lines(data: TodayData) -> list[EndedAccess]:
    """Return the lines about people whose access ended, by client and name."""
    return by_name([EndedAccess(data.clients[each.client_id], each) for each in data.leftover], ended_order)


def ended_order(line: EndedAccess) -> str:
    """Return the text to sort by: client, then person."""
    return f"{line.client.name} {line.left.name}"


def date_words(moment: datetime, client: OwnClient) -> str:
    """Return “12 November” in the client's zone, with the year if it is not this one."""
    day = clock.local(moment, client).date()
    return f"{day.day} {day:%B}" + (f" {day.year}" if day.year != clock.today(client).year else "")


def asked_list(data: TodayData) -> WorkList:
    """Return what is asked of clients, the longest waiting first."""
    asked = [each for row in data.rows.values() for each in row.asked]
    goals = [each for each in asked if each[0] == "goal"]
    first = [*goals, *(("task", task) for task in data.tasks[ASKED_OF_CLIENTS])]
    first.sort(key=lambda each: each[1].asked_at or clock.now())
    return data.list_of_both([asked_line(kind, each, data) for kind, each in first[:MOST]], asked)


def asked_line(kind: str, each: WorkSummary, data: TodayData) -> WaitingLine:
    """Return the line of what is asked of a client; for a goal that was proposed again, with what was said before."""
    answered = each.answered_discussion if each.awaits_decision else None
    return data.lines.waiting(kind, each, asked_words(each, data), answered.words if answered else "")


def list_without_reason(data: TodayData) -> WorkList:
    """Return the goals and tasks of which it is not said on whom they wait, or why they are watched."""
    goals = [("goal", each) for each in data.asking if lacks_reason(each)]
    tasks = [("task", each) for each in data.waiting_of_coo if lacks_reason(each)]
    first = [*goals, *(("task", task) for task in data.tasks[UNNAMED])]
    return data.list_of_both([data.lines.waiting(*each) for each in first[:MOST]], [*goals, *tasks])


def lacks_reason(found: WorkSummary) -> bool:
    """Whether something is not filled in that the reader can fill in."""
    return bool(found.missing) and not found.waits_on_client


def lines_without_ceo(data: TodayData) -> list[ProposalsWithoutCeo]:
    """Return one line for each client with proposals that nobody can answer, by name."""
    many = Counter(goal.client_id for goal in data.asking if goal.lacks_ceo)
    lines = [ProposalsWithoutCeo(data.clients[client_id], number) for client_id, number in many.items()]
    return by_name(lines, lambda line: line.client.name)


def discussion_list(data: TodayData) -> WorkList:
    """Return the proposed goals that a CEO wants to discuss first, the longest waiting first."""
    goals = [("goal", each) for each in data.asking if each.is_to_discuss]
    goals.sort(key=lambda each: each[1].discussion_requested_at or clock.now())
    return data.list_of_both([discussion_line(goal, data) for _, goal in goals[:MOST]], goals)


def discussion_line(goal: WorkSummary, data: TodayData) -> WaitingLine:
    """Return the line of a goal to discuss: who wants to, since when, and in which words."""
    client = data.clients[goal.client_id]
    day = clock.local(goal.discussion_requested_at or clock.now(), client).date()
    since = asked_since(day, data.days[client.id]).replace("asked", "said so")
    words = [short_name(goal.discussion_by, at=client.id), since]
    return data.lines.waiting("goal", goal, " · ".join(word for word in words if word), goal.discussion)


def asked_words(work: WorkSummary, data: TodayData) -> str:
    """Return “Marco · asked Monday”; after comments “Marco · asked Monday · wrote today”.

    Adds “you wrote since” if the reader commented last.
    """
    if work.answered_discussion and work.awaits_decision:
        return proposed_again_words(work, work.answered_discussion, data)
    client = data.clients[work.client_id]
    words = [work.who, asked_day_words(work, data)]
    if work.wrote_at:
        words.append(asked_since(clock.local(work.wrote_at, client).date(), data.days[client.id], "wrote"))
        words.append("you wrote since" if work.reader_wrote_last else "")
    return " · ".join(word for word in words if word)


def proposed_again_words(work: WorkSummary, request: ProposalComment, data: TodayData) -> str:
    """Return “Marco said so Monday · proposed again today”; with two CEOs also whom it waits on now."""
    client, today = data.clients[work.client_id], data.days[work.client_id]
    who = short_name(request.name, request.person_id, at=client.id)
    did = "said so" if request.words else "asked to discuss it"
    when = asked_since(clock.local(request.moment, client).date(), today, did)
    day = work.asked_on(client)
    again = asked_since(day, today, "proposed again") if day else ""
    words = [f"{who} {when}", work.who if work.who != who else "", again]
    return " · ".join(word for word in words if word)


def asked_day_words(work: WorkSummary, data: TodayData) -> str:
    """Return “asked Monday”, “proposed Monday”, or “waiting since Monday” on an outsider; empty if it is not known."""
    day = work.asked_on(data.clients[work.client_id])
    return asked_since(day, data.days[work.client_id], work.asked_word) if day else ""
