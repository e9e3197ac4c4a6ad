"""The preview of the line that adds a task, while it is typed."""

from __future__ import annotations

from flask import Blueprint, Response, g, request, url_for

from tracker.accounts.roles import CEO, COO, TEAM
from tracker.clients.scope import active_seats
from tracker.foundation import clock
from tracker.foundation.access import allow, background
from tracker.foundation.forms import LINE
from tracker.foundation.htmx import from_htmx, parts, redirect_to
from tracker.foundation.text.numerals import whole_number
from tracker.roadmap.presentation import wording
from tracker.roadmap.presentation.approval import leads_by_name
from tracker.roadmap.quick_add.forms import parse_line
from tracker.roadmap.quick_add.line import LinePreview, line_name
from tracker.roadmap.quick_add.responses import preview_part

quick_add = Blueprint("quick_add", __name__)


@quick_add.get("/tasks/read")
@background
@allow(COO, CEO, TEAM)
def preview() -> Response:
    """Return the preview of the line. Without htmx, redirect to the road map."""
    if not from_htmx():
        return redirect_to(url_for("client.roadmap.index"))
    typed, goal = request.args.get("line", "")[:LINE], request.args.get("goal", "")
    name = line_name(goal if whole_number(goal) is not None else None)
    today = clock.today(g.client)
    line = parse_line(typed, today, active_seats(), g.seat)
    return parts(
        preview_part(
            LinePreview(name, line, today, wording.audience_of(g.seat), leads_by_name(active_seats()))
        )
    )
