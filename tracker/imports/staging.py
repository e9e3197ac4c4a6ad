"""A plan as staged rows, and back. Between the two a person decides whether to import it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import cast

from tracker.foundation.column_types import Columns
from tracker.foundation.exceptions import DomainError
from tracker.imports.models import ImportRun
from tracker.imports.models.run import rows_of
from tracker.imports.parsers import plan_json
from tracker.imports.parsers.limits import DETAILS, NAME, STEP_TITLE, TITLE, WHY
from tracker.imports.parsers.plan import Plan, PlannedTask, Source

Row = Columns


def to_rows(plan: Plan) -> Iterator[Row]:
    """Yield a row for each goal, followed by its tasks; then the tasks of the inbox."""
    content = json.loads(plan_json.to_json(plan))
    place = 0
    for goal in content["goals"]:
        tasks = goal.pop("tasks")
        place, of = place + 1, place + 1
        yield {"position": of, "level": "goal", "goal_position": None, "planned": goal}
        for task in tasks:
            place += 1
            yield {"position": place, "level": "task", "goal_position": of, "planned": task}
    for task in content["inbox"]:
        place += 1
        yield {"position": place, "level": "task", "goal_position": None, "planned": task}


def plan_of(run: ImportRun) -> Plan:
    """Return the plan as it was staged."""
    rows = rows_of(run)
    goals = {row.position: plan_json.goal_from(row.planned) for row in rows if row.level == "goal"}
    held: dict[int | None, list[PlannedTask]] = {}
    for row in rows:
        if row.level == "task":
            place = row.goal_position if row.goal_position in goals else None
            held.setdefault(place, []).append(plan_json.task_from(row.planned))
    return Plan(
        source=cast(Source, run.source or "own"),
        name=run.plan_name,
        goals=tuple(replace(goal, tasks=tuple(held.get(place, []))) for place, goal in goals.items()),
        inbox=tuple(held.get(None, [])),
        notes=tuple(run.messages_of("notes")),
    )


def check_fits(plan: Plan) -> None:
    """Check again, before anything is written, that no text is too long. Raise DomainError if one is."""
    for goal in plan.goals:
        check_lengths(goal.row, (goal.title, TITLE), (goal.why, WHY), (goal.owner_name, NAME))
    for task in plan.tasks():
        check_lengths(task.row, (task.title, TITLE), (task.details, DETAILS), (task.owner_name, NAME))
        check_lengths(task.row, *((step.title, STEP_TITLE) for step in task.steps))


def check_lengths(row: int, *texts: tuple[str, int]) -> None:
    """Raise DomainError if a text is longer than its limit."""
    if any(len(text) > length for text, length in texts):
        raise DomainError(f"Row {row} holds a text that is too long. Nothing was imported.")
