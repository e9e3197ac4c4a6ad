"""One line of history as a sentence for a reader. Pure.

`subject` is what the line is about in the reader's place: “it” on a task's or goal's own page, its name in
quotes anywhere else. Names and statuses come in the reader's own words, through a `Voice`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from tracker.history.tellers import TELLERS, WORK, changed, misleads, seat_as
from tracker.history.viewpoint import HistoryLine, Viewpoint, as_written

__all__ = ["HistoryLine", "Viewpoint", "act", "as_written", "sentence"]


class HistoryEvent(Protocol):
    """An event, as far as it is told."""

    @property
    def action(self) -> str: ...
    @property
    def details(self) -> Mapping[str, Any]: ...
    @property
    def actor_name(self) -> str: ...


def sentence(event: HistoryEvent, voice: Viewpoint, subject: str = "it") -> str:
    """Dana moved it from Not started to On track."""
    who = voice.actor(event)
    if event.action == "seat_given" and took_it(event):
        return f"{who} took {seat_as(event.details)}"
    if event.action == "name_looked_alike":
        return f"{who}’s new name “{voice.name(event.details['current'])}” {misleads(event.details, voice)}"
    undid = "took a change back: " if "undoes" in event.details and not event.details.get("again") else ""
    return f"{who} {undid}{done(event, voice, subject)}"


def took_it(event: HistoryEvent) -> bool:
    """Whether somebody was given a seat by themself: lines from before this was kept are told by the names."""
    by_names = event.details["name"] == event.actor_name
    return bool(event.details.get("is_own", by_names))


def act(event: HistoryEvent, voice: Viewpoint, subject: str = "it") -> str:
    """The same to whoever did it: Moved it from Not started to On track."""
    words = done(event, voice, subject)
    return words[:1].upper() + words[1:]


def done(event: HistoryEvent, voice: Viewpoint, subject: str) -> str:
    room, _, verb = event.action.partition("_")
    of_work = WORK.get(verb) if room in ("goal", "task") else None
    tell = TELLERS.get(event.action) or of_work or changed
    return tell(event.details, subject, voice)
