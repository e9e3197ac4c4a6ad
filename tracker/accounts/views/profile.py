"""The reader's own account: name, time zone, theme, shortcuts, password and sessions."""

from __future__ import annotations

from flask import Blueprint, Response, g, request, url_for
from flask_login import current_user

from tracker.accounts import attempts, sessions
from tracker.accounts.auth import authenticate
from tracker.accounts.forms import KeysForm, PasswordForm, ProfileForm, ThemeForm
from tracker.accounts.guessing import TooManyGuesses, wait_words
from tracker.accounts.passwords import hash_password
from tracker.accounts.queries import guessable_words, session_of, sessions_of
from tracker.foundation.access import signed_in
from tracker.foundation.htmx import (
    Fragment,
    TemplateContext,
    invalid,
    page,
    redirect_anywhere,
    redirect_to,
    updated,
)
from tracker.foundation.transactions import release_lock

profile = Blueprint("profile", __name__)

CONFIRMATIONS = {
    "name": "Saved.",
    "password": "Your password is changed, and your other devices are signed out.",
}
NOT_CURRENT = "That is not your current password."


@profile.get("/me")
@signed_in
def show() -> str:
    """Show the reader's account, with a message after a redirect from a change."""
    return page(
        "accounts/profile.html",
        **{**profile_context(), "done": CONFIRMATIONS.get(request.args.get("done", ""), "")},
    )


@profile.post("/me")
@signed_in
def change() -> Response:
    """Change the reader's name or time zone; 409 if it changed since the form was shown.

    A new name loads the page again, because other parts of it show the name too.
    """
    form = ProfileForm(current_user)
    changes = form.changes()
    if changes is None:
        return refused_part(
            Fragment("me-about", "accounts/_profile_form.html", {"about": form}), form.refusal
        )
    current_user.change(**changes)
    if "name" in changes:  # every page shows it, so all of this one is loaded again
        return redirect_anywhere(url_for(".show", done="name"))
    part = Fragment("me-about", "accounts/_profile_form.html", {"about": profile_form()})
    return updated(part, otherwise=url_for(".show"), say="Saved")


@profile.post("/me/theme")
@signed_in
def change_theme() -> Response:
    """Set the light or dark theme and reload the page; an unknown theme is refused."""
    form = ThemeForm()
    if not form.validate():
        return refused_part(Fragment("me-theme", "accounts/_theme_form.html", {"theme": form}))
    current_user.change(theme=form.theme.data)
    return redirect_anywhere(url_for(".show"))


@profile.post("/me/keys")
@signed_in
def change_keys() -> Response:
    """Turn single-key shortcuts on or off for the reader, and reload the page."""
    form = KeysForm()
    if not form.validate():
        return refused_part(Fragment("me-keys", "accounts/_shortcuts_form.html", {"keys": form}))
    current_user.change(uses_shortcuts=form.keys.data == "on")
    return redirect_anywhere(url_for(".show"))


@profile.post("/me/password")
@signed_in
def change_password() -> Response:
    """Change the password. Other sessions end, and this one continues under a new token."""
    form = PasswordForm()
    if not form.fits(guessable_words(current_user)):
        return refuse_password(form)
    try:
        given = current_user.email, form.current.data, request.remote_addr or ""
        if authenticate(*given, attempts.CHANGE_PASSWORD) is None:
            form.current.errors = [NOT_CURRENT]
            return refuse_password(form)
    except TooManyGuesses as error:
        form.current.errors = [wait_words(error)]
        return refuse_password(form, 429)
    release_lock()
    hashed = hash_password(form.password.data)
    current_user.set_password(hashed)
    sessions.renew(current_user._get_current_object())
    return redirect_to(url_for(".show", done="password"))


@profile.get("/me/sessions")
@signed_in
def list_sessions() -> str:
    """Show the reader's live sessions and their last sign-ins, with refused and delayed ones."""
    here = {"sessions": sessions_of(current_user), "this": g.sign_in}
    own = attempts.own_attempts(current_user)
    return page("accounts/sessions.html", **here, attempts=own, at_most=attempts.LISTED_OF_ONE)


@profile.post("/me/sessions/<token:public_id>/end")
@signed_in
def end_session(public_id: str) -> Response:
    """End one of the reader's own sessions; ending the present one leads to the sign-in page."""
    session = session_of(current_user, public_id)
    if session.id == g.sign_in.id:
        sessions.sign_out()
        return redirect_anywhere(url_for("sign_in.form"))
    session.end()
    return updated(sessions_part(), otherwise=url_for(".list_sessions"), say="Signed out there")


@profile.post("/me/sessions/end-others")
@signed_in
def end_others() -> Response:
    """End all of the reader's sessions but the present one."""
    current_user.end_every_session(but=g.sign_in)
    return updated(sessions_part(), otherwise=url_for(".list_sessions"), say="Signed out everywhere else")


def sessions_part() -> Fragment:
    """Return the fragment with the reader's sessions."""
    context = {"sessions": sessions_of(current_user), "this": g.sign_in}
    return Fragment("sessions", "accounts/_sessions.html", context)


def profile_form() -> ProfileForm:
    """Return the form for name and time zone with the saved values."""
    return ProfileForm(current_user, formdata=None)


def profile_context() -> TemplateContext:
    """Return the forms of the page, with the saved values."""
    return {
        "about": profile_form(),
        "theme": ThemeForm(formdata=None, data={"theme": current_user.theme}),
        "keys": KeysForm(formdata=None, data={"keys": "on" if current_user.uses_shortcuts else "off"}),
        "password": PasswordForm(formdata=None),
        "done": "",
    }


def refused_part(part: Fragment, status: int = 422) -> Response:
    """Answer with the refused form; without htmx, with the whole page around it."""
    return invalid(part, "accounts/profile.html", status, **{**profile_context(), **part.context})


def refuse_password(form: PasswordForm, status: int = 422) -> Response:
    """Answer with the password form and its errors: 422, or 429 after too many guesses."""
    return refused_part(Fragment("me-password", "accounts/_password_form.html", {"password": form}), status)
