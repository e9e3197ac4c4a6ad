"""The sheet of the road map in an export: our own spreadsheet, which can be imported again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import select

from tracker.clients.models import Client, Seat, Span
from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.registry import CellValue, ExportColumn, ExportSheet
from tracker.roadmap.models import Goal, Step, Task

EXPORT_COLUMNS = (
    ExportColumn("Goal", 34), ExportColumn("Why", 30), ExportColumn("Task", 44), ExportColumn("Details", 40),
    ExportColumn("Kind"), ExportColumn("Owner", 20), ExportColumn("Due", 12), ExportColumn("Status"),
    ExportColumn("Steps", 34), ExportColumn("Seen by"), ExportColumn("Id", is_blank=True),
    # An import ignores the rest, but a person may want to read it.
    ExportColumn("Number"), ExportColumn("First date", 12), ExportColumn("Quarter"), ExportColumn("Span"),
    ExportColumn("Agreed"), ExportColumn("Measure"), ExportColumn("Measure from"), ExportColumn("Measure to"),
    ExportColumn("Measure now"), ExportColumn("Measure unit"), ExportColumn("Waiting on"), ExportColumn("Reason"),
    ExportColumn("Comments"), ExportColumn("Done on"),
)  # fmt: skip
"""The columns that an import reads come first, in the order of `imports/parsers/spreadsheet/columns.py`."""

Row = dict[str, CellValue]


def road_map_rows(client: Client, seat: Seat) -> Iterator[Row]:
    """Yield the rows that this seat may read. The number of queries does not depend on their number."""
    goals = db.session.scalars(Goal.of(client).where(Goal.shown_to(seat)).order_by(*Goal.in_order())).all()
    tasks = db.session.scalars(Task.of(client).where(Task.shown_to(seat)).order_by(*Task.in_order())).all()
    spans = {span.id: span.name for span in db.session.scalars(Span.of(client))}
    yield from sheet_rows(goals, tasks, spans, steps_by_task(client), client, seat)


def steps_by_task(client: Client) -> dict[int, list[str]]:
    """Return each task's steps as lines such as "[x] Call the bank", which our importer can read."""
    columns = select(Step.task_id, Step.title, Step.is_done).where(
        Step.client_id == client.id, Step.trashed_at.is_(None)
    )
    found: dict[int, list[str]] = {}
    for task_id, title, done in db.session.execute(
        columns.order_by(Step.task_id, Step.position, Step.number)
    ):
        found.setdefault(task_id, []).append(f"[{'x' if done else ' '}] {title}")
    return found


def sheet_rows(
    goals: Sequence[Goal],
    tasks: Sequence[Task],
    spans: dict[int, str],
    steps: dict[int, list[str]],
    client: Client,
    seat: Seat,
) -> Iterator[Row]:
    """Yield each goal's own row followed by its tasks; the inbox comes last."""
    held: dict[int | None, list[Task]] = {}
    for task in tasks:
        held.setdefault(task.goal_id, []).append(task)
    for goal in goals:
        yield row_of_goal(goal, spans, client)
        yield from (row_of_task(task, goal.title, steps, client, seat) for task in held.get(goal.id, []))
    yield from (row_of_task(task, "", steps, client, seat) for task in held.get(None, []))


def row_of_goal(goal: Goal, spans: dict[int, str], client: Client) -> Row:
    """Return a goal's own row by column title."""
    return {
        "Goal": goal.title,
        "Why": goal.why,
        "Due": goal.target_date,
        "First date": goal.original_target_date,
        "Quarter": goal.quarter,
        "Span": spans.get(goal.span_id or 0, ""),
        "Agreed": str(goal.approval_state),
        "Measure": goal.metric,
        "Measure from": goal.metric_start,
        "Measure to": goal.metric_target,
        "Measure now": goal.metric_current,
        "Measure unit": goal.metric_unit,
        **shared_columns(goal, client),
    }


def row_of_task(task: Task, goal: str, steps: dict[int, list[str]], client: Client, seat: Seat) -> Row:
    """Return a task's row by column title; `goal` is the title of its goal, blank in the inbox."""
    return {
        "Goal": goal,
        "Task": task.title,
        "Details": task.details,
        "Kind": str(task.kind),
        "Due": task.due,
        "Steps": "\n".join(steps.get(task.id, [])),
        "Seen by": str(task.visibility),
        "First date": task.original_due,
        "Comments": task.comments_shown_to(seat),
        **shared_columns(task, client),
    }


def shared_columns(work: Goal | Task, client: Client) -> Row:
    """Return the columns that goals and tasks have in common."""
    return {
        "Owner": work.owner,
        "Status": str(work.status).replace("_", " "),
        "Number": work.number,
        "Waiting on": work.waiting_on,
        "Reason": work.status_reason,
        "Done on": clock.local(work.done_at, client).date() if work.done_at else None,
    }


sheet = ExportSheet("Road map", 10, EXPORT_COLUMNS, road_map_rows)
