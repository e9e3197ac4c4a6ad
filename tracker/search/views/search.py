"""The search: a page that works without JavaScript, and the results list of the palette."""

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
    """Show the results; the palette gets them as a list of options."""
    spend_search(current_user)
    found = search_all(current_user, request.args.get("q", ""))
    return page("search/show.html", part="search/_options.html", found=found)


@search.get("/jump")
@signed_in
def show_at_old_address() -> Response:
    """Redirect from the address that search had until November 2026, so that saved links still work."""
    return make_response(redirect(url_for(".show", q=request.args.get("q")), 301))
