"""The page to choose a new password. Reading it does not use up the link.

The secret is in the fragment of the address (`/reset#…`). A script posts it; without scripts it is pasted
into a field. Older addresses (`/reset/<secret>`) work until they expire.
"""

from __future__ import annotations

from flask import Blueprint, Response, make_response, url_for

from tracker.accounts.forms import CodeForm, NewPasswordForm
from tracker.accounts.links import link_expired
from tracker.accounts.models import ResetLink
from tracker.accounts.passwords import hash_password
from tracker.accounts.queries import guessable_words
from tracker.foundation.access import public
from tracker.foundation.htmx import Fragment, invalid, page, redirect_anywhere
from tracker.foundation.transactions import read_only

links = Blueprint("links", __name__)


@links.get("/reset")
@public
def code() -> str:
    """Show the page that takes the secret from the address, or from a field without scripts. For everybody."""
    return page("accounts/reset_code.html", code=CodeForm(formdata=None))


@links.post("/reset")
@public
def open_code() -> Response:
    """Show the page to choose a password; nothing is used up yet."""
    form = CodeForm()
    if not form.validate():
        return invalid(
            Fragment("link-code", "accounts/_code_form.html", {"code": form}), "accounts/reset_code.html"
        )
    return show(form.secret)


@links.post("/reset/choose")
@public
def choose_with_code() -> Response:
    """Set a new password with the posted link; 410 if it does not work, 422 for a password that is too weak."""
    form = CodeForm()
    return choose_password(form.secret) if form.validate() else link_expired()


@links.get("/reset/<token:secret>")
@public
def form(secret: str) -> Response:
    """Show the page to choose a password, for an older address with the secret in its path."""
    return show(secret)


@links.post("/reset/<token:secret>")
@public
def choose(secret: str) -> Response:
    """Set a new password with an older address, which has the secret in its path."""
    return choose_password(secret)


def show(secret: str) -> Response:
    """Return the page to choose a password; 410 if the link does not work."""
    link = ResetLink.usable(secret)
    if link is None:
        return link_expired()
    return make_response(
        page(
            "accounts/reset.html",
            password=NewPasswordForm(formdata=None),
            email=link.person.email,
            secret=secret,
        )
    )


def choose_password(secret: str) -> Response:
    """Set the password and end every session. Does not sign in."""
    form, suits, email = NewPasswordForm(), False, ""
    with read_only():
        link = ResetLink.usable(secret)
        if link is not None:
            suits, email = form.fits(guessable_words(link.person)), link.person.email
    if link is None:
        return link_expired()
    if not suits:
        context = {"password": form, "email": email, "secret": secret}
        return invalid(Fragment("reset", "accounts/_reset_form.html", context), "accounts/reset.html")
    hashed = hash_password(form.password.data)
    link = ResetLink.usable(secret)
    if link is None or not link.take():  # another request used the same link first
        return link_expired()
    link.person.set_password_by_link(hashed, link.made_by)
    return redirect_anywhere(url_for(".done"))


@links.get("/reset/done")
@public
def done() -> str:
    """Show where to sign in with the new password; it needs no link, so anybody may open it."""
    return page("accounts/reset_done.html")
