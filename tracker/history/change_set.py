"""One request is one change: all its lines of history share a random name, and are taken back together."""

from __future__ import annotations

from secrets import token_urlsafe
from typing import TYPE_CHECKING

from flask import g, has_request_context

if TYPE_CHECKING:
    from tracker.history.models import Event


def this_change() -> str | None:
    """The name of the change this request makes; on the console there is none."""
    if not has_request_context():
        return None
    if "change" not in g:
        g.change = token_urlsafe(12)
    return str(g.change)


def begin_another_change() -> None:
    """What follows in this request is a change of its own: it can be undone without what came before."""
    g.change, g.lines = token_urlsafe(12), []


def lines_so_far() -> list[Event]:
    """What this request has added to history up to now, oldest first."""
    if not has_request_context():
        return []
    if "lines" not in g:
        g.lines = []
    found: list[Event] = g.lines
    return found
