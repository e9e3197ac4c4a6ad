"""The fragments that change when a goal or a task does. Each has the id of its target."""

from __future__ import annotations

from flask import g, request, url_for

from tracker.clients.scope import all_seats
from tracker.clients.short_names import actor_name, short_name
from tracker.foundation.edit_conflicts import check_choice
from tracker.foundation.htmx import Answer, Fragment, dom_id
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.models.progress import Progress
from tracker.roadmap.models.statuses import EXPLAINED, Status
from tracker.roadmap.presentation import event_queries, queries, wording
from tracker.roadmap.presentation.client_header import header
from tracker.roadmap.presentation.forms import StatusForm
from tracker.roadmap.presentation.lists.listed_task import TaskLike
from tracker.roadmap.presentation.sharing.shown_parts import status_shown


def row(task: TaskLike, asking: bool = False) -> Fragment:
    """Return a task's row in the list. `asking`: its status needs one more field, which gets the focus."""
    all_seats()
    return Fragment(dom_id(task), "tasks/_rows.html", {"tasks": [task], "asking": asking})


def goal_head(goal: Goal, asking: bool = False) -> Fragment:
    """Return a goal's title row, with status, date, owner, why and progress."""
    all_seats()
    progress = queries.progress_of(goal, g.seat)
    context = {"goal": goal, "progress": progress, "asking": asking}
    return Fragment(dom_id(goal, "head"), "goals/_head.html", context)


def progress(goal: Goal) -> Fragment:
    """Return only the marks and “6 of 9”, so that no field a person may be typing in is touched."""
    return progress_part(goal, queries.progress_of(goal, g.seat))


def progress_part(goal: Goal, progress: Progress) -> Fragment:
    """Return the same for a progress that is known."""
    return Fragment(dom_id(goal, "progress"), "goals/_progress.html", {"goal": goal, "progress": progress})


def client_counts() -> Fragment:
    """Return “15 of 26 tasks” in the client's header."""
    all_seats()
    return Fragment("client-counts", "clients/_counts.html")


def check_status(work: Goal | Task, form: StatusForm) -> bool:
    """Whether to save the sent status. Raise ConflictError if others changed it since the page showed it.

    The person it waits on and the reason belong to a status: a change of them is one of it.
    """
    status_words = dict(wording.choices_for(wording.audience_of(g.seat)))
    now = status_shown(work)
    # a row of a long list sends the status it showed in its address, which is shorter
    shown = {**({"was_status": request.args["was"]} if "was" in request.args else {}), **request.form}
    if shown.get("was_status") == work.status:
        shown["was_status"] = now  # a page that did not send the person and the reason yet
    wanted = now if overwrites_nothing(work, form) else str(form.chosen)

    def word(key: str) -> str:
        if key != now:
            return status_in_words(
                status_words[form.chosen], form.chosen, short_name(form.who), form.why.data or ""
            )
        who = wording.waiting_name(work, g.seat)
        return status_in_words(status_words[Status(work.status)], work.status, who, work.status_reason)

    def changed_by() -> str:
        is_moved = shown["was_status"].partition(".")[0] != work.status
        return who_changed_status(work, status_words[Status(work.status)] if is_moved else "")

    return check_choice("status", wanted, now, shown, "Status", word, changed_by)


def overwrites_nothing(work: Goal | Task, form: StatusForm) -> bool:
    """Whether saving the form leaves the status, and a person or a reason that is there, as they are now."""
    same_person = form.who is None or not work.waiting_on or form.who == work.waits_for
    same_reason = not form.why.data or form.why.data in (work.status_reason, "") or not work.status_reason
    return form.chosen == work.status and same_person and same_reason


def status_in_words(word: str, status: str, who: str, why: str) -> str:
    """Return a status with what is said with it: “Waiting on Rosa: Lease or buy?”."""
    phrase = f"{word} on {who}" if who and status == Status.WAITING else word
    return f"{phrase}: {why}" if why and status in EXPLAINED else phrase


def who_changed_status(work: Goal | Task, word: str) -> str:
    """Return “Meanwhile, Dana moved “Order flour” to Done.”; without a new status, what of it the person changed."""
    name, title = work.__tablename__, f"“{work.title}”"
    actions = {
        f"{name}_status_changed": f"moved {title} to {word}." if word else f"changed {title}.",
        f"{name}_why_changed": f"changed the reason of {title}.",
        f"{name}_waiting_changed": f"changed who {title} is waiting on.",
    }
    moved = [f"{name}_status_changed"]
    event = event_queries.last_change_of_status(work, moved if word else list(actions), g.seat)
    if event is None:
        return f"Meanwhile, somebody {actions[moved[0]]}"
    who = "you" if event.actor_id == g.seat.person_id else actor_name(event.actor_name, event.actor_id)
    return f"Meanwhile, {who} {actions[event.action]}"


def waiting_on_part(work: Goal | Task, form: StatusForm) -> Fragment:
    """Return the small form that asks who it waits on, with the typed text and the people it may mean."""
    all_seats()
    g.refused_form, place = form, form_place_name()
    address = url_for(
        "client.goals.show" if isinstance(work, Goal) else "client.tasks.show", number=work.number
    )
    context = {"work": work, "ask": "waiting_on", "asking": True, "address": address, "place": place}
    return Fragment(dom_id(work, f"question-{place}"), "roadmap/_status_question.html", context)


def form_place_name() -> str:
    """Return the place of the sent form: a row, the task's page, or the reader's own page."""
    if request.form.get("back") == "mine":
        return "mine"
    return "panel" if request.form.get("at") in ("panel", "drawer") else "row"


def status_message(work: Goal | Task) -> str:
    """Return the toast after a change of status: “Marked done”, “Moved to On track”."""
    if work.is_done:
        return "Marked done"
    return f"Moved to {Status(work.status).word}"


def task_fragments(task: Task, goal: Goal | None, asking: bool = False) -> list[Answer]:
    """Return all fragments of a task in lists: its row, its goal's progress, the client's count."""
    of_goal, header().progress = queries.progress_around(task, goal, g.seat)
    around = [progress_part(goal, of_goal)] if goal else []
    return [row(task, asking), *around, client_counts()]
