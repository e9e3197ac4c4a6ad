"""Shared by goals and tasks: status, owner, the person it waits on, and position."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, String, func, select
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship
from sqlalchemy.orm.attributes import set_committed_value

from tracker.clients.models import Client, Seat
from tracker.foundation import clock
from tracker.foundation.database import BelongsToClient, Versioned, db
from tracker.history.models import Event, RecordsHistory
from tracker.history.readers import marks_of
from tracker.roadmap.models import snapshots
from tracker.roadmap.models.ordering import lock_order
from tracker.roadmap.models.statuses import CLOSED, EXPLAINED, Status

if TYPE_CHECKING:
    from tracker.accounts.models import Person

Who = Seat | str | None
"""A person with access, an outsider's name, or nobody yet."""

STATUS_CHECK = "status IN ('not_started', 'on_track', 'watch', 'waiting', 'done', 'parked')"


def name_of(who: Who) -> str:
    return "" if who is None else who if isinstance(who, str) else who.name


class WorkItem(BelongsToClient, Versioned, RecordsHistory):
    """A goal or a task. Every verb names its actor, is idempotent, and records one event."""

    number: Mapped[int]
    status: Mapped[str] = mapped_column(String(20), default=Status.NOT_STARTED)
    waiting_since: Mapped[datetime | None]
    why_watch: Mapped[str] = mapped_column(String(300), default="")
    owner_name: Mapped[str] = mapped_column(String(120), default="")
    waiting_name: Mapped[str] = mapped_column(String(120), default="")
    owner_seat_id: Mapped[int | None]
    waiting_seat_id: Mapped[int | None]
    position: Mapped[int]
    form_key: Mapped[str | None] = mapped_column(String(36))
    created_by_id: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    touched_at: Mapped[datetime] = mapped_column(default=clock.now)
    done_at: Mapped[datetime | None]
    trashed_at: Mapped[datetime | None]

    if TYPE_CHECKING:
        __tablename__: str
        owner_seat: Mapped[Seat | None]
        waiting_seat: Mapped[Seat | None]
    else:

        @declared_attr
        def owner_seat(cls):
            return seat_behind(cls.__name__, "owner_seat_id")

        @declared_attr
        def waiting_seat(cls):
            return seat_behind(cls.__name__, "waiting_seat_id")

    @property
    def dom_name(self) -> str:
        return f"{self.__tablename__}-{self.number}"

    @property
    def owner(self) -> str:
        """The owner's name; empty if there is none."""
        return self.owner_seat.name if self.owner_seat_id and self.owner_seat else self.owner_name

    @property
    def waiting_on(self) -> str:
        """The name of the person it waits on; empty if not known yet."""
        return self.waiting_seat.name if self.waiting_seat_id and self.waiting_seat else self.waiting_name

    @property
    def assigned_to(self) -> Who:
        """The owner: a seat (also one whose access ended), an outsider's name, or None."""
        return (self.owner_seat if self.owner_seat_id else None) or self.owner_name or None

    @property
    def waits_for(self) -> Who:
        """The person it waits on, in the same form."""
        return (self.waiting_seat if self.waiting_seat_id else None) or self.waiting_name or None

    @property
    def is_done(self) -> bool:
        return self.status == Status.DONE

    @property
    def is_open(self) -> bool:
        return self.status not in CLOSED

    def is_waiting_for(self, seat: Seat) -> bool:
        return self.status == Status.WAITING and self.waiting_seat_id == seat.id

    def set_status(self, status: Status, by: Person, waiting_on: Who = None, why: str = "") -> None:
        """Set the status. `waiting_on` and `why` may be given now or later."""
        if status != self.status:
            before = self.status_snapshot()
            previous, self.status = self.status, status
            self.done_at = clock.now() if status == Status.DONE else None
            self.waiting_since = clock.now() if status == Status.WAITING else None
            self.clear_status_reason()
            details = {"previous": previous, "current": str(status), "before": before}
            if status == Status.WAITING and waiting_on is not None:
                self.put_waiting(waiting_on)
                details["waiting_on"] = name_of(waiting_on)
            if why and status in EXPLAINED:
                self.why_watch = details["why"] = why
            self.log("status_changed", by, **details)
        elif status == Status.WAITING and waiting_on is not None and waiting_on != self.waits_for:
            self.set_waiting_on(waiting_on, by)
        elif why and why != self.why_watch and status in EXPLAINED:
            self.set_status_reason(why, by)

    def set_waiting_on(self, who: Who, by: Person) -> None:
        """Set or correct whom it waits on; the time of asking starts anew for a new person."""
        if who == self.waits_for:
            return
        before = {**self.waiting_snapshot(), "waiting_since": snapshots.moment_snapshot(self.waiting_since)}
        self.put_waiting(who)
        if self.status == Status.WAITING:
            self.waiting_since = clock.now()
        told = {"previous": before["name"], "current": name_of(who)}
        self.log("waiting_changed", by, **told, before=before)

    def set_status_reason(self, why: str, by: Person) -> None:
        """Set or correct the reason for watching or waiting."""
        previous, self.why_watch = self.why_watch, why
        told = {"previous": previous, "current": why}
        self.log("why_changed", by, **told, before=snapshots.field_snapshot("why_watch", previous))

    def status_snapshot(self) -> snapshots.Kept:
        """Return the fields that belong to a status and are cleared with it."""
        return {
            "waiting_on": self.waiting_snapshot(),
            "why": self.why_watch,
            "done_at": snapshots.moment_snapshot(self.done_at),
            "waiting_since": snapshots.moment_snapshot(self.waiting_since),
        }

    def waiting_snapshot(self) -> snapshots.Kept:
        return snapshots.person_snapshot(
            self.waiting_seat if self.waiting_seat_id else None, self.waiting_name
        )

    def owner_snapshot(self) -> snapshots.Kept:
        return snapshots.person_snapshot(self.owner_seat if self.owner_seat_id else None, self.owner_name)

    def clear_status_reason(self) -> None:
        self.waiting_seat_id, self.waiting_name, self.why_watch = None, "", ""

    def put_waiting(self, who: Who) -> None:
        self.waiting_seat_id = who.id if isinstance(who, Seat) else None
        set_committed_value(self, "waiting_seat", who if isinstance(who, Seat) else None)
        self.waiting_name = who if isinstance(who, str) else ""

    def assign(self, who: Who, by: Person) -> None:
        """Assign it to a person with access, to an outsider, or to nobody."""
        if who == self.assigned_to:
            return
        before = self.owner_snapshot()
        self.owner_seat_id = who.id if isinstance(who, Seat) else None
        set_committed_value(self, "owner_seat", who if isinstance(who, Seat) else None)
        self.owner_name = who if isinstance(who, str) else ""
        told = {"previous": before["name"], "current": name_of(who)}
        self.log("owner_changed", by, **told, before=before)

    def log(self, action: str, by: Person, **details: Any) -> Event:
        """Record an event, and update the time of the last change."""
        self.touched_at = clock.now()
        return self.record(f"{self.__tablename__}_{action}", by, **details)

    def record(self, action: str, by: Person, **details: Any) -> Event:
        """Record an event, marked if not everybody can see the record now. Sharing it later keeps the marks."""
        return super().record(action, by, **{**details, **self.marks()})

    def marks(self) -> dict[str, bool]:
        return marks_of(in_draft=self.in_draft(), for_leads=False)

    def in_draft(self) -> bool:
        """Whether it is a draft goal, which only the COO sees, or a task under one."""
        raise NotImplementedError

    @classmethod
    def new_numbers(cls, client: Client, hidden: Sequence[bool]) -> list[int]:
        """Return numbers for new rows, in order: the next ones, or random ones for rows hidden from some readers.

        Random, because counting hidden rows would reveal how many there are. Locks the client's row, so that the next
        addition sees these positions.
        """
        many = len(hidden) - sum(hidden)
        first = client.next_number(cls.__tablename__, many) if many else 0
        if not many:
            lock_order(client.id)
        next_ones, random_ones = (
            iter(range(first, first + many)),
            iter(client.random_numbers(cls, sum(hidden))),
        )
        return [next(random_ones) if is_hidden else next(next_ones) for is_hidden in hidden]

    @classmethod
    def last_position(cls, *where: Any) -> int:
        return db.session.scalar(select(func.coalesce(func.max(cls.position), 0)).where(*where)) or 0


def seat_behind(model: str, column: str) -> Any:
    """Return the seat a column names. A client's people are loaded once a request, so it costs no query."""
    joined = f"foreign({model}.{column}) == Seat.id"
    return relationship("Seat", lazy="raise_on_sql", viewonly=True, primaryjoin=joined)


def status_check() -> CheckConstraint:
    return CheckConstraint(STATUS_CHECK, name="status")
