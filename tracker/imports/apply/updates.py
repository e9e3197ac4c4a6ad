"""Writes the changes of a file field by field, each with its history event."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date as date_type
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, bindparam, func, select, update

from tracker.foundation.database import Model, db
from tracker.imports.apply.context import ImportContext, Row, status_columns, stored_day, table_of
from tracker.imports.apply.diff import Comparison, ImportItem
from tracker.imports.apply.existing import ExistingRecord
from tracker.imports.apply.field_diff import Field, split_person, value_meant
from tracker.imports.apply.inserts import Places, goal_of_task
from tracker.imports.parsers.plan import PlannedGoal, PlannedTask
from tracker.roadmap.models import Goal, Step, Task, snapshots
from tracker.roadmap.models.placement import joined_before, names_of

MODELS: dict[str, type[Model]] = {"goal": Goal, "task": Task, "step": Step}
DATES = {"goal": ("target_date", "original_target_date"), "task": ("due", "original_due")}


def update_all(
    context: ImportContext, comparison: Comparison, places: Places, steps: Mapping[int, int]
) -> None:
    """Write all changes in bulk, grouped by column, and the step counts of tasks that get new steps."""
    titles = {piece.id: piece.title_after for piece in comparison.goals}
    moves = Moves(context, comparison)
    changed: dict[tuple[str, tuple[str, ...]], list[Row]] = {}
    for piece in comparison.pieces():
        values = {} if piece.is_new else columns_of(context, piece, places, titles, moves)
        if piece.level == "task" and piece.id in steps and piece.known:
            values["step_count"] = piece.known.step_count + steps[piece.id]
        if values:
            shape = (piece.level, tuple(sorted(values)))
            changed.setdefault(shape, []).append(
                {"row": piece.id} | {f"to_{name}": values[name] for name in values}
            )
    for (level, names), rows in changed.items():
        current_values(context, level, names, [row["row"] for row in rows])
        write_rows(context, level, names, rows)


def current_values(context: ImportContext, level: str, names: tuple[str, ...], keys: list[int]) -> None:
    """Keep the current values of those columns, and of those that change with them, for undoing."""
    table = table_of(MODELS[level])
    along = {first for date, first in DATES.values() if date in names}
    counted = {
        "step_count",
        "promised_date",
    }  # not restored: a trashed step keeps its number, a promise was read
    follows = {"details_html", "details_rendering_key"}
    columns = [table.c[name] for name in sorted({*names, *along} - counted - follows)]
    query = select(table.c.id.label("row"), *columns).where(
        table.c.client_id == context.client.id, table.c.id.in_(keys)
    )
    for row in db.session.execute(query).mappings():
        kept = {
            name: value.isoformat() if isinstance(value, date_type) else value for name, value in row.items()
        }
        context.before.setdefault(level, []).append(kept)


def write_rows(context: ImportContext, level: str, names: tuple[str, ...], rows: list[Row]) -> None:
    """Update rows that change the same columns, in one statement; a first date that is empty is set, too."""
    table = table_of(MODELS[level])
    values: dict[str, ColumnElement[object] | datetime] = {name: bindparam(f"to_{name}") for name in names}
    values["version"] = table.c.version + 1
    if level in DATES:
        date, first_date = DATES[level]
        values["last_activity_at"] = context.now
        if date in names and first_date not in names:  # the first date ever set is kept as the original one
            values[first_date] = func.coalesce(
                table.c[first_date], bindparam(f"to_{date}", type_=table.c[date].type)
            )
    query = update(table).where(table.c.client_id == context.client.id, table.c.id == bindparam("row"))
    db.session.execute(query.values(values), rows)


class Moves:
    """The tasks that the file puts under another goal: where they were, and since when they count as part of it."""

    left: dict[int, tuple[Any, ...]]
    """Number of the task, when it joined, and id of the goal, by the task's primary key."""

    def __init__(self, context: ImportContext, comparison: Comparison) -> None:
        pieces = [
            piece for piece in comparison.pieces() if any(each.name == "goal" for each in piece.changes)
        ]
        query = select(Task.id, Task.number, Task.added_to_goal_at, Task.goal_id)
        here = query.where(Task.client_id == context.client.id, Task.id.in_([piece.id for piece in pieces]))
        self.now, self.left = (
            context.now,
            {key: tuple(row) for key, *row in db.session.execute(here)} if pieces else {},
        )
        self.names = names_of({goal_id for _, _, goal_id in self.left.values()})
        self.joined: dict[int, datetime] = {}
        for goal_id in {goal_of_task(piece) for piece in pieces}:
            numbers = [self.left[piece.id][0] for piece in pieces if goal_of_task(piece) == goal_id]
            goal = db.session.get(Goal, goal_id) if goal_id else None
            self.joined |= joined_before(numbers, goal, context.client.id)

    def joins(self, task_id: int) -> datetime:
        """Return when the task counts as having joined: now, or before if it was under that goal already."""
        return self.joined.get(self.left[task_id][0], self.now)

    def before(self, task_id: int) -> Row:
        """Return what the event keeps: the number of the previous goal, and when the task had joined that."""
        _, joined, goal_id = self.left[task_id]
        number, _ = self.names[goal_id]
        return snapshots.place_snapshot(number, None, joined)

    def title_left(self, task_id: int) -> str:
        """Return the title of the previous goal, whether or not the file has it; blank for a draft's or the inbox."""
        _, _, goal_id = self.left[task_id]
        return self.names[goal_id][1]


