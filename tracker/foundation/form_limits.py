"""Limits on posted forms, checked before anything reads their fields."""

from __future__ import annotations

from flask import Flask, abort, request

LARGEST = 512 * 1024
"""Bytes of a form without files. One text is 20,000 characters, so the longest form of ours is far smaller."""
MOST_FIELDS = 2_000
"""The largest form of ours, a change of 500 tasks at once, sends about 520 fields."""


def init_app(app: Flask) -> None:
    app.before_request(check_form_size)


def check_form_size() -> None:
    """Refuse with 413 what no form of ours sends: each field costs time before anybody is known.

    Werkzeug's own limits hold for multipart forms only.
    """
    if request.mimetype != "application/x-www-form-urlencoded":
        return
    if (request.content_length or 0) > LARGEST or request.get_data().count(b"&") >= MOST_FIELDS:
        abort(413)
