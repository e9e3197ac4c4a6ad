"""What everything written by one import shares: whose client, by whom, at which moment; and its lines of history."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from sqlalchemy import Table, select

from tracker.accounts.models import Person
from tracker.clients.models import Client
from tracker.foundation.database import Model, db
from tracker.foundation.text.prose import Budget
from tracker.history.change_set import this_change
from tracker.history.models import Event
from tracker.history.readers import marks_of
from tracker.imports.apply.diff import Comparison
from tracker.imports.apply.owners import Owners
from tracker.imports.models import ImportRun
from tracker.imports.parsers.plan import PlannedGoal, PlannedTask
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.models.statuses import ApprovalState, Visibility

SOURCES = {"trello": "Trello", "asana": "Asana", "own": "the spreadsheet"}
Row = dict[str, Any]
RENDERING = 1.5
"""Seconds of CPU one import may spend on rendering its texts, while others wait to write."""


@dataclass
class ImportContext:
    """Passed to whoever writes a part of the import."""

    client: Client
    run: ImportRun
    by: Person
    now: datetime
    owners: Owners
    life: ApprovalState = ApprovalState.AGREED
    """What new goals are: agreed already, proposed, or drafts."""
    events: list[Row] = field(default_factory=list)
    new_goals: set[int | None] = field(default_factory=set)
    before: dict[str, list[Row]] = field(default_factory=dict)
    """By level: what stood in the rows that are changed. With their keys, which no page and no line shows."""
    rendering: Budget = field(default_factory=lambda: Budget(RENDERING))
    touches_drafts: bool = False
    said: dict[str, Row] = field(default_factory=dict)
    """What the file said the time before of what it says otherwise now."""

    @cached_property
    def drafts(self) -> set[int]:
        """The goals that were drafts before: what happens to them is the COO’s alone."""
        here = select(Goal.id).where(Goal.client_id == self.client.id, Goal.life == ApprovalState.DRAFT)
        return set(db.session.scalars(here))

    def look_for_drafts(self, comparison: Comparison) -> None:
        """Whether the file has something of a draft, or had: its report names it, so only a COO reads that."""
        here = [*(piece.known for piece in comparison.pieces() if piece.known), *comparison.gone]
        goals = {known.id for known in here if known.level == "goal"} | {known.goal_id for known in here}
        tasks = select(Task.id).where(Task.client_id == self.client.id, Task.goal_id.in_(self.drafts))
        steps = {known.task_id for known in here if known.level == "step"}
        self.touches_drafts = bool(
            goals & self.drafts or (self.drafts and steps & set(db.session.scalars(tasks)))
        )

    def way_back(self) -> Row:
        """What taking the whole import back needs, and the change it is taken back by."""
        kept = {"before": self.before, "said": self.said}
        hidden = {"touches_drafts": True} if self.touches_drafts else {}
        return {"life": str(self.life), **hidden, "at": self.now.isoformat(), "change": this_change(), **kept}

    @property
    def from_where(self) -> str:
        return f"Changed in {SOURCES.get(self.run.source or '', 'the file')}"

    def owner_of(self, planned: PlannedGoal | PlannedTask) -> Row:
        return self.owners.columns(planned.owner_name, planned.owner_email)

    def is_draft(self, goal_id: int | None) -> bool:
        return goal_id in self.drafts or (self.life == ApprovalState.DRAFT and goal_id in self.new_goals)

    def note(self, action: str, goal_id: int | None, task_id: int | None = None, **details: Any) -> None:
        """A line of history, as the record's own verb would leave it."""
        if self.is_draft(goal_id):
            details["draft"] = True
        self.events.append(
            {"client_id": self.client.id, "action": action, "goal_id": goal_id, "task_id": task_id,
             "details": details, "actor_id": self.by.id, "actor_name": self.by.name, "happened_at": self.now,
             "undone_at": None, "change": this_change()}
        )  # fmt: skip

    def put_down_history(self) -> None:
        mark_tasks_for_leads(self.client.id, self.events)
        insert_rows(Event, self.events)


def mark_tasks_for_leads(client_id: int, lines: Iterable[Row]) -> None:
    """Mark lines about tasks that are for CEO and COO only. Sharing such a task later keeps the marks."""
    query = select(Task.id).where(Task.client_id == client_id, Task.visibility == Visibility.LEADS)
    hidden = set(db.session.scalars(query))
    for line in lines:
        if line["task_id"] in hidden:
            line["details"] |= marks_of(in_draft=False, for_leads=True)


def table_of(model: type[Model]) -> Table:
    return model.__table__  # type: ignore[return-value]


def insert_rows(model: type[Model], rows: list[Row]) -> None:
    if rows:
        db.session.execute(table_of(model).insert(), rows)


def keys_of(ink: ImportContext, model: type[Goal | Task]) -> dict[int, int]:
    """The keys of rows just added, by their numbers."""
    query = select(model.number, model.id).where(
        model.client_id == ink.client.id, model.created_at == ink.now
    )
    return {row.number: row.id for row in db.session.execute(query)}


def status_columns(status: str, now: datetime) -> Row:
    """A status with the moments that go with it; nobody to wait for, and no reason, are known."""
    return {
        "status": status,
        "done_at": now if status == "done" else None,
        "waiting_since": now if status == "waiting" else None,
        "waiting_name": "",
        "waiting_seat_id": None,
        "why_watch": "",
    }


def stored_day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
