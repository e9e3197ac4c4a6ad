"""The viewpoint of a reader at a client: names as they may read them, statuses in their words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from tracker.clients.models import Seat
from tracker.clients.short_names import actor_name, name_for
from tracker.history.models import Event
from tracker.history.sentences import HistoryLine, Viewpoint, as_written, sentence
from tracker.history.undo import is_undo
from tracker.roadmap.models.statuses import Kind, Status
from tracker.roadmap.presentation import wording
from tracker.roadmap.presentation.dependencies import title_for


class OffersUndo(Protocol):
    """Which events the reader can undo (`undo/offers.py`)."""

    def of(self, line: Event) -> str:
        """Return the id of the change to undo; empty if the reader cannot undo it."""


def viewpoint_of(seat: Seat) -> Viewpoint:
    """Return the viewpoint of this seat."""

    def status(key: str) -> str:
        return wording.status_word(key, wording.audience_of(seat)) if key in set(Status) else as_written(key)

    def kind(key: str) -> str:
        return wording.kind_word(key, wording.audience_of(seat)) if key in set(Kind) else as_written(key)

    return Viewpoint(
        name=lambda name: name_for(seat, name),
        actor=lambda event: actor_name(event.actor_name, event.actor_id),
        status=status,
        kind=kind,
        task=lambda number, title: title_for(seat, number, title),
        reads_leads=seat.is_lead,
    )


def history_lines(
    events: Sequence[Event], seat: Seat, subject: str = "it", offers: OffersUndo | None = None
) -> list[HistoryLine]:
    """Return the events as sentences for this seat. `subject` names their record; `offers` adds undo."""
    viewpoint = viewpoint_of(seat)
    return [
        HistoryLine(
            event.happened_at,
            sentence(event, viewpoint, subject),
            offers.of(event) if offers else "",
            event.undone_at is not None,
            is_undo(event),
        )
        for event in events
    ]
