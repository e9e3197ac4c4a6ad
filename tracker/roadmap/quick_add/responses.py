"""Fragments of the line where a task is typed, and of what it adds."""

from __future__ import annotations

from flask import g

from tracker.clients.scope import active_seats, all_seats
from tracker.foundation import clock
from tracker.foundation.htmx import Answer, Fragment, Removal, dom_id
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.presentation import queries
from tracker.roadmap.presentation.approval import leads_by_name
from tracker.roadmap.presentation.fragments import client_counts, progress
from tracker.roadmap.presentation.wording import reader_of
from tracker.roadmap.quick_add.line import AddLine, LinePreview, added_message
from tracker.roadmap.quick_add.tokens import ParsedLine


def add_line(line: AddLine) -> Fragment:
    """The line where the next task is typed, with its words and its message if it was refused."""
    return Fragment(dom_id(line), "quick_add/_line.html", {"line": line})


def preview(preview: LinePreview) -> Fragment:
    """What the line would be taken for, under it."""
    return Fragment(dom_id(preview), "quick_add/_parse_preview.html", {"preview": preview}, "innerHTML")


def task_added_message(words: ParsedLine, task: Task) -> str:
    """Task added: Rosa, by Fri 27 Nov; and who sees it, if that is only the CEO and the COO."""
    only = leads_by_name(active_seats()) if task.is_for_leads else ""
    return added_message(words, clock.today(g.client), reader_of(g.seat), only)


def task_added(task: Task, goal: Goal | None, known: bool, for_leads: bool) -> list[Answer]:
    """A new row above a fresh line, which keeps the choice of who sees what is typed next.

    Sent twice, the row that is there already gives way to itself.
    """
    all_seats()
    fresh = AddLine(goal, for_leads=for_leads)
    context = {"task": task, "asking": False}
    earlier: list[Answer] = [Removal(dom_id(task))] if known else []
    new_row = Fragment(dom_id(fresh), "tasks/_row.html", context, swap="beforebegin")
    around: list[Answer] = [progress(goal)] if goal else []
    return [*earlier, new_row, add_line(fresh), *around, client_counts()]


def goal_added(goal: Goal, known: bool) -> list[Answer]:
    """A new goal at the end of the list, and the button that adds the next one."""
    all_seats()
    context = {"lane": queries.GoalSection(goal), "line": AddLine(goal, has_focus=True), "asking": False}
    earlier: list[Answer] = [Removal(dom_id(goal))] if known else []
    section = Fragment("add-goal", "goals/_goal.html", context, swap="beforebegin")
    return [*earlier, section, Fragment("add-goal", "goals/_add_button.html")]
