"""How a reader is spoken to, and a line of history once it is a sentence. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tracker.foundation.text.formatting import first_name


def as_written(key: str) -> str:
    """A stored key as the practice says it: on_track is On track."""
    return key.replace("_", " ").capitalize()


def first_name_of_actor(event: Any) -> str:
    """Where nothing is known of the others."""
    return first_name(event.actor_name)


def something_else(_number: int, _title: str) -> str:
    """Another task, to somebody of whom it is not known whether they may read it."""
    return "something else"


@dataclass(frozen=True)
class Viewpoint:
    """How a reader is spoken to: names as they may read them, statuses in their words."""

    name: Callable[[str], str] = str
    actor: Callable[[Any], str] = first_name_of_actor
    """Who did what an event tells, in few words."""
    status: Callable[[str], str] = as_written
    task: Callable[[int, str], str] = something_else
    """Another task than the line is about, by number and the title it had: its name only where it may be read."""
    reads_leads: bool = True
    """Whether the reader sees tasks that are for CEO and COO only, and so may be told how many there were in all."""


@dataclass(frozen=True)
class HistoryLine:
    """A sentence and when it happened; `back` is the change one may take back, `undone` that somebody did.

    `undoes`: it took something back itself, so that the way back from it is to do it again.
    """

    at: datetime
    words: str
    back: str = ""
    undone: bool = False
    undoes: bool = False
