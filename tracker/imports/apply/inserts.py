"""Inserts the new items of a file in bulk: goals, then their tasks, then the tasks' steps."""

from __future__ import annotations

from collections import Counter
from typing import cast

from sqlalchemy import func, select

from tracker.foundation.database import db
from tracker.imports.apply.context import ImportContext, Row, insert_rows, keys_of, status_columns
from tracker.imports.apply.diff import Comparison, ImportItem
from tracker.imports.apply.field_diff import value_meant
from tracker.imports.apply.private import is_for_leads
from tracker.imports.parsers.plan import PlannedGoal, PlannedTask
from tracker.roadmap.models import Goal, Step, Task
from tracker.roadmap.models.statuses import ApprovalState, Visibility


class Places:
    """The last position in each goal and in the inbox."""

    def __init__(self, context: ImportContext) -> None:
        query = select(Task.goal_id, func.max(Task.position)).where(Task.client_id == context.client.id)
        places = db.session.execute(query.group_by(Task.goal_id))
        self.last: dict[int | None, int] = {row[0]: row[1] for row in places}

    def next(self, goal_id: int | None) -> int:
        """Return the next free position, and take it."""
        self.last[goal_id] = self.last.get(goal_id, 0) + 1
        return self.last[goal_id]


def shared_values(context: ImportContext, number: int, planned: PlannedGoal | PlannedTask) -> Row:
    """Return the columns goals and tasks share.

    `done_at` is empty even for done work: it was done elsewhere at an unknown time, not this week.
    """
    return {
        "client_id": context.client.id,
        "number": number,
        "title": planned.title,
        "idempotency_key": None,
        **status_columns(value_meant("status", planned.status or ""), context.now),
        **context.owner_of(planned),
        "done_at": None,
        "trashed_at": None,
        "version": 1,
        "created_by_id": context.by.id,
        "created_at": context.now,
        "last_activity_at": context.now,
    }


def insert_goals(context: ImportContext, comparison: Comparison) -> None:
    """Insert new goals after the existing ones, in the file's order, without quarter or span."""
    new = [piece for piece in comparison.goals if piece.is_new]
    if not new:
        return
    numbers = Goal.new_numbers(context.client, [context.approval_state == ApprovalState.DRAFT] * len(new))
    place = Goal.last_position(Goal.client_id == context.client.id) + 1
    rows = []
    for offset, piece in enumerate(new):
        planned = cast(PlannedGoal, piece.planned)
        rows.append(
            shared_values(context, numbers[offset], planned)
            | {
                "why": planned.why,
                "span_id": None,
                "quarter": None,
                "approval_state": context.approval_state,
                "agreed_at": context.now if context.approval_state == ApprovalState.AGREED else None,
                "target_date": planned.due,
                "original_target_date": planned.due,
                "position": place + offset,
            }
        )
    insert_rows(Goal, rows)
    keys = keys_of(context, Goal)
    for piece, number in zip(new, numbers, strict=True):
        piece.id = keys[number]
        context.new_goals.add(piece.id)
        context.note("goal_added", piece.id, title=piece.title)
        if context.only_records_agreement:
            context.note("goal_agreed", piece.id, recorded=True)
        elif context.approval_state == ApprovalState.PROPOSED:
            context.note("goal_proposed", piece.id)


def insert_tasks(context: ImportContext, comparison: Comparison, places: Places) -> None:
    """Insert new tasks at the end of their goal or of the inbox."""
    new = [piece for piece in comparison.pieces() if piece.level == "task" and piece.is_new]
    if not new:
        return
    numbers = Task.new_numbers(context.client, [is_hidden(context, piece) for piece in new])
    rows = []
    for offset, piece in enumerate(new):
        planned = cast(PlannedTask, piece.planned)
        goal_id = goal_of_task(piece)
        rows.append(
            shared_values(context, numbers[offset], planned)
            | {
                "goal_id": goal_id,
                "details": planned.details,
                **context.rendering.html_columns("details", planned.details),
                "kind": value_meant("kind", planned.kind or ""),
                "due": planned.due,
                "original_due": planned.due,
                "visibility": planned.seen_by or Visibility.ALL,
                "comment_count": 0,
                "step_count": 0 if is_hidden(context, piece) else sum(step.is_new for step in piece.pieces),
                "added_to_goal_at": context.now,
                "position": places.next(goal_id),
            }
        )
    insert_rows(Task, rows)
    keys = keys_of(context, Task)
    for piece, number in zip(new, numbers, strict=True):
        piece.id = keys[number]
        context.note("task_added", task_id=piece.id, title=piece.title)


def is_hidden(context: ImportContext, task: ImportItem) -> bool:
    """Whether some at the client may not see this task, before the import or afterwards."""
    was_hidden = bool(context.restrictions_before.tasks.get(task.id))
    return was_hidden or is_for_leads(task) or context.is_draft(goal_of_task(task))


def goal_of_task(task: ImportItem) -> int | None:
    """Return the goal of a task in the file; None, for the inbox, if that goal is in the trash."""
    return task.parent.id if task.parent and not task.parent.in_trash else None


def numbers_of_steps(context: ImportContext, new: list[ImportItem]) -> tuple[list[int], Counter[int]]:
    """Return the numbers of new steps, in order, and how many counted numbers each task used, by its id.

    Steps of a task that is hidden from some get random numbers, like those added by hand.
    """
    tasks = [cast(ImportItem, step.parent) for step in new]
    hidden = {task.id for task in tasks if is_hidden(context, task)}
    random_ones = iter(context.client.random_numbers(Step, sum(task.id in hidden for task in tasks)))
    counted: Counter[int] = Counter()
    numbers = []
    for task in tasks:
        counted[task.id] += task.id not in hidden
        next_one = (task.known.step_count if task.known else 0) + counted[task.id]
        numbers.append(next(random_ones) if task.id in hidden else next_one)
    return numbers, counted


def insert_steps(context: ImportContext, comparison: Comparison) -> dict[int, int]:
    """Insert new steps after the existing ones. Return how many counted numbers each existing task used."""
    rows: list[Row] = []
    places = select(Step.task_id, func.max(Step.position)).where(Step.client_id == context.client.id)
    last = {row[0]: row[1] for row in db.session.execute(places.group_by(Step.task_id))}
    at: dict[tuple[int, int], ImportItem] = {}
    added: Counter[int] = Counter()
    new = [each for each in comparison.pieces() if each.level == "step" and each.is_new]
    numbers, counted = numbers_of_steps(context, new)
    for piece, number in zip(new, numbers, strict=True):
        task = cast(ImportItem, piece.parent)
        added[task.id] += 1
        at[task.id, number] = piece
        rows.append(
            {
                "client_id": context.client.id,
                "task_id": task.id,
                "number": number,
                "position": last.get(task.id, 0) + added[task.id],
                "title": piece.title,
                "is_done": piece.source_values["done"] == "yes",
                "idempotency_key": None,
                "created_at": context.now,
                "version": 1,
            }
        )
        if task.known:
            context.note("task_step_added", task_id=task.id, step=piece.title, before={"number": number})
    insert_rows(Step, rows)
    mine = select(Step.task_id, Step.number, Step.id).where(
        Step.client_id == context.client.id, Step.created_at == context.now
    )
    for task_id, number, step_id in db.session.execute(mine):
        if piece_here := at.get((task_id, number)):
            piece_here.id = step_id
    here = {task.id for task in comparison.pieces() if task.level == "task" and task.known}
    return {task_id: counted[task_id] for task_id in added if task_id in here}
