"""Changes by others as fragments, each with a fact, so that the page can decide where it goes.

A fact says who made the change and where the fragment belongs. The script (`live-updates.js`) puts it there.
If the reader is editing that very row, the script marks the row and waits until they leave it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import g, request

from tracker.foundation import clock
from tracker.foundation.htmx import Answer, Fragment, dom_id
from tracker.history.actions import Effect, actions
from tracker.roadmap.live_updates import changes
from tracker.roadmap.live_updates.changes import Change, PageChanges
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.presentation import fragments, queries
from tracker.roadmap.presentation.client_header import header
from tracker.roadmap.presentation.filters import Filters
from tracker.roadmap.presentation.lists.listed_task import TaskLike
from tracker.roadmap.presentation.page_moment import poll_context
from tracker.roadmap.quick_add.line import AddLine
from tracker.roadmap.tasks import discussion_responses
from tracker.roadmap.tasks.panel import task_shown
from tracker.roadmap.tasks.responses import fresh_sharing_form

Fact = dict[str, object]


@dataclass
class UpdateResponse:
    """The response: fragments, and the facts about them by the name of their element."""

    pieces: list[Answer] = field(default_factory=list)
    facts: dict[str, Fact] = field(default_factory=dict)

    def add(self, name: str, change: Change, part: Fragment | None = None, **more: Any) -> None:
        """Add the facts about an element, and its new fragment if there is one."""
        if part:
            self.pieces.append(part)
        self.facts[name] = {"words": change_note(change, **more), **more}


def change_note(change: Change, gone: bool = False, fits: bool = True, **_more: object) -> str:
    """Return the note on a row that is being edited: “Changed by Rosa at 10:15”.

    It is empty for the reader's own change, unless the row is gone or the filter leaves it out.
    """
    if gone:
        by, at = (change.taken_by, change.taken_at) if change.taken_at else (change.by, change.at)
        return f"{by or 'You'} removed this{at_time(at)}"
    note = f"Changed by {change.by}{at_time(change.at)}" if change.by else ""
    return note if fits else f"{note or 'You changed this'}; the filter leaves it out now"


def at_time(moment: datetime | None) -> str:
    """Return the time by the client's clock, such as “ at 10:15”; empty for None."""
    return f" at {clock.local(moment, g.client):%H:%M}" if moment else ""


def update_response(found: PageChanges) -> list[Answer]:
    """Return the fragments of the changes this reader may see; empty if there are none."""
    if found.too_much:
        return [polling_part(too_much=True)]
    board = header().with_counts_of(queries.board(g.client, g.seat, Filters()))
    answer = UpdateResponse()
    filters = queries.complete_filters(Filters.asked(request.args, g.seat), board.works, g.seat)
    add_goals(found, board.sections, filters, answer)
    inbox: tuple[Goal | None, Sequence[TaskLike]] = (None, board.inbox)
    places = [*((section.goal, section.tasks) for section in board.sections), inbox]
    for goal, tasks in places:
        add_tasks(found, goal, tasks, filters, answer)
    add_removals(found, places, answer)
    add_open_task(found, [task for _, tasks in places for task in tasks], answer)
    return [polling_part(answer.facts), *answer.pieces, fragments.client_counts()] if answer.facts else []


def polling_part(facts: dict[str, Fact] | None = None, too_much: bool = False) -> Fragment:
    """Return the polling element with a new time, and the facts for the script."""
    return Fragment("live-updates", "live_updates/_poll.html", {"news": poll_context(facts, too_much)})


