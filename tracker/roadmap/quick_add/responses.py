"""The fragments of the line that adds a task, and of the row or goal that was added."""

from __future__ import annotations

from flask import g

from tracker.clients.scope import active_seats, all_seats
from tracker.foundation import clock
from tracker.foundation.htmx import Answer, Fragment, Removal, dom_id
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.presentation import queries
from tracker.roadmap.presentation.approval import leads_by_name
from tracker.roadmap.presentation.fragments import client_counts, progress
from tracker.roadmap.presentation.wording import audience_of
from tracker.roadmap.quick_add.line import AddLine, LinePreview, added_message
from tracker.roadmap.quick_add.tokens import ParsedLine


def add_line(line: AddLine) -> Fragment:
    """Return the line, with its text and its message if it was refused."""
    return Fragment(dom_id(line), "quick_add/_line.html", {"line": line})


def preview_part(preview: LinePreview) -> Fragment:
    """Return the preview under the line."""
    return Fragment(dom_id(preview), "quick_add/_parse_preview.html", {"preview": preview}, "innerHTML")


def task_added_message(words: ParsedLine, task: Task) -> str:
    """Return the toast: “Task added: Rosa, by Fri 27 Nov”, and who sees it if that is only CEO and COO."""
    only = leads_by_name(active_seats()) if task.is_for_leads else ""
    return added_message(words, clock.today(g.client), audience_of(g.seat), only)


def task_added(task: Task, goal: Goal | None, known: bool, for_leads: bool) -> list[Answer]:
    """Return a new row above a fresh line, which keeps the choice of who sees the next task.

    `known`: the form was sent before; the row that is there already is replaced.
    """
    all_seats()
    fresh = AddLine(goal, for_leads=for_leads)
    context = {"tasks": [task], "asking": False}
    earlier: list[Answer] = [Removal(dom_id(task))] if known else []
    new_row = Fragment(dom_id(fresh), "tasks/_rows.html", context, swap="beforebegin")
    around: list[Answer] = [progress(goal)] if goal else []
    return [*earlier, new_row, add_line(fresh), *around, client_counts()]


def goal_added(goal: Goal, known: bool) -> list[Answer]:
    """Return the new goal at the end of the list, and the button that adds the next one."""
    all_seats()
    context = {"section": queries.GoalSection(goal), "line": AddLine(goal, has_focus=True), "asking": False}
    earlier: list[Answer] = [Removal(dom_id(goal))] if known else []
    section = Fragment("add-goal", "goals/_goal.html", context, swap="beforebegin")
    return [*earlier, section, Fragment("add-goal", "goals/_add_button.html")]