def columns_of(
    context: ImportContext, piece: ImportItem, places: Places, titles: Mapping[int, str], moves: Moves
) -> Row:
    """Return the columns of an item's changes, and record an event for each."""
    values: Row = {}
    for each in piece.changes:
        put = put_change(context, piece, each, places, moves)
        values |= put
        record_field_change(
            context, piece, each, titles, moves, sets_first=DATES.get(piece.level, ("", ""))[1] in put
        )
    return values


def put_change(context: ImportContext, piece: ImportItem, each: Field, places: Places, moves: Moves) -> Row:
    """Return the columns of one changed field."""
    text = value_meant(each.name, each.now)
    if each.name == "owner":
        return context.owner_of(cast(PlannedGoal | PlannedTask, piece.planned))
    if each.name == "due":
        date, first = DATES[piece.level]
        day, kept = stored_day(text), promise_kept(context, piece)
        is_kept = kept or cast(ExistingRecord, piece.known).promised_date
        return {date: day, **kept} if is_kept else {date: day, first: day}
    if each.name == "status":
        return status_columns(text, context.now)
    if each.name == "details":
        details = cast(PlannedTask, piece.planned).details
        return {"details": details, **context.rendering.html_columns("details", details)}
    if each.name == "done":
        return {"is_done": text == "yes"}
    if each.name == "goal":
        there = goal_of_task(piece)
        return {
            "goal_id": there,
            "position": places.next(there),
            "added_to_goal_at": moves.joins(piece.id),
            **promise_kept(context, piece),
        }
    if each.name == "seen_by":
        return {"visibility": text}
    return {each.name: text}


def is_promised(context: ImportContext, known: ExistingRecord) -> bool:
    """Whether its date was a promise that the client could read before this import."""
    goal_id = known.id if known.level == "goal" else known.goal_id
    return goal_id is None or goal_id in context.promised_goals


def promise_kept(context: ImportContext, piece: ImportItem) -> Row:
    """Return the promised date to keep, as `WorkItem.keep_promise` does; empty if the client read none."""
    known = cast(ExistingRecord, piece.known)
    day = stored_day(known.here["due"])
    return {"promised_date": day} if day and is_promised(context, known) else {}


def promised_before(context: ImportContext, piece: ImportItem) -> date_type | None:
    """Return the date that the client read last as a promise; None if that was no promise, or no date."""
    known = cast(ExistingRecord, piece.known)
    return stored_day(known.here["due"]) if is_promised(context, known) else known.promised_date


def record_field_change(
    context: ImportContext,
    piece: ImportItem,
    each: Field,
    titles: Mapping[int, str],
    moves: Moves,
    *,
    sets_first: bool,
) -> None:
    """Record the history event of one change, as the model's own method does.

    `sets_first`: whether a new date becomes the first one, although there was one.
    """
    before, now = value_meant(each.name, each.here), value_meant(each.name, each.now)
    if piece.level == "step":
        record_step_change(context, piece, each)
        return
    action = {"due": "date", "seen_by": "visibility"}.get(each.name, each.name)
    details: Row = {"previous": before, "current": now}
    if each.name == "due":
        first_date = cast(ExistingRecord, piece.known).first_date
        details["source"] = context.source_name
        details |= snapshots.promise_details(promised_before(context, piece))
        if sets_first or first_date is None:
            details["before"] = {"first": first_date.isoformat() if first_date else None}
    elif each.name == "owner":
        details = {"previous": name_in(before), "current": name_in(now)}
    elif each.name == "details":
        details = {}
    elif each.name == "goal":
        details = {
            "previous": moves.title_left(piece.id),
            "current": titles.get(goal_of_task(piece) or 0, ""),
        }
        details["before"] = moves.before(piece.id)
    if piece.level == "goal":
        context.note(f"goal_{action}_changed", piece.id, **details)
    else:
        context.note(f"task_{action}_changed", task_id=piece.id, **details)


def record_step_change(context: ImportContext, piece: ImportItem, each: Field) -> None:
    """Record that a step was renamed, ticked or unticked."""
    known = cast(ExistingRecord, piece.known)
    before = {"number": known.number}
    if each.name == "title":
        context.note(
            "task_step_renamed", task_id=known.task_id, previous=each.here, current=each.now, before=before
        )
    else:
        done = "done" if each.now == "yes" else "undone"
        context.note(f"task_step_{done}", task_id=known.task_id, step=piece.title, before=before)


def name_in(text: str) -> str:
    """Return the name that history uses for a person: “Rosa Delgado” for “Rosa Delgado <rosa@…>”."""
    return text.split(" <")[0] if split_person(text)[0] else text.strip("<>")
