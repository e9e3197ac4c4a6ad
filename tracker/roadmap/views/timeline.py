"""The timeline: the same goals by quarter, a lane a span."""

from __future__ import annotations

from flask import Blueprint

from tracker.foundation.access import SEATED, allow
from tracker.foundation.hypermedia import page

timeline = Blueprint("timeline", __name__)


@timeline.get("/timeline")
@allow(*SEATED)
def show() -> str:
    """Goals as bars, over four quarters."""
    return page("roadmap/timeline.html", view="timeline")
