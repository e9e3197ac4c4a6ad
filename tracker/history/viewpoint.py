"""How a reader is addressed, and an event once it is a sentence. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tracker.foundation.text.formatting import first_name


def as_written(key: str) -> str:
    """Return a stored key as the practice says it: on_track is On track."""
    return key.replace("_", " ").capitalize()


def first_name_of_actor(event: Any) -> str:
    """Return the actor's first name, for use where the other people are not known."""
    return first_name(event.actor_name)


def something_else(_number: int, _title: str) -> str:
    """Return the name of another task for a reader who may not be allowed to read it."""
    return "something else"


@dataclass(frozen=True)
class Viewpoint:
    """How a reader is addressed: names as they may read them, statuses in their words."""

    name: Callable[[str], str] = str
    actor: Callable[[Any], str] = first_name_of_actor
    """Return the short name of an event's actor."""
    status: Callable[[str], str] = as_written
    task: Callable[[int, str], str] = something_else
    """Names another task, by its number and its title then; the title only where the reader may see it."""
    reads_leads: bool = True
    """Whether the reader sees tasks for CEO and COO only, and may therefore read how many there were in all."""


@dataclass(frozen=True)
class HistoryLine:
    """A sentence and its time; `back` is the change the reader may undo, `undone` says whether it was undone.

    `undoes`: the event is itself an undo, so undoing it means to redo the change.
    """

    at: datetime
    words: str
    back: str = ""
    undone: bool = False
    undoes: bool = False
