"""What the parts of one import share: the client, the person, the time, and the history events they add."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from sqlalchemy import Table, select

from tracker.accounts.models import Person
from tracker.clients.models import Client, Role
from tracker.foundation.column_types import Columns, Json
from tracker.foundation.database import Model, db
from tracker.foundation.text.prose import Budget
from tracker.history.change_set import this_change
from tracker.history.models import Event
from tracker.imports.apply.diff import Comparison
from tracker.imports.apply.existing import shown_to_role
from tracker.imports.apply.owners import Owners
from tracker.imports.apply.restrictions import Restrictions, check_opened, restrict_events
from tracker.imports.models import ImportRun
from tracker.imports.parsers.plan import PlannedGoal, PlannedTask
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.models.statuses import ApprovalState

SOURCES = {"trello": "Trello", "asana": "Asana", "own": "the spreadsheet"}
Row = Columns
RENDERING = 1.5
"""Seconds of CPU that one import may spend on rendering texts, because others wait to write meanwhile."""


@dataclass
class ImportContext:
    """Passed to every function that writes a part of the import."""

    client: Client
    run: ImportRun
    by: Person
    now: datetime
    owners: Owners
    approval_state: ApprovalState
    """The state of new goals: agreed, proposed or draft."""
    events: list[Row] = field(default_factory=list)
    new_goals: set[int | None] = field(default_factory=set)
    before: dict[str, list[Row]] = field(default_factory=dict)
    """By level: the previous values of changed rows, with their primary keys. Never shown to a person."""
    rendering: Budget = field(default_factory=lambda: Budget(RENDERING))
    touches_drafts: bool = False
    """Whether the file has, or had, parts that only a COO may read: only a COO reads its report."""
    previous_values: dict[str, Row] = field(default_factory=dict)
    """By link: the file's previous values, where this file has other ones."""
    released: list[Row] = field(default_factory=list)
    """The links of hidden drafts that had ids of this file. Never shown to a person, and in no event."""

    def __post_init__(self) -> None:
        self.restrictions_before = Restrictions.now(self.client.id)
        """Who could read the goals and tasks before this import: read at once, before anything is written."""

    @property
    def drafts(self) -> set[int]:
        """The goals that were drafts before this import: only a COO reads about them."""
        return {
            key for key, restrictions in self.restrictions_before.goals.items() if "draft" in restrictions
        }

    @cached_property
    def promised_goals(self) -> set[int]:
        """The goals whose dates, and those of their tasks, the client can read as promises."""
        return set(
            db.session.scalars(select(Goal.id).where(Goal.client_id == self.client.id, Goal.promised()))
        )

    def look_for_drafts(self, comparison: Comparison) -> None:
        """Set `touches_drafts` if the file has, or had, a part of a draft or one that was trashed in a draft."""
        here = [*(piece.known for piece in comparison.pieces() if piece.known), *comparison.gone]
        shown = shown_to_role(self.client.id, Role.CEO)
        self.touches_drafts = not all(known.is_in(shown) for known in here)

    def undo_details(self) -> Row:
        """Return everything that undoing the whole import needs, with the change set it is undone by."""
        kept = {"before": self.before, "said": self.previous_values, "released": self.released}
        hidden = {"touches_drafts": True} if self.touches_drafts else {}
        return {
            "approval_state": str(self.approval_state),
            **hidden,
            "at": self.now.isoformat(),
            "change": this_change(),
            **kept,
        }

    @property
    def only_records_agreement(self) -> bool:
        """Whether new goals are agreed because a COO says so, not a CEO: history then names who marked them."""
        role = next((seat.role for seat in self.owners.seats if seat.person_id == self.by.id), None)
        return self.approval_state == ApprovalState.AGREED and role != Role.CEO

    @property
    def source_name(self) -> str:
        """The name of the file's origin, such as “Trello”, beside a changed date. Nobody gave a reason for it."""
        return SOURCES.get(self.run.source or "", "the file")

    def owner_of(self, planned: PlannedGoal | PlannedTask) -> Row:
        """Return the columns of the planned owner."""
        return self.owners.columns(planned.owner_name, planned.owner_email)

    def is_draft(self, goal_id: int | None) -> bool:
        """Whether the goal was a draft before this import or is one of its new drafts."""
        return goal_id in self.drafts or (
            self.approval_state == ApprovalState.DRAFT and goal_id in self.new_goals
        )

    def note(
        self, action: str, goal_id: int | None = None, task_id: int | None = None, **details: Json
    ) -> None:
        """Collect a history event like the one that the model's own method records."""
        self.events.append(
            {
                "client_id": self.client.id,
                "action": action,
                "goal_id": goal_id,
                "task_id": task_id,
                "details": details,
                "actor_id": self.by.id,
                "actor_name": self.by.name,
                "happened_at": self.now,
                "undone_at": None,
                "change_set_id": this_change(),
            }
        )

    def insert_events(self) -> None:
        """Insert the collected events, with their restrictions. Raise DomainError for a cycle that others would see."""
        after = Restrictions.now(self.client.id)
        check_opened(self.client.id, self.restrictions_before, after)
        restrict_events(self.events, self.restrictions_before, after)
        insert_rows(Event, self.events)


def table_of(model: type[Model]) -> Table:
    """Return the table of a model, for statements on many rows."""
    return model.__table__  # type: ignore[return-value]


def insert_rows(model: type[Model], rows: list[Row]) -> None:
    """Insert the rows in bulk, if there are any."""
    if rows:
        db.session.execute(table_of(model).insert(), rows)


def keys_of(context: ImportContext, model: type[Goal | Task]) -> dict[int, int]:
    """Return the primary keys of this import's new rows by their numbers."""
    query = select(model.number, model.id).where(
        model.client_id == context.client.id, model.created_at == context.now
    )
    return {row.number: row.id for row in db.session.execute(query)}


def status_columns(status: str, now: datetime) -> Row:
    """Return the columns of a status. The reason and who it waits for are blank: files name neither."""
    return {
        "status": status,
        "done_at": now if status == "done" else None,
        "waiting_since": now if status == "waiting" else None,
        "asked_in_draft_at": None,
        "waiting_name": "",
        "waiting_seat_id": None,
        "status_reason": "",
    }


def stored_day(text: str) -> date | None:
    """Return the date in a text such as 2026-11-20; None for a blank one."""
    return date.fromisoformat(text) if text else None
