"""Viewpoints: how sentences address a reader. Also an event as a finished sentence. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeAlias

from tracker.foundation.text.formatting import first_name

Details: TypeAlias = Mapping[str, Any]
"""The details of an event; each action knows which it has."""


class HistoryEvent(Protocol):
    """The attributes of an event that a sentence needs."""

    @property
    def action(self) -> str:
        """Return the name of the action: `task_added`."""

    @property
    def details(self) -> Details:
        """Return the values for the sentence."""

    @property
    def actor_name(self) -> str:
        """Return the full name that the actor had at the time."""

    @property
    def actor_id(self) -> int | None:
        """Return the actor's id; None for the practice, on its server."""


def as_written(key: str) -> str:
    """Return a stored key as a label: “On track” for on_track."""
    return key.replace("_", " ").capitalize()


def first_name_of_actor(event: HistoryEvent) -> str:
    """Return the actor's first name, for pages that do not load the other people."""
    return first_name(event.actor_name)


def other_task_name(_number: int, _title: str) -> str:
    """Return a name for another task, for readers who may not see it."""
    return "something else"


@dataclass(frozen=True)
class Viewpoint:
    """How sentences address a reader: names as they may see them, statuses and kinds in their terms."""

    name: Callable[[str], str] = str
    actor: Callable[[HistoryEvent], str] = first_name_of_actor
    """Return the short name of an event's actor."""
    status: Callable[[str], str] = as_written
    kind: Callable[[str], str] = as_written
    """Return the word for a kind of work."""
    task: Callable[[int, str], str] = other_task_name
    """Return the name of another task, from its number and its title at the time.

    The title is returned only if the reader may see the task.
    """
    reads_leads: bool = True
    """Whether the reader sees tasks for CEO and COO only, and so may read counts that include them."""


@dataclass(frozen=True)
class HistoryLine:
    """A sentence and its time. `back` is the change the reader may undo, `undone` whether it was undone.

    `undoes`: the event was made by an undo, so undoing it redoes the change.
    """

    at: datetime
    words: str
    back: str = ""
    undone: bool = False
    undoes: bool = False
