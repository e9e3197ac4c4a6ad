"""The moment of a page, which it sends back when it polls for changes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import request

from tracker.foundation import clock
from tracker.roadmap.presentation.filters import Filters

SLACK = timedelta(seconds=3)


def now_as_text() -> str:
    """Return the present moment as text for an address."""
    return format(int((clock.now() - SLACK).timestamp() * 1000), "x")


def moment_of(text: str) -> datetime | None:
    """Return the moment in the text; None if it is not one."""
    try:
        return datetime.fromtimestamp(int(text, 16) / 1000, UTC) if len(text) <= 12 else None
    except (ValueError, OverflowError, OSError):
        return None


def poll_context(facts: Mapping[str, Any] | None = None, too_much: bool = False) -> dict[str, Any]:
    """Context of the polling element: the page's moment, its filters, and what has just changed."""
    args = Filters.asked(request.args).args()
    return {"since": now_as_text(), "args": args, "facts": facts or {}, "too_much": too_much}
