"""One request is one change: all its events share a random name and are undone together."""

from __future__ import annotations

from secrets import token_urlsafe
from typing import TYPE_CHECKING

from flask import g, has_request_context

if TYPE_CHECKING:
    from tracker.history.models import Event


def this_change() -> str | None:
    """Return the name of the change this request makes; None on the console."""
    if not has_request_context():
        return None
    if "change" not in g:
        g.change = token_urlsafe(12)
    return str(g.change)


def begin_another_change() -> None:
    """Start a new change within this request, so that it can be undone without the earlier one."""
    g.change, g.lines = token_urlsafe(12), []


def lines_so_far() -> list[Event]:
    """Return the events this request has recorded up to now, oldest first."""
    if not has_request_context():
        return []
    if "lines" not in g:
        g.lines = []
    found: list[Event] = g.lines
    return found
