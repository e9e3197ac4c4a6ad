"""Undoes an import as a whole: added items go to the trash, changed fields get their old values.

It is refused if any of them was worked on since. There is no redo: the file can be imported again instead, as
if for the first time, because its links are deleted.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TypeAlias

from sqlalchemy import ColumnElement, Select, Update, and_, bindparam, case, delete, or_, select, update
from sqlalchemy import Row as SqlRow
from sqlalchemy.orm import joinedload

from tracker.clients.models import Seat
from tracker.clients.short_names import actor_name
from tracker.foundation import clock
from tracker.foundation.column_types import ColumnValue, JsonObject
from tracker.foundation.database import db, first_or_404
from tracker.foundation.exceptions import DomainError
from tracker.history.models import Event
from tracker.history.undo import UndoStep, is_undo
from tracker.imports.apply.context import Row, insert_rows, table_of
from tracker.imports.apply.restrictions import Restrictions, check_opened, restrict_events
from tracker.imports.apply.updates import MODELS
from tracker.imports.models import ImportLink, ImportRun, State
from tracker.roadmap.handover.transfer import follow_people
from tracker.roadmap.models import Goal, Step, Task, snapshots
from tracker.roadmap.models.dependency import lock_dependencies
from tracker.roadmap.models.placement import names_of
from tracker.roadmap.models.questions import ask_what_is_shown, forget_showing
from tracker.roadmap.presentation.dependencies import DEPENDENCY_ACTIONS
from tracker.roadmap.presentation.event_queries import readable_by
from tracker.roadmap.presentation.sharing.readership import OPENS_GOAL
from tracker.roadmap.presentation.undo.candidates import RECORD_IN_TRASH, may_read, title_shown
from tracker.roadmap.trash.purge import number_deleted

ADDED = ("plan_imported", "goal_added", "goal_proposed", "goal_agreed", "task_added", "task_step_added")
"""The lines of an import that say that something is new; its undo puts that in the trash."""
Promises: TypeAlias = dict[tuple[str, int | None], date | None]
"""The date that the client read last as a promise, by level and primary key."""
REVERSED = {"task_step_done": "task_step_undone", "task_step_undone": "task_step_done"}
IMPORT_UNDONE_ALREADY = "This import was undone already."
CHANGED_AFTER_IMPORT = (
    "Something was changed after it was imported. Move what you don’t want to the trash by hand."
)
TOUCHED = "{} worked on “{}” after it was imported. Undo that first, or move what you don’t want to the trash by hand."


def check_import(past: UndoStep) -> None:
    """Raise the DomainError with which `undo_import` would refuse; nothing is locked or changed."""
    run = db.session.scalars(run_of(past)).first()
    if run is None or run.state != State.APPLIED:
        raise DomainError(IMPORT_UNDONE_ALREADY)
    check_untouched(run, past)


def undo_import(past: UndoStep) -> None:
    """Undo the whole import in one transaction. The event it records cannot be undone."""
    lock_dependencies(past.record.id)  # as an import does: one at a time for each client
    run = first_or_404(run_of(past).with_for_update(of=ImportRun))
    if run.state != State.APPLIED:
        raise DomainError(IMPORT_UNDONE_ALREADY)
    check_untouched(run, past)
    before = Restrictions.now(run.client_id)
    left = present_places(run)
    promises = keep_promises(run)
    trashed = trash_imported(run, past)
    restore_values(run)
    forget_showing(run.client_id, moment_of_run(run))
    ask_what_is_shown(run.client_id)
    follow_people(run.client_id)
    after = Restrictions.now(run.client_id)
    lines = [*reversing_events(past, left, promises), *trashed]
    check_opened(run.client_id, before, after)
    restrict_events(lines, before, after)
    insert_rows(Event, lines)
    forget_links(run)
    run.mark_undone(past.by)


def run_of(past: UndoStep) -> Select[ImportRun]:
    """Return the query for the import that this event is about."""
    return ImportRun.of(past.record).where(ImportRun.number == past.event.details["number"])


def added_rows(model: type[Goal | Task], run: ImportRun) -> ColumnElement[bool]:
    """WHERE clause for the rows this import added: all were written with the same time."""
    return and_(model.client_id == run.client_id, model.created_at == moment_of_run(run))


def changed_rows(run: ImportRun, level: str) -> list[JsonObject]:
    """Return the rows of that level that the import changed, each with its previous values."""
    found: list[JsonObject] = run.result.get("before", {}).get(level, [])
    return found


def check_untouched(run: ImportRun, past: UndoStep) -> None:
    """Raise DomainError if anybody worked on the import; names the work if the reader may see it."""
    event = worked_on_since(run, past.event, past.seat)
    if event is not None:
        who, title = actor_name(event.actor_name, event.actor_id), title_of(event, past.seat)
        raise DomainError(
            TOUCHED.format(who, title) if title and may_read(past.seat, event) else CHANGED_AFTER_IMPORT
        )
    check_in_place(run, past.seat)


def check_in_place(run: ImportRun, seat: Seat) -> None:
    """Raise DomainError if what it changed is in the trash by now, or the goal that a task would return to is.

    Names it only if this seat may read it.
    """
    tasks = [row["row"] for row in changed_rows(run, "task")]
    goals = [row["goal_id"] for row in changed_rows(run, "task") if row.get("goal_id")]
    goals += [row["row"] for row in changed_rows(run, "goal")]
    for model, keys in ((Goal, goals), (Task, tasks)):
        query = select(model.id).where(
            model.client_id == run.client_id, model.id.in_(keys), model.trashed_at.is_not(None)
        )
        key = db.session.scalar(query.order_by(model.id).limit(1)) if keys else None
        if key is not None:
            title = title_shown(model, key, seat)
            raise DomainError(RECORD_IN_TRASH.format(f"“{title}”") if title else CHANGED_AFTER_IMPORT)


def present_places(run: ImportRun) -> dict[int, Row]:
    """Return by task where the tasks that the import moved are now, as the events of a move keep it."""
    moved = [row["row"] for row in changed_rows(run, "task") if "goal_id" in row]
    query = select(Task.id, Task.goal_id, Task.added_to_goal_at)
    rows = db.session.execute(query.where(Task.client_id == run.client_id, Task.id.in_(moved))).all()
    names = names_of({goal_id for _, goal_id, _ in rows})
    found = {}
    for key, goal_id, joined in rows:
        number, title = names[goal_id]
        before = snapshots.place_snapshot(number, None, joined)
        found[key] = {"previous": title, "before": before}
    return found


def present_titles(keys: Iterable[int]) -> dict[int, str]:
    """Return the titles of the goals that these tasks are under; a task in the inbox has none."""
    query = select(Task.id, Goal.title).join(Goal, Goal.id == Task.goal_id).where(Task.id.in_(keys))
    return {row.id: row.title for row in db.session.execute(query)}


def keep_promises(run: ImportRun) -> Promises:
    """Keep the dates of what the undo changes as promises, where the client can read them as such.

    Return the date that the client read last, by the columns of an event that name the goal or task.
    """
    found: Promises = {}
    for model, day in ((Goal, Goal.target_date), (Task, Task.due)):
        keys = [row["row"] for row in changed_rows(run, model.__tablename__)]
        mine = model.client_id == run.client_id, or_(model.id.in_(keys), added_rows(model, run))
        last = select(model.id, case((model.promised(), day), else_=model.promised_date)).where(*mine)
        found |= {(model.__tablename__, key): date for key, date in db.session.execute(last)}
        model.keep_promises_of(*mine)
    return found


def reversing_events(past: UndoStep, left: dict[int, Row], promises: Promises) -> list[Row]:
    """Return the events that say, field by field, what the undo changed back, for open pages and history.

    A move names the goal where the task is now. `left`: where it was before the undo.
    """
    at, undone = clock.now(), past.event.change_set_id
    query = select(Event).where(
        Event.client_id == past.event.client_id, Event.change_set_id == undone, Event.action.not_in(ADDED)
    )
    there = present_titles(left)
    return [
        history_row(
            past,
            REVERSED.get(line.action, line.action),
            at,
            {**left[line.task_id], "current": there.get(line.task_id, "")}
            if line.action == "task_goal_changed" and line.task_id in left
            else swap_details(line.details) | promise_replaced(line, promises),
            goal_id=line.goal_id,
            task_id=line.task_id,
        )
        for line in db.session.scalars(query.order_by(Event.id.desc()))
    ]


def promise_replaced(line: Event, promises: Promises) -> Row:
    """Return the promise that the undo of a changed date replaces, as `set_date` keeps it; else nothing."""
    if not line.action.endswith("_date_changed"):
        return {}
    subject = ("task", line.task_id) if line.task_id else ("goal", line.goal_id)
    return snapshots.promise_details(promises.get(subject))


def swap_details(details: Row) -> Row:
    """Return the details of an event the other way round."""
    kept = {name: value for name, value in details.items() if name == "step"}
    number = number_deleted(details)
    if number is not None:  # the step it is about, by which its lines are found when it is deleted for good
        kept["before"] = {"number": number}
    if "previous" in details:
        kept |= {"previous": details["current"], "current": details["previous"]}
    return kept


def worked_on_since(run: ImportRun, came: Event, seat: Seat) -> Event | None:
    """Return the first later event, with its actor, that keeps the import from being undone.

    That is work on something it added or changed, or opening a changed task to more people. Undone events do
    not count, nor do dependencies on tasks that this seat may not see, because a refusal would tell of them.
    """
    lines = select(Event.task_id).where(
        Event.client_id == run.client_id,
        Event.change_set_id == came.change_set_id,
        Event.task_id.is_not(None),
    )
    tasks = select(Task.id).where(
        Task.client_id == run.client_id, or_(added_rows(Task, run), Task.id.in_(lines))
    )
    goals = select(Goal.id).where(
        or_(added_rows(Goal, run), Goal.id.in_([row["row"] for row in changed_rows(run, "goal")]))
    )
    opened = and_(
        Event.goal_id.in_(goals_of_changed(run)), Event.task_id.is_(None), Event.action.in_(OPENS_GOAL)
    )
    since = select(Event).where(
        Event.client_id == run.client_id,
        Event.id > came.id,
        Event.undone_at.is_(None),
        or_(Event.change_set_id.is_(None), Event.change_set_id != came.change_set_id),
        or_(Event.task_id.in_(tasks), Event.goal_id.in_(goals), opened),
        or_(Event.action.not_in(DEPENDENCY_ACTIONS), readable_by(seat)),
    )
    later = db.session.scalars(since.options(joinedload(Event.actor)).order_by(Event.id))
    return next((line for line in later if not is_undo(line)), None)


def goals_of_changed(run: ImportRun) -> Select[int]:
    """Return the goals of its changed tasks, now and before the import: opening one shows their text."""
    rows = changed_rows(run, "task")
    now = select(Task.goal_id).where(
        Task.client_id == run.client_id, Task.id.in_([row["row"] for row in rows])
    )
    before = [row["goal_id"] for row in rows if row.get("goal_id")]
    return select(Goal.id).where(Goal.client_id == run.client_id, or_(Goal.id.in_(now), Goal.id.in_(before)))


def title_of(event: Event, seat: Seat) -> str:
    """Return the title of the event's task or goal; empty if this seat may not read it now."""
    if event.task_id is not None:
        return title_shown(Task, event.task_id, seat)
    return title_shown(Goal, event.goal_id, seat) if event.goal_id is not None else ""


