"""The road map opens the way its reader left it: filters are kept per client and seat, once the answer is out.

`?show=all` forgets them. Only the filters on the page itself are remembered: a link in a mail, on another site
or in a comment shows what it says once. Nothing is written while somebody looks through another's eyes.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import g, request, url_for
from sqlalchemy import Connection, select

from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.foundation.transactions import afterwards
from tracker.roadmap.models import SavedFilters
from tracker.roadmap.presentation.filters import KNOWN, Filters

LONGEST = 400


def kept_address() -> str | None:
    """Where the bare address leads: to the filters kept for this seat, if there are any."""
    if any(name in request.args for name in (*KNOWN, "show", "marks")):
        return None
    kept: dict[str, Any] = {**Filters.asked(dict(parse_qsl(kept_words()))).args()}
    if kept and "changed" in request.args:
        kept["changed"] = request.args["changed"]
    return url_for("client.roadmap.index", **kept) if kept else None


def kept_words() -> str:
    """What this seat looked through last, asked once a request."""
    if "kept_words" not in g:
        own = SavedFilters.client_id == g.client.id, SavedFilters.seat_id == g.seat.id
        g.kept_words = db.session.scalar(select(SavedFilters.words).where(*own)) or ""
    return str(g.kept_words)


def save_filters(filters: Filters) -> None:
    """Remember what one looks through now, where it is something else than before."""
    words = urlencode(filters.args())
    words = words if len(words) <= LONGEST else ""
    if g.get("see_as") or words == kept_words() or not chosen_here():
        return
    whose = {"client_id": g.client.id, "seat_id": g.seat.id}
    afterwards(lambda connection: write_filters(connection, whose, words), "the filters of the road map")


def chosen_here() -> bool:
    """Whether this address was followed from the road map itself. Browsers say so, and a comment's links do not;
    who sends neither header is no browser that follows links from elsewhere.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if not request.referrer:
        return site is None
    return site in (None, "same-origin") and request.referrer.partition("?")[0] == request.base_url


def write_filters(connection: Connection, whose: dict[str, int], words: str) -> None:
    table = db.metadata.tables["kept_filters"]
    own = table.update().where(*(table.c[name] == key for name, key in whose.items()))
    values = {"words": words, "kept_at": clock.now()}
    if not connection.execute(own.values(**values)).rowcount:
        connection.execute(table.insert().values(**whose, **values))
