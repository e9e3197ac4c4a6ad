"""Exporting a client's road map: a file for the person who asks, and an event in the client's history."""

from __future__ import annotations

from flask import Blueprint, Response, g
from flask_login import current_user

from tracker.accounts.roles import CEO, COO
from tracker.exports.download import attachment, build_export
from tracker.foundation.access import allow
from tracker.foundation.forms import validate_or_abort
from tracker.imports.forms import ExportForm

exports = Blueprint("exports", __name__)


@exports.post("/export")
@allow(COO, CEO)
def download() -> Response:
    """Send the file, which is written outside any transaction. History then says who exported it."""
    form = ExportForm()
    validate_or_abort(form)
    name, kind, body = build_export(form.kind.data)
    g.client.record("plan_exported", current_user, kind=form.kind.data)
    return attachment(name, kind, body)
