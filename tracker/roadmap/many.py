"""One change of many tasks: found, allowed and changed all together, or none of them."""

from __future__ import annotations

from typing import Any

from flask import abort, g
from sqlalchemy.orm import defer, joinedload

from tracker.accounts.models import Person
from tracker.clients.door import people
from tracker.foundation.db import db
from tracker.foundation.formats import count_of, day
from tracker.foundation.hypermedia import Answer, Gone, Part, dom_id
from tracker.roadmap import answers, pages, reading, words
from tracker.roadmap.add_line import AddLine
from tracker.roadmap.assignees import assigned_words
from tracker.roadmap.many_forms import ManyForm
from tracker.roadmap.models import Goal, Task

FOR_ALL_WHO_WORK = ("status", "park")
"""What everybody at the table may do with every shared task; the rest is for its own people (DECISIONS 2)."""


def find(form: ManyForm) -> list[Task]:
    """The marked tasks as they stand in the list. One that is not here is a 404, one that is not theirs a 403."""
    people()
    query = Task.of(g.client).where(Task.number.in_(form.numbers), Task.shown_to(g.seat))
    found = list(db.session.scalars(query.options(joinedload(Task.goal), defer(Task.details))))
    if len(found) != len(form.numbers):
        abort(404)
    if not all(may(form.do.data, task) for task in found):
        abort(403)
    return sorted(found, key=place)


def may(do: str, task: Task) -> bool:
    if do in FOR_ALL_WHO_WORK:
        return task.may_be_moved_by(g.seat)
    return task.may_be_trashed_by(g.seat) if do == "trash" else task.may_be_edited_by(g.seat)


def place(task: Task) -> tuple[float, int, int]:
    return task.goal.position if task.goal else float("inf"), task.position, task.id


def goal_meant(form: ManyForm) -> Goal | None:
    """The goal they go under, if that is what is asked; a 404 where the reader knows none of that number."""
    if form.do.data != "goal" or not form.goal_number:
        return None
    return reading.goal_shown(g.client, g.seat, form.goal_number)


def apply(form: ManyForm, tasks: list[Task], goal: Goal | None, by: Person) -> None:
    """Do it: each task tells its own history, and all of it is one change."""
    do = form.do.data
    if do == "goal":
        Task.put_all_under(tasks, goal, by=by)
    for task in tasks:
        if do in FOR_ALL_WHO_WORK:
            task.move_to(form.to_status, by=by)
        elif do == "owner":
            task.give_to(form.who, by=by)
        elif do == "due":
            task.plan_for(form.due.data, by=by, why=form.why.data or "")
        elif do == "trash":
            task.put_in_trash(by=by)


def said(form: ManyForm, tasks: list[Task], goal: Goal | None) -> str:
    """What happened, in a line."""
    many, do = count_of(len(tasks), "task").capitalize(), form.do.data
    if do in FOR_ALL_WHO_WORK:
        return f"{many} moved to {words.status_word(form.to_status, words.reader_of(g.seat))}"
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


def parts(form: ManyForm, tasks: list[Task], left: set[Goal], goal: Goal | None) -> list[Answer]:
    """The rows as they are now, the counts around them, and a bar with nothing marked."""
    around: list[Answer] = [answers.progress(each) for each in sorted(left, key=lambda each: each.position)]
    fresh = [*around, answers.client_counts(), bar(ManyForm(formdata=None))]
    if form.do.data == "trash":
        return [*(Gone(dom_id(task)) for task in tasks), *fresh]
    if form.do.data != "goal":
        return [*map(answers.row, tasks), *fresh]
    end = dom_id(AddLine(goal))
    rows = [Part(end, *line_of(task), swap="beforebegin") for task in tasks]
    return [*(Gone(dom_id(task)) for task in tasks), *rows, *fresh]


def line_of(task: Task) -> tuple[str, dict[str, Any]]:
    row = answers.row(task)
    return row.template, row.context


def bar(form: ManyForm) -> Part:
    """The bar at the foot: what can be done with what is marked."""
    return Part("many-bar", "roadmap/_many.html", pages.bar_of(reading.shown_goals(g.client, g.seat), form))
