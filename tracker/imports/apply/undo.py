"""Taking an import back as a whole: what it added goes to the trash, what it changed goes back.

Nothing of it happens where somebody has worked on it since; then they are told what on. It cannot be done again
from here: the file comes in once more instead, as if it never had, because what is known of it is forgotten.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, bindparam, delete, or_, select, update
from sqlalchemy.orm import joinedload

from tracker.clients.short_names import short_name
from tracker.foundation import clock
from tracker.foundation.database import db, first_or_404
from tracker.foundation.exceptions import DomainError
from tracker.history.models import Event
from tracker.history.undo import UndoStep, is_undo
from tracker.imports.apply.context import Row, insert_rows, mark_tasks_for_leads, table_of
from tracker.imports.apply.updates import MODELS
from tracker.imports.models import ImportLink, ImportRun, State
from tracker.roadmap.models import Goal, Step, Task
from tracker.roadmap.models.statuses import ApprovalState
from tracker.roadmap.presentation.undo.candidates import may_read

ALREADY = "This import was undone already."
UNSEEN = "Something was changed after it was imported. Move what you don’t want to the trash by hand."
TOUCHED = "{} worked on “{}” after it was imported. Undo that first, or move what you don’t want to the trash by hand."


def check_import(past: UndoStep) -> None:
    """Raise the DomainError with which `undo_import` would refuse; nothing is locked or changed."""
    run = db.session.scalars(run_of(past)).first()
    if run is None or run.state != State.APPLIED:
        raise DomainError(ALREADY)
    check_untouched(run, past)


def is_lead(past: UndoStep) -> bool:
    return bool(past.seat.is_lead)


def undo_import(past: UndoStep) -> None:
    """All of it in one transaction; the line it leaves has nothing in it to bring it back by."""
    run = first_or_404(run_of(past).with_for_update(of=ImportRun))
    if run.state != State.APPLIED:
        raise DomainError(ALREADY)
    check_untouched(run, past)
    trash_imported(run, past)
    restore_values(run)
    forget(run)
    run.take_back(past.by)


def run_of(past: UndoStep) -> Select[ImportRun]:
    return ImportRun.of(past.record).where(ImportRun.number == past.event.details["number"])


def new(model: type[Goal | Task], run: ImportRun) -> Any:
    """What came new with it: all of it was written at one moment."""
    return and_(model.client_id == run.client_id, model.created_at == moment_of_run(run))


def changed_rows(run: ImportRun, level: str) -> list[dict[str, Any]]:
    """Rows of that level that it changed, each with what stood there before."""
    found: list[dict[str, Any]] = run.counts.get("before", {}).get(level, [])
    return found


def check_untouched(run: ImportRun, past: UndoStep) -> None:
    event = worked_on_since(run, past.event)
    if event is not None:
        who, seen = short_name(event.actor_name, event.actor_id), may_read(past.seat, event)
        raise DomainError(TOUCHED.format(who, title_of(event)) if seen else UNSEEN)


def worked_on_since(run: ImportRun, came: Event) -> Event | None:
    """The first line since about a thing that the import added or changed, except what was undone; with its actor."""
    tasks = select(Task.id).where(
        or_(new(Task, run), Task.id.in_([row["row"] for row in changed_rows(run, "task")]))
    )
    goals = select(Goal.id).where(
        or_(new(Goal, run), Goal.id.in_([row["row"] for row in changed_rows(run, "goal")]))
    )
    since = select(Event).where(
        Event.client_id == run.client_id, Event.id > came.id, Event.undone_at.is_(None),
        or_(Event.change.is_(None), Event.change != came.change),
        or_(Event.task_id.in_(tasks), Event.goal_id.in_(goals)),
    )  # fmt: skip
    lines = db.session.scalars(since.options(joinedload(Event.actor)).order_by(Event.id))
    return next((line for line in lines if not is_undo(line)), None)


def title_of(event: Event) -> str:
    found = db.session.get(Task, event.task_id) if event.task_id else db.session.get(Goal, event.goal_id)
    return found.title if found else "it"


def trash_imported(run: ImportRun, past: UndoStep) -> None:
    """Into the trash under one moment, so that a goal that is restored brings its tasks along."""
    at = clock.now()
    goals = trashed_rows(update(Goal).where(new(Goal, run), Goal.trashed_at.is_(None)), Goal, at)
    tasks = trashed_rows(update(Task).where(new(Task, run), Task.trashed_at.is_(None)), Task, at)
    steps = update(Step).where(Step.client_id == run.client_id, Step.created_at == moment_of_run(run))
    old = steps.where(
        Step.task_id.in_([row["row"] for row in changed_rows(run, "task")]), Step.trashed_at.is_(None)
    )
    db.session.execute(old.values(trashed_at=at), execution_options={"synchronize_session": False})
    within = {key for key, _, _ in goals}
    lines = [history_row(past, "goal_trashed", at, title, goal_id=key) for key, title, _ in goals]
    lines += [history_row(past, "task_trashed", at, title, goal_id=goal_id, task_id=key)
              for key, title, goal_id in tasks if goal_id not in within]  # fmt: skip
    mark_drafts(run, lines)
    mark_tasks_for_leads(run.client_id, lines)
    insert_rows(Event, lines)


def mark_drafts(run: ImportRun, lines: Iterable[Row]) -> None:
    """What happens to a draft is the COO's to read, also when its goal is proposed later."""
    drafts = select(Goal.id).where(Goal.client_id == run.client_id, Goal.life == ApprovalState.DRAFT)
    hidden = set(db.session.scalars(drafts))
    for each in lines:
        if each["goal_id"] in hidden:
            each["details"]["draft"] = True


