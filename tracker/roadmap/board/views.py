"""The page of the road map: goals, their tasks, and the inbox."""

from __future__ import annotations

from flask import Blueprint, Response, redirect

from tracker.foundation.access import SEATED, allow
from tracker.foundation.htmx import page
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
