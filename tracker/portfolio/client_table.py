"""The clients, one row each, with the ones that need the COO most first."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tracker.clients.models import Client, Seat
from tracker.foundation.database import grouped_by_client
from tracker.portfolio import queries
from tracker.portfolio.attention import ClientSignals, Need, PendingRequest, needs, nothing, urgency
from tracker.portfolio.weekly_counts import WEEKS, worth_a_line
from tracker.portfolio.work_summary import WorkSummary, asked_of_clients, asked_of_practice
from tracker.roadmap.models.progress import Progress
from tracker.roadmap.models.quarters import in_play, quarter_of
from tracker.roadmap.models.statuses import Status


@dataclass(frozen=True)
class ClientRow:
    """One client: people, health, progress, and what needs the COO."""

    client: Client
    ceo: str
    signs: ClientSignals
    goals: list[WorkSummary]
    progress: Progress
    weeks: list[int]
    needs: list[Need]
    has_had_ceo: bool = False

    @property
    def dom_name(self) -> str:
        return f"client-{self.client.slug}"

    @property
    def no_needs(self) -> str:
        return nothing(self.signs)

    @property
    def ceo_words(self) -> str:
        """Return the CEOs by name, or that there is none yet, or none any more."""
        return self.ceo or ("No CEO now" if self.has_had_ceo else "No CEO yet")

    @property
    def count_words(self) -> str:
        """Return 3 of 5 tasks; without tasks, that there are no tasks or no goals."""
        if self.progress.total:
            return f"{self.progress.words} {'task' if self.progress.total == 1 else 'tasks'}"
        if self.goals:
            return "No tasks yet"
        if self.signs.goals:
            return "No goals this quarter"
        return "No open goals" if self.signs.parked_goals else "No goals yet"

    @property
    def has_line(self) -> bool:
        return worth_a_line(self.weeks)


def rows(
    seats: Sequence[Seat], goals: Sequence[WorkSummary], tasks: Sequence[WorkSummary], days: dict[int, date],
    ceos: Mapping[int, Sequence[str]], listed: Collection[int] = (),
) -> list[ClientRow]:  # fmt: skip
    """Return the rows. `listed`: the clients that have something listed on the page."""
    progress, late = queries.progress_by_client(seats)
    weeks = queries.finished_a_week(seats)
    clients = [seat.client for seat in seats]
    had_ceo = queries.had_a_ceo(client.id for client in clients if not ceos.get(client.id))
    goals_of, tasks_of = grouped_by_client(goals), grouped_by_client(tasks)
    found = []
    for client in clients:
        all_goals, here = goals_of[client.id], tasks_of[client.id]
        own = [goal for goal in all_goals if goal.status != Status.PARKED]
        signs = replace(
            signs_of(client, own, here, late.get(client.id, 0)),
            parked_goals=len(all_goals) - len(own),
            listed=client.id in listed,
        )
        found.append(
            ClientRow(
                client=client,
                ceo=", ".join(ceos.get(client.id, [])),
                signs=signs,
                goals=[goal for goal in own if plays(goal, days[client.id])],
                progress=progress.get(client.id, Progress()),
                weeks=weeks.get(client.id, [0] * WEEKS),
                needs=needs(signs, days[client.id]),
                has_had_ceo=client.id in had_ceo,
            )
        )
    return sorted(found, key=lambda row: urgency(row.signs, row.client.name))


def plays(goal: WorkSummary, today: date) -> bool:
    return in_play(goal.quarter, quarter_of(today), goal.is_open)


def signs_of(
    client: Client, goals: Sequence[WorkSummary], tasks: Sequence[WorkSummary], late: int
) -> ClientSignals:
    """Return the counts of what waits on the client's people, and on its COOs, for the clients' table."""
    waiting = [*asked_of_clients(goals, tasks), *asked_of_practice(goals, tasks)]
    return ClientSignals(
        health=client.health,
        reason=client.current_reason,
        waiting=[
            PendingRequest(each.title, each.who, each.asked_on(client), each.who_exactly)
            for _, each in waiting
        ],
        late=late,
        quiet=[goal.title for goal in goals if goal.has_gone_quiet],
        goals=len(goals),
        talks=[goal.title for goal in goals if goal.talk_at and goal.is_open],
    )
