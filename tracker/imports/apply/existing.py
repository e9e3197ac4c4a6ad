"""Finds the goals, tasks and steps that earlier imports from the same source brought here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeAlias

from sqlalchemy import Row, SQLColumnExpression, and_, select, true
from sqlalchemy.orm import InstrumentedAttribute

from tracker.clients.models import Client, Role, Seat
from tracker.foundation.database import db
from tracker.imports.apply.field_diff import Level, SourceValues, day_text, person_text, text_or_digest
from tracker.imports.models import ImportLink
from tracker.roadmap.models import Goal, Step, Task
from tracker.roadmap.models.statuses import ApprovalState, Visibility

LinkedRow: TypeAlias = Row[*tuple[object, ...]]
"""A link to an item of a file, with columns of its record."""
Shown = dict[str, set[int]]
"""Primary keys by level."""
Key = tuple[str, str]
"""Level and the file's own id."""


@dataclass(frozen=True)
class ExistingRecord:
    """A record that came from a file: its current values, and the file's values at its last import."""

    level: Level
    key: str
    id: int
    link_id: int
    run_id: int
    number: int
    title: str
    source_values: SourceValues
    here: SourceValues = field(default_factory=dict)
    goal_id: int | None = None
    task_id: int | None = None
    step_count: int = 0
    first_date: date | None = None
    promised_date: date | None = None
    is_for_leads: bool = False
    waiting_seat_id: int | None = None
    in_draft: bool = False
    """Whether it is a draft, or a task in one."""
    in_trash: bool = False
    """An import matches records in the trash, but neither changes nor restores them."""

    def is_in(self, shown: Shown) -> bool:
        """Whether it is among the records that somebody may read."""
        if self.level == "step":
            return self.task_id in shown["task"] and self.id in shown["step"]
        return self.id in shown[self.level]


def known_records(
    client: Client, source: str, seats: Iterable[Seat], viewer_seat: Seat | None = None
) -> dict[Key, ExistingRecord]:
    """Return the client's records that came from this source, by level and the file's own id.

    With a reader, only those they may read: for a CEO, drafts that a COO imported do not exist.
    """
    by_seat = {seat.id: person_text(seat.name, seat.person.email) for seat in seats}
    goals = list(known_goals(client, source, by_seat))
    names = {goal.id: goal.key for goal in goals}
    tasks = list(known_tasks(client, source, by_seat, names))
    found = [*goals, *tasks, *known_steps(client, source)]
    shown = (
        shown_to_role(client.id, viewer_seat.role) if viewer_seat and viewer_seat.role != Role.COO else None
    )
    return {(each.level, each.key): each for each in found if shown is None or each.is_in(shown)}


def shown_to_role(client_id: int, role: str) -> Shown:
    """Return the primary keys of everything that people of this role at the client may read, by level.

    Of the trash, that is what they could see when it was trashed. Steps are read with their task.
    """
    clauses = (
        (Goal, Goal.shown_to_role(role)),
        (Task, Task.shown_to_role(role)),
        (Step, true() if role == Role.COO else Step.visible_to(role)),
    )
    queries = (
        (model, select(model.id).where(model.client_id == client_id, shown)) for model, shown in clauses
    )
    return {model.__tablename__: set(db.session.scalars(query)) for model, query in queries}


def linked_rows(
    client: Client,
    source: str,
    level: Level,
    model: type[Goal | Task | Step],
    column: InstrumentedAttribute[int | None],
    *columns: SQLColumnExpression[object],
) -> Iterable[LinkedRow]:
    """Return the rows of one table joined with their import links."""
    joined = and_(model.client_id == ImportLink.client_id, model.id == column)
    query = select(
        ImportLink.id, ImportLink.external_id, ImportLink.run_id, ImportLink.source_values, *columns
    )
    mine = query.join(model, joined).where(
        ImportLink.client_id == client.id, ImportLink.source == source, ImportLink.level == level
    )
    return db.session.execute(mine)


