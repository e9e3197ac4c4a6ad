"""The list of keys: for the dialog, and as a page."""

from __future__ import annotations

from flask import Blueprint

from tracker.foundation.access import signed_in
from tracker.foundation.htmx import page

shortcuts = Blueprint("shortcuts", __name__)


@shortcuts.get("/keys")
@signed_in
def show() -> str:
    return page("search/shortcuts.html", part="search/_shortcuts.html")