def trash_imported(run: ImportRun, past: UndoStep) -> list[Row]:
    """Move the new items to the trash at one time, so that restoring a goal restores its tasks.

    Return the events that say so.
    """
    at = clock.now()
    goals = trashed_rows(update(Goal).where(added_rows(Goal, run), Goal.trashed_at.is_(None)), Goal, at)
    tasks = trashed_rows(update(Task).where(added_rows(Task, run), Task.trashed_at.is_(None)), Task, at)
    steps = update(Step).where(Step.client_id == run.client_id, Step.created_at == moment_of_run(run))
    old = steps.where(
        Step.task_id.not_in(select(Task.id).where(added_rows(Task, run))), Step.trashed_at.is_(None)
    )
    added = old.values(trashed_at=at).returning(Step.task_id, Step.number, Step.title)
    steps_gone = db.session.execute(added, execution_options={"synchronize_session": False}).all()
    within = {key for key, _, _ in goals}
    lines = [history_row(past, "goal_trashed", at, {"title": title}, goal_id=key) for key, title, _ in goals]
    lines += [
        history_row(past, "task_trashed", at, {"title": title}, goal_id=goal_id, task_id=key)
        for key, title, goal_id in tasks
        if goal_id not in within
    ]
    lines += [
        history_row(
            past, "task_step_trashed", at, {"step": title, "before": {"number": number}}, task_id=task_id
        )
        for task_id, number, title in steps_gone
    ]
    return lines


