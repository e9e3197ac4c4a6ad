"""The changes by others since a page was loaded, for the page that polls for them."""

from __future__ import annotations

from flask import Blueprint, Response, g, make_response, request, url_for

from tracker.accounts.roles import SEATED
from tracker.foundation.access import allow, background
from tracker.foundation.htmx import from_htmx, parts, redirect_to
from tracker.roadmap.live_updates import changes as reading
from tracker.roadmap.live_updates import responses
from tracker.roadmap.presentation.page_moment import moment_of

live_updates = Blueprint("live_updates", __name__)


@live_updates.get("/news")
@background
@allow(*SEATED)
def show() -> Response:
    """Return the changes, or 204 if there are none. Without htmx, redirect to the road map."""
    if not from_htmx():
        return redirect_to(url_for("client.roadmap.index"))
    moment = moment_of(request.args.get("since", ""))
    found = reading.changes_since(moment, g.client, g.seat) if moment else reading.PageChanges(too_much=True)
    pieces = responses.update_response(found) if found else []
    return parts(*pieces) if pieces else make_response("", 204)
