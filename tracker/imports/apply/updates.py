"""What the file changed since it last came in, written field by field; each with its line of history."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date as date_type
from typing import Any, cast

from sqlalchemy import bindparam, func, select, update

from tracker.foundation.database import Model, db
from tracker.imports.apply.context import ImportContext, Row, status_columns, stored_day, table_of
from tracker.imports.apply.diff import Comparison, ImportItem
from tracker.imports.apply.existing import ExistingRecord
from tracker.imports.apply.field_diff import Field, parted, value_meant
from tracker.imports.apply.inserts import Places, goal_of_task
from tracker.imports.parsers.plan import PlannedGoal, PlannedTask
from tracker.roadmap.models import Goal, Step, Task

MODELS: dict[str, type[Model]] = {"goal": Goal, "task": Task, "step": Step}
DATES = {"goal": ("done_by", "first_done_by"), "task": ("due", "first_due")}


def update_all(ink: ImportContext, comparison: Comparison, places: Places, steps: Mapping[int, int]) -> None:
    """Write every change, many rows of one shape at a time; a task is touched with its steps."""
    titles = {piece.id: piece.title for piece in comparison.goals}
    changed: dict[tuple[str, tuple[str, ...]], list[Row]] = {}
    for piece in comparison.pieces():
        values = {} if piece.is_new else columns_of(ink, piece, places, titles)
        if piece.level == "task" and piece.id in steps and piece.known:
            values["step_count"] = piece.known.step_count + steps[piece.id]
        if values:
            shape = (piece.level, tuple(sorted(values)))
            changed.setdefault(shape, []).append(
                {"row": piece.id} | {f"to_{name}": values[name] for name in values}
            )
    for (level, names), rows in changed.items():
        current_values(ink, level, names, [row["row"] for row in rows])
        write_rows(ink, level, names, rows)


def current_values(ink: ImportContext, level: str, names: tuple[str, ...], keys: list[int]) -> None:
    """What stands in those columns now, and in those that change along with them."""
    table = table_of(MODELS[level])
    along = {first for date, first in DATES.values() if date in names}
    counted = {"step_count"}  # numbers are given once: a step in the trash keeps its own
    follows = {"details_html", "details_mark"}
    columns = [table.c[name] for name in sorted({*names, *along} - counted - follows)]
    query = select(table.c.id.label("row"), *columns).where(
        table.c.client_id == ink.client.id, table.c.id.in_(keys)
    )
    for row in db.session.execute(query).mappings():
        kept = {
            name: value.isoformat() if isinstance(value, date_type) else value for name, value in row.items()
        }
        ink.before.setdefault(level, []).append(kept)


def write_rows(ink: ImportContext, level: str, names: tuple[str, ...], rows: list[Row]) -> None:
    table = table_of(MODELS[level])
    values: dict[str, Any] = {name: bindparam(f"to_{name}") for name in names}
    values["version"] = table.c.version + 1
    if level in DATES:
        date, first_date = DATES[level]
        values["touched_at"] = ink.now
        if date in names:  # the first date set is the one first agreed
            values[first_date] = func.coalesce(
                table.c[first_date], bindparam(f"to_{date}", type_=table.c[date].type)
            )
    query = update(table).where(table.c.client_id == ink.client.id, table.c.id == bindparam("row"))
    db.session.execute(query.values(values), rows)


def columns_of(ink: ImportContext, piece: ImportItem, places: Places, titles: Mapping[int, str]) -> Row:
    """The columns a piece's changes come down to; notes each change on the way."""
    values: Row = {}
    for each in piece.changes:
        values |= put_change(ink, piece, each, places)
        tell_change(ink, piece, each, titles)
    return values


def put_change(ink: ImportContext, piece: ImportItem, each: Field, places: Places) -> Row:
    """One changed field as columns."""
    text = value_meant(each.name, each.now)
    if each.name == "owner":
        return ink.owner_of(cast(PlannedGoal | PlannedTask, piece.planned))
    if each.name == "due":
        return {DATES[piece.level][0]: stored_day(text)}
    if each.name == "status":
        return status_columns(text, ink.now)
    if each.name == "details":
        details = cast(PlannedTask, piece.planned).details
        return {"details": details, **ink.rendering.html_columns("details", details)}
    if each.name == "done":
        return {"is_done": text == "yes"}
    if each.name == "goal":
        return {"goal_id": goal_of_task(piece), "position": places.next(goal_of_task(piece))}
    return {each.name: text}


def tell_change(ink: ImportContext, piece: ImportItem, each: Field, titles: Mapping[int, str]) -> None:
    """The line of history of one change, in the words of the record's own verbs."""
    known = cast(ExistingRecord, piece.known)
    before, now = value_meant(each.name, each.here), value_meant(each.name, each.now)
    if piece.level == "step":
        tell_of_step(ink, piece, each)
        return
    action = {"due": "date"}.get(each.name, each.name)
    details: Row = {"previous": before, "current": now}
    if each.name == "due":
        details["why"] = ink.from_where
    elif each.name == "owner":
        details = {"previous": name_in(before), "current": name_in(now)}
    elif each.name == "details":
        details = {}
    elif each.name == "goal":
        left = (
            "" if known.goal_id in ink.drafts else titles.get(known.goal_id or 0, "")
        )  # others read where it is now
        details = {"previous": left, "current": titles.get(goal_of_task(piece) or 0, "")}
    if piece.level == "goal":
        ink.note(f"goal_{action}_changed", piece.id, **details)
    else:
        ink.note(f"task_{action}_changed", goal_now(piece), piece.id, **details)


def goal_now(task: ImportItem) -> int | None:
    """The goal a task of ours is under when this import is done."""
    moves = any(each.name == "goal" for each in task.changes)
    return goal_of_task(task) if moves or not task.known else task.known.goal_id


def tell_of_step(ink: ImportContext, piece: ImportItem, each: Field) -> None:
    known, task = cast(ExistingRecord, piece.known), cast(ImportItem, piece.parent)
    goal_id = goal_now(task) if task.id == known.task_id else None
    if each.name == "title":
        ink.note("task_step_renamed", goal_id, known.task_id, previous=each.here, current=each.now)
    else:
        done = "done" if each.now == "yes" else "undone"
        ink.note(f"task_step_{done}", goal_id, known.task_id, step=piece.title)


def name_in(text: str) -> str:
    """The name a line of history uses for a person: “Rosa Delgado” of “Rosa Delgado <rosa@…>”."""
    return text.split(" <")[0] if parted(text)[0] else text.strip("<>")
