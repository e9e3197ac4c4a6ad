"""Who proposed a goal last and who wants to discuss it first, read from its history in order.

A change that was undone does not count, nor does the person who undid it: the event of an undo carries, under `stands`,
the state before the change it undid.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any, Self

from sqlalchemy import select
from sqlalchemy.sql.elements import ColumnElement

from tracker.foundation.database import db
from tracker.history.models import Event

PROPOSED, TALK_WANTED = "goal_proposed", "goal_talk_wanted"
LIFE = (PROPOSED, "goal_agreed", TALK_WANTED, "goal_talk_withdrawn", "goal_put_back")
"""The actions that change a goal's approval."""


@dataclass(frozen=True)
class Said:
    """One statement about a proposed goal: time, text and person."""

    at: str
    words: str
    person_id: int
    name: str

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.at)


@dataclass(frozen=True)
class Sayings:
    """The last proposal of a goal and the last wish to discuss it."""

    proposed: Said | None = None
    talk: Said | None = None

    @classmethod
    def kept(cls, details: dict[str, Any]) -> Self:
        return cls(**{name: Said(**said) for name, said in details.items() if said})

    def keep(self) -> dict[str, Any]:
        """Return it as JSON, for the details of an event."""
        return asdict(self)

    def after(self, event: Event, name: str) -> Sayings:
        """Return the state after this event."""
        if "stands" in event.details:
            return Sayings.kept(event.details["stands"])
        if "undoes" in event.details:
            return self
        said = Said(event.happened_at.isoformat(), str(event.details.get("why") or ""), event.actor_id, name)
        if event.action == PROPOSED:
            return replace(self, proposed=said)
        return replace(self, talk=said) if event.action == TALK_WANTED else self


def sayings_of(*where: ColumnElement[bool]) -> dict[int, Sayings]:
    """Return the sayings by goal, with people's current names; `where` selects the events. One query."""
    person = db.metadata.tables["person"]
    query = select(Event, person.c.name).join(person, person.c.id == Event.actor_id)
    rows: Sequence[Any] = db.session.execute(
        query.where(Event.action.in_(LIFE), *where).order_by(Event.id)
    ).all()
    found: dict[int, Sayings] = {}
    for event, name in rows:
        if event.goal_id is not None:
            found[event.goal_id] = found.get(event.goal_id, Sayings()).after(event, name)
    names = {event.actor_id: name for event, name in rows}
    return {goal_id: named_now(sayings, names) for goal_id, sayings in found.items()}


def named_now(sayings: Sayings, names: dict[int, str]) -> Sayings:
    proposed, talk = (
        replace(said, name=names.get(said.person_id, said.name)) if said else None
        for said in (sayings.proposed, sayings.talk)
    )
    return Sayings(proposed, talk)
