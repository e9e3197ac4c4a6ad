"""One event as a sentence for a reader.

`subject` is how the sentence names its subject: “it” on a task's or goal's own page, its name in quotes anywhere
else. Names and statuses come in the reader's own words, through a `Viewpoint`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from tracker.history.actions import actions
from tracker.history.viewpoint import HistoryLine, Viewpoint, as_written

__all__ = ["HistoryLine", "Viewpoint", "act", "as_written", "sentence"]


class HistoryEvent(Protocol):
    """The attributes of an event that a sentence needs."""

    @property
    def action(self) -> str: ...
    @property
    def details(self) -> Mapping[str, Any]: ...
    @property
    def actor_name(self) -> str: ...


def sentence(event: HistoryEvent, voice: Viewpoint, subject: str = "it") -> str:
    """Return the sentence with its actor: Dana moved it from Not started to On track."""
    who, action = voice.actor(event), actions().get(event.action)
    if action and action.whole and (words := action.whole(event, who, voice)):
        return words
    undid = "undid a change: " if "undoes" in event.details and not event.details.get("again") else ""
    return f"{who} {undid}{done(event, voice, subject)}"


def act(event: HistoryEvent, voice: Viewpoint, subject: str = "it") -> str:
    """Return the sentence for the actor: Moved it from Not started to On track."""
    words = done(event, voice, subject)
    return words[:1].upper() + words[1:]


def done(event: HistoryEvent, voice: Viewpoint, subject: str) -> str:
    action = actions().get(event.action)
    return action.says(event.details, subject, voice) if action else f"changed {subject}"
