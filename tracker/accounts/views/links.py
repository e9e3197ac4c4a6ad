"""One-time links: choose a new password with one. Reading the page uses nothing up (SECURITY B6)."""

from __future__ import annotations

from flask import Blueprint, Response, url_for

from tracker.accounts.forms import NewPasswordForm
from tracker.accounts.models import ResetLink
from tracker.accounts.outward import spent
from tracker.accounts.passwords import hash_password
from tracker.accounts.reading import words_near
from tracker.foundation.access import public
from tracker.foundation.hypermedia import Part, elsewhere, page, refused
from tracker.foundation.transaction import reading

links = Blueprint("links", __name__)


@links.get("/reset/<token:secret>")
@public
def form(secret: str) -> str | Response:
    link = ResetLink.usable(secret)
    if link is None:
        return spent()
    return page("accounts/reset.html", password=NewPasswordForm(), email=link.person.email, secret=secret)


@links.post("/reset/<token:secret>")
@public
def choose(secret: str) -> Response:
    """Set the password and end every session. It signs nobody in."""
    form, suits, email = NewPasswordForm(), False, ""
    with reading():
        link = ResetLink.usable(secret)
        if link is not None:
            suits, email = form.suits(words_near(link.person)), link.person.email
    if link is None:
        return spent()
    if not suits:
        context = {"password": form, "email": email, "secret": secret}
        return refused(Part("reset", "accounts/_reset.html", context), "accounts/reset.html")
    hashed = hash_password(form.password.data)
    link = ResetLink.usable(secret)
    if link is None or not link.take():  # somebody was quicker with the same link
        return spent()
    link.person.set_password_by_link(hashed, link.made_by)
    return elsewhere(url_for(".done"))


@links.get("/reset/done")
@public
def done() -> str:
    return page("accounts/reset_done.html")
