"""The timeline: the goals by quarter, with a lane for each span."""

from __future__ import annotations

from flask import Blueprint

from tracker.accounts.roles import SEATED
from tracker.foundation.access import allow
from tracker.foundation.htmx import page
from tracker.roadmap.timeline.page import timeline_page

timeline = Blueprint("timeline", __name__)


@timeline.get("/timeline")
@allow(*SEATED)
def show() -> str:
    """Show goals as bars over the four quarters in the address."""
    return page("timeline/show.html", **timeline_page())
