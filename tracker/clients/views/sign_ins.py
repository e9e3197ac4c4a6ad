"""The practice's sign-ins: successful, refused and delayed ones. For the practice's owners."""

from __future__ import annotations

from flask import Blueprint, request

from tracker.accounts import attempts
from tracker.accounts.roles import OWNER
from tracker.foundation.access import staff
from tracker.foundation.htmx import page

sign_ins = Blueprint("sign_ins", __name__)

FILTER_CHOICES = (("all", "All"), ("new", "New devices"), ("refused", "Refused"), ("slowed", "Slowed down"))


@sign_ins.get("/practice/sign-ins")
@staff(OWNER)
def index() -> str:
    """Show the last sign-ins of all people within 30 days, filtered by `show`; an unknown filter shows all."""
    show = request.args.get("show", "all")
    show = show if show in attempts.FILTERS else "all"
    return page(
        "practice/sign_ins.html",
        show=show,
        filters=FILTER_CHOICES,
        counts=attempts.counts_by_filter(),
        attempts=attempts.recent_attempts(show),
        at_most=attempts.LISTED,
    )
