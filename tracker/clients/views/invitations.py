"""The invitation page. Reading it does not use up the link.

The secret is in the fragment of the address (`/invitation#…`). A script posts it; without scripts it is
pasted into a field. Older addresses (`/invite/<secret>`) work until they expire.
"""

from __future__ import annotations

from flask import Blueprint, Response, make_response, request, url_for
from flask_login import current_user

from tracker.accounts import sessions
from tracker.accounts.forms import CodeForm, JoinForm
from tracker.accounts.guessing import TooManyGuesses, wait_words
from tracker.accounts.links import link_expired
from tracker.clients.invitations import PasswordCheck, accept, prove
from tracker.clients.models import Invitation
from tracker.clients.queries import role_of, who_can_see_sentence
from tracker.foundation.access import public
from tracker.foundation.htmx import Fragment, TemplateContext, invalid, page, redirect_anywhere

invitations = Blueprint("invitations", __name__)


@invitations.get("/invitation")
@public
def code() -> str:
    """Show the page that takes the secret from the address, or from a field without scripts. For everybody."""
    return page("clients/invitation_code.html", code=CodeForm(formdata=None))


@invitations.post("/invitation")
@public
def open_code() -> Response:
    """Show the invitation; the link is not used up."""
    form = CodeForm()
    if not form.validate():
        return invalid(
            Fragment("link-code", "accounts/_code_form.html", {"code": form}), "clients/invitation_code.html"
        )
    return show(form.secret)


@invitations.post("/invitation/accept")
@public
def accept_with_code() -> Response:
    """Accept the invitation of the posted link; 410 if it does not work."""
    form = CodeForm()
    return accept_invitation(form.secret) if form.validate() else link_expired()


@invitations.get("/invite/<token:secret>")
@public
def form(secret: str) -> Response:
    """Show the invitation, for an older address with the secret in its path."""
    return show(secret)


@invitations.post("/invite/<token:secret>")
@public
def join(secret: str) -> Response:
    """Accept the invitation with an older address, which has the secret in its path."""
    return accept_invitation(secret)


def show(secret: str) -> Response:
    """Return the page of the invitation; 410 if the link does not work."""
    invitation = Invitation.with_token(secret)
    if invitation is None:
        return link_expired()
    return make_response(
        page(
            "clients/invitation.html",
            **invitation_context(invitation, JoinForm(formdata=None, name=invitation.name), secret),
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
        return invitation_refused(invitation, form, secret)
    return take_seat_with(form, secret)


def take_seat_with(form: JoinForm, secret: str) -> Response:
    """Accept with an existing password or a new one, and sign in."""
    try:
        proof = prove(secret, form.password.data, request.remote_addr or "")
    except TooManyGuesses as error:
        form.password.errors = [wait_words(error)]
        return invitation_refused(Invitation.with_token(secret), form, secret, 429)
    invitation = Invitation.with_token(secret)
    if proof is None or invitation is None:
        return link_expired()
    if proof.objection:
        form.password.errors = [proof.objection]
        return invitation_refused(invitation, form, secret)
    sessions.sign_in(accept(invitation, proof, form.name.data))
    return redirect_anywhere(url_for("portfolio.home"))


def is_mine(invitation: Invitation) -> bool:
    """Whether the reader is already signed in as the invited person."""
    return bool(current_user.is_authenticated and current_user.email == invitation.email)


def invitation_context(invitation: Invitation, form: JoinForm, secret: str) -> TemplateContext:
    """Return the context of the invitation page."""
    return {
        "invitation": invitation,
        "host_role": role_of(invitation.invited_by, invitation.client),
        "audience": who_can_see_sentence(invitation.client, invitation.invited_by, invitation.email),
        "is_mine": is_mine(invitation),
        "join": form,
        "secret": secret,
    }


def invitation_refused(
    invitation: Invitation | None, form: JoinForm, secret: str, status: int = 422
) -> Response:
    """Answer with the form and its errors; 410 if the link stopped working meanwhile."""
    if invitation is None:
        return link_expired()
    part = Fragment("invitation", "clients/_invitation.html", invitation_context(invitation, form, secret))
    return invalid(part, "clients/invitation.html", status)
