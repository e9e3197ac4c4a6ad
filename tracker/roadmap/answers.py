"""The pieces of page that change when a goal or a task does. Each names the place it belongs to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import g, request, url_for

from tracker.clients.door import people
from tracker.foundation import clock
from tracker.foundation.conflicts import check_tap
from tracker.foundation.hypermedia import Answer, Gone, Part, dom_id
from tracker.roadmap import pages, reading, words
from tracker.roadmap.add_line import AddLine, Preview, said
from tracker.roadmap.forms import GoalForm, StatusForm
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.quick_line import Line
from tracker.roadmap.status import Status
from tracker.roadmap.words import reader_of


def row(task: Task, asking: bool = False) -> Part:
    """A task's line in the list. `asking`: its new status wants a word more, and the field has the focus."""
    people()
    return Part(dom_id(task), "roadmap/_task_row.html", {"task": task, "asking": asking})


def goal_head(goal: Goal, asking: bool = False) -> Part:
    """A goal's title row: status, date, owner, why, progress."""
    people()
    progress = reading.progress_of(goal, g.seat)
    context = {"goal": goal, "progress": progress, "asking": asking}
    return Part(dom_id(goal, "head"), "roadmap/_goal_head.html", context)


def progress(goal: Goal) -> Part:
    """Only the marks and “6 of 9”: nothing a person may be typing in is touched."""
    context = {"goal": goal, "progress": reading.progress_of(goal, g.seat)}
    return Part(dom_id(goal, "progress"), "roadmap/_progress.html", context)


def client_counts() -> Part:
    """“15 of 26 tasks” in the client's header."""
    people()
    return Part("client-counts", "clients/_counts.html")


def add_line(line: AddLine) -> Part:
    """The line where the next task is typed, with its words and its message if it was refused."""
    return Part(dom_id(line), "roadmap/_add_task.html", {"line": line})


def preview(preview: Preview) -> Part:
    """What the line would be taken for, under it."""
    return Part(dom_id(preview), "roadmap/_read.html", {"preview": preview}, "innerHTML")


def added(words: Line, task: Task) -> str:
    """Task added: Rosa, by Fri 27 Nov."""
    return said(words, clock.today(g.client), reader_of(g.seat), task.is_for_leads)


def task_added(task: Task, goal: Goal | None, known: bool) -> list[Answer]:
    """A new row above a fresh line. Sent twice, the row that is there already gives way to itself."""
    people()
    fresh = AddLine(goal)
    context = {"task": task, "asking": False}
    earlier: list[Answer] = [Gone(dom_id(task))] if known else []
    new_row = Part(dom_id(fresh), "roadmap/_task_row.html", context, swap="beforebegin")
    around: list[Answer] = [progress(goal)] if goal else []
    return [*earlier, new_row, add_line(fresh), *around, client_counts()]


def goal_added(goal: Goal, known: bool) -> list[Answer]:
    """A new goal at the end of the list, and the button that adds the next one."""
    people()
    context = {"lane": reading.Lane(goal), "line": AddLine(goal, has_focus=True), "asking": False}
    earlier: list[Answer] = [Gone(dom_id(goal))] if known else []
    section = Part("add-goal", "roadmap/_goal.html", context, swap="beforebegin")
    return [*earlier, section, Part("add-goal", "roadmap/_add_goal_button.html")]


def goal_to_add(form: GoalForm) -> Part:
    return Part("add-goal", "roadmap/_add_goal.html", pages.new_goal(form))


def goal_form(context: dict[str, Any]) -> Part:
    """The form of a goal with its messages; where two people met, with both texts."""
    return Part(dom_id(context["goal"], "form"), "roadmap/_goal_form.html", context)


def check_status(work: Goal | Task, form: StatusForm, who: Callable[[], str] = lambda: "Somebody") -> bool:
    """Whether a tap on the status is carried out; a conflict where somebody else set another one meanwhile."""
    said = dict(words.choices_for(words.reader_of(g.seat)))

    def told() -> str:
        return f"{who()} moved this to {said[Status(work.status)]} meanwhile."

    # a row of a long list says in its address what it showed, which is shorter
    shown = {**({"was_status": request.args["was"]} if "was" in request.args else {}), **request.form}
    return check_tap("status", form.chosen, work.status, shown, "Status", lambda key: said[Status(key)], told)


def ask(work: Goal | Task, form: StatusForm) -> Part:
    """The small form that asks who it waits on, with what was typed and the people it may mean."""
    people()
    g.refused_form, place = form, asked_at()
    address = url_for(
        "client.goals.show" if isinstance(work, Goal) else "client.tasks.show", number=work.number
    )
    context = {"work": work, "ask": "waiting_on", "asking": True, "address": address, "place": place}
    return Part(dom_id(work, f"wants-{place}"), "roadmap/_ask.html", context)


def asked_at() -> str:
    """Where the form that was sent stands: in a row, on the task's page, or on one's own page."""
    if request.form.get("back") == "mine":
        return "mine"
    return "sheet" if request.form.get("at") in ("sheet", "drawer") else "row"


def moved(work: Goal | Task) -> str:
    """What is said after a tap: Moved to Done."""
    return f"Moved to {Status(work.status).word}"


def task_changed(task: Task, goal: Goal | None, asking: bool = False) -> list[Answer]:
    """Everything a list shows of a task: its line, its goal's progress, the client's count."""
    around = [progress(goal)] if goal else []
    return [row(task, asking), *around, client_counts()]
