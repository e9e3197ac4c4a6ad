"""From the road map to a file, without holding anybody up: read quietly, written while no transaction is open."""

from __future__ import annotations

import unicodedata
from urllib.parse import quote

from flask import Response, g, make_response
from flask_login import current_user

from tracker.accounts.rate_limit import spend
from tracker.clients.scope import all_seats
from tracker.exports.roadmap_sheet import roadmap_sheet
from tracker.exports.writers import EXPORTERS
from tracker.foundation.transactions import commit_now, read_only
from tracker.imports.parsers.csv_safety import UNWRITABLE


def build_export(kind: str) -> tuple[str, str, bytes]:
    """The file's name, its kind, and what is in it."""
    exporter = EXPORTERS[kind]
    spend("export", current_user)
    commit_now()
    with read_only():
        sheet = roadmap_sheet(g.client, g.seat, all_seats())
    return f"{sheet.client} road map {sheet.day}.{exporter.ending}", exporter.kind, exporter.write(sheet)


def attachment(name: str, kind: str, body: bytes) -> Response:
    """A file to keep, under its own name; in plain letters for whoever reads no others (RFC 6266)."""
    whole = " ".join(UNWRITABLE.sub("", name).split())
    plain = unicodedata.normalize("NFKD", whole).encode("ascii", "ignore").decode()
    plain = "".join(letter for letter in plain if letter.isalnum() or letter in " .-_").strip()
    name_in_full = quote(whole, safe="")
    disposition = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{name_in_full}"
    return make_response(body, {"Content-Type": kind, "Content-Disposition": disposition})
