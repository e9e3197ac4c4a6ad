"""What the bar of filters offers this reader: the words of every choice, and the chips of those that hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.clients.models import Span
from tracker.roadmap.filters import NONE_YET, Filters
from tracker.roadmap.reader import Reader
from tracker.roadmap.status import Status
from tracker.roadmap.words import choices_for, reader_of

Choices = list[tuple[str, str]]

AT_HAND = (Status.WATCH, Status.WAITING)
"""The statuses one looks for most: chips of their own."""


@dataclass(frozen=True)
class Choice:
    """A filter chosen from a list, folded away under “More” until it holds."""

    name: str
    label: str
    choices: Choices
    chosen: str

    @property
    def word(self) -> str:
        return dict(self.choices).get(self.chosen, self.chosen)


def folded(filters: Filters, reader: Reader, spans: Sequence[Span], owners: Choices) -> list[Choice]:
    """Status, kind, span and owner."""
    statuses = choices_for(reader_of(reader.seat))
    span_choices = [*((str(span.number), span.name) for span in spans), (NONE_YET, "No span yet")]
    return [
        Choice("status", "Status", statuses, filters.status),
        Choice("kind", "Kind", reader.kinds, filters.kind),
        Choice("span", "Span", span_choices, filters.span),
        Choice("owner", "Owner", owners, filters.owner),
    ]
