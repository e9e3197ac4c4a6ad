"""Change sets: the events of one request, which are undone together.

Events that fewer people may read form a change set of their own within the request. So each reader undoes what
they may see, and cannot tell whether there was more.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from secrets import token_urlsafe
from typing import TYPE_CHECKING

from flask import g, has_request_context

from tracker.history.readers import ReaderGroup

if TYPE_CHECKING:
    from tracker.history.models import Event

ENDINGS = {ReaderGroup.ALL: "a", ReaderGroup.LEADS: "l", ReaderGroup.COO: "c"}
"""By the group of readers: the last character of a change set's name. The rest is the same for one request."""


@dataclass
class RequestLines:
    """The name that the change sets of one request share, and its events so far, oldest first."""

    name: str = field(default_factory=lambda: token_urlsafe(11))
    lines: list[Event] = field(default_factory=list)
    restrictions: dict[tuple[str, int], dict[str, bool]] = field(default_factory=dict)
    is_whole: bool = False


def this_request() -> RequestLines:
    """Return the change sets of the current request."""
    if "change" not in g:
        g.change = RequestLines()
    found: RequestLines = g.change
    return found


def this_change(readers: ReaderGroup = ReaderGroup.ALL) -> str | None:
    """Return the name of this request's change set for a group of readers; None on the console."""
    if not has_request_context():
        return None
    request = this_request()
    return request.name + ENDINGS[ReaderGroup.ALL if request.is_whole else readers]


def begin_another_change() -> None:
    """Begin a second request, as it were, so that the following events can be undone without the earlier ones."""
    g.change = RequestLines()


def keep_whole() -> None:
    """Put all further events of this request into one change set, because one of them undoes the others."""
    if has_request_context():
        this_request().is_whole = True


def request_name(change: str) -> str:
    """Return the part of a change set's name that all change sets of its request share."""
    return change[:-1]


def changes_beside(changes: Iterable[str | None]) -> set[str]:
    """Return the names of these change sets and of all others that their requests may have."""
    named = [change for change in changes if change]
    return {*named, *(request_name(change) + ending for change in named for ending in ENDINGS.values())}


def lines_so_far() -> list[Event]:
    """Return the events of this request so far, oldest first."""
    return this_request().lines if has_request_context() else []


def restrictions_so_far() -> dict[tuple[str, int], dict[str, bool]]:
    """Return the restrictions that records had before this request showed them to others.

    They are by table and id, and kept by `keep_restrictions` of the record.
    """
    return this_request().restrictions if has_request_context() else {}
