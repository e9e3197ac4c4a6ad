"""One change of many tasks, which are found, checked and changed all together, or not at all."""

from __future__ import annotations

from flask import abort, g
from sqlalchemy.orm import defer, joinedload

from tracker.accounts.models import Person
from tracker.clients.scope import all_seats
from tracker.foundation.database import db
from tracker.foundation.htmx import Answer, Fragment, Removal, dom_id
from tracker.foundation.text.formatting import count_of, day
from tracker.history.change_set import lines_so_far
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.models.statuses import Status
from tracker.roadmap.presentation import fragments, queries, wording
from tracker.roadmap.presentation.assignees import assigned_words
from tracker.roadmap.presentation.bulk_edit_form import BulkEditForm, bulk_context
from tracker.roadmap.quick_add.line import AddLine
from tracker.roadmap.tasks.responses import row_of

FOR_ALL_WHO_WORK = ("status", "park")
"""The changes that everybody but viewers may make to any task they see; others need the right to edit it."""


def find_selected(form: BulkEditForm) -> list[Task]:
    """Return the selected tasks in the order of the list.

    404 if the reader cannot see one of them, 403 if they may not change it.
    """
    all_seats()
    query = Task.of(g.client).where(Task.number.in_(form.numbers), Task.shown_to(g.seat))
    found = list(db.session.scalars(query.options(joinedload(Task.goal), defer(Task.details))))
    if len(found) != len(form.numbers):
        abort(404)
    if not all(may_change(form.do.data, task) for task in found):
        abort(403)
    return sorted(found, key=order_in_list)


def may_change(do: str, task: Task) -> bool:
    """Whether the reader may make this change to the task."""
    if do in FOR_ALL_WHO_WORK:
        return task.may_be_moved_by(g.seat)
    return task.may_be_trashed_by(g.seat) if do == "trash" else task.may_be_edited_by(g.seat)


def order_in_list(task: Task) -> tuple[float, int, int]:
    """Return the sort key of the list: by goal, the inbox last."""
    return task.goal.position if task.goal else float("inf"), task.position, task.id


def chosen_goal(form: BulkEditForm) -> Goal | None:
    """Return the goal to move the tasks to; None for the inbox and for other changes.

    404 if the reader cannot see it.
    """
    if form.do.data != "goal" or not form.goal_number:
        return None
    return queries.goal_shown(g.client, g.seat, form.goal_number)


def apply_bulk_edit(form: BulkEditForm, tasks: list[Task], goal: Goal | None, by: Person) -> None:
    """Change all tasks. Each records its own events, and together they are one change."""
    do = form.do.data
    if do == "goal":
        Task.move_all_to_goal(tasks, goal, by=by)
    for task in tasks:
        if do in FOR_ALL_WHO_WORK:
            task.set_status(form.to_status, by=by)
        elif do == "owner":
            task.assign(form.who, by=by)
        elif do == "due":
            task.set_date(form.due.data, by=by, why=form.why.data or "")
        elif do == "trash":
            task.put_in_trash(by=by)


def bulk_message(form: BulkEditForm, tasks: list[Task], goal: Goal | None) -> str:
    """Return the toast. It counts only the tasks that did change."""
    changed = {line.task_id for line in lines_so_far() if line.task_id}
    if not changed:
        return "Nothing changed: that is how it was"
    many, do = count_of(len(changed), "task").capitalize(), form.do.data
    if do in FOR_ALL_WHO_WORK:
        if form.to_status == Status.DONE:
            return f"{many} marked done"
        return f"{many} moved to {wording.status_word(form.to_status, wording.audience_of(g.seat))}"
    if do == "owner":
        return (
            f"{many} assigned to {assigned_words(tasks[0].assigned_to)}"
            if form.who
            else f"{many} without an owner"
        )
    if do == "due":
        return f"{many} due {day(form.due.data)}" if form.due.data else f"{many} without a date"
    if do == "goal":
        return f"{many} moved to {goal.title if goal else 'the inbox'}"
    return f"{many} put in the trash"


def fresh_rows(form: BulkEditForm, tasks: list[Task], left: set[Goal], goal: Goal | None) -> list[Answer]:
    """Return the rows as they are now, the counts around them, and a bar with nothing selected."""
    around: list[Answer] = [fragments.progress(each) for each in sorted(left, key=lambda each: each.position)]
    fresh = [*around, fragments.client_counts(), bulk_bar(BulkEditForm(formdata=None))]
    if form.do.data == "trash":
        return [*(Removal(dom_id(task)) for task in tasks), *fresh]
    if form.do.data != "goal":
        return [*map(fragments.row, tasks), *fresh]
    end = dom_id(AddLine(goal))
    rows = [Fragment(end, *row_of(task), swap="beforebegin") for task in tasks]
    return [*(Removal(dom_id(task)) for task in tasks), *rows, *fresh]


def bulk_bar(form: BulkEditForm) -> Fragment:
    """Return the bar with the changes to make to the selected rows."""
    return Fragment(
        "bulk-edit-bar", "bulk_edit/_bar.html", bulk_context(queries.shown_goals(g.client, g.seat), form)
    )
