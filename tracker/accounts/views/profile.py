"""About oneself: name, clock, looks, password and sessions."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, g, request, url_for
from flask_login import current_user

from tracker.accounts import attempts, sessions
from tracker.accounts.auth import authenticate
from tracker.accounts.forms import KeysForm, PasswordForm, ProfileForm, ThemeForm
from tracker.accounts.guessing import TooManyGuesses, wait_words
from tracker.accounts.passwords import hash_password
from tracker.accounts.queries import session_of, sessions_of, words_near
from tracker.foundation.access import signed_in
from tracker.foundation.htmx import Fragment, invalid, page, redirect_anywhere, redirect_to, updated
from tracker.foundation.transactions import release_lock

profile = Blueprint("profile", __name__)

DONE = {
    "name": "Saved.",
    "password": "Your password is changed, and your other devices are signed out.",
}
WRONG = "That is not your current password."


@profile.get("/me")
@signed_in
def show() -> str:
    return page("accounts/profile.html", **{**about_me(), "done": DONE.get(request.args.get("done", ""), "")})


@profile.post("/me")
@signed_in
def change() -> Response:
    form = ProfileForm(current_user)
    changes = form.changes()
    if changes is None:
        return refused_part(
            Fragment("me-about", "accounts/_profile_form.html", {"about": form}), form.refusal
        )
    current_user.change(**changes)
    if "name" in changes:  # it stands around every page too
        return redirect_anywhere(url_for(".show", done="name"))
    part = Fragment("me-about", "accounts/_profile_form.html", {"about": fresh_about()})
    return updated(part, otherwise=url_for(".show"), say="Saved")


@profile.post("/me/theme")
@signed_in
def change_theme() -> Response:
    form = ThemeForm()
    if not form.validate():
        return refused_part(Fragment("me-theme", "accounts/_theme_form.html", {"theme": form}))
    current_user.change(theme=form.theme.data)
    return redirect_anywhere(url_for(".show"))


@profile.post("/me/keys")
@signed_in
def change_keys() -> Response:
    form = KeysForm()
    if not form.validate():
        return refused_part(Fragment("me-keys", "accounts/_shortcuts_form.html", {"keys": form}))
    current_user.change(keys=form.keys.data == "on")
    return redirect_anywhere(url_for(".show"))


@profile.post("/me/password")
@signed_in
def change_password() -> Response:
    """The other sessions end, and this one goes on under a new token."""
    form = PasswordForm()
    if not form.fits(words_near(current_user)):
        return refuse_password(form)
    try:
        given = current_user.email, form.current.data, request.remote_addr or ""
        if authenticate(*given, attempts.CHANGE_PASSWORD) is None:
            form.current.errors = [WRONG]
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
    here = {"sessions": sessions_of(current_user), "this": g.sign_in}
    own = attempts.own(current_user)
    return page("accounts/sessions.html", **here, attempts=own, at_most=attempts.LISTED_OF_ONE)


@profile.post("/me/sessions/<token:pid>/end")
@signed_in
def end_session(pid: str) -> Response:
    session = session_of(current_user, pid)
    if session.id == g.sign_in.id:
        sessions.sign_out()
        return redirect_anywhere(url_for("sign_in.form"))
    session.end()
    return updated(signed_in_at(), otherwise=url_for(".list_sessions"), say="Signed out there")


@profile.post("/me/sessions/end-others")
@signed_in
def end_others() -> Response:
    current_user.end_every_session(but=g.sign_in)
    return updated(signed_in_at(), otherwise=url_for(".list_sessions"), say="Signed out everywhere else")


def signed_in_at() -> Fragment:
    context = {"sessions": sessions_of(current_user), "this": g.sign_in}
    return Fragment("sessions", "accounts/_sessions.html", context)


def fresh_about() -> ProfileForm:
    return ProfileForm(current_user, formdata=None)


def about_me() -> dict[str, Any]:
    """The forms of the page, as things stand."""
    return {
        "about": fresh_about(),
        "theme": ThemeForm(formdata=None, data={"theme": current_user.theme}),
        "keys": KeysForm(formdata=None, data={"keys": "on" if current_user.keys else "off"}),
        "password": PasswordForm(formdata=None),
        "done": "",
    }


def refused_part(part: Fragment, status: int = 422) -> Response:
    return invalid(part, "accounts/profile.html", status, **{**about_me(), **part.context})


def refuse_password(form: PasswordForm, status: int = 422) -> Response:
    return refused_part(Fragment("me-password", "accounts/_password_form.html", {"password": form}), status)
