"""A client's road map as the rows of our own spreadsheet, as far as its reader may see it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from tracker.clients.models import Client, Seat, Span
from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.foundation.text.formatting import long_day
from tracker.imports.parsers.csv_safety import Cell
from tracker.imports.parsers.spreadsheet.columns import own_columns
from tracker.roadmap.models import Goal, Step, Task

ALSO = (
    "Number", "First date", "Quarter", "Span", "Agreed", "Measure", "Measure from", "Measure to", "Measure now",
    "Measure unit", "Waiting on", "Reason", "Comments", "Done on",
)  # fmt: skip
"""What our own columns do not take in, but a person may want to see."""

TITLES = (*(column.title for column in own_columns), *ALSO)
Row = dict[str, Cell]


@dataclass(frozen=True)
class RoadMapSheet:
    """What is taken away: whose it is, by whom and when, and its rows."""

    client: str
    person: str
    moment: str
    day: str
    rows: Sequence[Row]
    counts: dict[str, int]

    @property
    def about(self) -> tuple[str, str, str]:
        return f"Road map of {self.client}", f"exported by {self.person}", self.moment


def roadmap_sheet(client: Client, seat: Seat, seats: Sequence[Seat]) -> RoadMapSheet:
    """Five questions, whatever its size. `seats`: everybody here, so that owners have their names."""
    goals = db.session.scalars(Goal.of(client).where(Goal.shown_to(seat)).order_by(*Goal.in_order())).all()
    tasks = db.session.scalars(Task.of(client).where(Task.shown_to(seat)).order_by(*Task.in_order())).all()
    spans = {span.id: span.name for span in db.session.scalars(Span.of(client))}
    steps, now = steps_by_task(client), clock.local(clock.now(), client)
    rows = list(sheet_rows(goals, tasks, spans, steps, client, seat))
    person = next(each.name for each in seats if each.id == seat.id)
    moment = f"{long_day(now.date())} {now.year}, {now:%H:%M} ({client.zone})"
    return RoadMapSheet(
        client.name, person, moment, now.date().isoformat(), rows, {"goals": len(goals), "tasks": len(tasks)}
    )


def steps_by_task(client: Client) -> dict[int, list[str]]:
    """Each task's steps, a line each, as our own column of them is read."""
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
    """A goal's own row, then its tasks; the inbox last."""
    held: dict[int | None, list[Task]] = {}
    for task in tasks:
        held.setdefault(task.goal_id, []).append(task)
    for goal in goals:
        yield row_of_goal(goal, spans, client)
        yield from (row_of_task(task, goal.title, steps, client, seat) for task in held.get(goal.id, []))
    yield from (row_of_task(task, "", steps, client, seat) for task in held.get(None, []))


def row_of_goal(goal: Goal, spans: dict[int, str], client: Client) -> Row:
    return {
        "Goal": goal.title, "Why": goal.why, "Due": goal.done_by, "First date": goal.first_done_by,
        "Quarter": goal.quarter, "Span": spans.get(goal.span_id or 0, ""), "Agreed": str(goal.life),
        "Measure": goal.measure, "Measure from": goal.measure_from, "Measure to": goal.measure_to,
        "Measure now": goal.measure_now, "Measure unit": goal.measure_unit, **shared_columns(goal, client),
    }  # fmt: skip


def row_of_task(task: Task, goal: str, steps: dict[int, list[str]], client: Client, seat: Seat) -> Row:
    return {
        "Goal": goal, "Task": task.title, "Details": task.details, "Kind": str(task.kind), "Due": task.due,
        "Steps": "\n".join(steps.get(task.id, [])), "Seen by": str(task.visibility), "First date": task.first_due,
        "Comments": task.comments_shown_to(seat), **shared_columns(task, client),
    }  # fmt: skip


def shared_columns(work: Goal | Task, client: Client) -> Row:
    return {
        "Owner": work.owner, "Status": str(work.status).replace("_", " "), "Number": work.number,
        "Waiting on": work.waiting_on, "Reason": work.why_watch,
        "Done on": clock.local(work.done_at, client).date() if work.done_at else None,
    }  # fmt: skip
