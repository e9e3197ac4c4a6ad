"""The table of clients, one row each; those that need the COO most are first.

What a row says follows from its figures alone. So the rows of the figures seen last are kept in the process, and a
client at which nothing has changed is neither judged nor drawn again. Figures are found by the reader's own
statements on each request, and hold everything that the words of a row depend on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from flask import get_template_attribute, url_for
from markupsafe import Markup

from tracker.clients.queries import OwnClient
from tracker.foundation.text.collation import SortKey
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
from tracker.portfolio.goals import ClientGoals, Said, asking_goals, client_goals
from tracker.portfolio.queries import SeatHere
from tracker.portfolio.waiting_tasks import waiting_tasks
from tracker.portfolio.weekly_counts import has_sparkline
from tracker.portfolio.work_summary import WorkSummary, asked_of_clients, asked_of_practice
from tracker.roadmap.models.progress import Progress

KEPT = 1_024
"""How many clients' rows a process keeps: about four kilobytes each."""


class Figures(NamedTuple):
    """Everything that the row of a client, and its work in the lists, depend on."""

    client: OwnClient
    prefix: str
    """What a proxy adds to all addresses."""
    day: date
    """Its own date."""
    people: tuple[SeatHere, ...]
    """Its people, because a short name depends on all of them."""
    ceos: tuple[str, ...]
    counts: ClientCounts
    said: Said
    waiting: str
    """What waits there, as `waiting_of` returns it."""


@dataclass(frozen=True, eq=False)
class ClientRow:
    """One client: its people, health and progress, what needs the COO, and the work that asks for something."""

    client: OwnClient
    url: str
    """The address of its road map."""
    people_url: str
    ceo: str
    signs: ClientSignals
    goals: Sequence[tuple[str, str]]
    """Title and status of the goals of this quarter."""
    counts: ClientCounts
    needs: Sequence[Need]
    urgency: tuple[int, int, int, int, SortKey]
    """What the table is sorted by."""
    asking: Sequence[WorkSummary]
    """The goals that may ask for something."""
    waiting: Sequence[WorkSummary]
    """The tasks that wait, those on the same person as one."""
    asked: Sequence[tuple[str, WorkSummary]]
    """What waits on people at the client, goals before tasks."""

    @property
    def dom_name(self) -> str:
        """Return the name of its element on a page: `client-fornello-pizza`."""
        return f"client-{self.client.slug}"

    @property
    def ceo_words(self) -> str:
        """Return the names of the CEOs, or “No CEO yet” or “No CEO now”."""
        return self.ceo or ("No CEO now" if self.counts.had_ceo else "No CEO yet")

    @property
    def progress(self) -> Progress:
        """Return how many of its tasks are done."""
        return self.counts.progress

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
        return has_sparkline(self.counts.weeks)


@lru_cache(KEPT)
def client_row(figures: Figures) -> ClientRow:
    """Return the row that follows from these figures."""
    client, day = figures.client, figures.day
    goals = client_goals(figures.counts.goals, day)
    asking = asking_goals(figures.counts.asking, client.id, figures.ceos, figures.said)
    waiting = waiting_tasks(figures.waiting, client.id)
    asked = asked_of_clients(asking, waiting)
    requests = [pending_request(each, client) for _, each in (*asked, *asked_of_practice(asking, waiting))]
    signs = signals_of(client, goals, asking, requests, figures.counts, day)
    return ClientRow(
        client=client,
        url=url_for("client.roadmap.index", client_slug=client.slug),
        people_url=url_for("client.people.index", client_slug=client.slug),
        ceo=", ".join(figures.ceos),
        signs=signs,
        goals=goals.current,
        counts=figures.counts,
        needs=client_needs(signs, day),
        urgency=urgency(signs, client.name),
        asking=asking,
        waiting=waiting,
        asked=asked,
    )


@lru_cache(2 * KEPT)
def drawn(row: ClientRow, is_listed: bool) -> Markup:
    """Return the HTML of a row. `is_listed`: the client is mentioned elsewhere on the page."""
    draw = get_template_attribute("portfolio/client_row.html", "client_row")
    html: Markup = draw(row, row.needs, no_needs_sentence(is_listed))
    return html


def signals_of(
    client: OwnClient,
    goals: ClientGoals,
    asking: Sequence[WorkSummary],
    waiting: list[PendingRequest],
    counted: ClientCounts,
    today: date,
) -> ClientSignals:
    """Return the client's signals: work that waits on its people or its COOs, is late, or has gone quiet."""
    return ClientSignals(
        health=client.health,
        reason=client.current_reason,
        waiting=waiting,
        late=counted.late,
        late_goals=[LateGoal(goal.title, goal.due) for goal in asking if goal.due and goal.is_overdue(today)],
        quiet=[goal.title for goal in asking if goal.is_quiet],
        goals=goals.number,
        drafts=goals.drafts,
        parked_goals=goals.parked,
        had_goals=counted.had_goals,
        discussions=[goal.title for goal in asking if goal.is_to_discuss],
        without_ceo=sum(goal.lacks_ceo for goal in asking),
    )


def pending_request(found: WorkSummary, client: OwnClient) -> PendingRequest:
    """Return what waits on a person as a request."""
    return PendingRequest(
        found.title, found.who, found.asked_on(client), found.who_exactly, found.asked_word, found.many
    )
