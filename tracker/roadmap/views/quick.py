"""What the add line would be taken for, while it is typed."""

from __future__ import annotations

from flask import Blueprint, Response, g, request, url_for

from tracker.clients.door import seated
from tracker.foundation import clock
from tracker.foundation.access import CEO, COO, TEAM, allow, unseen
from tracker.foundation.forms import LINE
from tracker.foundation.hypermedia import from_htmx, parts, redirect_to
from tracker.roadmap import answers, words
from tracker.roadmap.add_form import understood
from tracker.roadmap.add_line import Preview, line_name

quick = Blueprint("quick", __name__)


@quick.get("/tasks/read")
@unseen
@allow(COO, CEO, TEAM)
def read() -> Response:
    """Nothing is looked up but the date and the people at the table; without htmx nobody asks."""
    if not from_htmx():
        return redirect_to(url_for("client.roadmap.index"))
    typed, goal = request.args.get("line", "")[:LINE], request.args.get("goal", "")
    name = line_name(goal if goal.isascii() and goal.isdigit() and len(goal) <= 9 else None)
    today = clock.today(g.client)
    line = understood(typed, today, seated(), g.seat)
    return parts(answers.preview(Preview(name, line, today, words.reader_of(g.seat))))
