"""Refusals in words. A write that cannot be saved gives its text back."""

from __future__ import annotations

import logging
import secrets
from dataclasses import dataclass, replace

from flask import Flask, Response, current_app, make_response, render_template, request, url_for
from flask.globals import request_ctx
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from tracker.foundation.database import db, writing
from tracker.foundation.error_reports import describe_error
from tracker.foundation.exceptions import ConflictError, DomainError, OutdatedPageError, UnconfirmedError
from tracker.foundation.forms import typed_labels
from tracker.foundation.htmx import Answer, Fragment, from_htmx, screen_reader_text, toast_refusal
from tracker.foundation.security_headers import SAFE, is_foreign_write

log = logging.getLogger("tracker")

SECRET_FIELDS = ("password", "current", "token")
"""A field with one of these in its name is never shown again, such as the current password."""


REPEATED = 120_000
"""Characters returned to a signed-out visitor: twice our longest form, including the values it showed."""


class TooOftenError(Exception):
    """A person repeated a costly action too often. It is possible again after `seconds`."""

    def __init__(self, words: str, seconds: int) -> None:
        super().__init__(words)
        self.seconds = seconds


@dataclass(frozen=True)
class RefusalText:
    """The text of a refusal page."""

    title: str
    text: str
    status: int


PAGES = {
    400: RefusalText("That request could not be read", "Go back and try once more.", 400),
    403: RefusalText("You can’t change this", "You can look, and {contact} can change it for you.", 403),
    404: RefusalText(
        "There is no such page", "The address may be mistyped, or the page may never have existed.", 404
    ),
    405: RefusalText("That page can’t be used this way", "Go back and use the buttons on the page.", 405),
    413: RefusalText("That is too large", "Files may have up to 10 MB, a form up to half a megabyte.", 413),
    429: RefusalText("One moment", "There were too many tries. Wait a few minutes and try again.", 429),
    500: RefusalText(
        "Something broke on our side", "Nothing was saved. It has been written down for us.", 500
    ),
    503: RefusalText(
        "The database is busy", "Nothing was saved. Your words are still here: send them again.", 503
    ),
    507: RefusalText("There is no room left", "Nothing was saved. Your words are still here.", 507),
}


YOUR_WORDS = "Nothing was saved. Your words are still here: copy what you need."
PAGES_WITH_TYPED_TEXT = {
    403: replace(PAGES[403], text=YOUR_WORDS),
    404: RefusalText("That isn’t here, or not any more", YOUR_WORDS, 404),
}
"""Reasons to refuse a form with text in it, which comes back for copying, not for sending again.

Its subject may have been hidden or reassigned since.
"""
NOT_ANY_MORE = RefusalText("This is not here any more", "Open the page again to see what is there now.", 404)
"""For a button of ours whose record is not there; the same for one that is hidden, or that never was there."""
NOT_FOR_READING = RefusalText(
    "You don’t have access to this page", "It is for other people here. {Contact} can tell you more.", 403
)

FROM_ELSEWHERE = RefusalText(
    "This was sent by another site", "Nothing was saved. Open the page here and use its buttons.", 403
)
TOO_LONG_SIGNED_OUT = RefusalText(
    "That is too long to show here",
    "You are signed out, and nothing was saved. Go back in your browser: what you wrote is still there. "
    "Sign in in another tab, then send it again.",
    413,
)

CROWDED = RefusalText(
    "Someone wrote here at the same moment",
    "Nothing was saved. Your words are still here: send them again.",
    503,
)


def init_app(app: Flask, home: str, contact: str) -> None:
    """Register the answers to errors of rules, of HTTP, of the database, and to unexpected ones.

    `home` is the endpoint that refusal pages link to, `contact` the person whom those without access can ask.
    """
    app.extensions["refusals"] = {"home": home, "contact": contact}
    app.register_error_handler(DomainError, refusal)
    app.register_error_handler(OutdatedPageError, ask_to_read_again)
    app.register_error_handler(TooOftenError, answer_too_often)
    app.register_error_handler(ConflictError, conflict_response)
    app.register_error_handler(UnconfirmedError, ask_to_confirm)
    app.register_error_handler(HTTPException, answer_http)
    app.register_error_handler(DBAPIError, answer_database)
    app.register_error_handler(StaleDataError, too_many_writers)
    app.register_error_handler(IntegrityError, too_many_writers)
    app.register_error_handler(Exception, answer_unexpected)


