"""The timeline: the same goals by quarter, a lane a span."""

from __future__ import annotations

from flask import Blueprint

from tracker.foundation.access import SEATED, allow
from tracker.foundation.hypermedia import page
from tracker.roadmap import pages

timeline = Blueprint("timeline", __name__)


@timeline.get("/timeline")
@allow(*SEATED)
def show() -> str:
    """Goals as bars over four quarters; which, says the address."""
    return page("roadmap/timeline.html", **pages.timeline())
