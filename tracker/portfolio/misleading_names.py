"""Names that imitate another person's at a client. Today shows them to the client's COO for a month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from flask import url_for
from flask_login import current_user

from tracker.accounts.queries import practice_name
from tracker.clients.models import Invitation
from tracker.clients.names import NameWarning, PersonHere, name_warnings
from tracker.clients.queries import OwnClient, OwnSeat
from tracker.foundation import clock
from tracker.foundation.database import grouped_by_client
from tracker.portfolio import queries
from tracker.portfolio.queries import SeatHere

SHOWN_FOR = timedelta(days=30)
"""How long Today shows a name; the people page shows the warning for longer."""


@dataclass(frozen=True)
class MisleadingName:
    """A person with access, or an invited one, whose name imitates another person's or claims a role."""

    client: OwnClient
    bearer: SeatHere | Invitation
    warning: NameWarning

    @property
    def dom_name(self) -> str:
        """Return the name of its element on a page; a seat's number is unique only at its client."""
        return f"name-{self.client.slug}-{self.bearer.dom_name}"

    @property
    def email(self) -> str:
        """Return the e-mail address, which distinguishes people with similar names."""
        return self.bearer.email

    @property
    def url(self) -> str:
        """Return the address of the person on the client's people page."""
        return f"{url_for('client.people.index', client_slug=self.client.slug)}#{self.bearer.dom_name}"


def misleading_names(
    led: Sequence[OwnSeat], seats: Sequence[SeatHere], invitations: Sequence[Invitation]
) -> list[MisleadingName]:
    """Return the names at clients where the reader is COO.

    Of two that look the same, the later one is returned.
    """
    practice = practice_name() if led else ""
    seats_of, invited_to = grouped_by_client(seats), grouped_by_client(invitations)
    found = []
    person_id = current_user.id
    for client in (seat.client for seat in led):
        here, invited = seats_of[client.id], invited_to[client.id]
        warnings = (
            name_warnings(here, invited, person_id, practice)
            if invited
            else warnings_among(tuple(here), person_id, practice)
        )
        bearers: list[SeatHere | Invitation] = [*here, *invited]
        found += [
            MisleadingName(client, bearer, warnings[bearer.dom_name])
            for bearer in bearers
            if bearer.dom_name in warnings and warnings[bearer.dom_name].is_imitation
        ]
    since = name_beginnings(found)
    return [
        name
        for name in found
        if since[name.bearer.dom_name, name.client.id] > clock.now() - SHOWN_FOR
        and not is_earlier(name, since)
    ]


@lru_cache(1_024)
def warnings_among(people: tuple[SeatHere, ...], person_id: int, practice: str) -> dict[str, NameWarning]:
    """Return the warnings about these people, who are all that they depend on; they are rarely others than before."""
    return name_warnings(people, [], person_id, practice)


def name_beginnings(names: Sequence[MisleadingName]) -> dict[tuple[str, int], datetime]:
    """Return since when these people, and those they could be taken for, have had their present names."""
    renamed = (
        queries.renamed_since([name.client.id for name in names], clock.now() - SHOWN_FOR) if names else {}
    )
    since = {}
    for name in names:
        both: list[PersonHere | Invitation] = [
            name.bearer,
            *([name.warning.other] if name.warning.other else []),
        ]
        for each in both:
            anew = None if isinstance(each, Invitation) else renamed.get((each.client_id, each.person_id))
            since[each.dom_name, each.client_id] = max(each.created_at, anew) if anew else each.created_at
    return since


def is_earlier(name: MisleadingName, since: dict[tuple[str, int], datetime]) -> bool:
    """Whether the other person took the name later, so that the warning is about the other."""
    other = name.warning.other
    return (
        other is not None
        and since[name.bearer.dom_name, name.client.id] < since[other.dom_name, other.client_id]
    )
