"""Taking a change back, and bringing it back again the same way."""

from __future__ import annotations

from flask import Blueprint, Response, g
from flask_login import current_user

from tracker.foundation.access import CEO, COO, TEAM, allow
from tracker.history.undo import take_back
from tracker.roadmap.presentation.undo import candidates
from tracker.roadmap.undo import responses, widening

undo = Blueprint("undo", __name__)


@undo.post("/undo/<token:change>")
@allow(COO, CEO, TEAM)
def back(change: str) -> Response:
    """All that one request did, or nothing of it."""
    lines = candidates.lines_of(g.client, g.seat, change)
    pasts = candidates.pasts_of(lines, g.client, g.seat, by=current_user)
    candidates.check_not_in_trash(pasts)
    readers = widening.readers_by_record(pasts)
    take_back(lines, pasts)
    widening.check_nothing_unread(pasts, readers)
    return responses.taken_back(pasts)
