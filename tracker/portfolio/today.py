"""Today, ready to be shown: my due tasks, what waits on clients, the next days, and the clients by need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for

from tracker.clients.models import Client, Invitation, Role, Seat
from tracker.foundation import clock
from tracker.foundation.formats import first_name
from tracker.portfolio import ledger, reading
from tracker.portfolio.attention import since
from tracker.portfolio.found import Found, asked_of_clients
from tracker.portfolio.ledger import Row
from tracker.roadmap.filters import ENDED
from tracker.roadmap.handover import counted
from tracker.roadmap.status import Status
from tracker.roadmap.waits_reading import free_after_waiting
from tracker.roadmap.words import late_word


@dataclass(frozen=True)
class Line:
    """A goal or a task somewhere, with its client's name and one remark."""

    kind: str
    client: Client
    found: Found
    remark: str = ""
    quote: str = ""
    """What somebody said about it, in their own words."""

    @property
    def dom_name(self) -> str:
        return f"{self.kind}-{self.client.slug}-{self.found.number}"

    @property
    def url(self) -> str:
        return url_for(f"client.{self.kind}s.show", client_slug=self.client.slug, number=self.found.number)

    @property
    def answer_url(self) -> str:
        """Where its status is set."""
        act = f"client.{self.kind}s.change_status"
        return url_for(act, client_slug=self.client.slug, number=self.found.number)


@dataclass(frozen=True)
class Request:
    """An invitation somebody at a client asks for; the reader makes its link on the client's people page."""

    client: Client
    invitation: Invitation

    @property
    def dom_name(self) -> str:
        return f"request-{self.invitation.pid}"

    @property
    def words(self) -> str:
        """Marco asked to invite Kim Doe as a viewer."""
        made = self.invitation
        return f"{first_name(made.invited_by.name)} asked to invite {made.name} {made.as_role}"

    @property
    def url(self) -> str:
        return f"{url_for('client.people.index', client_slug=self.client.slug)}#{self.invitation.dom_name}"


@dataclass(frozen=True)
class Ended:
    """What people whose access ended still have at one client, and the road map that shows only this."""

    client: Client
    words: str

    @property
    def dom_name(self) -> str:
        return f"ended-{self.client.slug}"

    @property
    def url(self) -> str:
        return url_for("client.roadmap.index", client_slug=self.client.slug, owner=ENDED)


@dataclass(frozen=True)
class Today:
    """Everything on the page."""

    day: date
    due: list[Line]
    asked: list[Line]
    talk: list[Line]
    unsaid: list[Line]
    week: list[Line]
    free: list[Line]
    requests: list[Request]
    ended: list[Ended]
    rows: list[Row]

    def counted(self, health: str) -> int:
        return sum(row.client.health == health for row in self.rows)

    def shown(self, health: str) -> list[Row]:
        return [row for row in self.rows if health in ("all", row.client.health)]


def look(seats: Sequence[Seat], day: date) -> Today:
    """Over all clients where the reader has a seat; waiting and the ledger are about those she is COO of."""
    clients = {seat.client_id: seat.client for seat in seats}
    days = {seat.client_id: clock.today(seat.client) for seat in seats}
    mine = reading.mine(seats, max(days.values()) + reading.AHEAD)
    led = [seat for seat in seats if seat.role == Role.COO]
    ceos = reading.leaders(days, Role.CEO)
    goals, tasks = (reading.goals(led, ceos), reading.waiting_tasks(led)) if led else ([], [])
    both = [("goal", goal) for goal in goals] + [("task", task) for task in tasks]
    return Today(
        day=day,
        due=[due_line(each, clients, days) for each in mine if comes_within(0, each, days)],
        asked=asked_lines(asked_of_clients(goals, tasks), clients, days),
        talk=talk_lines(goals, clients, days),
        unsaid=[
            Line(kind, clients[each.client_id], each)
            for kind, each in both
            if each.missing and not each.waits_on_client
        ],
        week=[
            Line("task", clients[each.client_id], each)
            for each in mine
            if comes_within(reading.AHEAD.days, each, days) and not comes_within(0, each, days)
        ],
        free=[Line("task", clients[each.client_id], each) for each in free_to_start(led)],
        requests=[Request(clients[each.client_id], each) for each in reading.requests(led)] if led else [],
        ended=ended_lines(led, clients),
        rows=ledger.rows(led, goals, tasks, days, ceos) if led else [],
    )


def free_to_start(led: Sequence[Seat]) -> list[Found]:
    """What waited and need not any more, at the clients she is COO of; the first few by date."""
    found = free_after_waiting([seat.client_id for seat in led], at_most=6) if led else []
    return [Found(client_id, number, title, Status.NOT_STARTED) for client_id, number, title in found]


def ended_lines(led: Sequence[Seat], clients: dict[int, Client]) -> list[Ended]:
    found = reading.with_ended(led) if led else {}
    lines = [Ended(clients[client_id], ended_words(many)) for client_id, many in found.items()]
    return sorted(lines, key=lambda line: line.client.name.casefold())


def ended_words(many: Mapping[str, int]) -> str:
    """Three tasks belong to somebody whose access ended; one goal waits on them."""
    owned = counted(many.get("goal_owned", 0), many.get("task_owned", 0))
    waiting = counted(many.get("goal_waiting", 0), many.get("task_waiting", 0))
    one_owned = many.get("goal_owned", 0) + many.get("task_owned", 0) == 1
    waits = "waits" if many.get("goal_waiting", 0) + many.get("task_waiting", 0) == 1 else "wait"
    somebody = "somebody whose access ended"
    if not owned:
        return f"{waiting} {waits} on {somebody}".capitalize()
    also = f"; {waiting} {waits} on such a person" if waiting else ""
    return f"{owned} {'belongs' if one_owned else 'belong'} to {somebody}{also}".capitalize()


def comes_within(number: int, found: Found, days: dict[int, date]) -> bool:
    """Whether its date is so many days ahead at most, by the client's own calendar."""
    return found.due is not None and (found.due - days[found.client_id]).days <= number


def due_line(found: Found, clients: dict[int, Client], days: dict[int, date]) -> Line:
    remark = late_word(found.due, days[found.client_id], "practice")
    return Line("task", clients[found.client_id], found, remark)


def asked_lines(
    asked: Sequence[tuple[str, Found]], clients: dict[int, Client], days: dict[int, date]
) -> list[Line]:
    """What is asked of clients, the longest first."""
    lines = [
        Line(kind, clients[each.client_id], each, asked_words(each, clients[each.client_id], days))
        for kind, each in asked
    ]
    return sorted(lines, key=lambda line: line.found.asked_at or clock.now())


def talk_lines(goals: Sequence[Found], clients: dict[int, Client], days: dict[int, date]) -> list[Line]:
    """The proposed goals a CEO wants to talk over first, the longest first."""
    lines = []
    for goal in sorted((each for each in goals if each.talk_at), key=lambda each: each.talk_at or clock.now()):
        client = clients[goal.client_id]
        day = clock.local(goal.talk_at or clock.now(), client).date()
        said = since(day, days[client.id]).replace("asked", "said so")
        remark = " · ".join(word for word in (first_name(goal.talk_by), said) if word)
        lines.append(Line("goal", client, goal, remark, goal.talk_words))
    return lines


def asked_words(found: Found, client: Client, days: dict[int, date]) -> str:
    """Marco · asked Monday."""
    day = found.asked_on(client)
    return " · ".join([found.who, *([since(day, days[client.id])] if day else [])])
