"""What a page shows of a change that was undone: the rows, heads and pieces it touched, each in its place.

Words typed in other lines stay: a list is never sent anew, its rows come and go one by one. Where too much
changed, the page itself is asked for again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask import Response, g, request, url_for

from tracker.foundation.htmx import Answer, Fragment, Removal, came_from, dom_id, redirect_anywhere, updated
from tracker.history.actions import Effect, actions
from tracker.history.undo import UndoStep, is_undo
from tracker.registry import features
from tracker.roadmap.goals.responses import surrounding_fragments
from tracker.roadmap.history.filters import HistoryFilters
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.presentation import fragments, queries
from tracker.roadmap.presentation.dependencies import waiters_of
from tracker.roadmap.presentation.filters import Filters
from tracker.roadmap.presentation.undo.candidates import goals_with
from tracker.roadmap.quick_add.line import AddLine
from tracker.roadmap.tasks import discussion_responses
from tracker.roadmap.tasks.blocked_messages import row_of_waiter
from tracker.roadmap.tasks.panel import goals_to_choose, in_order
from tracker.roadmap.tasks.responses import SHEET, panel_context, row_of, whole_panel

MANY = 12
"""So many rows are brought up to date one by one; of more the page is read again."""


def taken_back(pasts: Sequence[UndoStep]) -> Response:
    """Brought up to date in place, or the page again; in either case with a way to bring it back."""
    say = "Redone" if any(is_undo(past.event) for past in pasts) else "Undone"
    tasks = [record for record in records_of(pasts) if isinstance(record, Task)]
    goals = [record for record in records_of(pasts) if isinstance(record, Goal)]
    plain = (
        len(tasks) <= MANY and len(goals) <= 1 and not about_client(pasts) and place() not in reread_pages()
    )
    if not plain and came_from() is None:
        return redirect_anywhere(fallback_url(pasts))
    return updated(*pieces(pasts, tasks, goals), otherwise=fallback_url(pasts), say=say)


def records_of(pasts: Iterable[UndoStep]) -> list[object]:
    return list(dict.fromkeys(past.record for past in pasts))


def about_client(pasts: Iterable[UndoStep]) -> bool:
    return any(not isinstance(past.record, Goal | Task) for past in pasts)


def place() -> str:
    """Where the button stood, by name: what is brought up to date there differs."""
    return request.values.get("at", "")


def reread_pages() -> dict[str, str]:
    """Endpoints of pages that are read again, by the name their buttons send."""
    return {each.fields["at"]: each.endpoint for each in features().undo_places if each.is_reread}


def fallback_url(pasts: Sequence[UndoStep]) -> str:
    """The page that shows it without htmx: where the button stood, or the road map."""
    if place() in reread_pages():
        kept: dict[str, Any] = {**HistoryFilters.of(request.args).args()} if place() == "history" else {}
        return url_for(reread_pages()[place()], **kept)
    record = pasts[0].record
    if not isinstance(record, Goal | Task):
        return url_for("client.roadmap.index")
    if record.trashed_at is None and place() in ("sheet", "drawer") and isinstance(record, Task):
        return url_for("client.tasks.show", number=record.number)
    if record.trashed_at is None and place() == "goal" and isinstance(record, Goal):
        return url_for("client.goals.show", number=record.number)
    return url_for("client.roadmap.index", _anchor=None if record.trashed_at else dom_id(record))


def pieces(pasts: Sequence[UndoStep], tasks: Sequence[Task], goals: Sequence[Goal]) -> list[Answer]:
    """Rows and heads, the progress around them, and what stands on the task’s or the goal’s own page."""
    found: list[Answer] = []
    for goal in goals:
        found += in_the_list(goal, of_record(pasts, goal))
    for task in tasks:
        found += in_a_list(task, of_record(pasts, task))
        found += [row_of_waiter(each) for each in waiters_of(task, g.seat) if each not in tasks]
    heads = {past.record.goal_id for past in pasts if isinstance(past.record, Task)} | {
        past.event.goal_id for past in pasts if past.event.goal_id
    }
    found += [fragments.progress(goal) for goal in goals_with(heads) if goal not in goals]
    if place() in ("sheet", "drawer"):
        found += [part for task in tasks for part in on_the_sheet(task, of_record(pasts, task))]
    if place() == "goal":
        found += [part for goal in goals for part in surrounding_fragments(goal)]
    return [*found, fragments.client_counts()]


def of_record(pasts: Iterable[UndoStep], record: object) -> list[str]:
    """The actions that were taken back of one record."""
    return [past.event.action for past in pasts if past.record is record]


def effects(names: Iterable[str]) -> set[Effect]:
    """What these actions do to the record."""
    return {action.effect for name in names if (action := actions().get(name))}


def moves(names: Iterable[str]) -> bool:
    """Whether one of these actions puts the record elsewhere, or makes it come or go."""
    return bool(effects(names) & {Effect.POSITION, Effect.PRESENCE})


def in_a_list(task: Task, names: Sequence[str]) -> list[Answer]:
    """Its row as it is now; gone, or in its place, where that is what changed."""
    if task.trashed_at is not None:
        return [Removal(dom_id(task))]
    if not moves(names):
        return [fragments.row(task)]
    order, own = in_order(task), dom_id(task)
    at = order.index(task) if task in order else 0
    if not at:
        return [Removal(own), Fragment(list_of(task), *row_of(task), swap="afterbegin")]
    behind, line = dom_id(order[at - 1]), dom_id(AddLine(task.under()))
    put = Fragment(behind, *row_of(task), swap="afterend")
    # a filtered list may not have that one: then it comes last
    last = Fragment(f"{list_of(task)}:not(:has(> #{behind})) > #{line}", *row_of(task), swap="beforebegin")
    return [Removal(own), put, last]


def list_of(task: Task) -> str:
    goal = task.under()
    return f"{dom_id(goal)}-tasks" if goal else "inbox-tasks"


def in_the_list(goal: Goal, names: Sequence[str]) -> list[Answer]:
    """Its head as it is now; the whole goal gone, or in its place, where that is what changed."""
    if goal.trashed_at is not None:
        return [Removal(dom_id(goal))]
    if not moves(names):
        return [fragments.goal_head(goal)]
    order, own = goals_to_choose(), dom_id(goal)
    at = order.index(goal) if goal in order else 0
    tasks = queries.tasks_of(goal, g.client, g.seat)
    context = {"lane": queries.lane(goal, tasks, Filters()), "line": AddLine(goal), "asking": False}
    section = "goals/_goal.html", context
    beside = order[at - 1] if at else order[1] if len(order) > 1 else None
    if beside is None:
        return [Removal(own), Fragment("add-goal", *section, swap="beforebegin")]
    put = Fragment(dom_id(beside), *section, swap="afterend" if at else "beforebegin")
    last = Fragment(f"add-goal:not(#{dom_id(beside)} ~ *)", *section, swap="beforebegin")
    return [Removal(own), put, last]


def on_the_sheet(task: Task, names: Sequence[str]) -> list[Answer]:
    """The pieces of its sheet. What somebody types there in the meantime stays."""
    if task.trashed_at is not None:
        return []
    if Effect.PRESENCE in effects(names):
        context = {**panel_context(task), "in_drawer": place() == "drawer"}
        return [Fragment("drawer", SHEET, context, "innerHTML")]
    if moves(names):
        return [whole_panel(task)]
    return [*discussion_responses.changed_parts(task, names), discussion_responses.thread(task)]