def trashed_rows(query: Any, model: type[Goal | Task], at: datetime) -> list[Any]:
    """Key, title and goal of what was put away."""
    of_goal = Task.goal_id if model is Task else model.id
    written = query.values(trashed_at=at, version=model.version + 1).returning(model.id, model.title, of_goal)
    return list(db.session.execute(written, execution_options={"synchronize_session": False}))


def history_row(past: UndoStep, action: str, at: datetime, title: str, **subject: int | None) -> Row:
    empty: Row = {"goal_id": None, "task_id": None, "undone_at": None}
    return empty | {
        "client_id": past.event.client_id, "action": action, "actor_id": past.by.id,
        "actor_name": past.by.name, "happened_at": at, "details": {"title": title, "undoes": past.event.change},
        **subject, "change": None,
    }  # fmt: skip


def restore_values(run: ImportRun) -> None:
    """Every field it changed, as it was."""
    for level, model in MODELS.items():
        table = table_of(model)
        shapes: dict[tuple[str, ...], list[dict[str, Any]]] = {}
        for row in changed_rows(run, level):
            shapes.setdefault(tuple(sorted(set(row) - {"row"})), []).append(row)
        for names, rows in shapes.items():
            values: dict[str, Any] = {name: bindparam(f"to_{name}") for name in names}
            mine = update(table).where(table.c.client_id == run.client_id, table.c.id == bindparam("key"))
            values["version"] = table.c.version + 1
            stored = [{f"to_{name}": as_stored(table.c[name], row[name]) for name in names} for row in rows]
            keyed = [{"key": row["row"], **kept} for row, kept in zip(rows, stored, strict=True)]
            db.session.execute(mine.values(values), keyed)


def as_stored(column: Any, value: Any) -> Any:
    """A day or a moment again, of the text it was kept as."""
    if value is None or not isinstance(value, str) or column.type.python_type is str:
        return value
    return datetime.fromisoformat(value) if column.type.python_type is datetime else date.fromisoformat(value)


def forget(run: ImportRun) -> None:
    """Where the new things came from; of the others, what the file said the time before."""
    fresh = [
        and_(ImportLink.level == model.__tablename__, key.in_(select(model.id).where(new(model, run))))
        for model, key in ((Goal, ImportLink.goal_id), (Task, ImportLink.task_id))
    ]
    steps = select(Step.id).where(Step.client_id == run.client_id, Step.created_at == moment_of_run(run))
    mine = and_(ImportLink.client_id == run.client_id, or_(*fresh, ImportLink.step_id.in_(steps)))
    db.session.execute(delete(ImportLink).where(mine), execution_options={"synchronize_session": False})
    for key, said in said_before(run):
        where = ImportLink.client_id == run.client_id, ImportLink.id == key
        db.session.execute(update(ImportLink).where(*where).values(said=said))


def said_before(run: ImportRun) -> Iterable[tuple[int, dict[str, Any]]]:
    return ((int(key), said) for key, said in run.counts.get("said", {}).items())


def moment_of_run(run: ImportRun) -> datetime:
    """When all of it was written."""
    return datetime.fromisoformat(run.counts["at"])
