"""One event as a sentence for a reader.

The subject is “it” on the page of the task or goal itself, and elsewhere its title in quotes. Names and
statuses are in the reader's own terms, through a `Viewpoint`.
"""

from __future__ import annotations

from tracker.history.actions import actions
from tracker.history.viewpoint import HistoryEvent, HistoryLine, Viewpoint, as_written

__all__ = ["HistoryEvent", "HistoryLine", "Viewpoint", "as_written", "capital_predicate", "sentence"]


def sentence(event: HistoryEvent, viewpoint: Viewpoint, subject: str = "it") -> str:
    """Return the sentence with its actor: “Dana moved it from Not started to On track”."""
    who, action = viewpoint.actor(event), actions().get(event.action)
    if action and action.full_sentence and (words := action.full_sentence(event, who, viewpoint)):
        return words
    return f"{who} {predicate(event, viewpoint, subject)}{undo_suffix(event)}"


def undo_suffix(event: HistoryEvent) -> str:
    """Return “ (undo)” or “ (redo)” for an event made by one, otherwise empty."""
    if "undoes" not in event.details:
        return ""
    return " (redo)" if event.details.get("again") else " (undo)"


def capital_predicate(event: HistoryEvent, viewpoint: Viewpoint, subject: str = "it") -> str:
    """Return the sentence without the actor, with a capital: “Moved it from Not started to On track”."""
    words = predicate(event, viewpoint, subject)
    return words[:1].upper() + words[1:]


def predicate(event: HistoryEvent, viewpoint: Viewpoint, subject: str) -> str:
    """Return the sentence without the actor."""
    action = actions().get(event.action)
    return action.sentence(event.details, subject, viewpoint) if action else f"changed {subject}"
