"""What the queries of a search have in common. Each feature asks its own, through the reader's own live seats.

The number of queries is the same whatever was typed, found or hidden.
"""

from __future__ import annotations

from collections.abc import Sequence

from flask import g
from sqlalchemy import CompoundSelect, func, literal_column, select, text, union_all

from tracker.accounts.models import Person
from tracker.clients.models import Client, Role
from tracker.clients.queries import OwnSeat, own_seats
from tracker.foundation.database import db
from tracker.foundation.statements import Statement, built_once
from tracker.search.index import Indexed, SearchTerms, Shape, Tier, main_text, matching_rows
from tracker.search.results import COUNTED


def seats_of(person: Person) -> list[OwnSeat]:
    """Return the person's live seats, sorted by the clients' names. The side bar of the page has the same."""
    found = g.my_seats = own_seats(person)
    return found


def search_terms(seats: Sequence[OwnSeat], words: list[str]) -> SearchTerms:
    """Return what to search for these seats: outsiders’ names, too, but not for viewers.

    Viewers read first names only, so a search must not tell them family names.
    """
    viewers = [seat.client_id for seat in seats if seat.role == Role.VIEWER]
    others = [seat.client_id for seat in seats if seat.role != Role.VIEWER]
    return SearchTerms(words, others, viewers, is_everywhere=leads_every_client(seats))


def leads_every_client(seats: Sequence[OwnSeat]) -> bool:
    """Whether these seats are a COO's at all clients there are.

    Others must not learn from the time a search takes whether clients of which they know nothing have a word, so
    theirs are told apart in the index itself.
    """
    if any(seat.role != Role.COO for seat in seats):
        return False
    return bool(len(seats) == db.session.scalar(count_of_clients()))


@built_once
def count_of_clients() -> Statement:
    """Return the query for the number of clients."""
    return select(func.count()).select_from(Client)


@built_once
def best_first(query: Statement, model: Indexed, shape: Shape) -> CompoundSelect[*tuple[object, ...]]:
    """Return the query for rows of `query` that match, at most `COUNTED` and one of each `tier`, better tiers first.

    Of texts that begin with what was typed it is the shortest, so that an exact title is found however old it is; of
    the others the newest. Parts of words are only looked up if few words begin like that. A row may be in several
    tiers.
    """
    all_rows = query.add_columns(model.id.label("key")).limit(COUNTED + 1)
    latest = all_rows.order_by(model.id.desc())
    shortest = all_rows.order_by(func.length(main_text(model)), model.id.desc())
    start = shortest.where(matching_rows(model, shape, Tier.START)).cte("start")
    begun = latest.where(matching_rows(model, shape, Tier.BEGIN)).cte("begun")
    are_few = f"(SELECT count(*) FROM begun) <= {COUNTED}"  # noqa: S608  a number of ours
    inside = matching_rows(model, shape, Tier.PART, wanted_if=are_few)
    parts = latest.where(text(are_few), model.id.not_in(select(begun.c.key)), inside).cte("parts")
    tiers = zip(Tier, (start, begun, parts), strict=True)
    return union_all(*(select(rows, literal_column(str(int(tier))).label("tier")) for tier, rows in tiers))