def trashed_rows(query: Update, model: type[Goal | Task], at: datetime) -> list[SqlRow[int, str, int | None]]:
    """Run the update, and return primary key, title and goal of each row it moved to the trash."""
    of_goal = Task.goal_id if model is Task else model.id
    written = query.values(trashed_at=at, version=model.version + 1).returning(model.id, model.title, of_goal)
    return list(db.session.execute(written, execution_options={"synchronize_session": False}))


def history_row(past: UndoStep, action: str, at: datetime, details: Row, **subject: int | None) -> Row:
    """Return the columns of an event that undoes the import."""
    empty: Row = {"goal_id": None, "task_id": None, "undone_at": None}
    return empty | {
        "client_id": past.event.client_id,
        "action": action,
        "actor_id": past.by.id,
        "actor_name": past.by.name,
        "happened_at": at,
        "details": {**details, "undoes": past.event.change_set_id},
        **subject,
        "change_set_id": None,
    }


def restore_values(run: ImportRun) -> None:
    """Write the previous value to every field the import changed."""
    for level, model in MODELS.items():
        table = table_of(model)
        shapes: dict[tuple[str, ...], list[JsonObject]] = {}
        for row in changed_rows(run, level):
            shapes.setdefault(tuple(sorted(set(row) - {"row"})), []).append(row)
        for names, rows in shapes.items():
            values: dict[str, ColumnElement[object]] = {name: bindparam(f"to_{name}") for name in names}
            mine = update(table).where(table.c.client_id == run.client_id, table.c.id == bindparam("key"))
            values["version"] = table.c.version + 1
            stored = [{f"to_{name}": as_stored(table.c[name], row[name]) for name in names} for row in rows]
            keyed = [{"key": row["row"], **kept} for row, kept in zip(rows, stored, strict=True)]
            db.session.execute(mine.values(values), keyed)


