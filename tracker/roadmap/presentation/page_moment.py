"""The moment of a page, which it sends back when it polls for changes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from flask import request

from tracker.foundation import clock
from tracker.foundation.htmx import TemplateContext
from tracker.roadmap.presentation.filters import Filters

SLACK = timedelta(seconds=3)


def now_as_text() -> str:
    """Return the present time less SLACK, in hexadecimal milliseconds since 1970, for an address."""
    return format(int((clock.now() - SLACK).timestamp() * 1000), "x")


def moment_of(text: str) -> datetime | None:
    """Return the time in such a text; None if it has none."""
    try:
        return datetime.fromtimestamp(int(text, 16) / 1000, UTC) if len(text) <= 12 else None
    except (ValueError, OverflowError, OSError):
        return None


def poll_context(facts: Mapping[str, object] | None = None, too_much: bool = False) -> TemplateContext:
    """Return the context of the polling element: the page's time, its filters, and what has just changed."""
    args = Filters.asked(request.args).args()
    return {"since": now_as_text(), "args": args, "facts": facts or {}, "too_much": too_much}
