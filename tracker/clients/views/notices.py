"""The notices on a person's next page, and the answers to them."""

from __future__ import annotations

from flask import Blueprint, Response, g, url_for
from flask_login import current_user

from tracker.clients.invitations import accept_as, decline_as
from tracker.clients.navigation import first_page
from tracker.clients.notices import invitation_for, mark_notices_read
from tracker.foundation.access import signed_in
from tracker.foundation.htmx import Fragment, redirect_anywhere, updated

notices = Blueprint("notices", __name__, url_prefix="/me")


@notices.post("/invitations/<token:public_id>/accept")
@signed_in
def accept(public_id: str) -> Response:
    """Accept an invitation without its link or a new password, as the proven account it is addressed to.

    Leads to the first page of their role.
    """
    invitation = invitation_for(current_user, public_id)
    seat = accept_as(current_user._get_current_object(), invitation)
    return redirect_anywhere(first_page(seat) if seat else url_for("portfolio.home"))


@notices.post("/invitations/<token:public_id>/decline")
@signed_in
def decline(public_id: str) -> Response:
    """Decline an invitation; its link stops working, and the client's COO reads it."""
    decline_as(current_user._get_current_object(), invitation_for(current_user, public_id))
    g.pop("notices", None)
    part = Fragment("notices", "accounts/_notices.html")
    return updated(part, otherwise=url_for("portfolio.home"), say="Invitation declined")


@notices.post("/notices/read")
@signed_in
def mark_read() -> Response:
    """Dismiss the reader's notices about password links; invitations stay until they are answered."""
    mark_notices_read(current_user)
    return updated(Fragment("notices", "accounts/_notices.html"), otherwise=url_for("portfolio.home"))
