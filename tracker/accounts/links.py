"""One-time links: their addresses, and the response for a link that no longer works."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, current_app, make_response, render_template, request, url_for


@dataclass(frozen=True)
class OneTimeLink:
    """A link as its maker sees it, once."""

    title: str
    words: str
    address: str
    warning: str = ""


UNCONFIRMED = (
    "This address already had an account that nobody had confirmed. It is signed out everywhere, and its "
    "password is gone: they choose a new password with this link."
)
TO_CONFIRM = (
    "This address already has an account that nobody has confirmed. It keeps its password, and they accept with "
    "it. If they can’t, the practice’s owner makes them a link to a new one."
)


def link_to(endpoint: str, secret: str) -> str:
    """Return an address to pass on, with the configured host name rather than the request's.

    The secret is in the fragment, which browsers do not send, so it never reaches a proxy or a log.
    """
    base = current_app.config["BASE_URL"] or request.host_url.rstrip("/")
    return f"{base}{url_for(endpoint)}#{secret}"


def link_expired() -> Response:
    """410 for a used, expired, revoked, replaced or unknown link: the same answer for all."""
    return make_response(render_template("accounts/link_expired.html"), 410)


def password_link(name: str, secret: str) -> OneTimeLink:
    """Return a link to choose a new password, with the text beside it."""
    words = "It works for an hour, once, and lets them choose a new password. Hand it over yourself."
    return OneTimeLink(f"A link for {name}", words, link_to("links.code", secret))


def first_password_link(title: str, secret: str, warning: str = "") -> OneTimeLink:
    """Return a link to choose the first password, with the text beside it."""
    words = "It works for 7 days, once. They choose a password with it, then sign in."
    return OneTimeLink(title, words, link_to("links.code", secret), warning)
