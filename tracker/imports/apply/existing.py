"""What is here already of a file: the goals, tasks and steps that its like brought in before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import and_, select

from tracker.clients.models import Client, Seat
from tracker.foundation.database import db
from tracker.imports.apply.field_diff import Level, Said, day_text, person_text, short_mark
from tracker.imports.models import ImportLink
from tracker.roadmap.models import Goal, Step, Task
from tracker.roadmap.models.statuses import Visibility

Key = tuple[str, str]
"""Level and the file's own id."""


@dataclass(frozen=True)
class ExistingRecord:
    """One record that came from a file: as it stands here, and what the file said of it last time."""

    level: Level
    key: str
    id: int
    link_id: int
    run_id: int
    number: int
    title: str
    said: Said
    here: Said = field(default_factory=dict)
    goal_id: int | None = None
    task_id: int | None = None
    step_count: int = 0
    is_for_leads: bool = False
    in_trash: bool = False
    """It lies there by somebody’s wish: an import knows it, and neither changes it nor brings it back."""


def known_of(
    client: Client, source: str, seats: Iterable[Seat], reader: Seat | None = None
) -> dict[Key, ExistingRecord]:
    """Everything at this client that came from files of this kind, by the file's own ids.

    With a reader, as far as they may read it: to a CEO what a COO brought in as drafts is not here.
    """
    by_seat = {seat.id: person_text(seat.name, seat.person.email) for seat in seats}
    goals = list(known_goals(client, source, by_seat))
    names = {goal.id: goal.key for goal in goals}
    tasks = list(known_tasks(client, source, by_seat, names))
    shown = {model: ids_shown(model, client, reader) for model in (Goal, Task)} if reader else {}
    found = [
        *(goal for goal in goals if not shown or goal.id in shown[Goal]),
        *(task for task in tasks if not shown or task.id in shown[Task]),
        *(step for step in known_steps(client, source) if not shown or step.task_id in shown[Task]),
    ]
    return {(each.level, each.key): each for each in found}


def ids_shown(model: type[Goal | Task], client: Client, reader: Seat) -> set[int]:
    """The keys of all this reader may read, the trash too."""
    return set(
        db.session.scalars(select(model.id).where(model.client_id == client.id, model.shown_to(reader)))
    )


def linked_rows(
    client: Client, source: str, level: Level, model: Any, column: Any, *columns: Any
) -> Iterable[Any]:
    """Rows of one table beside their links."""
    joined = and_(model.client_id == ImportLink.client_id, model.id == column)
    query = select(ImportLink.id, ImportLink.external_id, ImportLink.run_id, ImportLink.said, *columns)
    mine = query.join(model, joined).where(
        ImportLink.client_id == client.id, ImportLink.source == source, ImportLink.level == level
    )
    return db.session.execute(mine)


def current_owner(row: Any, by_seat: dict[int, str]) -> str:
    return by_seat.get(row.owner_seat_id) or str(row.owner_name)


def known_goals(client: Client, source: str, by_seat: dict[int, str]) -> Iterable[ExistingRecord]:
    columns = (
        Goal.id.label("record_id"), Goal.number, Goal.title, Goal.why, Goal.done_by, Goal.status,
        Goal.owner_seat_id, Goal.owner_name, Goal.trashed_at,
    )  # fmt: skip
    for row in linked_rows(client, source, "goal", Goal, ImportLink.goal_id, *columns):
        here = {
            "title": row.title, "why": row.why, "due": day_text(row.done_by), "status": row.status,
            "owner": current_owner(row, by_seat),
        }  # fmt: skip
        yield ExistingRecord(
            "goal", row.external_id, row.record_id, row.id, row.run_id, row.number, row.title, row.said, here,
            in_trash=row.trashed_at is not None,
        )  # fmt: skip


def known_tasks(
    client: Client, source: str, by_seat: dict[int, str], names: dict[int, str]
) -> Iterable[ExistingRecord]:
    columns = (
        Task.id.label("record_id"), Task.number, Task.title, Task.details, Task.kind, Task.due, Task.status,
        Task.owner_seat_id, Task.owner_name, Task.goal_id, Task.step_count, Task.trashed_at,
        Task.visibility,
    )  # fmt: skip
    for row in linked_rows(client, source, "task", Task, ImportLink.task_id, *columns):
        here = {
            "title": row.title, "details": short_mark(row.details), "kind": row.kind, "due": day_text(row.due),
            "status": row.status, "owner": current_owner(row, by_seat), "goal": goal_key(row.goal_id, names),
        }  # fmt: skip
        yield ExistingRecord(
            "task", row.external_id, row.record_id, row.id, row.run_id, row.number, row.title, row.said, here,
            goal_id=row.goal_id, step_count=row.step_count, in_trash=row.trashed_at is not None,
            is_for_leads=row.visibility == Visibility.LEADS,
        )  # fmt: skip


def goal_key(goal_id: int | None, names: dict[int, str]) -> str:
    """The file's own id of the goal a task is under; a goal of ours has none, and is not the inbox."""
    return names.get(goal_id, f"ours:{goal_id}") if goal_id else ""


def known_steps(client: Client, source: str) -> Iterable[ExistingRecord]:
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
        yield ExistingRecord(
            "step", row.external_id, row.record_id, row.id, row.run_id, row.number, row.title, row.said, here,
            task_id=row.task_id, in_trash=row.trashed_at is not None,
        )  # fmt: skip
