"""Undoing a change; an undo can be undone the same way."""

from __future__ import annotations

from flask import Blueprint, Response, g
from flask_login import current_user

from tracker.accounts.roles import CEO, COO, TEAM
from tracker.foundation.access import allow
from tracker.history.undo import undo_all
from tracker.roadmap.presentation.undo import candidates, widening
from tracker.roadmap.undo import responses

undo = Blueprint("undo", __name__)


@undo.post("/undo/<token:change>")
@allow(COO, CEO, TEAM)
def undo_change(change: str) -> Response:
    """Undo all that one request changed, or nothing."""
    lines = candidates.lines_of(g.client, g.seat, change)
    pasts = candidates.undo_steps(lines, g.client, g.seat, by=current_user)
    candidates.check_possible(pasts)
    readers = widening.readers_by_record(pasts)
    undo_all(lines, pasts)
    widening.check_nothing_unread(pasts, readers)
    return responses.undone_response(pasts)
