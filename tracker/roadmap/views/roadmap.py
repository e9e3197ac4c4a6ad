"""The client's road map: goals, their tasks, and what has no goal yet."""

from __future__ import annotations

from flask import Blueprint, g, request

from tracker.clients.door import people
from tracker.foundation.access import SEATED, allow
from tracker.foundation.hypermedia import page
from tracker.roadmap import head, reading
from tracker.roadmap.filters import Filters
from tracker.roadmap.forms import AddTaskForm

roadmap = Blueprint("roadmap", __name__)
roadmap.app_context_processor(head.context)


@roadmap.get("/")
@allow(*SEATED)
def index() -> str:
    """The road map, as the filters in the address leave it."""
    people()
    filters = Filters.asked(request.args)
    board = reading.board(g.client, g.seat, filters)
    template = "roadmap/index.html" if board.total else "roadmap/first_run.html"
    return page(template, board=board, filters=filters, asking=False, add_form=AddTaskForm)