def refusal(error: DomainError) -> Response:
    """422 with the message of the refused rule; typed text is kept."""
    return resubmit_page(RefusalText("Not saved", str(error), 422))


def ask_to_read_again(error: OutdatedPageError) -> Response:
    """422 with the message and a link to the page as it is now; for htmx the message alone."""
    if from_htmx():
        return refusal(error)
    db.session.rollback()
    writing.set(False)
    words = RefusalText("Not saved", str(error), 422)
    return resend_page(words, posted_fields(), button="", read_url=error.read_url)


def answer_too_often(error: TooOftenError) -> Response:
    """429 with the message, and the time to wait."""
    response = resubmit_page(RefusalText("A moment, please", str(error), 429))
    response.headers["Retry-After"] = str(error.seconds)
    return response


def conflict_response(error: ConflictError, *fresh: Answer) -> Response:
    """409 with both texts, side by side to choose from; `fresh` are fragments with the current values.

    A view whose form can show them in its own place has done so before this.
    """
    asked = {"fields": posted_fields(), "action": request.full_path.rstrip("?")}
    context = {"clashes": error.clashes, "words": str(error), **asked}
    if not from_htmx():
        return make_response(render_template("layouts/conflict.html", **context), 409)
    choice = Fragment("toasts", "ui/_conflict_choice.html", context, "innerHTML")
    pieces = (*(answer.html() for answer in (*fresh, choice)), screen_reader_text(str(error)))
    return make_response("".join(pieces), 409)


def ask_to_confirm(error: UnconfirmedError) -> Response:
    """409 with a question that names the change. Its form sends the same text again with the confirmation.

    For htmx the question is a message, and the form on the page keeps its text.
    """
    db.session.rollback()
    writing.set(False)
    fields = [
        {**field, "value": error.fields.get(field["name"], field["value"])} for field in posted_fields()
    ]
    more: dict[str, object] = {"button": error.button, "both": error.both, "read_url": error.read_url}
    if from_htmx():
        asked = {"fields": fields, "action": request.full_path.rstrip("?"), "words": str(error), **more}
        question = Fragment("toasts", "ui/_confirm.html", asked, "innerHTML")
        return make_response(f"{question.html()}{screen_reader_text(str(error))}", 409)
    return resend_page(RefusalText("Not sent yet", str(error), 409), fields, **more)


def has_typed_text() -> bool:
    """Whether the request is a signed-in person's form with some text in it."""
    if request.method in SAFE or not current_user.is_authenticated:
        return False
    return any(field["label"] and field["value"].strip() for field in posted_fields())


def answer_http(error: HTTPException) -> Response:
    """Answer an HTTP error with a page, or with the typed text if it has to be kept."""
    if is_foreign_write():
        return refuse(FROM_ELSEWHERE, FROM_ELSEWHERE.status)
    if isinstance(error, CSRFError):  # answered by accounts, which knows sessions
        return resubmit_page(RefusalText("This page had been open too long", "Send it once more.", 403))
    status = error.code or 500
    if status < 400:
        return make_response(error.get_response())
    if status in PAGES_WITH_TYPED_TEXT and has_typed_text():
        return resubmit_page(PAGES_WITH_TYPED_TEXT[status], button="")
    told = PAGES.get(status)
    if status == 403 and request.method in ("GET", "HEAD"):
        told = with_contact(NOT_FOR_READING)
    elif status == 403:
        told = with_contact(PAGES[403])
    elif status == 404 and request.method == "POST" and request.url_rule is not None:
        told = NOT_ANY_MORE
    response = refuse(told or PAGES[400 if status < 500 else 500], status)
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    retry = getattr(error, "retry_after", None)
    if retry:
        response.headers["Retry-After"] = str(int(retry))
    return response


def with_contact(words: RefusalText) -> RefusalText:
    """Return the text of a refusal with the person to ask in it."""
    contact = current_app.extensions["refusals"]["contact"]
    return replace(words, text=words.text.format(contact=contact, Contact=contact[:1].upper() + contact[1:]))


