"""The client's road map: goals, their tasks, and what has no goal yet."""

from __future__ import annotations

from flask import Blueprint

from tracker.foundation.access import SEATED, allow
from tracker.foundation.hypermedia import page
from tracker.roadmap import head, pages

roadmap = Blueprint("roadmap", __name__)
roadmap.app_context_processor(head.context)


@roadmap.get("/")
@allow(*SEATED)
def index() -> str:
    """The road map, as the filters in the address leave it."""
    return page("roadmap/index.html", **pages.road_map())
