"""The table of clients, one row each; those that need the COO most are first."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tracker.clients.models import Client, Seat
from tracker.foundation.database import grouped_by_client
from tracker.portfolio import queries
from tracker.portfolio.attention import (
    ClientSignals,
    LateGoal,
    Need,
    PendingRequest,
    client_needs,
    no_needs_sentence,
    urgency,
)
from tracker.portfolio.weekly_counts import WEEKS, has_sparkline
from tracker.portfolio.work_summary import WorkSummary, asked_of_clients, asked_of_practice
from tracker.roadmap.models.progress import Progress
from tracker.roadmap.models.quarters import is_current_quarter, quarter_of
from tracker.roadmap.models.statuses import ApprovalState, Status


@dataclass(frozen=True)
class ClientRow:
    """One client: its people, health and progress, and what needs the COO."""

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
        """Return the name of its element on a page: `client-fornello-pizza`."""
        return f"client-{self.client.slug}"

    @property
    def no_needs(self) -> str:
        """Return the sentence that is shown if the client needs nothing."""
        return no_needs_sentence(self.signs)

    @property
    def ceo_words(self) -> str:
        """Return the names of the CEOs, or “No CEO yet” or “No CEO now”."""
        return self.ceo or ("No CEO now" if self.has_had_ceo else "No CEO yet")

    @property
    def count_words(self) -> str:
        """Return “3 of 5 tasks done”; without tasks, that there are none, or no goals."""
        if self.progress.total:
            return self.progress.tasks_done
        if self.goals:
            return "No tasks yet"
        if self.signs.goals:
            return "No goals this quarter"
        return self.signs.no_goals

    @property
    def has_line(self) -> bool:
        """Whether the finished tasks of the last weeks are enough for a line."""
        return has_sparkline(self.weeks)


def client_rows(
    seats: Sequence[Seat],
    goals: Sequence[WorkSummary],
    tasks: Sequence[WorkSummary],
    days: dict[int, date],
    ceos: Mapping[int, Sequence[str]],
    listed: Collection[int] = (),
) -> list[ClientRow]:
    """Return the rows, by need. `listed`: ids of the clients that are mentioned elsewhere on the page."""
    progress, late = queries.progress_by_client(seats)
    weeks = queries.finished_a_week(seats)
    clients = [seat.client for seat in seats]
    had_ceo = queries.clients_with_any_ceo(client.id for client in clients if not ceos.get(client.id))
    had_goals = queries.clients_with_trashed_goals(
        {client.id for client in clients} - {goal.client_id for goal in goals}
    )
    goals_of, tasks_of = grouped_by_client(goals), grouped_by_client(tasks)
    found = []
    for client in clients:
        all_goals, here = goals_of[client.id], tasks_of[client.id]
        own = [goal for goal in all_goals if goal.status != Status.PARKED]
        signs = replace(
            signals_of(client, own, here, late.get(client.id, 0), days[client.id]),
            parked_goals=len(all_goals) - len(own),
            listed=client.id in listed,
            had_goals=client.id in had_goals,
        )
        found.append(
            ClientRow(
                client=client,
                ceo=", ".join(ceos.get(client.id, [])),
                signs=signs,
                goals=[goal for goal in own if is_current(goal, days[client.id])],
                progress=progress.get(client.id, Progress()),
                weeks=weeks.get(client.id, [0] * WEEKS),
                needs=client_needs(signs, days[client.id]),
                has_had_ceo=client.id in had_ceo,
            )
        )
    return sorted(found, key=lambda row: urgency(row.signs, row.client.name))


def is_current(goal: WorkSummary, today: date) -> bool:
    """Whether the goal belongs to this quarter, or is still open from an earlier one."""
    return is_current_quarter(goal.quarter, quarter_of(today), goal.is_open)


def signals_of(
    client: Client, goals: Sequence[WorkSummary], tasks: Sequence[WorkSummary], late: int, today: date
) -> ClientSignals:
    """Return the client's signals: work that waits on its people or its COOs, is late, or has gone quiet."""
    waiting = [*asked_of_clients(goals, tasks), *asked_of_practice(goals, tasks)]
    return ClientSignals(
        health=client.health,
        reason=client.current_reason,
        waiting=[
            PendingRequest(each.title, each.who, each.asked_on(client), each.who_exactly, each.asked_word)
            for _, each in waiting
        ],
        late=late,
        late_goals=[LateGoal(goal.title, goal.due) for goal in goals if goal.due and goal.is_overdue(today)],
        quiet=[goal.title for goal in goals if goal.has_gone_quiet],
        goals=len(goals),
        drafts=sum(goal.approval_state == ApprovalState.DRAFT for goal in goals),
        discussions=[goal.title for goal in goals if goal.is_to_discuss],
        without_ceo=sum(goal.lacks_ceo for goal in goals),
    )
