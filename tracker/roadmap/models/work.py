"""Shared by goals and tasks: status, owner, the person it waits on, and position."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, Date, String, func, select, update
from sqlalchemy.orm import Mapped, RelationshipProperty, declared_attr, mapped_column, relationship
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.sql.elements import ColumnElement

from tracker.clients.models import Client, Seat
from tracker.foundation import clock
from tracker.foundation.column_types import Json, JsonObject
from tracker.foundation.database import BelongsToClient, Versioned, db
from tracker.history.change_set import restrictions_so_far
from tracker.history.models import Event, RecordsHistory
from tracker.history.readers import narrower_restrictions, restrictions_of
from tracker.roadmap.models import snapshots
from tracker.roadmap.models.facts import Who, WorkFacts
from tracker.roadmap.models.ordering import lock_order
from tracker.roadmap.models.proposal_comments import APPROVAL_ACTIONS
from tracker.roadmap.models.statuses import EXPLAINED, Status

if TYPE_CHECKING:
    from tracker.accounts.models import Person

OPENINGS = ("task_goal_changed", "task_visibility_changed", *APPROVAL_ACTIONS)
"""Actions that may show a record to more people. Their events hold none of its earlier words."""

STATUS_CHECK = "status IN ('not_started', 'on_track', 'watch', 'waiting', 'done', 'parked')"


def name_of(who: Who) -> str:
    """Return the name of a person with access or an outsider; empty for nobody."""
    return "" if who is None else who if isinstance(who, str) else who.name


class WorkItem(WorkFacts, BelongsToClient, Versioned, RecordsHistory):
    """The base of goals and tasks. Every verb names its actor, is idempotent, and records one event."""

    DATE = FIRST_DATE = ""
    """The columns of its date and of the first one."""

    number: Mapped[int]
    status: Mapped[str] = mapped_column(String(20), default=Status.NOT_STARTED)
    waiting_since: Mapped[datetime | None]
    asked_in_draft_at: Mapped[datetime | None]
    """When it began to wait, if that was in a draft; see `questions`."""
    status_reason: Mapped[str] = mapped_column(String(300), default="")
    owner_name: Mapped[str] = mapped_column(String(120), default="")
    waiting_name: Mapped[str] = mapped_column(String(120), default="")
    owner_seat_id: Mapped[int | None]
    waiting_seat_id: Mapped[int | None]
    position: Mapped[int]
    idempotency_key: Mapped[str | None] = mapped_column(String(36))
    created_by_id: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    last_activity_at: Mapped[datetime] = mapped_column(default=clock.now)
    done_at: Mapped[datetime | None]
    trashed_at: Mapped[datetime | None]
    promised_date: Mapped[date | None] = mapped_column(Date)
    """The last date that the client could read as a promise, kept when it changes or leaves their sight."""

    if TYPE_CHECKING:
        __tablename__: str
        owner_seat: Mapped[Seat | None]
        waiting_seat: Mapped[Seat | None]
    else:

        @declared_attr
        def owner_seat(cls):
            """The seat of its owner, also after their access ended; a view of `owner_seat_id`."""
            return seat_behind(cls.__name__, "owner_seat_id")

        @declared_attr
        def waiting_seat(cls):
            """The seat of the person it waits on, also after their access ended; a view of `waiting_seat_id`."""
            return seat_behind(cls.__name__, "waiting_seat_id")

    @property
    def dom_name(self) -> str:
        """The id of its element in a page, such as “task-12”."""
        return f"{self.__tablename__}-{self.number}"

    def set_status(self, status: Status, by: Person, waiting_on: Who = None, why: str = "") -> None:
        """Set the status, and clear the fields that belong to the previous one.

        `waiting_on` and `why` may come with it or later, one of them or both.
        """
        if status != self.status:
            before = self.status_snapshot()
            previous, self.status = self.status, status
            self.done_at = clock.now() if status == Status.DONE else None
            self.ask() if status == Status.WAITING else self.stop_asking()
            self.clear_status_reason()
            details: dict[str, Json] = {"previous": previous, "current": str(status), "before": before}
            if status == Status.WAITING and waiting_on is not None:
                self.assign_waiting_on(waiting_on)
                details["waiting_on"] = name_of(waiting_on)
            if why and status in EXPLAINED:
                self.status_reason = details["why"] = why
            self.log("status_changed", by, **details)
            return
        named = status == Status.WAITING and waiting_on is not None
        if named and waiting_on != self.waits_for:
            self.set_waiting_on(waiting_on, by)
        if why and why != self.status_reason and status in EXPLAINED:
            self.set_status_reason(why, by, asks_anew=named)

    def set_waiting_on(self, who: Who, by: Person) -> None:
        """Set or correct the person it waits on. For a new person, `waiting_since` starts again."""
        if who == self.waits_for:
            return
        before = {**self.waiting_snapshot(), **self.asking_snapshot()}
        self.assign_waiting_on(who)
        if self.status == Status.WAITING:
            self.ask()
        details = {"previous": before["name"], "current": name_of(who)}
        self.log("waiting_changed", by, **details, before=before)

    def set_status_reason(self, why: str, by: Person, asks_anew: bool = False) -> None:
        """Set or correct the reason for watching or waiting. `asks_anew`: `waiting_since` starts again."""
        previous, self.status_reason = self.status_reason, why
        before = snapshots.field_snapshot("status_reason", previous)
        before |= self.asking_snapshot()
        if asks_anew:
            self.ask()
        details = {"previous": previous, "current": why}
        self.log("why_changed", by, **details, before=before)

    def status_snapshot(self) -> JsonObject:
        """Return the fields that belong to a status and are cleared with it."""
        return {
            "field": "status_reason",  # the plain field that a change of status clears, see `is_same_subject`
            "waiting_on": self.waiting_snapshot(),
            "why": self.status_reason,
            "done_at": snapshots.moment_snapshot(self.done_at),
            **self.asking_snapshot(),
        }

    def ask(self) -> None:
        """Start `waiting_since`, and note whether nobody at the client can read the question yet."""
        self.waiting_since = clock.now()
        self.asked_in_draft_at = self.waiting_since if self.in_draft() else None

    def stop_asking(self) -> None:
        """Clear both moments of a question."""
        self.waiting_since = self.asked_in_draft_at = None

    def asking_snapshot(self) -> JsonObject:
        """Return since when it waits, as an event keeps it for undo."""
        return {
            "waiting_since": snapshots.moment_snapshot(self.waiting_since),
            "asked_in_draft_at": snapshots.moment_snapshot(self.asked_in_draft_at),
        }

    def restore_asking(self, before: JsonObject) -> None:
        """Restore what `asking_snapshot` returned. Events from before it was kept leave the question as it is."""
        if "waiting_since" in before:
            self.waiting_since = snapshots.stored_moment(before["waiting_since"])
            self.asked_in_draft_at = snapshots.stored_moment(before.get("asked_in_draft_at"))

    def waiting_snapshot(self) -> snapshots.PersonSnapshot:
        """Return the person it waits on, as an event keeps them."""
        return snapshots.person_snapshot(
            self.waiting_seat if self.waiting_seat_id else None, self.waiting_name
        )

    def owner_snapshot(self) -> snapshots.PersonSnapshot:
        """Return the owner, as an event keeps them."""
        return snapshots.person_snapshot(self.owner_seat if self.owner_seat_id else None, self.owner_name)

    def clear_status_reason(self) -> None:
        """Clear the person it waits on and the reason, without recording an event."""
        self.waiting_seat_id, self.waiting_name, self.status_reason = None, "", ""

    def assign_waiting_on(self, who: Who) -> None:
        """Set the person it waits on without recording an event."""
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
        details = {"previous": before["name"], "current": name_of(who)}
        self.log("owner_changed", by, **details, before=before)

    @property
    def planned_date(self) -> date | None:
        """The goal's target date or the task's due date."""
        day: date | None = getattr(self, self.DATE)
        return day

    def set_date(self, day: date | None, by: Person, why: str = "", why_before: str = "") -> None:
        """Set or move the date. The first date is kept once the client could read it as a promise.

        `why_before`: the reason for the previous date, which an undo of this change restores.
        """
        if day == self.planned_date:
            return
        promised, previous, first = self.keep_promise(), self.planned_date, getattr(self, self.FIRST_DATE)
        setattr(self, self.DATE, day)
        before: JsonObject = {}
        if (first is None or self.promised_date is None) and first != day:
            setattr(self, self.FIRST_DATE, day)
            before["first"] = snapshots.iso(first)
        before |= {"why": why_before} if why_before else {}
        details = {"previous": snapshots.iso(previous), "current": snapshots.iso(day), "why": why}
        self.log("date_changed", by, **details, **snapshots.promise_details(promised), before=before)

    def is_promised(self) -> bool:
        """Whether the client can read its date as a promise: it is no draft, and its goal was agreed once."""
        raise NotImplementedError

    @classmethod
    def promised(cls) -> ColumnElement[bool]:
        """WHERE clause for the rows for which `is_promised` holds."""
        raise NotImplementedError

    @property
    def promise_to_explain(self) -> date | None:
        """The present date, if the client was ever promised one: moving it later needs a reason. Else None."""
        return self.planned_date if self.is_promised() or self.promised_date else None

    def keep_promise(self) -> date | None:
        """Keep its date if the client can read it as a promise, before it changes or leaves their sight.

        Return the date that the client read last; None if that was no promise, or no date.
        """
        if not self.is_promised():
            return self.promised_date
        self.promised_date = self.planned_date or self.promised_date
        return self.planned_date

    @classmethod
    def keep_promises_of(cls, *where: ColumnElement[bool]) -> None:
        """Keep the dates of all rows that match, as `keep_promise` does that of one."""
        day = getattr(cls, cls.DATE)
        kept = update(cls).where(*where, cls.promised(), day.is_not(None)).values(promised_date=day)
        db.session.execute(kept)

    def log(self, action: str, by: Person, **details: Json) -> Event:
        """Record an event, and update the time of the last activity."""
        self.last_activity_at = clock.now()
        return self.record(f"{self.__tablename__}_{action}", by, **details)

    def record(self, action: str, by: Person, **details: Json) -> Event:
        """Record an event, restricted if not everybody can see the record, now or earlier in this change set.

        Sharing it later keeps the restrictions.
        """
        restrictions = (
            self.restrictions()
            if action in OPENINGS
            else narrower_restrictions(self.restrictions_before(), self.restrictions())
        )
        return super().record(action, by, **{**details, **restrictions})

    def keep_restrictions(self) -> None:
        """Keep the present restrictions for the events of this change set, before others may see the record."""
        if self.id is not None:
            restrictions_so_far().setdefault((self.__tablename__, self.id), self.restrictions())

    def restrictions_before(self) -> dict[str, bool]:
        """Return the restrictions kept in this change set."""
        return restrictions_so_far().get((self.__tablename__, self.id), {})

    def restrictions(self) -> dict[str, bool]:
        """Return the restrictions of its events: which people at the client could not see it."""
        return restrictions_of(in_draft=self.in_draft(), for_leads=False)

    def in_draft(self) -> bool:
        """Whether it is a draft goal, which only the COO sees, or a task under one."""
        raise NotImplementedError

    @classmethod
    def new_numbers(cls, client: Client, hidden: Sequence[bool]) -> list[int]:
        """Return numbers for new rows, in order: the next ones, or random ones for rows hidden from some.

        They are random, because counting hidden rows would reveal how many there are. Locks the client's row, so
        that the next addition sees these positions.
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
    def last_position(cls, *where: ColumnElement[bool]) -> int:
        """Return the highest position among the rows that match; 0 if there are none."""
        return db.session.scalar(select(func.coalesce(func.max(cls.position), 0)).where(*where)) or 0


def seat_behind(model: str, column: str) -> RelationshipProperty[Seat]:
    """Return the relationship to the seat in a column.

    It costs no query, because the client's seats are loaded once a request.
    """
    joined = f"foreign({model}.{column}) == Seat.id"
    return relationship("Seat", lazy="raise_on_sql", viewonly=True, primaryjoin=joined)


def status_check() -> CheckConstraint:
    """Return the constraint that a status is one of the six; each table needs its own object."""
    return CheckConstraint(STATUS_CHECK, name="status")
