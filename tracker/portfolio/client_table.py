"""The table of clients, one row each; those that need the COO most are first."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for

from tracker.clients.models import Client, Seat
from tracker.portfolio.attention import (
    ClientSignals,
    LateGoal,
    Need,
    PendingRequest,
    client_needs,
    no_needs_sentence,
    urgency,
)
from tracker.portfolio.client_counts import ClientCounts
from tracker.portfolio.goals import ClientGoals
from tracker.portfolio.weekly_counts import has_sparkline
from tracker.portfolio.work_summary import WorkSummary, asked_of_clients, asked_of_practice
from tracker.roadmap.models.progress import Progress


@dataclass(frozen=True)
class ClientRow:
    """One client: its people, health and progress, and what needs the COO."""

    client: Client
    ceo: str
    signs: ClientSignals
    goals: list[tuple[str, str]]
    """Title and status of the goals of this quarter."""
    progress: Progress
    weeks: Sequence[int]
    needs: list[Need]
    has_had_ceo: bool = False

    @property
    def dom_name(self) -> str:
        """Return the name of its element on a page: `client-fornello-pizza`."""
        return f"client-{self.client.slug}"

    @property
    def url(self) -> str:
        """Return the address of the client's road map."""
        return url_for("client.roadmap.index", client_slug=self.client.slug)

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
    goals: Mapping[int, ClientGoals],
    tasks: Mapping[int, Sequence[WorkSummary]],
    counts: Mapping[int, ClientCounts],
    days: Mapping[int, date],
    ceos: Mapping[int, Sequence[str]],
    listed: Collection[int] = (),
) -> list[ClientRow]:
    """Return the rows, by need. `listed`: ids of the clients that are mentioned elsewhere on the page.

    `tasks`: those that wait, by client.
    """
    found = []
    for client in (seat.client for seat in seats):
        here, counted, today = goals.get(client.id, ClientGoals()), counts[client.id], days[client.id]
        signs = signals_of(client, here, tasks.get(client.id, ()), counted, today, client.id in listed)
        found.append(
            ClientRow(
                client=client,
                ceo=", ".join(ceos.get(client.id, [])),
                signs=signs,
                goals=here.current,
                progress=counted.progress,
                weeks=counted.weeks,
                needs=client_needs(signs, today),
                has_had_ceo=counted.had_ceo,
            )
        )
    return sorted(found, key=lambda row: urgency(row.signs, row.client.name))


def signals_of(
    client: Client,
    goals: ClientGoals,
    tasks: Sequence[WorkSummary],
    counted: ClientCounts,
    today: date,
    is_listed: bool,
) -> ClientSignals:
    """Return the client's signals: work that waits on its people or its COOs, is late, or has gone quiet."""
    asking = goals.asking
    waiting = [*asked_of_clients(asking, tasks), *asked_of_practice(asking, tasks)]
    return ClientSignals(
        health=client.health,
        reason=client.current_reason,
        waiting=[request_of(each, client) for _, each in waiting],
        late=counted.late,
        late_goals=[LateGoal(goal.title, goal.due) for goal in asking if goal.due and goal.is_overdue(today)],
        quiet=[goal.title for goal in asking if goal.is_quiet],
        goals=goals.number,
        drafts=goals.drafts,
        parked_goals=goals.parked,
        had_goals=counted.had_goals,
        discussions=[goal.title for goal in asking if goal.is_to_discuss],
        without_ceo=sum(goal.lacks_ceo for goal in asking),
        listed=is_listed,
    )


def request_of(found: WorkSummary, client: Client) -> PendingRequest:
    """Return what waits on a person as a request."""
    return PendingRequest(
        found.title, found.who, found.asked_on(client), found.who_exactly, found.asked_word, found.many
    )
