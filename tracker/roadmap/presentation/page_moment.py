"""The moment a page shows, sent back when it asks what changed since."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import request

from tracker.foundation import clock
from tracker.roadmap.presentation.filters import Filters

SLACK = timedelta(seconds=3)


def now_as_text() -> str:
    """The moment a page is shown, as its address carries it."""
    return format(int((clock.now() - SLACK).timestamp() * 1000), "x")


def moment_of(text: str) -> datetime | None:
    """The moment again; none where the text is not one."""
    try:
        return datetime.fromtimestamp(int(text, 16) / 1000, UTC) if len(text) <= 12 else None
    except (ValueError, OverflowError, OSError):
        return None


def poll_context(facts: Mapping[str, Any] | None = None, too_much: bool = False) -> dict[str, Any]:
    """For the small element that asks: since when, with which filters the page was made, what came just now."""
    args = Filters.asked(request.args).args()
    return {"since": now_as_text(), "args": args, "facts": facts or {}, "too_much": too_much}
