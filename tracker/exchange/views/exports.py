"""Taking a client's road map away: a file for the person who asks, and a line in the client's history."""

from __future__ import annotations

from flask import Blueprint, Response, g
from flask_login import current_user

from tracker.exchange.exporting import attachment, take_away
from tracker.exchange.forms import ExportForm
from tracker.foundation.access import CEO, COO, allow
from tracker.roadmap.task_forms import must

exports = Blueprint("exports", __name__)


@exports.post("/export")
@allow(COO, CEO)
def take() -> Response:
    """Written outside of every transaction; the history says who took what, and the letter's reader sees it."""
    form = ExportForm()
    must(form)
    name, kind, body = take_away(form.kind.data)
    g.client.record("plan_exported", current_user, kind=form.kind.data)
    return attachment(name, kind, body)
