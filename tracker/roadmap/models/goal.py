"""Goals: an outcome for a quarter, one owner, and a date that moves only with a reason everybody can read."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Numeric,
    Select,
    String,
    UniqueConstraint,
    select,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.sql.elements import ColumnElement

from tracker.clients.models import Client, Role, Seat, Span
from tracker.foundation import clock
from tracker.foundation.database import Model, by_client, db, within_client
from tracker.roadmap.models import snapshots
from tracker.roadmap.models.approval import Approvable
from tracker.roadmap.models.metric import in_a_line, number_text
from tracker.roadmap.models.ordering import Reorderable
from tracker.roadmap.models.statuses import ApprovalState, Status
from tracker.roadmap.models.trash import Trashable, move_tasks
from tracker.roadmap.models.work import Who, WorkItem, status_check

if TYPE_CHECKING:
    from tracker.accounts.models import Person

QUIET_AFTER = timedelta(days=14)


class Goal(Trashable, Reorderable, Approvable, WorkItem, Model):
    """An outcome for a quarter. `first_done_by` is the date first agreed; once agreed it never changes."""

    __tablename__ = "goal"
    __table_args__ = (
        UniqueConstraint("client_id", "id"),
        UniqueConstraint("client_id", "number"),
        UniqueConstraint("client_id", "form_key"),
        within_client("span_id", "span"),
        within_client("owner_seat_id", "seat"),
        within_client("waiting_seat_id", "seat"),
        by_client("goal", "span_id"),
        by_client("goal", "owner_seat_id"),
        by_client("goal", "waiting_seat_id"),
        Index("ix_goal_client_position", "client_id", "position"),
        status_check(),
        CheckConstraint("life IN ('draft', 'proposed', 'agreed')", name="life"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    why: Mapped[str] = mapped_column(String(300), default="")
    span_id: Mapped[int | None]
    quarter: Mapped[str | None] = mapped_column(String(7))
    done_by: Mapped[date | None] = mapped_column(Date)
    first_done_by: Mapped[date | None] = mapped_column(Date)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    measure: Mapped[str] = mapped_column(String(200), default="")
    measure_unit: Mapped[str] = mapped_column(String(40), default="")
    measure_from: Mapped[float | None] = mapped_column(Numeric(14, 2, asdecimal=False))
    measure_to: Mapped[float | None] = mapped_column(Numeric(14, 2, asdecimal=False))
    measure_now: Mapped[float | None] = mapped_column(Numeric(14, 2, asdecimal=False))

    span: Mapped[Span | None] = relationship(
        "Span", lazy="raise_on_sql", viewonly=True, primaryjoin="foreign(Goal.span_id) == Span.id"
    )

    @classmethod
    def of(cls, client: Client) -> Select[Goal]:
        """Every goal of the client that is not in the trash."""
        return select(cls).where(cls.client_id == client.id, cls.trashed_at.is_(None))

    @classmethod
    def shown_to(cls, seat: Seat) -> ColumnElement[bool]:
        """WHERE clause for the goals this seat may read. Every reader's query uses it."""
        return true() if seat.role == Role.COO else cls.life != ApprovalState.DRAFT

    @classmethod
    def in_order(cls) -> tuple[Any, ...]:
        return (cls.position, cls.id)

    @classmethod
    def add(
        cls, client: Client, title: str, by: Person, form_key: str | None = None, owner: Who = None,
        is_hidden: bool | None = None, **fields: Any,
    ) -> Goal:  # fmt: skip
        """Add a goal at the end. The database accepts each form key only once.

        `is_hidden`: whether it gets a random number, like a draft that is not proposed in the same request.
        """
        is_draft = fields.get("life") == ApprovalState.DRAFT
        (number,) = cls.new_numbers(client, [is_draft if is_hidden is None else is_hidden])
        goal = cls(
            client_id=client.id, number=number, title=title, form_key=form_key,
            created_by_id=by.id, position=cls.last_position(cls.client_id == client.id) + 1, **fields,
        )  # fmt: skip
        goal.first_done_by = goal.done_by
        goal.agreed_at = clock.now() if goal.is_agreed else None
        goal.owner_seat_id = owner.id if isinstance(owner, Seat) else None
        goal.owner_name = owner if isinstance(owner, str) else ""
        db.session.add(goal)
        goal.record("goal_added", by, title=title, before={})
        return goal

    def event_subject(self) -> dict[str, int | None]:
        return {"goal_id": self.id}

    def change(self, by: Person, **changes: Any) -> None:
        """Change title, why or quarter; records one event per field."""
        for name, value in changes.items():
            previous = getattr(self, name)
            if previous != value:
                setattr(self, name, value)
                told = {"previous": str(previous or ""), "current": str(value or "")}
                self.log(f"{name}_changed", by, **told, before=snapshots.field_snapshot(name, previous))

    def set_span(self, span: Span | None, by: Person, previous: str = "") -> None:
        """Move it to one of the client's spans, or to none."""
        if (span.id if span else None) != self.span_id:
            left = db.session.get(Span, self.span_id) if self.span_id else None
            self.span_id = span.id if span else None
            told = {"previous": previous, "current": span.name if span else ""}
            self.log("span_changed", by, **told, before={"span": left.number if left else None})

    def define_metric(self, by: Person, **changes: Any) -> None:
        """Set how it is measured: in words, from, to and unit. Records one event for all of it."""
        before = {name: getattr(self, name) for name in changes}
        if before == changes:
            return
        previous = in_a_line(self)
        for name, value in changes.items():
            setattr(self, name, value)
        told = {"previous": previous, "current": in_a_line(self)}
        self.log("measure_changed", by, **told, before=before)

    def update_metric(self, now: float | None, by: Person) -> None:
        """Set the current value of the measure."""
        if now != self.measure_now:
            before, self.measure_now = self.measure_now, now
            said = {"previous": self.in_unit(before), "current": self.in_unit(now)}
            self.log(
                "measure_now_changed", by, **said, before=snapshots.field_snapshot("measure_now", before)
            )

    def in_unit(self, number: float | None) -> str:
        return f"{number_text(number)} {self.measure_unit}".strip() if number is not None else ""

    def trash_children(self, at: datetime) -> dict[str, int]:
        return move_tasks(self, None, at)

    def restore_children(self, at: datetime) -> dict[str, int]:
        return move_tasks(self, at, None)

    def set_date(self, done_by: date | None, by: Person, why: str = "", why_before: str = "") -> None:
        """Set or move the date. The first agreed date is kept; moving it later needs a reason.

        `why_before`: the reason for the previous date, which an undo of this change restores.
        """
        if done_by == self.done_by:
            return
        previous, first, self.done_by = self.done_by, self.first_done_by, done_by
        if first is None or not self.was_agreed:
            self.first_done_by = done_by
        before = {} if first == self.first_done_by else {"first": iso(first)}
        before |= {"why": why_before} if why_before else {}
        self.log("date_changed", by, previous=iso(previous), current=iso(done_by), why=why, before=before)

    @property
    def date_moved(self) -> bool:
        return self.first_done_by is not None and self.done_by != self.first_done_by

    def has_gone_quiet(self) -> bool:
        """Whether it is on track and untouched for 14 days; the COO then sees it on Today."""
        return self.status == Status.ON_TRACK and clock.now() - self.touched_at > QUIET_AFTER


def iso(day: date | None) -> str:
    return day.isoformat() if day else ""
