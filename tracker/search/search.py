"""Searches everything this person may read, and groups the results. It knows no feature: each declares its sources."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeAlias, TypeVar

from flask import url_for

from tracker.accounts.models import Person
from tracker.clients.queries import OwnSeat, clients_by_role
from tracker.foundation.statements import rows_of
from tracker.registry import Hits, features
from tracker.search import queries
from tracker.search.destinations import matching_places, open_pages
from tracker.search.index import SearchTerms
from tracker.search.normalise import contains_words, search_words
from tracker.search.results import A_GROUP, COUNTED, Group, SearchResults

FoundRow: TypeAlias = Any
"""A row of a source's table, with its `key` and `tier`."""

Queried = TypeVar("Queried")


def search_all(person: Person, query: str) -> SearchResults:
    """Return the results of the query; for a blank one, likely destinations."""
    search = Search(person, queries.seats_of(person), search_words(query))
    groups = search.found() if search.words else [] if query.strip() else search.offered()
    return SearchResults(query.strip(), [group for group in groups if group.hits])


@dataclass
class Search:
    """One person's search, through their current seats, as the features' sources get it."""

    person: Person
    seats: Sequence[OwnSeat]
    words: list[str]
    at: dict[int, OwnSeat] = field(init=False)
    """The seats by the ids of their clients."""
    queried: dict[Callable[[Search], Any], Any] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.at = {seat.client_id: seat for seat in self.seats}

    def found(self) -> list[Group]:
        """Return the groups of results, in their order on the page."""
        pages = matching_places(self.person, self.seats, self.words)
        groups = [result_group(source.group, source.hits(self)) for source in features().search if self.seats]
        return [*groups, result_group("Go to", (pages, len(pages)))]

    def offered(self) -> list[Group]:
        """Return what the features offer for a blank query, and pages."""
        pages = open_pages(self.person, self.seats)[:A_GROUP]
        groups = [
            result_group(source.offered_as or source.group, source.offers(self))
            for source in features().search
            if source.offers and self.seats
        ]
        return [*groups, result_group("Go to", (pages, len(pages)))]

    @cached_property
    def terms(self) -> SearchTerms:
        """The words to find, and the clients to search."""
        return queries.search_terms(self.seats, self.words)

    @cached_property
    def values(self) -> dict[str, object]:
        """The values of the parameters of its queries: the words, and the clients by the reader's role there."""
        return {**self.terms.values, **clients_by_role(self.seats)}

    @property
    def roles(self) -> frozenset[str]:
        """The reader's roles."""
        return frozenset(seat.role for seat in self.seats)

    def rows(self, table: str) -> list[FoundRow]:
        """Return the rows of a table that have the words, better ones first; `COUNTED` and one at most.

        They are what the reader may read. The `tier` of a row says how well it matches.
        """
        return list(self.found_rows[table].values())[: COUNTED + 1]

    @cached_property
    def found_rows(self) -> dict[str, dict[int, FoundRow]]:
        """The rows that have the words by table and key, each in its best tier."""
        statement = queries.rows_found(self.roles, self.terms.shape)
        found: dict[str, dict[int, FoundRow]] = defaultdict(dict)
        for row in rows_of(statement, self.values):
            found[row.found_in].setdefault(row.key, row)
        return found

    def matches(self, text: str) -> bool:
        """Whether a text that is not indexed has the words."""
        return contains_words(self.words, text)

    def cached(self, query: Callable[[Search], Queried]) -> Queried:
        """Return what the query returns for this search; it is asked once, whoever needs it."""
        if query not in self.queried:
            self.queried[query] = query(self)
        found: Queried = self.queried[query]
        return found

    def client_name(self, client_id: int) -> str:
        """Return the client's name if this person has several clients; otherwise a blank."""
        return self.at[client_id].client.name if len(self.seats) > 1 else ""

    def address(self, client_id: int, page: str, **values: Any) -> str:
        """Return the address of a page of the client."""
        return url_for(f"client.{page}", client_slug=self.at[client_id].client.slug, **values)


def result_group(name: str, hits: Hits) -> Group:
    """Return a group with the best of these hits."""
    best, total = hits
    return Group(name, best[:A_GROUP], total)
