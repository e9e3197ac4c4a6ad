"""The response after an undo: the rows, heads and panel fields it touched, each in its place.

A list is never sent as a whole, so that text typed in other rows stays; rows are added and removed one by
one. After a larger change, the page itself is loaded again.
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
from tracker.roadmap.presentation.dependencies import blocked_by
from tracker.roadmap.presentation.filters import Filters
from tracker.roadmap.presentation.undo.candidates import goals_with
from tracker.roadmap.quick_add.line import AddLine
from tracker.roadmap.tasks import discussion_responses
from tracker.roadmap.tasks.blocked_messages import row_of_blocked
from tracker.roadmap.tasks.panel import goals_to_choose, tasks_in_order
from tracker.roadmap.tasks.responses import PANEL, panel_context, row_of, whole_panel

MANY_RECORDS = 12
"""The number of rows that are updated one by one; with more, the page is loaded again."""


def undone_response(pasts: Sequence[UndoStep]) -> Response:
    """Return the updated fragments, or a redirect to the page, after an undo or a redo."""
    say = "Redone" if any(is_undo(past.event) for past in pasts) else "Undone"
    tasks = [record for record in records_of(pasts) if isinstance(record, Task)]
    goals = [record for record in records_of(pasts) if isinstance(record, Goal)]
    plain = (
        len(tasks) <= MANY_RECORDS
        and len(goals) <= 1
        and not is_about_client(pasts)
        and page_name() not in reread_pages()
    )
    if not plain and came_from() is None:
        return redirect_anywhere(fallback_url(pasts))
    return updated(*work_parts(pasts, tasks, goals), otherwise=fallback_url(pasts), say=say)


def records_of(pasts: Iterable[UndoStep]) -> list[object]:
    """Return the records that were changed, each once."""
    return list(dict.fromkeys(past.record for past in pasts))


def is_about_client(pasts: Iterable[UndoStep]) -> bool:
    """Whether the client itself was changed, not only goals and tasks."""
    return any(not isinstance(past.record, Goal | Task) for past in pasts)


def page_name() -> str:
    """Return the name of the page with the button, because each page has other fragments to update."""
    return request.values.get("at", "")


def reread_pages() -> dict[str, str]:
    """Return the endpoints of the pages that are loaded again, by the name their buttons send."""
    return {each.fields["at"]: each.endpoint for each in features().undo_places if each.is_reread}


def fallback_url(pasts: Sequence[UndoStep]) -> str:
    """Return the address of the page that shows it without htmx: the button's page, or the road map."""
    if page_name() in reread_pages():
        kept: dict[str, Any] = {**HistoryFilters.of(request.args).args()} if page_name() == "history" else {}
        return url_for(reread_pages()[page_name()], **kept)
    record = pasts[0].record
    if not isinstance(record, Goal | Task):
        return url_for("client.roadmap.index")
    if record.trashed_at is None and page_name() in ("panel", "drawer") and isinstance(record, Task):
        return url_for("client.tasks.show", number=record.number)
    if record.trashed_at is None and page_name() == "goal" and isinstance(record, Goal):
        return url_for("client.goals.show", number=record.number)
    return url_for("client.roadmap.index", _anchor=None if record.trashed_at else dom_id(record))


def work_parts(pasts: Sequence[UndoStep], tasks: Sequence[Task], goals: Sequence[Goal]) -> list[Answer]:
    """Return the rows and heads, the progress around them, and the parts of the task's or goal's own page."""
    found: list[Answer] = []
    for goal in goals:
        found += goal_fragments(goal, actions_undone_on(pasts, goal))
    for task in tasks:
        found += task_fragments(task, actions_undone_on(pasts, task))
        found += [row_of_blocked(each) for each in blocked_by(task, g.seat) if each not in tasks]
    heads = {past.record.goal_id for past in pasts if isinstance(past.record, Task)} | {
        past.event.goal_id for past in pasts if past.event.goal_id
    }
    found += [fragments.progress(goal) for goal in goals_with(heads) if goal not in goals]
    if page_name() in ("panel", "drawer"):
        found += [part for task in tasks for part in panel_fragments(task, actions_undone_on(pasts, task))]
    if page_name() == "goal":
        found += [part for goal in goals for part in surrounding_fragments(goal)]
    return [*found, fragments.client_counts()]


def actions_undone_on(pasts: Iterable[UndoStep], record: object) -> list[str]:
    """Return the actions that were undone on this record."""
    return [past.event.action for past in pasts if past.record is record]


def effects_of(names: Iterable[str]) -> set[Effect]:
    """Return the effects of these actions."""
    return {action.effect for name in names if (action := actions().get(name))}


def is_moving(names: Iterable[str]) -> bool:
    """Whether one of these actions changes the record's position, or adds or removes it."""
    return bool(effects_of(names) & {Effect.POSITION, Effect.PRESENCE})


def task_fragments(task: Task, names: Sequence[str]) -> list[Answer]:
    """Return the task's row: removed, updated, or moved to its place."""
    if task.trashed_at is not None:
        return [Removal(dom_id(task))]
    if not is_moving(names):
        return [fragments.row(task)]
    order, own = tasks_in_order(task), dom_id(task)
    at = order.index(task) if task in order else 0
    if not at:
        return [Removal(own), Fragment(list_id(task), *row_of(task), swap="afterbegin")]
    behind, line = dom_id(order[at - 1]), dom_id(AddLine(task.loaded_goal()))
    put = Fragment(behind, *row_of(task), swap="afterend")
    # a filtered list may lack the row before it; then it goes to the end
    last = Fragment(f"{list_id(task)}:not(:has(> #{behind})) > #{line}", *row_of(task), swap="beforebegin")
    return [Removal(own), put, last]


def list_id(task: Task) -> str:
    """Return the id of the element with the task's list."""
    goal = task.loaded_goal()
    return f"{dom_id(goal)}-tasks" if goal else "inbox-tasks"


def goal_fragments(goal: Goal, names: Sequence[str]) -> list[Answer]:
    """Return the goal's head, or all of the goal: removed, updated, or moved to its place."""
    if goal.trashed_at is not None:
        return [Removal(dom_id(goal))]
    if not is_moving(names):
        return [fragments.goal_head(goal)]
    order, own = goals_to_choose(), dom_id(goal)
    at = order.index(goal) if goal in order else 0
    tasks = queries.tasks_of(goal, g.client, g.seat)
    context = {
        "section": queries.goal_section(goal, tasks, Filters()),
        "line": AddLine(goal),
        "asking": False,
    }
    section = "goals/_goal.html", context
    beside = order[at - 1] if at else order[1] if len(order) > 1 else None
    if beside is None:
        return [Removal(own), Fragment("add-goal", *section, swap="beforebegin")]
    put = Fragment(dom_id(beside), *section, swap="afterend" if at else "beforebegin")
    last = Fragment(f"add-goal:not(#{dom_id(beside)} ~ *)", *section, swap="beforebegin")
    return [Removal(own), put, last]


def panel_fragments(task: Task, names: Sequence[str]) -> list[Answer]:
    """Return the changed parts of the task's panel. Text that is being typed there stays."""
    if task.trashed_at is not None:
        return []
    if Effect.PRESENCE in effects_of(names):
        context = {**panel_context(task), "in_drawer": page_name() == "drawer"}
        return [Fragment("drawer", PANEL, context, "innerHTML")]
    if is_moving(names):
        return [whole_panel(task)]
    return [*discussion_responses.changed_panel_parts(task, names), discussion_responses.thread_part(task)]
