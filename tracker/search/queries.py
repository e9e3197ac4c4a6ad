"""What the queries of a search have in common. Each feature asks its own, through the reader's own live seats.

The number of queries is the same whatever was typed, found or hidden.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, case, select

from tracker.accounts.models import Person
from tracker.clients.models import Role, Seat
from tracker.foundation.database import db
from tracker.foundation.text.collation import by_name
from tracker.search.index import Indexed, SearchTerms, matching_rows


def seats_of(person: Person) -> list[Seat]:
    """Return the person's live seats, sorted by the clients' names."""
    return by_name(db.session.scalars(Seat.live_of(person)), lambda seat: seat.client.name)


def search_terms(seats: Sequence[Seat], words: list[str]) -> SearchTerms:
    """Return what to search for these seats: outsiders’ names, too, but not for viewers.

    Viewers read first names only, so a search must not tell them family names.
    """
    viewers = [seat.client_id for seat in seats if seat.role == Role.VIEWER]
    return SearchTerms(words, [seat.client_id for seat in seats if seat.client_id not in viewers], viewers)


def order_by_beginning(model: Indexed, wanted: SearchTerms) -> ColumnElement[int]:
    """ORDER BY expression: rows in which the words begin a word, before those with them inside a word."""
    begun = select(model.id).where(matching_rows(model, wanted, parts=False))
    return case((model.id.in_(begun.correlate(None)), 0), else_=1)
