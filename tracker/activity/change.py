"""One request is one change: all its lines of history share a random name, and are taken back together."""

from __future__ import annotations

from secrets import token_urlsafe

from flask import g, has_request_context


def this_change() -> str | None:
    """The name of the change this request makes; on the console there is none."""
    if not has_request_context():
        return None
    if "change" not in g:
        g.change = token_urlsafe(12)
    return str(g.change)
