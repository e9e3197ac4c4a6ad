"""Answers to a signed-out reader, and to a form with another session's token.

The typed text is always kept.
"""

from __future__ import annotations

from flask import Flask, Response, current_app, make_response, render_template, request, url_for
from flask_login import current_user
from flask_wtf.csrf import CSRFError, generate_csrf
from markupsafe import Markup

from tracker.accounts.sessions import login
from tracker.foundation.access import is_unseen
from tracker.foundation.errors import PAGES, RefusalText, refuse, resubmit_page
from tracker.foundation.htmx import from_htmx, hidden_field, redirect_to, screen_reader_text, toast
from tracker.foundation.security_headers import SAFE

SIGNED_OUT = RefusalText(
    "You have been signed out",
    "Nothing is lost: what you wrote is still here. Sign in, then send it again.",
    401,
)
OLD_TOKEN = RefusalText(
    "This page had been open too long", "What you wrote is still here. Send it once more.", 403
)


def init_app(app: Flask) -> None:
    """Register the answers for a request without a session, and for a missing or old CSRF token."""
    login.unauthorized_handler(ask_to_sign_in)
    app.register_error_handler(CSRFError, answer_token)


def ask_to_sign_in() -> Response:
    """Redirect a read to the sign-in page.

    A write, or a request made by a page itself, keeps the typed text.
    """
    if request.method not in SAFE or (is_unseen() and from_htmx()):
        if from_htmx():
            return keep_form()
        token = request.form.get(
            "csrf_token", ""
        )  # of the session that ended; valid again once the same person signs in
        return resubmit_page(SIGNED_OUT, sign_in_url=url_for("sign_in.form"), token=token)
    target = request.full_path.rstrip("?")
    sign_in_url = url_for("sign_in.form", next=target) if target != "/" else url_for("sign_in.form")
    return make_response("", 401, {"HX-Redirect": sign_in_url}) if from_htmx() else redirect_to(sign_in_url)


def keep_form() -> Response:
    """For htmx: leave the form on the page alone, and show a message with a link to sign in."""
    part = Markup('<hx-partial hx-target="#toasts" hx-swap="innerHTML">{}</hx-partial>')
    words = f"{SIGNED_OUT.title}. {SIGNED_OUT.text}"
    message = Markup(render_template("accounts/_signed_out.html", words=words))  # noqa: S704
    body = part.format(message) + screen_reader_text(words)
    return make_response(str(body), 401)


def answer_token(_error: CSRFError) -> Response:
    """400 for a form without a token, which is not ours; 403 for an old token."""
    if not (request.form.get("csrf_token") or request.headers.get("X-CSRFToken")):
        return refuse(PAGES[400], 400)
    access = getattr(current_app.view_functions[request.endpoint or ""], "access", None)
    if not current_user.is_authenticated and (access is None or access.scope != "public"):
        return ask_to_sign_in()
    words = sign_in_named() if current_user.is_authenticated else OLD_TOKEN
    return renew_token(words) if from_htmx() else resubmit_page(words)


def sign_in_named() -> RefusalText:
    """Return the refusal for a page of another session, with the name of the person who would send it now."""
    text = f"What you wrote is still here. You’re signed in as {current_user.name}: send it again if it is yours."
    return RefusalText("This page was opened before you signed in", text, OLD_TOKEN.status)


def renew_token(refusal: RefusalText) -> Response:
    """For htmx: give every form on the page the session's token, so that sending again works."""
    field = Markup('<hx-partial hx-target="[name=csrf_token]" hx-swap="outerHTML">{}</hx-partial>')
    words = f"{refusal.title}. {refusal.text}"
    return make_response(
        str(
            field.format(hidden_field("csrf_token", generate_csrf()))
            + toast(words)
            + screen_reader_text(words)
        ),
        403,
    )