def as_stored(column: ColumnElement[object], value: ColumnValue) -> ColumnValue:
    """Return the date or time that was kept as text; other values as they are."""
    if value is None or not isinstance(value, str) or column.type.python_type is str:
        return value
    return datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)


def forget_links(run: ImportRun) -> None:
    """Delete the links of new items; give the others the file's previous values back."""
    fresh = [
        and_(ImportLink.level == model.__tablename__, key.in_(select(model.id).where(added_rows(model, run))))
        for model, key in ((Goal, ImportLink.goal_id), (Task, ImportLink.task_id))
    ]
    steps = select(Step.id).where(Step.client_id == run.client_id, Step.created_at == moment_of_run(run))
    mine = and_(ImportLink.client_id == run.client_id, or_(*fresh, ImportLink.step_id.in_(steps)))
    db.session.execute(delete(ImportLink).where(mine), execution_options={"synchronize_session": False})
    for key, source_values in previous_values(run):
        where = ImportLink.client_id == run.client_id, ImportLink.id == key
        db.session.execute(update(ImportLink).where(*where).values(source_values=source_values))
    give_back_ids(run)


def give_back_ids(run: ImportRun) -> None:
    """Restore the links of drafts whose ids the import took over, as far as their records and the ids are free.

    Not those of imports undone since: their file comes in as if for the first time.
    """
    released: list[Row] = run.result.get("released", [])
    if not released:
        return
    kept = {model.__tablename__: linkable_ids(model, run, released) for model in (Goal, Task, Step)}
    mine = ImportLink.client_id == run.client_id, ImportLink.source == run.source
    rows = db.session.execute(select(ImportLink.level, ImportLink.external_id).where(*mine))
    taken = {(level, key) for level, key in rows}
    insert_rows(
        ImportLink,
        [
            {**row, "client_id": run.client_id}
            for row in released
            if row[f"{row['level']}_id"] in kept[row["level"]]
            and (row["level"], row["external_id"]) not in taken
        ],
    )


def linkable_ids(model: type[Goal | Task | Step], run: ImportRun, released: list[Row]) -> set[int]:
    """Return the ids of the released records that exist and whose import was not undone."""
    level = model.__tablename__
    keys = {row[f"{level}_id"] for row in released if row["level"] == level}
    undone = select(ImportRun.result["at"].as_string()).where(
        ImportRun.client_id == run.client_id, ImportRun.state == State.CANCELLED
    )
    moments = {datetime.fromisoformat(at) for at in db.session.scalars(undone) if at}
    rows = db.session.execute(select(model.id, model.created_at).where(model.client_id == run.client_id))
    return {key for key, at in rows if key in keys and at not in moments}


def previous_values(run: ImportRun) -> Iterable[tuple[int, JsonObject]]:
    """Return the primary key of each changed link with the file's previous values."""
    return ((int(key), source_values) for key, source_values in run.result.get("said", {}).items())


def moment_of_run(run: ImportRun) -> datetime:
    """Return the time at which the import was written: `created_at` of all it added."""
    return datetime.fromisoformat(run.result["at"])
