"""Search for goals."""

from __future__ import annotations

from functools import partial

from tracker.registry import Hits, SearchSource
from tracker.roadmap.models import Goal
from tracker.roadmap.presentation.work_search import work_found, work_read
from tracker.search.search import Search


def find_goals(search: Search) -> Hits:
    """Return the goals with the words."""
    return work_found(search, Goal, "goals.show")


source = SearchSource(
    "Goals",
    20,
    find_goals,
    table="goal",
    texts=("title", "why"),
    names=("owner_name", "waiting_name"),
    rows=partial(work_read, Goal),
)
