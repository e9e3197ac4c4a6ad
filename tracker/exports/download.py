"""Exports the road map as a file. It is written while no transaction is open, so other requests can go on."""

from __future__ import annotations

import unicodedata
from urllib.parse import quote

from flask import Response, g, make_response
from flask_login import current_user

from tracker.accounts.rate_limit import spend
from tracker.clients.scope import all_seats
from tracker.exports.content import export_content
from tracker.exports.writers import EXPORTERS
from tracker.foundation.transactions import commit_now, read_only
from tracker.imports.parsers.csv_safety import UNWRITABLE


def build_export(kind: str) -> tuple[str, str, bytes]:
    """Return the file's name, its media type and its bytes. Counts against the person's limit of exports."""
    exporter = EXPORTERS[kind]
    spend("export", current_user)
    commit_now()
    with read_only():
        content = export_content(g.client, g.seat, all_seats())
    return (
        f"{content.client} road map {content.day}.{exporter.ending}",
        exporter.kind,
        exporter.write(content),
    )


def attachment(name: str, kind: str, body: bytes) -> Response:
    """Return a response that downloads the file.

    The name is sent in full and, for browsers that cannot read that, in ASCII (RFC 6266).
    """
    whole = " ".join(UNWRITABLE.sub("", name).split())
    # not `fold`: a file's name keeps its capitals
    plain = unicodedata.normalize("NFKD", whole).encode("ascii", "ignore").decode()
    plain = "".join(letter for letter in plain if letter.isalnum() or letter in " .-_").strip()
    name_in_full = quote(whole, safe="")
    disposition = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{name_in_full}"
    return make_response(body, {"Content-Type": kind, "Content-Disposition": disposition})
