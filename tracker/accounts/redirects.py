"""Where to go after signing in: only to a page of our own."""

from __future__ import annotations

from flask import current_app
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

ONLY = "/"


def safe_next(target: str | None) -> str:
    """`target` when it is an address of one of our own pages, otherwise home.

    Judged by what our own address table says of the path, never by how the text looks to a URL parser. What follows
    a `#` names a place on the page and is kept; the table knows nothing of it.
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
