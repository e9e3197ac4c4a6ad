"""The filters a reader used last on a road map, saved for each client and seat after the response is sent.

`?show=all` clears them. Only filters chosen on the page itself are saved, because a link in a mail, on
another site or in a comment is for one visit. Nothing is saved while viewing the page as another person.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import g, request, url_for
from sqlalchemy import BindParameter, Connection, bindparam

from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.foundation.statements import Statement, built_once, rows_of, select_columns
from tracker.foundation.transactions import run_afterwards
from tracker.roadmap.models import SavedFilters
from tracker.roadmap.presentation.filters import VALID_VALUES, Filters

LONGEST_QUERY = 400


def saved_address() -> str | None:
    """Return the address with this seat's saved filters; None if it has none, or the address has filters."""
    if any(name in request.args for name in (*VALID_VALUES, "show", "marks")):
        return None
    kept: dict[str, Any] = {**Filters.asked(dict(parse_qsl(saved_query()))).args()}
    if kept and "changed" in request.args:
        kept["changed"] = request.args["changed"]
    return url_for("client.roadmap.index", **kept) if kept else None


def saved_query() -> str:
    """Return this seat's saved query string; one query a request."""
    if "kept_words" not in g:
        found = rows_of(query_saved(), {"client_id": g.client.id, "seat_id": g.seat.id})
        g.kept_words = found[0].query_string if found else ""
    return str(g.kept_words)


@built_once
def query_saved() -> Statement:
    """Return the query for a seat's saved query string."""
    client_id: BindParameter[int] = bindparam("client_id")
    seat_id: BindParameter[int] = bindparam("seat_id")
    query = select_columns(SavedFilters.query_string)
    return query.where(SavedFilters.client_id == client_id, SavedFilters.seat_id == seat_id)


def save_filters(filters: Filters) -> None:
    """Save the filters after the response, if they were chosen on this page and differ from the saved."""
    words = urlencode(filters.args())
    words = words if len(words) <= LONGEST_QUERY else ""
    if g.get("see_as") or words == saved_query() or not is_chosen_here():
        return
    whose = {"client_id": g.client.id, "seat_id": g.seat.id}
    run_afterwards(lambda connection: write_filters(connection, whose, words), "the filters of the road map")


def is_chosen_here() -> bool:
    """Whether this address was followed from the road map itself, by the browser's headers.

    A link in a comment has another referrer. A client that sends neither header is not a browser on a link.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if not request.referrer:
        return site is None
    return site in (None, "same-origin") and request.referrer.partition("?")[0] == request.base_url


def write_filters(connection: Connection, whose: dict[str, int], words: str) -> None:
    """Update the row of this seat, or insert it."""
    table = db.metadata.tables["saved_filters"]
    own = table.update().where(*(table.c[name] == key for name, key in whose.items()))
    values = {"query_string": words, "kept_at": clock.now()}
    if not connection.execute(own.values(**values)).rowcount:
        connection.execute(table.insert().values(**whose, **values))
