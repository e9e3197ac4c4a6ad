"""The client's road map: goals, their tasks, and what has no goal yet."""

from __future__ import annotations

from flask import Blueprint, Response, redirect

from tracker.foundation.access import SEATED, allow
from tracker.foundation.hypermedia import page
from tracker.roadmap import head, pages, remembering

roadmap = Blueprint("roadmap", __name__)
roadmap.app_context_processor(head.context)


@roadmap.get("/")
@allow(*SEATED)
def index() -> Response | str:
    """The road map, as the filters in the address leave it; the bare address is where one left it."""
    if kept := remembering.kept_address():
        return redirect(kept)  # type: ignore[return-value]
    road_map = pages.road_map()
    remembering.keep(road_map["filters"])
    return page("roadmap/index.html", **road_map)
