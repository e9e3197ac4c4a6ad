"""What is new in a file, written in bulk: goals, then their tasks, then the tasks' steps."""

from __future__ import annotations

from collections import Counter
from typing import cast

from sqlalchemy import func, select

from tracker.foundation.database import db
from tracker.imports.apply.context import ImportContext, Row, insert_rows, keys_of, status_columns
from tracker.imports.apply.diff import Comparison, ImportItem
from tracker.imports.apply.field_diff import value_meant
from tracker.imports.parsers.plan import PlannedGoal, PlannedTask
from tracker.roadmap.models import Goal, Step, Task
from tracker.roadmap.models.statuses import ApprovalState, Visibility


class Places:
    """The last place under each goal, and in the inbox."""

    def __init__(self, ink: ImportContext) -> None:
        query = select(Task.goal_id, func.max(Task.position)).where(Task.client_id == ink.client.id)
        places = db.session.execute(query.group_by(Task.goal_id))
        self.last: dict[int | None, int] = {row[0]: row[1] for row in places}

    def next(self, goal_id: int | None) -> int:
        self.last[goal_id] = self.last.get(goal_id, 0) + 1
        return self.last[goal_id]


def shared_values(ink: ImportContext, number: int, planned: PlannedGoal | PlannedTask) -> Row:
    """What goals and tasks have in common. Done long ago elsewhere is not done this week: it has no such moment."""
    return {
        "client_id": ink.client.id, "number": number, "title": planned.title, "form_key": None,
        **status_columns(value_meant("status", planned.status or ""), ink.now), **ink.owner_of(planned),
        "done_at": None, "trashed_at": None, "version": 1,
        "created_by_id": ink.by.id, "created_at": ink.now, "touched_at": ink.now,
    }  # fmt: skip


def insert_goals(ink: ImportContext, comparison: Comparison) -> None:
    """New goals, at the end, in the file's order: no quarter and no span yet."""
    new = [piece for piece in comparison.goals if piece.is_new]
    if not new:
        return
    numbers = Goal.new_numbers(ink.client, [ink.life == ApprovalState.DRAFT] * len(new))
    place = Goal.last_position(Goal.client_id == ink.client.id) + 1
    rows = []
    for offset, piece in enumerate(new):
        planned = cast(PlannedGoal, piece.planned)
        rows.append(
            shared_values(ink, numbers[offset], planned)
            | {"why": planned.why, "span_id": None, "quarter": None, "life": ink.life,
               "agreed_at": ink.now if ink.life == ApprovalState.AGREED else None,
               "done_by": planned.due, "first_done_by": planned.due, "position": place + offset}
        )  # fmt: skip
    insert_rows(Goal, rows)
    keys = keys_of(ink, Goal)
    for piece, number in zip(new, numbers, strict=True):
        piece.id = keys[number]
        ink.new_goals.add(piece.id)
        ink.note("goal_added", piece.id, title=piece.title)


def insert_tasks(ink: ImportContext, comparison: Comparison, places: Places) -> None:
    """New tasks, at the end of their goal or of the inbox."""
    new = [piece for piece in comparison.pieces() if piece.level == "task" and piece.is_new]
    if not new:
        return
    numbers = Task.new_numbers(ink.client, [is_hidden(ink, piece) for piece in new])
    rows = []
    for offset, piece in enumerate(new):
        planned = cast(PlannedTask, piece.planned)
        goal_id = goal_of_task(piece)
        rows.append(
            shared_values(ink, numbers[offset], planned)
            | {"goal_id": goal_id, "details": planned.details,
               **ink.rendering.html_columns("details", planned.details),
               "kind": value_meant("kind", planned.kind or ""),
               "due": planned.due, "first_due": planned.due, "visibility": planned.seen_by or Visibility.ALL,
               "comment_count": 0,
               "step_count": sum(step.is_new for step in piece.pieces), "joined_at": ink.now,
               "position": places.next(goal_id)}
        )  # fmt: skip
    insert_rows(Task, rows)
    keys = keys_of(ink, Task)
    for piece, number in zip(new, numbers, strict=True):
        piece.id = keys[number]
        ink.note("task_added", goal_of_task(piece), piece.id, title=piece.title)


def is_hidden(ink: ImportContext, task: ImportItem) -> bool:
    """Whether some at the client may not see this new task."""
    seen_by = cast(PlannedTask, task.planned).seen_by
    return seen_by == str(Visibility.LEADS) or ink.is_draft(goal_of_task(task))


def goal_of_task(task: ImportItem) -> int | None:
    """The goal a task of the file is under; of a goal in the trash it comes to the inbox."""
    return task.parent.id if task.parent and not task.parent.in_trash else None


def insert_steps(ink: ImportContext, comparison: Comparison) -> dict[int, int]:
    """New steps, after those a task has. Returns how many came to each task that was here."""
    rows: list[Row] = []
    places = select(Step.task_id, func.max(Step.position)).where(Step.client_id == ink.client.id)
    last = {row[0]: row[1] for row in db.session.execute(places.group_by(Step.task_id))}
    at: dict[tuple[int, int], ImportItem] = {}
    added: Counter[int] = Counter()
    for piece in (each for each in comparison.pieces() if each.level == "step" and each.is_new):
        task = cast(ImportItem, piece.parent)
        added[task.id] += 1
        number = (task.known.step_count if task.known else 0) + added[task.id]
        at[task.id, number] = piece
        rows.append(
            {"client_id": ink.client.id, "task_id": task.id, "number": number,
             "position": last.get(task.id, 0) + added[task.id], "title": piece.title,
             "is_done": piece.said["done"] == "yes", "form_key": None,
             "created_at": ink.now, "version": 1}
        )  # fmt: skip
        if task.known:
            ink.note("task_step_added", task.known.goal_id, task.id, step=piece.title)
    insert_rows(Step, rows)
    mine = select(Step.task_id, Step.number, Step.id).where(
        Step.client_id == ink.client.id, Step.created_at == ink.now
    )
    for task_id, number, step_id in db.session.execute(mine):
        if new := at.get((task_id, number)):
            new.id = step_id
    here = {task.id for task in comparison.pieces() if task.level == "task" and task.known}
    return {task_id: count for task_id, count in added.items() if task_id in here}