def existing_record(level: Level, row: LinkedRow, here: SourceValues, **more: Any) -> ExistingRecord:
    """Return the record of one linked row; `here` holds its current values."""
    return ExistingRecord(
        level,
        row.external_id,
        row.record_id,
        row.id,
        row.run_id,
        row.number,
        row.title,
        row.source_values,
        here,
        in_trash=row.trashed_at is not None,
        **more,
    )


def current_owner(row: LinkedRow, by_seat: dict[int, str]) -> str:
    """Return the owner as a file names them; an outsider by name."""
    return by_seat.get(row.owner_seat_id) or str(row.owner_name)


def known_goals(client: Client, source: str, by_seat: dict[int, str]) -> Iterable[ExistingRecord]:
    """Yield the client's goals that came from this source, also those in the trash."""
    columns = (
        Goal.id.label("record_id"),
        Goal.number,
        Goal.title,
        Goal.why,
        Goal.target_date,
        Goal.original_target_date.label("first_date"),
        Goal.promised_date,
        Goal.status,
        Goal.owner_seat_id,
        Goal.owner_name,
        Goal.trashed_at,
        Goal.approval_state,
    )
    for row in linked_rows(client, source, "goal", Goal, ImportLink.goal_id, *columns):
        here = {
            "title": row.title,
            "why": row.why,
            "due": day_text(row.target_date),
            "status": row.status,
            "owner": current_owner(row, by_seat),
        }
        in_draft = row.approval_state == ApprovalState.DRAFT
        dates = {"first_date": row.first_date, "promised_date": row.promised_date}
        yield existing_record("goal", row, here, in_draft=in_draft, **dates)


EXISTING_TASK_COLUMNS = (
    Task.id.label("record_id"),
    Task.number,
    Task.title,
    Task.details,
    Task.kind,
    Task.due,
    Task.original_due.label("first_date"),
    Task.promised_date,
    Task.status,
    Task.owner_seat_id,
    Task.owner_name,
    Task.goal_id,
    Task.step_count,
    Task.trashed_at,
    Task.visibility,
    Task.waiting_seat_id,
    Task.goal_id.in_(
        select(Goal.id).where(Goal.client_id == Task.client_id, Goal.approval_state == ApprovalState.DRAFT)
    ).label("in_draft"),
)


def known_tasks(
    client: Client, source: str, by_seat: dict[int, str], names: dict[int, str]
) -> Iterable[ExistingRecord]:
    """Yield the client's tasks that came from this source, also those in the trash.

    `names`: the file's ids of goals by primary key.
    """
    for row in linked_rows(client, source, "task", Task, ImportLink.task_id, *EXISTING_TASK_COLUMNS):
        here = {
            "title": row.title,
            "details": text_or_digest(row.details),
            "kind": row.kind,
            "due": day_text(row.due),
            "status": row.status,
            "owner": current_owner(row, by_seat),
            "goal": goal_key(row.goal_id, names),
            "seen_by": str(row.visibility),
        }
        yield existing_record(
            "task",
            row,
            here,
            goal_id=row.goal_id,
            step_count=row.step_count,
            first_date=row.first_date,
            promised_date=row.promised_date,
            is_for_leads=row.visibility == Visibility.LEADS,
            waiting_seat_id=row.waiting_seat_id,
            in_draft=bool(row.in_draft),
        )


def goal_key(goal_id: int | None, names: dict[int, str]) -> str:
    """Return the file's id of a task's goal: “ours:” and its key for one of our own, blank for the inbox."""
    return names.get(goal_id, f"ours:{goal_id}") if goal_id else ""


def known_steps(client: Client, source: str) -> Iterable[ExistingRecord]:
    """Yield the client's steps that came from this source, also those in the trash."""
    columns = (
        Step.id.label("record_id"),
        Step.number,
        Step.title,
        Step.is_done,
        Step.task_id,
        Step.trashed_at,
    )
    for row in linked_rows(client, source, "step", Step, ImportLink.step_id, *columns):
        here = {"title": row.title, "done": "yes" if row.is_done else "no"}
        yield existing_record("step", row, here, task_id=row.task_id)
