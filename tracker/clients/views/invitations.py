"""The invitation page. Reading it does not use up the link.

The secret is in the fragment of the address (`/invitation#…`). A script posts it; without scripts it is pasted
into a field. Older addresses (`/invite/<secret>`) work until they expire.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, make_response, request, url_for
from flask_login import current_user

from tracker.accounts import sessions
from tracker.accounts.forms import CodeForm, JoinForm
from tracker.accounts.guessing import TooManyGuesses, wait_words
from tracker.accounts.links import link_expired
from tracker.clients.invitations import PasswordCheck, accept, prove
from tracker.clients.models import Invitation
from tracker.clients.queries import role_of, who_can_see
from tracker.foundation.access import public
from tracker.foundation.htmx import Fragment, invalid, page, redirect_anywhere

invitations = Blueprint("invitations", __name__)


@invitations.get("/invitation")
@public
def code() -> str:
    return page("clients/invitation_code.html", code=CodeForm(formdata=None))


@invitations.post("/invitation")
@public
def open_code() -> Response:
    """Show the invitation; nothing is used up yet."""
    form = CodeForm()
    if not form.validate():
        return invalid(
            Fragment("link-code", "accounts/_code_form.html", {"code": form}), "clients/invitation_code.html"
        )
    return show(form.secret)


@invitations.post("/invitation/accept")
@public
def accept_with_code() -> Response:
    form = CodeForm()
    return accept_invitation(form.secret) if form.validate() else link_expired()


@invitations.get("/invite/<token:secret>")
@public
def form(secret: str) -> Response:
    return show(secret)


@invitations.post("/invite/<token:secret>")
@public
def take_seat(secret: str) -> Response:
    return accept_invitation(secret)


def show(secret: str) -> Response:
    invitation = Invitation.with_token(secret)
    if invitation is None:
        return link_expired()
    return make_response(
        page(
            "clients/invitation.html",
            **letter(invitation, JoinForm(formdata=None, name=invitation.name), secret),
        )
    )


def accept_invitation(secret: str) -> Response:
    """Accept as the signed-in invited person, otherwise with a password."""
    invitation = Invitation.with_token(secret)
    if invitation is None:
        return link_expired()
    if is_mine(invitation):
        accept(invitation, PasswordCheck(matched=current_user.password_hash))
        return redirect_anywhere(url_for("portfolio.home"))
    sent = request.form.copy()
    sent.setdefault("name", invitation.name)
    form = JoinForm(formdata=sent)
    if not form.validate():
        return invitation_again(invitation, form, secret)
    return take_seat_with(form, secret)


def take_seat_with(form: JoinForm, secret: str) -> Response:
    """Accept with an existing password, or a new one."""
    try:
        proof = prove(secret, form.password.data, request.remote_addr or "")
    except TooManyGuesses as error:
        form.password.errors = [wait_words(error)]
        return invitation_again(Invitation.with_token(secret), form, secret, 429)
    invitation = Invitation.with_token(secret)
    if proof is None or invitation is None:
        return link_expired()
    if proof.objection:
        form.password.errors = [proof.objection]
        return invitation_again(invitation, form, secret)
    sessions.sign_in(accept(invitation, proof, form.name.data))
    return redirect_anywhere(url_for("portfolio.home"))


def is_mine(invitation: Invitation) -> bool:
    """Whether the reader is already signed in as the invited person."""
    return bool(current_user.is_authenticated and current_user.email == invitation.email)


def letter(invitation: Invitation, form: JoinForm, secret: str) -> dict[str, Any]:
    return {
        "invitation": invitation,
        "host_role": role_of(invitation.invited_by, invitation.client),
        "audience": who_can_see(invitation.client, invitation.invited_by, invitation.email),
        "is_mine": is_mine(invitation),
        "join": form,
        "secret": secret,
    }


def invitation_again(
    invitation: Invitation | None, form: JoinForm, secret: str, status: int = 422
) -> Response:
    if invitation is None:
        return link_expired()
    part = Fragment("invitation", "clients/_invitation.html", letter(invitation, form, secret))
    return invalid(part, "clients/invitation.html", status)
