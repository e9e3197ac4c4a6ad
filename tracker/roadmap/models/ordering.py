"""The order of goals at a client and of tasks under a goal: a record is placed after another, or first.

Two people may move records at once. Every change of an order, and every addition, first locks the client's
row, so that two of them never use the same position.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Self

from sqlalchemy import Row, bindparam, select, true
from sqlalchemy.orm import Mapped
from sqlalchemy.sql.elements import ColumnElement

from tracker.clients.models import Client
from tracker.foundation.column_types import Json
from tracker.foundation.database import db
from tracker.foundation.exceptions import DomainError

if TYPE_CHECKING:
    from tracker.accounts.models import Person
    from tracker.history.models import Event

MOVED_MEANWHILE = "Someone else moved that row in the meantime. See where it is now, and move yours again."

Line = Sequence[Row[int, int, int, datetime | None, bool]]
"""The rows of one list, trashed ones too, in order: id, number, position, trashed_at, is_seen."""

Seen = ColumnElement[bool]
"""The rows that the person moving something may see. They move it between these, as if there were no others."""


def lock_order(client_id: int) -> None:
    """Lock the order of this client until the transaction ends. On SQLite the write lock already does it."""
    db.session.scalar(select(Client.id).where(Client.id == client_id).with_for_update(key_share=True))


def new_positions(order: Sequence[tuple[int, int]], moved: int, after: int | None) -> dict[int, int]:
    """Return the positions that change, by id, when `moved` goes right after `after`, or first. Pure.

    `order` is the current list, as (id, position). The positions in use are used again. If they do not
    strictly increase, the rows are numbered from 1.
    """
    stay = [key for key, _ in order if key != moved]
    at = stay.index(after) + 1 if after is not None else 0
    wanted = [*stay[:at], moved, *stay[at:]]
    places = [position for _, position in order]
    if len(places) < len(wanted):
        places.append(max(places, default=0) + 1)
    if any(one >= two for one, two in pairwise(places)):
        places = list(range(1, len(wanted) + 1))
    now = dict(order)
    return {key: place for key, place in zip(wanted, places, strict=True) if now.get(key) != place}


class Reorderable:
    """A record with a position in a list."""

    if TYPE_CHECKING:
        __table__: Any
        id: Mapped[int]
        client_id: Mapped[int]
        number: Mapped[int]
        position: Mapped[int]
        trashed_at: Mapped[datetime | None]

        def log(self, action: str, by: Person, **details: Json) -> Event:
            """Record an event about it; `WorkItem` has the method."""

    def order_scope(self) -> tuple[ColumnElement[bool], ...]:
        """WHERE clauses of the list this row is ordered within."""
        return (type(self).client_id == self.client_id,)

    def place_after(self, other: Self | None, by: Person, seen: Seen | None = None, **details: Json) -> None:
        """Move it right after another row of its list, or first. DomainError if that row left the list."""
        self.lock_and_refresh("position")
        line = self.line_of(*self.order_scope(), seen=seen)
        self.move_after(line, other.number if other else None, by, **details)

    def move_in_order(self, up: bool, by: Person, seen: Seen | None = None) -> None:
        """Swap it with the row above or below that the mover sees; does nothing at either end."""
        likes = self.order_scope()
        self.lock_and_refresh("position")
        line = self.line_of(*likes, seen=seen)
        live = [row.number for row in line if row.is_seen and not row.trashed_at]
        if self.number not in live:
            raise DomainError(MOVED_MEANWHILE)
        at = live.index(self.number) + (-2 if up else 1)
        if -2 < at < len(live):
            after = live[at] if at >= 0 else None
            self.move_after(line, after, by, direction="up" if up else "down")

    def move_after(self, line: Line, after: int | None, by: Person, **details: Json) -> None:
        """Move it after the row of this number in its list. Records an event only if its place changed."""
        before = row_before(line, self.number)
        if after not in (before, self.number):
            self.write_order(line, after)
            self.log("reordered", by, before={"behind": before}, after={"behind": after}, **details)

    def lock_and_refresh(self, *columns: str) -> None:
        """Lock the order, and reload the columns that another request may have changed before the lock."""
        lock_order(self.client_id)
        db.session.refresh(self, [*columns, "version"])

    @classmethod
    def line_of(cls, *where: ColumnElement[bool], seen: Seen | None = None) -> Line:
        """Return the rows that match, in order; `is_seen` is true for those in `seen`, or for all."""
        is_seen = (true() if seen is None else seen).label("is_seen")
        columns: tuple[Any, ...] = (cls.id, cls.number, cls.position, cls.trashed_at, is_seen)
        return db.session.execute(select(*columns).where(*where).order_by(cls.position, cls.id)).all()

    def write_order(self, line: Line, after: int | None) -> None:
        """Write the changed positions: its own as a change of the record, the others' with a bulk UPDATE."""
        behind = {row.number: row.id for row in line}
        if after is not None and after not in behind:
            raise DomainError(MOVED_MEANWHILE)
        order = [(row.id, row.position) for row in line]
        changes = new_positions(order, self.id, behind[after] if after is not None else None)
        self.position = changes.pop(self.id, self.position)
        write_positions(type(self), changes)


def row_before(line: Line, number: int) -> int | None:
    """Return the number of the nearest row before it that is seen and not in the trash; None if first."""
    before = None
    for row in line:
        if row.number == number:
            break
        if row.is_seen and not row.trashed_at:
            before = row.number
    return before


def write_positions(model: type[Reorderable], places: dict[int, int]) -> None:
    """Write positions by id with a bulk UPDATE, so that these rows keep their version and history."""
    if not places:
        return
    table = model.__table__
    write = table.update().where(table.c.id == bindparam("key")).values(position=bindparam("place"))
    db.session.execute(write, [{"key": key, "place": place} for key, place in places.items()])
    for known in list(db.session.identity_map.values()):
        if isinstance(known, model) and known.id in places:
            db.session.expire(known, ["position"])
