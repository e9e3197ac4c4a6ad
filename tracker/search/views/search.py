"""Find: a page that works by itself, and the list of the palette."""

from __future__ import annotations

from flask import Blueprint, request
from flask_login import current_user

from tracker.accounts.rate_limit import spend_search
from tracker.foundation.access import signed_in
from tracker.foundation.htmx import page
from tracker.search.search import search_all

jump = Blueprint("jump", __name__)


@jump.get("/jump")
@signed_in
def show() -> str:
    """What the words find; the palette gets the same as a list to choose from."""
    spend_search(current_user)
    found = search_all(current_user, request.args.get("q", ""))
    return page("search/show.html", part="search/_options.html", found=found)
