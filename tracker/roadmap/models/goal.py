"""Goals: an outcome for a quarter, one owner, and a date that moves only with a reason everybody can read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import (
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Numeric,
    Select,
    String,
    UniqueConstraint,
    and_,
    or_,
    select,
    true,
)
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column, relationship
from sqlalchemy.sql.elements import ColumnElement

from tracker.clients.models import Client, Role, Seat, Span
from tracker.clients.models.seat import WHEN_A_SEAT_CLOSES
from tracker.foundation import clock
from tracker.foundation.column_types import ColumnValue
from tracker.foundation.database import Model, by_client, db, within_client
from tracker.foundation.statements import built_once
from tracker.roadmap.models import snapshots
from tracker.roadmap.models.approval import Approvable
from tracker.roadmap.models.facts import Who
from tracker.roadmap.models.metric import metric_line, number_text
from tracker.roadmap.models.ordering import Reorderable
from tracker.roadmap.models.statuses import ApprovalState
from tracker.roadmap.models.trash import Trashable
from tracker.roadmap.models.work import WorkItem, status_check

if TYPE_CHECKING:
    from tracker.accounts.models import Person

QUIET_AFTER = timedelta(days=14)
"""A goal on track that nobody touched for so long has gone quiet; the COO then sees it on Today."""

WHEN_A_GOAL_IS_TRASHED: list[Callable[[Goal, datetime | None, datetime | None], dict[str, int]]] = []
"""Hooks called with a goal, and the times of trashing before and after, for its tasks; they return counts."""


class Goal(Trashable, Reorderable, Approvable, WorkItem, Model):
    """An outcome for a quarter. `original_target_date`, the first agreed date, stays when the date moves."""

    __tablename__ = "goal"
    __table_args__ = (
        UniqueConstraint("client_id", "id"),
        UniqueConstraint("client_id", "number"),
        UniqueConstraint("client_id", "idempotency_key"),
        within_client("span_id", "span"),
        within_client("owner_seat_id", "seat"),
        within_client("waiting_seat_id", "seat"),
        by_client("goal", "span_id"),
        by_client("goal", "owner_seat_id"),
        by_client("goal", "waiting_seat_id"),
        Index("ix_goal_client_position", "client_id", "position"),
        status_check(),
        CheckConstraint("approval_state IN ('draft', 'proposed', 'agreed')", name="approval_state"),
    )

    DATE, FIRST_DATE = "target_date", "original_target_date"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    why: Mapped[str] = mapped_column(String(300), default="")
    span_id: Mapped[int | None]
    quarter: Mapped[str | None] = mapped_column(String(7))
    target_date: Mapped[date | None] = mapped_column(Date)
    original_target_date: Mapped[date | None] = mapped_column(Date)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    metric: Mapped[str] = mapped_column(String(200), default="")
    metric_unit: Mapped[str] = mapped_column(String(40), default="")
    metric_start: Mapped[float | None] = mapped_column(Numeric(14, 2, asdecimal=False))
    metric_target: Mapped[float | None] = mapped_column(Numeric(14, 2, asdecimal=False))
    metric_current: Mapped[float | None] = mapped_column(Numeric(14, 2, asdecimal=False))

    span: Mapped[Span | None] = relationship(
        "Span", lazy="raise_on_sql", viewonly=True, primaryjoin="foreign(Goal.span_id) == Span.id"
    )

    @classmethod
    def of(cls, client: Client) -> Select[Goal]:
        """Return the query for the client's goals outside the trash."""
        return select(cls).where(cls.client_id == client.id, cls.trashed_at.is_(None))

    @classmethod
    def shown_to(cls, seat: Seat) -> ColumnElement[bool]:
        """WHERE clause for the goals this seat may read, also in the trash. Every reader's query uses it."""
        return cls.shown_to_role(seat.role)

    @classmethod
    @built_once
    def shown_to_role(cls, role: str) -> ColumnElement[bool]:
        """WHERE clause for the goals that people of this role may read; in the trash, those they saw go there."""
        if role == Role.COO:
            return true()
        return and_(cls.approval_state != ApprovalState.DRAFT, cls.visible_to(role))

    @classmethod
    def in_order(cls) -> tuple[InstrumentedAttribute[int], ...]:
        """Return the ORDER BY columns of the client's list of goals."""
        return (cls.position, cls.id)

    @classmethod
    def add(
        cls,
        client: Client,
        title: str,
        by: Person,
        idempotency_key: str | None = None,
        owner: Who = None,
        is_hidden: bool | None = None,
        **fields: ColumnValue,
    ) -> Goal:
        """Add a goal at the end. The database accepts each form key only once.

        `is_hidden`: whether it gets a random number, like a draft that is not proposed in the same request.
        """
        is_draft = fields.get("approval_state") == ApprovalState.DRAFT
        (number,) = cls.new_numbers(client, [is_draft if is_hidden is None else is_hidden])
        goal = cls(
            client_id=client.id,
            number=number,
            title=title,
            idempotency_key=idempotency_key,
            created_by_id=by.id,
            position=cls.last_position(cls.client_id == client.id) + 1,
            **fields,
        )
        goal.original_target_date = goal.target_date
        goal.agreed_at = clock.now() if goal.is_agreed else None
        goal.owner_seat_id = owner.id if isinstance(owner, Seat) else None
        goal.owner_name = owner if isinstance(owner, str) else ""
        db.session.add(goal)
        goal.record("goal_added", by, title=title, before={})
        return goal

    def event_subject(self) -> dict[str, int | None]:
        """Return the columns of an event that name its subject."""
        return {"goal_id": self.id}

    def change(self, by: Person, **changes: str | None) -> None:
        """Change its title, why or quarter, and record one event per changed field."""
        for name, value in changes.items():
            previous = getattr(self, name)
            if previous != value:
                setattr(self, name, value)
                details = {"previous": str(previous or ""), "current": str(value or "")}
                self.log(f"{name}_changed", by, **details, before=snapshots.field_snapshot(name, previous))

    def set_span(self, span: Span | None, by: Person, previous: str = "") -> None:
        """Move it to one of the client's spans, or to none. `previous` is the name of its span until now."""
        if (span.id if span else None) != self.span_id:
            left = db.session.get(Span, self.span_id) if self.span_id else None
            self.span_id = span.id if span else None
            details = {"previous": previous, "current": span.name if span else ""}
            self.log("span_changed", by, **details, before={"span": left.number if left else None})

    def define_metric(self, by: Person, **changes: str | float | None) -> None:
        """Set how it is measured (text, start, target and unit), and record one event for all of it."""
        before = {name: getattr(self, name) for name in changes}
        if before == changes:
            return
        previous = metric_line(self)
        for name, value in changes.items():
            setattr(self, name, value)
        details = {"previous": previous, "current": metric_line(self)}
        self.log("metric_changed", by, **details, before=before)

    def update_metric(self, now: float | None, by: Person) -> None:
        """Set the current value of the measure."""
        if now != self.metric_current:
            before, self.metric_current = self.metric_current, now
            details = {"previous": self.in_unit(before), "current": self.in_unit(now)}
            self.log(
                "metric_updated", by, **details, before=snapshots.field_snapshot("metric_current", before)
            )

    def in_unit(self, number: float | None) -> str:
        """Return the number with the unit of its measure; empty for None."""
        return f"{number_text(number)} {self.metric_unit}".strip() if number is not None else ""

    def trash_children(self, at: datetime) -> dict[str, int]:
        """Trash its tasks that are not in the trash yet.

        Return how many there are (`tasks`), and how many of them are not for CEO and COO only (`shared_tasks`).
        """
        return self.move_children(None, at)

    def restore_children(self, at: datetime) -> dict[str, int]:
        """Restore the tasks that were trashed at this time, which is when the goal was.

        Return the same counts as `trash_children`.
        """
        return self.move_children(at, None)

    def move_children(self, was: datetime | None, now: datetime | None) -> dict[str, int]:
        """Set the time of trashing of its tasks from `was` to `now`; return the counts for the event."""
        counts: dict[str, int] = {}
        for move in WHEN_A_GOAL_IS_TRASHED:
            counts |= move(self, was, now)
        return counts

    def is_promised(self) -> bool:
        """Whether the client can read its date as a promise: it was agreed once and is no draft."""
        return self.was_agreed and not self.is_draft

    @classmethod
    def promised(cls) -> ColumnElement[bool]:
        """WHERE clause for the goals for which `is_promised` holds."""
        was_agreed = or_(cls.approval_state == ApprovalState.AGREED, cls.agreed_at.is_not(None))
        return and_(cls.approval_state != ApprovalState.DRAFT, was_agreed)

    @property
    def date_moved(self) -> bool:
        """Whether its date differs from the first agreed one."""
        return self.original_target_date is not None and self.target_date != self.original_target_date

    def is_overdue(self, today: date) -> bool:
        """Whether it is agreed, open, and its date has passed."""
        return self.is_agreed and self.is_open and self.target_date is not None and self.target_date < today


def end_discussions(seat: Seat, by: Person) -> None:
    """End a CEO's requests to discuss goals first when their access ends, because nobody can answer them."""
    if seat.role != Role.CEO:
        return
    asked = select(Goal).where(Goal.client_id == seat.client_id, Goal.discussion_requested_at.is_not(None))
    for goal in db.session.scalars(asked).all():
        request = goal.proposal_comments().discussion
        if request is not None and request.person_id == seat.person_id:
            goal.end_discussion(request.name, by)


WHEN_A_SEAT_CLOSES.append(end_discussions)
