"""Find: a page that works by itself, and the list of the palette."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, redirect, request, url_for
from flask_login import current_user

from tracker.accounts.rate_limit import spend_search
from tracker.foundation.access import signed_in
from tracker.foundation.htmx import page
from tracker.search.search import search_all

search = Blueprint("search", __name__)


@search.get("/search")
@signed_in
def show() -> str:
    """What the words find; the palette gets the same as a list to choose from."""
    spend_search(current_user)
    found = search_all(current_user, request.args.get("q", ""))
    return page("search/show.html", part="search/_options.html", found=found)


@search.get("/jump")
@signed_in
def show_at_old_address() -> Response:
    """Where search was until November 2026: links that people kept go on working."""
    return make_response(redirect(url_for(".show", q=request.args.get("q")), 301))
