"""The clients, one row each, whoever needs the COO most first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.clients.models import Client, Health, Seat
from tracker.portfolio import queries
from tracker.portfolio.attention import ClientSignals, Need, PendingRequest, needs, urgency
from tracker.portfolio.weekly_counts import WEEKS, worth_a_line
from tracker.portfolio.work_summary import WorkSummary, asked_of_clients
from tracker.roadmap.models.progress import Progress, from_tally
from tracker.roadmap.models.quarters import in_play, quarter_of


@dataclass(frozen=True)
class ClientRow:
    """One client: who, how, how far, and what needs the COO."""

    client: Client
    ceo: str
    signs: ClientSignals
    goals: list[WorkSummary]
    progress: Progress
    weeks: list[int]
    needs: list[Need]

    @property
    def dom_name(self) -> str:
        return f"client-{self.client.slug}"

    @property
    def health_word(self) -> str:
        return Health(self.client.health).word

    @property
    def has_line(self) -> bool:
        return worth_a_line(self.weeks)


def rows(
    seats: Sequence[Seat], goals: Sequence[WorkSummary], tasks: Sequence[WorkSummary], days: dict[int, date],
    ceos: Mapping[int, Sequence[str]],
) -> list[ClientRow]:  # fmt: skip
    counted, late = queries.tallies(seats)
    weeks = queries.finished_a_week(seats)
    found = []
    for client in (seat.client for seat in seats):
        own = [goal for goal in goals if goal.client_id == client.id]
        waiting = [
            each for _, each in asked_of_clients(own, [task for task in tasks if task.client_id == client.id])
        ]
        signs = signs_of(client, own, waiting, late.get(client.id, 0))
        found.append(
            ClientRow(
                client=client,
                ceo=", ".join(ceos.get(client.id, [])),
                signs=signs,
                goals=[goal for goal in own if plays(goal, days[client.id])],
                progress=from_tally(counted.get(client.id, {})),
                weeks=weeks.get(client.id, [0] * WEEKS),
                needs=needs(signs, days[client.id]),
            )
        )
    return sorted(found, key=lambda row: urgency(row.signs, row.client.name))


def plays(goal: WorkSummary, today: date) -> bool:
    return in_play(goal.quarter, quarter_of(today), goal.is_open)


def signs_of(
    client: Client, goals: Sequence[WorkSummary], waiting: Sequence[WorkSummary], late: int
) -> ClientSignals:
    return ClientSignals(
        health=client.health,
        reason=client.current_reason,
        waiting=[
            PendingRequest(each.title, each.who, each.asked_on(client), each.who_exactly) for each in waiting
        ],
        late=late,
        quiet=[goal.title for goal in goals if goal.has_gone_quiet],
        goals=len(goals),
    )
