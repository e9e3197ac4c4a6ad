"""The notices on a person's next page, and the answers to them."""

from __future__ import annotations

from flask import Blueprint, Response, url_for
from flask_login import current_user

from tracker.clients.invitations import accept_as
from tracker.clients.notices import have_told, invitation_for
from tracker.foundation.access import signed_in
from tracker.foundation.htmx import Fragment, redirect_anywhere, updated

notices = Blueprint("notices", __name__, url_prefix="/me")


@notices.post("/invitations/<token:pid>/accept")
@signed_in
def accept(pid: str) -> Response:
    """Accept an invitation without its link or a new password, as the proven account it is addressed to."""
    invitation = invitation_for(current_user, pid)
    accept_as(current_user._get_current_object(), invitation)
    return redirect_anywhere(url_for("client.roadmap.index", client_slug=invitation.client.slug))


@notices.post("/notices/read")
@signed_in
def read() -> Response:
    have_told(current_user)
    return updated(Fragment("notices", "accounts/_notices.html"), otherwise=url_for("portfolio.home"))
