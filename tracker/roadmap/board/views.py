"""The page of the road map: goals, their tasks, and the inbox."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, redirect, url_for

from tracker.accounts.roles import SEATED
from tracker.foundation.access import allow
from tracker.foundation.htmx import from_htmx, page, parts, redirect_to
from tracker.roadmap.board import page as board_page
from tracker.roadmap.board import saved_filters
from tracker.roadmap.presentation import client_header

roadmap = Blueprint("roadmap", __name__)
roadmap.app_context_processor(client_header.header_context)


@roadmap.get("/")
@allow(*SEATED)
def index() -> Response | str:
    """Show the road map with the filters in the address; the bare address redirects to the saved filters."""
    if kept := saved_filters.saved_address():
        return redirect(kept)  # type: ignore[return-value]
    road_map = board_page.road_map()
    saved_filters.save_filters(road_map["filters"])
    return page("board/show.html", **road_map)


@roadmap.get("/folded")
@allow(*SEATED)
def unfold() -> Response:
    """Return all rows of the list whose folded line is opened, or 204; without htmx, redirect to every task.

    `goal` is the number of its goal, or `task` that of a task in it. The inbox has no goal.
    """
    if not from_htmx():
        return redirect_to(url_for("client.roadmap.index", show="all", folded="no"))
    rows = board_page.whole_list()
    return parts(rows) if rows else make_response("", 204)
