"""Limits on posted forms, checked before their fields are read."""

from __future__ import annotations

from flask import Flask, abort, request

LARGEST = 512 * 1024
"""Bytes of a form without files. One text is 20,000 characters, so our longest form is far smaller."""
MOST_FIELDS = 2_000
"""Our largest form, a change of 500 tasks at once, sends about 520 fields."""


def init_app(app: Flask) -> None:
    """Check the size of every posted form before its view runs."""
    app.before_request(check_form_size)


def check_form_size() -> None:
    """Refuse with 413 a form larger than ours, because every field costs time before the sender is known.

    Werkzeug's own limits apply to multipart forms only.
    """
    if request.mimetype != "application/x-www-form-urlencoded":
        return
    if (request.content_length or 0) > LARGEST or request.get_data().count(b"&") >= MOST_FIELDS:
        abort(413)
