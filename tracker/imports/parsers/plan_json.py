"""A plan as JSON and back: for the child process, and for staged rows."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import cast

from tracker.imports.parsers.json_access import (
    Record,
    json_number,
    json_records,
    json_text,
    json_texts,
    json_true,
)
from tracker.imports.parsers.plan import (
    Kind,
    Plan,
    PlannedGoal,
    PlannedStep,
    PlannedTask,
    SeenBy,
    Source,
    Status,
)


def to_json(plan: Plan) -> str:
    """Return the plan as JSON; dates are written 2026-11-20."""
    return json.dumps(asdict(plan), default=date.isoformat, ensure_ascii=False)


def from_json(written: str) -> Plan:
    """Return the plan that `to_json` wrote."""
    plan: Record = json.loads(written)
    return Plan(
        source=cast(Source, json_text(plan, "source")),
        name=json_text(plan, "name"),
        goals=tuple(goal_from(goal) for goal in json_records(plan, "goals")),
        inbox=tuple(task_from(task) for task in json_records(plan, "inbox")),
        notes=tuple(json_texts(plan, "notes")),
    )


def goal_from(goal: Record) -> PlannedGoal:
    """Return the goal in this record."""
    return PlannedGoal(
        key=json_text(goal, "key") or None,
        row=int(json_number(goal, "row")),
        title=json_text(goal, "title"),
        why=json_text(goal, "why"),
        owner_name=json_text(goal, "owner_name"),
        owner_email=json_text(goal, "owner_email"),
        due=day_from(goal),
        status=cast(Status | None, goal.get("status")),
        archived=json_true(goal, "archived"),
        tasks=tuple(task_from(task) for task in json_records(goal, "tasks")),
    )


def task_from(task: Record) -> PlannedTask:
    """Return the task in this record."""
    return PlannedTask(
        key=json_text(task, "key") or None,
        row=int(json_number(task, "row")),
        title=json_text(task, "title"),
        details=json_text(task, "details"),
        kind=cast(Kind | None, task.get("kind")),
        owner_name=json_text(task, "owner_name"),
        owner_email=json_text(task, "owner_email"),
        due=day_from(task),
        status=cast(Status | None, task.get("status")),
        steps=tuple(step_from(step) for step in json_records(task, "steps")),
        archived=json_true(task, "archived"),
        seen_by=cast(SeenBy | None, task.get("seen_by")),
    )


def step_from(step: Record) -> PlannedStep:
    """Return the step in this record."""
    return PlannedStep(json_text(step, "key") or None, json_text(step, "title"), json_true(step, "done"))


def day_from(record: Mapping[str, object]) -> date | None:
    """Return the record's due date; None if it has none."""
    due = record.get("due")
    return date.fromisoformat(due) if isinstance(due, str) else None
