"""The page of the client's history: who did what and when, with undo."""

from __future__ import annotations

from flask import Blueprint, g, request

from tracker.accounts.roles import CEO, COO
from tracker.foundation.access import allow
from tracker.foundation.htmx import page
from tracker.roadmap.history.filters import HistoryFilters
from tracker.roadmap.history.page import history_page

history = Blueprint("history", __name__)


@history.get("/history")
@allow(COO, CEO)
def show() -> str:
    """Show the history that matches the filters in the address, the latest first."""
    return page("history/show.html", look=history_page(g.client, g.seat, HistoryFilters.of(request.args)))
