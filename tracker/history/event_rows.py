"""Events as long lists read them: columns instead of entities, and details that are parsed only when they are told."""

from __future__ import annotations

import json
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from sqlalchemy import Text, cast

from tracker.foundation.statements import Statement, rows_of, select_columns
from tracker.history.models import Event
from tracker.history.viewpoint import Details


class EventColumns(NamedTuple):
    """The columns of an event, with its details as they are stored."""

    id: int
    action: str
    goal_id: int | None
    task_id: int | None
    stored_details: str
    actor_id: int | None
    actor_name: str
    happened_at: datetime
    undone_at: datetime | None
    change_set_id: str | None


class EventRow(EventColumns):
    """An event that is only read."""

    @cached_property
    def details(self) -> Details:
        """The values for its sentence."""
        found: Details = json.loads(self.stored_details)
        return found


EVENT_COLUMNS = tuple(
    cast(Event.details, Text) if name == "stored_details" else getattr(Event, name)
    for name in EventColumns._fields
)


def select_event_rows() -> Statement:
    """Return a query for the columns of an `EventRow`, in their order."""
    return select_columns(*EVENT_COLUMNS)


def read_event_rows(query: Statement, **values: object) -> list[EventRow]:
    """Return the events of a query made with `select_event_rows`, whose parameters have these values."""
    return list(map(EventRow._make, rows_of(query, values)))
