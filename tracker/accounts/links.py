"""One-time links: how their addresses are written, and what answers when one is spent."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, current_app, make_response, render_template, request, url_for


@dataclass(frozen=True)
class OneTimeLink:
    """A link as it is shown, once, to whoever made it."""

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
    """An address to hand to somebody: with the name people type, not with whatever the request said.

    The secret stands in the fragment, which browsers send to nobody: no proxy and no log ever sees it.
    """
    base = current_app.config["BASE_URL"] or request.host_url.rstrip("/")
    return f"{base}{url_for(endpoint)}#{secret}"


def link_expired() -> Response:
    """Used, expired, revoked, replaced or never there: the same answer."""
    return make_response(render_template("accounts/link_expired.html"), 410)


def password_link(name: str, secret: str) -> OneTimeLink:
    words = "It works for an hour, once, and lets them choose a new password. Hand it over yourself."
    return OneTimeLink(f"A link for {name}", words, link_to("links.code", secret))


def first_password_link(title: str, secret: str, warning: str = "") -> OneTimeLink:
    words = "It works for 7 days, once. They choose a password with it, then sign in."
    return OneTimeLink(title, words, link_to("links.code", secret), warning)
