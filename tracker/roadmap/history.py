"""History told to a reader: names as they may read them, statuses in their words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from tracker.activity.models import Event
from tracker.activity.sentences import Line, Voice, as_written, sentence
from tracker.activity.undo import is_undo
from tracker.clients.models import Role, Seat
from tracker.roadmap import words
from tracker.roadmap.status import Status
from tracker.roadmap.waits_reading import title_for


class Offers(Protocol):
    """Which lines have a way back (`offers.py`)."""

    def of(self, line: Event) -> str: ...


def voice_for(seat: Seat) -> Voice:
    """How this seat is spoken to."""

    def status(key: str) -> str:
        return words.status_word(key, words.reader_of(seat)) if key in set(Status) else as_written(key)

    return Voice(
        name=lambda name: words.name_for(seat, name),
        status=status,
        task=lambda number, title: title_for(seat, number, title),
        reads_leads=seat.role in (Role.COO, Role.CEO),
    )


def told(
    events: Sequence[Event], seat: Seat, subject: str = "it", offers: Offers | None = None
) -> list[Line]:
    voice = voice_for(seat)
    return [
        Line(
            event.happened_at, sentence(event, voice, subject), offers.of(event) if offers else "",
            event.undone_at is not None, is_undo(event),
        )
        for event in events
    ]  # fmt: skip
