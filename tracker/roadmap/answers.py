"""The pieces of page that change when a goal or a task does. Each names the place it belongs to."""

from __future__ import annotations

from flask import g

from tracker.clients.door import people
from tracker.foundation.hypermedia import Answer, Part, dom_id
from tracker.roadmap import reading
from tracker.roadmap.models import Goal, Task


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


def task_changed(task: Task, goal: Goal | None, asking: bool = False) -> list[Answer]:
    """Everything a list shows of a task: its line, its goal's progress, the client's count."""
    around = [progress(goal)] if goal else []
    return [row(task, asking), *around, client_counts()]
