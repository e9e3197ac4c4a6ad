"""How a reader is spoken to, and a line of history once it is a sentence. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


def as_written(key: str) -> str:
    """A stored key as the practice says it: on_track is On track."""
    return key.replace("_", " ").capitalize()


@dataclass(frozen=True)
class Voice:
    """How a reader is spoken to: names as they may read them, statuses in their words."""

    name: Callable[[str], str] = str
    status: Callable[[str], str] = as_written


@dataclass(frozen=True)
class Line:
    """A sentence and when it happened."""

    at: datetime
    words: str
