"""The fragments that change when a goal or a task does. Each names its target."""

from __future__ import annotations

from collections.abc import Callable

from flask import g, request, url_for

from tracker.clients.scope import all_seats
from tracker.foundation.edit_conflicts import check_choice
from tracker.foundation.htmx import Answer, Fragment, dom_id
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.models.statuses import Status
from tracker.roadmap.presentation import queries, wording
from tracker.roadmap.presentation.forms import StatusForm


def row(task: Task, asking: bool = False) -> Fragment:
    """Return a task's row in the list. `asking`: the new status needs one more field, which gets the focus."""
    all_seats()
    return Fragment(dom_id(task), "tasks/_row.html", {"task": task, "asking": asking})


def goal_head(goal: Goal, asking: bool = False) -> Fragment:
    """Return a goal's title row: status, date, owner, why, progress."""
    all_seats()
    progress = queries.progress_of(goal, g.seat)
    context = {"goal": goal, "progress": progress, "asking": asking}
    return Fragment(dom_id(goal, "head"), "goals/_head.html", context)


def progress(goal: Goal) -> Fragment:
    """Return only the marks and “6 of 9”, so that no field a person may be typing in is touched."""
    context = {"goal": goal, "progress": queries.progress_of(goal, g.seat)}
    return Fragment(dom_id(goal, "progress"), "goals/_progress.html", context)


def client_counts() -> Fragment:
    """Return “15 of 26 tasks” in the client's header."""
    all_seats()
    return Fragment("client-counts", "clients/_counts.html")


def check_status(work: Goal | Task, form: StatusForm, who: Callable[[], str] = lambda: "Somebody") -> bool:
    """Whether to carry out a tap on the status; raises ConflictError if another person set another one since."""
    said = dict(wording.choices_for(wording.reader_of(g.seat)))

    def told() -> str:
        return f"{who()} moved this to {said[Status(work.status)]} meanwhile."

    # a row of a long list sends the status it showed in its address, which is shorter
    shown = {**({"was_status": request.args["was"]} if "was" in request.args else {}), **request.form}
    return check_choice(
        "status", form.chosen, work.status, shown, "Status", lambda key: said[Status(key)], told
    )


def ask(work: Goal | Task, form: StatusForm) -> Fragment:
    """Return the small form that asks who it waits on, with the typed text and the possible people."""
    all_seats()
    g.refused_form, place = form, asked_at()
    address = url_for(
        "client.goals.show" if isinstance(work, Goal) else "client.tasks.show", number=work.number
    )
    context = {"work": work, "ask": "waiting_on", "asking": True, "address": address, "place": place}
    return Fragment(dom_id(work, f"wants-{place}"), "roadmap/_status_question.html", context)


def asked_at() -> str:
    """Return where the sent form was: in a row, on the task's page, or on the reader's own page."""
    if request.form.get("back") == "mine":
        return "mine"
    return "sheet" if request.form.get("at") in ("sheet", "drawer") else "row"


def status_message(work: Goal | Task) -> str:
    """Return the toast after a change of status: Marked done; Moved to On track."""
    if work.is_done:
        return "Marked done"
    return f"Moved to {Status(work.status).word}"


def task_changed(task: Task, goal: Goal | None, asking: bool = False) -> list[Answer]:
    """Return all fragments of a task in lists: its row, its goal's progress, the client's count."""
    around = [progress(goal)] if goal else []
    return [row(task, asking), *around, client_counts()]
