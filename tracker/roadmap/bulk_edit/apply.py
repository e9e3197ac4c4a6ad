"""One change of many tasks: found, allowed and changed all together, or none of them."""

from __future__ import annotations

from typing import Any

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

FOR_ALL_WHO_WORK = ("status", "park")
"""What everybody at the table may do with every shared task; the rest is for its own people."""


def find_marked(form: BulkEditForm) -> list[Task]:
    """The marked tasks as they stand in the list. One that is not here is a 404, one that is not theirs a 403."""
    all_seats()
    query = Task.of(g.client).where(Task.number.in_(form.numbers), Task.shown_to(g.seat))
    found = list(db.session.scalars(query.options(joinedload(Task.goal), defer(Task.details))))
    if len(found) != len(form.numbers):
        abort(404)
    if not all(may(form.do.data, task) for task in found):
        abort(403)
    return sorted(found, key=order_in_list)


def may(do: str, task: Task) -> bool:
    if do in FOR_ALL_WHO_WORK:
        return task.may_be_moved_by(g.seat)
    return task.may_be_trashed_by(g.seat) if do == "trash" else task.may_be_edited_by(g.seat)


def order_in_list(task: Task) -> tuple[float, int, int]:
    return task.goal.position if task.goal else float("inf"), task.position, task.id


def goal_meant(form: BulkEditForm) -> Goal | None:
    """The goal they go under, if that is what is asked; a 404 where the reader knows none of that number."""
    if form.do.data != "goal" or not form.goal_number:
        return None
    return queries.goal_shown(g.client, g.seat, form.goal_number)


def apply_bulk_edit(form: BulkEditForm, tasks: list[Task], goal: Goal | None, by: Person) -> None:
    """Do it: each task tells its own history, and all of it is one change."""
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
    """What happened, in a line: only what did change is counted."""
    changed = {line.task_id for line in lines_so_far() if line.task_id}
    if not changed:
        return "Nothing changed: that is how it was"
    many, do = count_of(len(changed), "task").capitalize(), form.do.data
    if do in FOR_ALL_WHO_WORK:
        if form.to_status == Status.DONE:
            return f"{many} marked done"
        return f"{many} moved to {wording.status_word(form.to_status, wording.reader_of(g.seat))}"
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
    """The rows as they are now, the counts around them, and a bar with nothing marked."""
    around: list[Answer] = [fragments.progress(each) for each in sorted(left, key=lambda each: each.position)]
    fresh = [*around, fragments.client_counts(), bulk_bar(BulkEditForm(formdata=None))]
    if form.do.data == "trash":
        return [*(Removal(dom_id(task)) for task in tasks), *fresh]
    if form.do.data != "goal":
        return [*map(fragments.row, tasks), *fresh]
    end = dom_id(AddLine(goal))
    rows = [Fragment(end, *line_of(task), swap="beforebegin") for task in tasks]
    return [*(Removal(dom_id(task)) for task in tasks), *rows, *fresh]


def line_of(task: Task) -> tuple[str, dict[str, Any]]:
    row = fragments.row(task)
    return row.template, row.context


def bulk_bar(form: BulkEditForm) -> Fragment:
    """The bar at the foot: what can be done with what is marked."""
    return Fragment(
        "many-bar", "bulk_edit/_bar.html", bulk_context(queries.shown_goals(g.client, g.seat), form)
    )