def add_goals(
    found: PageChanges, sections: Sequence[queries.GoalSection], filters: Filters, answer: UpdateResponse
) -> None:
    """Add the heads of changed goals, the progress of goals whose tasks changed, and new goals."""
    done = set().union(*(change.actions for change in found.tasks.values()))
    moved = done & {"task_goal_changed", "task_trashed", "task_restored"}
    above: list[str] = []
    for section in sections:
        change, name = found.goals.get(section.goal.id), dom_id(section.goal)
        if change:
            place = {"section": True, "after": above[::-1][:8], "moved": "goal_reordered" in change.actions}
            kept = queries.goal_section(section.goal, section.tasks, filters)
            is_news = may_be_new(change) and queries.is_on_board(kept, filters)
            if is_news or place["moved"]:
                answer.add(name, change, goal_section_part(section, filters) if is_news else None, **place)
            answer.add(dom_id(section.goal, "head"), change, goal_head_part(section))
        elif moved or any(task.id in found.tasks for task in section.tasks):
            if section.goal.is_agreed:
                answer.pieces.append(goal_progress_part(section))
            else:  # its buttons carry what they agree to, which are its tasks, too
                answer.add(dom_id(section.goal, "head"), Change(), goal_head_part(section))
        above.append(name)


def may_be_new(change: Change) -> bool:
    """Whether the goal may be missing from the page, because it was added, restored or shown."""
    known = [actions().get(name) for name in change.actions]
    return any(action is None or action.effect in (Effect.PRESENCE, Effect.SIGHT) for action in known)


def goal_section_part(section: queries.GoalSection, filters: Filters) -> Fragment:
    """Return the whole goal with its filtered tasks."""
    kept = queries.goal_section(section.goal, section.tasks, filters)
    return Fragment(
        dom_id(section.goal),
        "goals/_goal.html",
        {"section": kept, "line": AddLine(section.goal), "asking": False},
    )


def goal_head_part(section: queries.GoalSection) -> Fragment:
    """Return the goal's title row."""
    context = {"goal": section.goal, "progress": section.progress, "asking": False}
    return Fragment(dom_id(section.goal, "head"), "goals/_head.html", context)


def goal_progress_part(section: queries.GoalSection) -> Fragment:
    """Return the goal's progress."""
    context = {"goal": section.goal, "progress": section.progress}
    return Fragment(dom_id(section.goal, "progress"), "goals/_progress.html", context)


def add_tasks(
    found: PageChanges, goal: Goal | None, tasks: Sequence[TaskLike], filters: Filters, answer: UpdateResponse
) -> None:
    """Add changed rows in the order of their list, so that a row placed after a new one finds it."""
    kept = filters.tasks_under(goal, tasks)
    for task in tasks:
        if change := found.tasks.get(task.id):
            answer.add(
                dom_id(task),
                change,
                fragments.row(task),
                list=f"{dom_id(goal) if goal else 'inbox'}-tasks",
                after=changes.rows_above(task, kept),
                fits=task in kept,
                moved="task_reordered" in change.actions,
            )


def add_removals(
    found: PageChanges, places: Iterable[tuple[Goal | None, Sequence[TaskLike]]], answer: UpdateResponse
) -> None:
    """Add the removal of records the reader can no longer see: trashed, back in draft, or for leads only."""
    goals, tasks = zip(*((goal, tasks) for goal, tasks in places), strict=True)
    here = [goal.id for goal in goals if goal], [task.id for each in tasks for task in each]
    for record in (
        *changes.no_longer_shown(Goal, found.goals, here[0], g.seat),
        *changes.no_longer_shown(Task, found.tasks, here[1], g.seat),
    ):
        change = found.goals[record.key] if record.of_goals else found.tasks[record.key]
        answer.add(record.dom_name, change, gone=True)


def add_open_task(found: PageChanges, tasks: Sequence[TaskLike], answer: UpdateResponse) -> None:
    """Add the changed parts of the open task, with its steps and discussion. The comment form stays."""
    number = request.args.get("open", type=int)
    open_one = next((task for task in tasks if task.number == number and task.id in found.tasks), None)
    if open_one is None:
        return
    change, task = found.tasks[open_one.id], task_shown(open_one.number)
    for part in discussion_responses.changed_panel_parts(task, sorted(change.actions)):
        answer.add(part.target, change, part)
    for part in fresh_sharing_form(task, *answer.pieces):
        answer.add(part.target, Change(), part)
    answer.add(dom_id(task, "panel-discussion"), Change(), discussion_responses.thread_part(task))
