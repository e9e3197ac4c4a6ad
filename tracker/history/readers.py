"""Groups of readers, and restrictions that limit an event to the readers it had at first.

Each action names its group (`readers=`); an action that names none is readable by the practice's people only.
`readable_by` in `tracker/roadmap/presentation/event_queries.py` applies this: on history pages, for
undo, live updates and the messages after a change.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Readers(StrEnum):
    """Groups of people at one client. A COO of the client reads everything."""

    PRACTICE = "practice"
    """The client's COOs."""
    LEADS = "leads"
    """COO and CEO."""
    CLIENT = "client"
    """Everybody with access to the client."""
    VISIBILITY = "visibility"
    """Everybody with access who may see the goal or task the event is about."""


PRACTICE, LEADS, CLIENT, VISIBILITY = Readers


class ReaderGroup(StrEnum):
    """Who may read one event, comment or record, whatever its action allows; from the fewest to all."""

    COO = "coo"
    LEADS = "leads"
    """COO and CEO."""
    ALL = "all"
    """Everybody with access to the client."""


MAY_READ: dict[str, frozenset[Readers]] = {
    "coo": frozenset(Readers),
    "ceo": frozenset({LEADS, CLIENT, VISIBILITY}),
    "team": frozenset({CLIENT, VISIBILITY}),
    "viewer": frozenset({CLIENT, VISIBILITY}),
}
"""The groups each role belongs to."""


RESTRICTIONS: dict[str, frozenset[str]] = {
    "draft": frozenset({"coo"}),
    "leads": frozenset({"coo", "ceo"}),
}
"""The roles that may read an event with this restriction.

An event gets its restrictions when it is recorded, and keeps them.

`draft`: its goal was a draft then. `leads`: its task was for CEO and COO only then. So sharing a record later
does not share its earlier events.
"""


def restrictions_of(*, in_draft: bool, for_leads: bool) -> dict[str, bool]:
    """Return the restrictions for an event about a record with these properties."""
    return {
        restriction: True for restriction, applies in (("draft", in_draft), ("leads", for_leads)) if applies
    }


def narrower_restrictions(*restrictions: Mapping[str, bool]) -> dict[str, bool]:
    """Return the restrictions for an event that changes the readers of its record: those of before and of after.

    Only people who could read the record then and can now may read the earlier words in such an event.
    """
    return {restriction: True for each in restrictions for restriction in each}


def group_of(details: Mapping[str, object]) -> ReaderGroup:
    """Return the group that may read an event with these details, or a record with these marks."""
    if details.get("draft"):
        return ReaderGroup.COO
    return ReaderGroup.LEADS if details.get("leads") else ReaderGroup.ALL


def restrictions_hidden_from(role: str) -> list[str]:
    """Return the restrictions whose events this role may not read; every restriction for an unknown role."""
    return [restriction for restriction, roles in RESTRICTIONS.items() if role not in roles]
