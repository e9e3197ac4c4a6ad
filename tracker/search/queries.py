"""The query of a search: one for the rows of all features, through the reader's own live seats.

The number of queries is the same whatever was typed, found or hidden.
"""

from __future__ import annotations

from collections.abc import Sequence

from flask import g
from sqlalchemy import CTE, CompoundSelect, cast, literal_column, null, select, text, union_all

from tracker.accounts.models import Person
from tracker.clients.models import Role
from tracker.clients.queries import OwnSeat, own_seats
from tracker.foundation.database import db
from tracker.foundation.statements import Statement, built_once, row_limit
from tracker.registry import features
from tracker.search.index import SearchTerms, Shape, Tier, best_of_tier
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
    return SearchTerms(words, others, viewers, led=clients_led(seats))


def clients_led(seats: Sequence[OwnSeat]) -> int:
    """Return the number of these seats, if all are a COO's; otherwise none."""
    return len(seats) if all(seat.role == Role.COO for seat in seats) else 0


@built_once
def rows_found(roles: frozenset[str], shape: Shape) -> CompoundSelect[*tuple[object, ...]]:
    """Return the query for the rows of all indexed tables that match, which a reader in these roles may read.

    Each has its table (`found_in`), its `key` there and its `tier`; columns of other tables are NULL.
    """
    found = [
        (table, tier, rows)
        for table, source in features().indexed.items()
        if source.rows
        for tier, rows in best_first(table, source.rows(roles), shape).items()
    ]
    columns = {column.key: column for _, _, rows in found for column in rows.c}
    return union_all(
        *(
            select(
                literal_column(f"'{table}'").label("found_in"),
                literal_column(str(int(tier))).label("tier"),
                *(
                    rows.c.get(name, cast(null(), column.type).label(name))
                    for name, column in columns.items()
                ),
            )
            for table, tier, rows in found
        )
    )


def best_first(name: str, query: Statement, shape: Shape) -> dict[Tier, CTE]:
    """Return the rows of `query`, which reads the table of this name, that match, by tier, the better ones first.

    At most `COUNTED` and one of each tier. Parts of words are only looked up if few words begin like that. A row may
    be in several tiers.
    """
    table = db.metadata.tables[name]
    rows = query.add_columns(table.c.id.label("key")).limit(row_limit(COUNTED + 1))
    start = best_of_tier(rows, table, shape, Tier.START).cte(f"start_of_{name}")
    begun = best_of_tier(rows, table, shape, Tier.BEGIN).cte(f"begun_of_{name}")
    are_few = f"(SELECT count(*) FROM {begun.name}) <= {COUNTED}"  # noqa: S608  a name and a number of ours
    others = rows.where(text(are_few), table.c.id.not_in(select(begun.c.key)))
    parts = best_of_tier(others, table, shape, Tier.PART, wanted_if=are_few).cte(f"parts_of_{name}")
    return {Tier.START: start, Tier.BEGIN: begun, Tier.PART: parts}
