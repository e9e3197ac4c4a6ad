"""The page to show after signing in: only one of our own."""

from __future__ import annotations

from flask import current_app
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

ONLY = "/"


def safe_next(target: str | None) -> str:
    """Return `target` if it is the address of one of our own pages, otherwise the home page.

    This depends on our own URL map, never on how a URL parser reads the text. A part after `#` names a place
    on the page and is kept; the map does not cover it.
    """
    if not target or not target.startswith("/") or target.startswith("//") or len(target) > 500:
        return ONLY
    if "\\" in target or any(ord(letter) < 33 or ord(letter) == 127 for letter in target):
        return ONLY
    path, _, query = target.partition("#")[0].partition("?")
    try:
        endpoint, _ = current_app.url_map.bind("localhost").match(path, method="GET", query_args=query)
    except (HTTPException, RequestRedirect):
        return ONLY
    access = getattr(current_app.view_functions[endpoint], "access", None)
    return target if access is not None and access.scope != "public" else ONLY
