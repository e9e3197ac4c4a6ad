"""The client's history: who did what, when, and the way back."""

from __future__ import annotations

from flask import Blueprint, g, request

from tracker.foundation.access import CEO, COO, allow
from tracker.foundation.hypermedia import page
from tracker.roadmap.history_reading import page_of
from tracker.roadmap.looking_back import Asked

history = Blueprint("history", __name__)


@history.get("/history")
@allow(COO, CEO)
def show() -> str:
    """What happened here, the latest first, as the address asks for it."""
    return page("roadmap/history.html", look=page_of(g.client, g.seat, Asked.of(request.args)))
