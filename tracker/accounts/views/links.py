"""Links to a new password. Reading the page uses nothing up.

The secret stands in the fragment of the address (`/reset#…`). A script posts it; without scripts it is pasted into a
field. Addresses handed out before (`/reset/<secret>`) work until they expire.
"""

from __future__ import annotations

from flask import Blueprint, Response, make_response, url_for

from tracker.accounts.forms import CodeForm, NewPasswordForm
from tracker.accounts.links import link_expired
from tracker.accounts.models import ResetLink
from tracker.accounts.passwords import hash_password
from tracker.accounts.queries import words_near
from tracker.foundation.access import public
from tracker.foundation.htmx import Fragment, invalid, page, redirect_anywhere
from tracker.foundation.transactions import read_only

links = Blueprint("links", __name__)


@links.get("/reset")
@public
def code() -> str:
    return page("accounts/reset_code.html", code=CodeForm(formdata=None))


@links.post("/reset")
@public
def open_code() -> Response:
    """The page to choose a password on; nothing is used up yet."""
    form = CodeForm()
    if not form.validate():
        return invalid(
            Fragment("link-code", "accounts/_code_form.html", {"code": form}), "accounts/reset_code.html"
        )
    return show(form.secret)


@links.post("/reset/choose")
@public
def choose_with_code() -> Response:
    form = CodeForm()
    return choose_password(form.secret) if form.validate() else link_expired()


@links.get("/reset/<token:secret>")
@public
def form(secret: str) -> Response:
    return show(secret)


@links.post("/reset/<token:secret>")
@public
def choose(secret: str) -> Response:
    return choose_password(secret)


def show(secret: str) -> Response:
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
    """Set the password and end every session. It signs nobody in."""
    form, suits, email = NewPasswordForm(), False, ""
    with read_only():
        link = ResetLink.usable(secret)
        if link is not None:
            suits, email = form.fits(words_near(link.person)), link.person.email
    if link is None:
        return link_expired()
    if not suits:
        context = {"password": form, "email": email, "secret": secret}
        return invalid(Fragment("reset", "accounts/_reset_form.html", context), "accounts/reset.html")
    hashed = hash_password(form.password.data)
    link = ResetLink.usable(secret)
    if link is None or not link.take():  # somebody was quicker with the same link
        return link_expired()
    link.person.set_password_by_link(hashed, link.made_by)
    return redirect_anywhere(url_for(".done"))


@links.get("/reset/done")
@public
def done() -> str:
    return page("accounts/reset_done.html")
