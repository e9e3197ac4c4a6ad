"""One line of history as a sentence for a reader. Pure.

`subject` is what the line is about in the reader's place: “it” on a task's or goal's own page, its name in
quotes anywhere else. Names and statuses come in the reader's own words, through a `Voice`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from tracker.activity.tellers import TELLERS, WORK, changed, role_word
from tracker.activity.voice import Line, Voice, as_written
from tracker.foundation.formats import first_name

__all__ = ["Line", "Voice", "as_written", "sentence"]


class Actor(Protocol):
    @property
    def name(self) -> str: ...


class Told(Protocol):
    """An event, as far as it is told."""

    @property
    def action(self) -> str: ...
    @property
    def details(self) -> Mapping[str, Any]: ...
    @property
    def actor(self) -> Actor: ...


def sentence(event: Told, voice: Voice, subject: str = "it") -> str:
    """Dana moved it from Not started to On track."""
    who = first_name(voice.name(event.actor.name))
    room, _, verb = event.action.partition("_")
    if event.action == "seat_given" and event.details["name"] == event.actor.name:
        return f"{who} took a seat as {role_word(event.details)}"
    of_work = WORK.get(verb) if room in ("goal", "task") else None
    tell = TELLERS.get(event.action) or of_work or changed
    undid = "took a change back: " if "undoes" in event.details and not event.details.get("again") else ""
    return f"{who} {undid}{tell(event.details, subject, voice)}"