def answer_database(error: DBAPIError) -> Response:
    """503 for a lock that was not released, 507 for a full disk: the page is not at fault."""
    said = str(error.orig).lower()
    if isinstance(error, OperationalError) and ("locked" in said or "busy" in said or "lock timeout" in said):
        response = resubmit_page(PAGES[503])
        response.headers["Retry-After"] = "5"
        return response
    if "full" in said or "disk i/o" in said or "no space" in said:
        return resubmit_page(PAGES[507])
    return answer_unexpected(error)


def too_many_writers(error: Exception) -> Response:
    """Other requests wrote to the same rows on every try: nothing is saved, and the text comes back."""
    log.error("gave way at %s: %s", request.endpoint, describe_error(error))
    response = resubmit_page(CROWDED)
    response.headers["Retry-After"] = "1"
    return response


def answer_unexpected(error: Exception) -> Response:
    """500 with a number to quote, which the log has too. Internal details are not shown."""
    number = secrets.token_hex(4)
    log.error("fault %s at %s: %s", number, request.endpoint, describe_error(error))
    if current_app.config.get("PROPAGATE_FAULTS"):
        raise error
    try:
        return resubmit_page(PAGES[500], fault=number)
    except DBAPIError:  # not even the reader's name can be looked up
        return make_response(f"{PAGES[500].title}. {PAGES[500].text} ({number})\n", 500)


def refuse(words: RefusalText, status: int, fault: str = "") -> Response:
    """Refuse a read, or a write without any text worth keeping."""
    writing.set(False)  # the refusal page only reads, so it needs no lock
    if request_ctx.url_adapter is None:  # the host name is not ours, so no address of ours can be written
        return make_response(
            f"{words.title}. {words.text}\n", status, {"Content-Type": "text/plain; charset=utf-8"}
        )
    if from_htmx():
        return toast_refusal(f"{words.title}. {words.text}", status)
    return make_response(
        render_template("layouts/error.html", error=error_page(words), request_id=fault), status
    )


def error_page(words: RefusalText) -> dict[str, str]:
    """Return the context of a refusal page."""
    return {
        "title": words.title,
        "text": words.text,
        "action_url": url_for(current_app.extensions["refusals"]["home"]),
        "action_label": "Home",
    }


def posted_fields() -> list[dict[str, str]]:
    """Return the sent fields without secrets; a field that a person typed has its label from the form."""
    view = current_app.view_functions.get(request.endpoint or "")
    labels = typed_labels(view) if view else {}
    return [
        {"name": name, "value": value, "label": labels.get(name, "")}
        for name, value in request.form.items(multi=True)
        if name and not any(secret in name for secret in SECRET_FIELDS)
    ]


def is_too_long(fields: list[dict[str, str]]) -> bool:
    """Whether returning these fields would make a response far larger than any form of ours."""
    return sum(len(field["name"]) + len(field["value"]) for field in fields) > REPEATED


def resubmit_page(
    words: RefusalText, sign_in_url: str = "", fault: str = "", token: str = "", button: str = "Send again"
) -> Response:
    """Refuse a write and return the typed text: htmx leaves the form as it is, a page repeats it.

    The page's form has a new CSRF token, or `token` if the one that was sent will be valid again. Without a
    `button` there is no form, only the text for copying. Text sent by another site is not returned at all.
    """
    db.session.rollback()
    writing.set(False)
    if is_foreign_write():
        return refuse(FROM_ELSEWHERE, FROM_ELSEWHERE.status)
    fields = [] if request.method in SAFE else posted_fields()
    if is_too_long(fields) and not current_user.is_authenticated:
        return refuse(TOO_LONG_SIGNED_OUT, TOO_LONG_SIGNED_OUT.status)
    if from_htmx() or not (fields or sign_in_url):
        return refuse(words, words.status, fault)
    return resend_page(words, fields, sign_in_url=sign_in_url, token=token, button=button)


def resend_page(words: RefusalText, fields: list[dict[str, str]], **more: object) -> Response:
    """Return a page with the form to send once more; without a `button`, with its text only."""
    shown = {"sign_in_url": "", "token": "", "button": "Send again", "both": (), "read_url": "", **more}
    context = {
        "title": words.title,
        "text": words.text,
        "action": request.full_path.rstrip("?"),
        "fields": fields,
    }
    return make_response(render_template("layouts/resubmit.html", **context, **shown), words.status)
