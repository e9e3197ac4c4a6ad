"""Groups of readers, and marks that keep a line for those it was written for.

Each action names its group (`readers=`); an action that names none is for the practice's people only. The query that
applies this is `readable_by` in `presentation/queries.py`; history pages, undo, live updates and the messages after a
change all go through it.
"""

from __future__ import annotations

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
    """Everybody with access who may see the goal or task it is about."""


PRACTICE, LEADS, CLIENT, VISIBILITY = Readers

MAY_READ: dict[str, frozenset[Readers]] = {
    "coo": frozenset(Readers),
    "ceo": frozenset({LEADS, CLIENT, VISIBILITY}),
    "team": frozenset({CLIENT, VISIBILITY}),
    "viewer": frozenset({CLIENT, VISIBILITY}),
}
"""Which groups each role belongs to."""


MARKS: dict[str, frozenset[str]] = {
    "draft": frozenset({"coo"}),
    "leads": frozenset({"coo", "ceo"}),
}
"""Roles that may read a line with this mark. A line gets its marks when it is written, and keeps them.

`draft`: its goal was a draft then. `leads`: its task was for CEO and COO only then. So sharing something later does not
share what was written about it before.
"""


def marks_of(*, in_draft: bool, for_leads: bool) -> dict[str, bool]:
    """The marks of a line that is written about something like this."""
    return {mark: True for mark, applies in (("draft", in_draft), ("leads", for_leads)) if applies}


def marks_hidden_from(role: str) -> list[str]:
    """Marks whose lines this role may not read; every mark, for a role that is not known."""
    return [mark for mark, roles in MARKS.items() if role not in roles]
