"""What others changed, as pieces of page: each with a fact beside it, so that the page can decide where it goes.

A fact says who did it and where the piece belongs. The page (`live-updates.js`) puts it there, or, where somebody is in
the middle of that very row, marks it and waits until they leave it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import g, request

from tracker.clients.scope import all_seats
from tracker.foundation import clock
from tracker.foundation.htmx import Answer, Fragment, dom_id
from tracker.history.actions import Effect, actions
from tracker.roadmap.live_updates import changes
from tracker.roadmap.live_updates.changes import Change, News
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.presentation import fragments, queries
from tracker.roadmap.presentation.filters import Filters
from tracker.roadmap.presentation.page_moment import poll_context
from tracker.roadmap.quick_add.line import AddLine
from tracker.roadmap.tasks import discussion_responses
from tracker.roadmap.tasks.panel import task_shown
from tracker.roadmap.tasks.responses import sharing_anew

Fact = dict[str, Any]


@dataclass
class UpdateResponse:
    """The answer: pieces of page, and by their names the facts about them."""

    pieces: list[Answer] = field(default_factory=list)
    facts: dict[str, Fact] = field(default_factory=dict)

    def add(self, name: str, change: Change, part: Fragment | None = None, **more: Any) -> None:
        if part:
            self.pieces.append(part)
        self.facts[name] = {"words": words(change, **more), **more}


def words(change: Change, gone: bool = False, fits: bool = True, **_more: Any) -> str:
    """The mark on what somebody is in the middle of; what the reader did in another window needs none."""
    if gone:
        by, at = (change.taken_by, change.taken_at) if change.taken_at else (change.by, change.at)
        return f"{by or 'You'} removed this{at_time(at)}"
    said = f"Changed by {change.by}{at_time(change.at)}" if change.by else ""
    return said if fits else f"{said or 'You changed this'}; the filter leaves it out now"


def at_time(moment: datetime | None) -> str:
    """When it happened, by the client's clock."""
    return f" at {clock.local(moment, g.client):%H:%M}" if moment else ""


def update_response(found: News) -> list[Answer]:
    """Everything this reader is to see of it; nothing, where all of it is out of their sight."""
    if found.too_much:
        return [watch(too_much=True)]
    all_seats()
    filters = Filters.asked(request.args, g.seat)
    board, answer = queries.board(g.client, g.seat, Filters()), UpdateResponse()
    tell_goals(found, board.lanes, filters, answer)
    inbox: tuple[Goal | None, list[Task]] = (None, board.inbox)
    places = [*((lane.goal, lane.tasks) for lane in board.lanes), inbox]
    for goal, tasks in places:
        tell_tasks(found, goal, tasks, filters, answer)
    tell_gone(found, places, answer)
    tell_sheet(found, [task for _, tasks in places for task in tasks], answer)
    return [watch(answer.facts), *answer.pieces, fragments.client_counts()] if answer.facts else []


def watch(facts: dict[str, Fact] | None = None, too_much: bool = False) -> Fragment:
    return Fragment("news", "live_updates/_poll.html", {"news": poll_context(facts, too_much)})


def tell_goals(
    found: News, lanes: Sequence[queries.GoalSection], filters: Filters, answer: UpdateResponse
) -> None:
    """The heads of goals that changed, the marks of those whose tasks did, and goals that are new here."""
    done = set().union(*(change.actions for change in found.tasks.values()))
    moved = done & {"task_goal_changed", "task_trashed", "task_restored"}
    above: list[str] = []
    for lane in lanes:
        change, name = found.goals.get(lane.goal.id), dom_id(lane.goal)
        if change:
            place = {"section": True, "after": above[::-1][:8], "moved": "goal_reordered" in change.actions}
            is_news = may_be_new(change) and filters.in_quarter(lane.goal)
            if is_news or place["moved"]:
                answer.add(name, change, section(lane, filters) if is_news else None, **place)
            answer.add(dom_id(lane.goal, "head"), change, head(lane))
        elif moved or any(task.id in found.tasks for task in lane.tasks):
            answer.pieces.append(marks(lane))
        above.append(name)


def may_be_new(change: Change) -> bool:
    """Whether the goal may not be on the page yet: it came, or became visible."""
    known = [actions().get(name) for name in change.actions]
    return any(action is None or action.effect in (Effect.PRESENCE, Effect.SIGHT) for action in known)


def section(lane: queries.GoalSection, filters: Filters) -> Fragment:
    kept = queries.lane(lane.goal, lane.tasks, filters)
    return Fragment(
        dom_id(lane.goal), "goals/_goal.html", {"lane": kept, "line": AddLine(lane.goal), "asking": False}
    )


def head(lane: queries.GoalSection) -> Fragment:
    context = {"goal": lane.goal, "progress": lane.progress, "asking": False}
    return Fragment(dom_id(lane.goal, "head"), "goals/_head.html", context)


def marks(lane: queries.GoalSection) -> Fragment:
    context = {"goal": lane.goal, "progress": lane.progress}
    return Fragment(dom_id(lane.goal, "progress"), "goals/_progress.html", context)


def tell_tasks(
    found: News, goal: Goal | None, tasks: Sequence[Task], filters: Filters, answer: UpdateResponse
) -> None:
    """Rows in the order of their list: where one is put after another that is new too, that one is there first."""
    kept = filters.tasks(tasks)
    for task in tasks:
        if change := found.tasks.get(task.id):
            answer.add(
                dom_id(task), change, fragments.row(task), list=f"{dom_id(goal) if goal else 'inbox'}-tasks",
                after=changes.before(task, kept), fits=task in kept, moved="task_reordered" in change.actions,
            )  # fmt: skip


def tell_gone(found: News, places: Iterable[tuple[Goal | None, list[Task]]], answer: UpdateResponse) -> None:
    """What was in sight and is not: in the trash, a draft again, for leads only."""
    goals, tasks = zip(*((goal, tasks) for goal, tasks in places), strict=True)
    here = [goal.id for goal in goals if goal], [task.id for each in tasks for task in each]
    for record in (
        *changes.no_longer_shown(Goal, found.goals, here[0], g.seat),
        *changes.no_longer_shown(Task, found.tasks, here[1], g.seat),
    ):
        change = found.goals[record.key] if record.of_goals else found.tasks[record.key]
        answer.add(record.dom_name, change, gone=True)


def tell_sheet(found: News, tasks: Sequence[Task], answer: UpdateResponse) -> None:
    """Of the task that is open: the pieces that changed, its steps and its conversation. The composer stays."""
    number = request.args.get("open", type=int)
    open_one = next((task for task in tasks if task.number == number and task.id in found.tasks), None)
    if open_one is None:
        return
    change, task = found.tasks[open_one.id], task_shown(open_one.number)
    for part in discussion_responses.changed_parts(task, sorted(change.actions)):
        answer.add(part.target, change, part)
    for part in sharing_anew(task, *answer.pieces):
        answer.add(part.target, Change(), part)
    answer.add(dom_id(task, "sheet-talk"), Change(), discussion_responses.thread(task))
