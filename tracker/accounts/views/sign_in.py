"""Signing in and out."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, request, session, url_for
from flask_login import current_user

from tracker.accounts import sessions
from tracker.accounts.auth import authenticate
from tracker.accounts.forms import SignInForm
from tracker.accounts.guessing import TooManyGuesses, wait_words
from tracker.accounts.redirects import safe_next
from tracker.foundation.access import public, signed_in
from tracker.foundation.htmx import Fragment, invalid, page, redirect_anywhere

sign_in = Blueprint("sign_in", __name__)

FORGOTTEN = "Forgotten it? Ask the person who invited you, or the practice, for a new link."
WRONG_SIGN_IN = f"That e-mail and password don’t go together. Check both. {FORGOTTEN}"
WORKS_AT_ONCE = "A new password works at once."
KNOWN_DEVICE = "A device you signed in with before does not have to wait."


@sign_in.get("/sign-in")
@public
def form() -> str | Response:
    """Show the sign-in form. A signed-in reader goes on to the page asked for, or home."""
    wanted = request.args.get("next", "")
    if current_user.is_authenticated:
        return redirect(safe_next(wanted), 303)  # type: ignore[return-value]
    return page("accounts/sign_in.html", form=SignInForm(data={"next": wanted}))


@sign_in.post("/sign-in")
@public
def submit() -> Response:
    """Sign in and go to the page asked for, if it is one of ours.

    A wrong address and a wrong password get the same 422; too many guesses get 429.
    """
    form = SignInForm()
    if not form.validate():
        return sign_in_again(form)
    try:
        person = authenticate(form.email.data, form.password.data, request.remote_addr or "")
    except TooManyGuesses as error:
        return refuse_too_often(form, error)
    if person is None:
        form.password.errors = [WRONG_SIGN_IN]
        return sign_in_again(form)
    sessions.sign_in(person)
    return redirect_anywhere(safe_next(form.next.data))


@sign_in.post("/sign-out")
@signed_in
def sign_out() -> Response:
    """End the session, and have the browser clear what it kept of our pages."""
    sessions.sign_out()
    session.modified = True
    response = redirect_anywhere(url_for("sign_in.form"))
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def sign_in_again(form: SignInForm, status: int = 422) -> Response:
    """Answer with the sign-in form and its errors."""
    return invalid(
        Fragment("sign-in", "accounts/_sign_in_form.html", {"form": form}), "accounts/sign_in.html", status
    )


def refuse_too_often(form: SignInForm, error: TooManyGuesses) -> Response:
    """Answer 429 with how long to wait and what else helps; `Retry-After` has the seconds."""
    hint = "" if error.for_network else FORGOTTEN if error.network_is_slow else f"{FORGOTTEN} {WORKS_AT_ONCE}"
    known = KNOWN_DEVICE if error.from_everywhere else ""
    form.password.errors = [" ".join(filter(None, (wait_words(error), known, hint)))]
    response = sign_in_again(form, status=429)
    response.headers["Retry-After"] = str(error.retry_after)
    return response
