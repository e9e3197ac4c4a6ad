"""The context of the road map's page, for showing it and for refusing a form on it."""

from __future__ import annotations

from collections.abc import Sequence

from flask import g, request

from tracker.foundation import clock
from tracker.foundation.htmx import Fragment, TemplateContext, dom_id
from tracker.foundation.text.numerals import whole_number
from tracker.roadmap.models import quarters
from tracker.roadmap.models.statuses import EXPLAINED
from tracker.roadmap.presentation import queries
from tracker.roadmap.presentation.bulk_edit_form import BulkEditForm, bulk_context
from tracker.roadmap.presentation.client_header import header
from tracker.roadmap.presentation.filters import Filters, folded_filters
from tracker.roadmap.presentation.viewer import Viewer
from tracker.roadmap.quick_add.line import AddLine


def road_map(wrong: AddLine | None = None, many: BulkEditForm | None = None) -> TemplateContext:
    """Return the context: goals and tasks that match the filters. `wrong` and `many` are refused forms."""
    viewer, spans = Viewer.at(g.seat), queries.spans(g.client)
    board = header().with_counts_of(queries.board(g.client, g.seat, Filters.asked(request.args, g.seat)))
    if is_to_fold(board.filters):
        board.fold()
    owners = list(queries.owners_of(board.works, g.seat).items())
    return {
        "board": board,
        "filters": board.filters,
        "at_hand": EXPLAINED,
        "folded": folded_filters(board.filters, viewer, spans, owners),
        "quarters": quarters_to_choose(board.quarters),
        "wrong": wrong,
        "asking": False,
        **bulk_context(board.goals, many),
        "line_for": lambda goal: wrong if wrong and wrong.is_under(goal) else AddLine(goal),
    }


def is_to_fold(filters: Filters) -> bool:
    """Whether long lists are folded: not if the address says no, and not under a filter or a selection of tasks."""
    return request.args.get("folded") != "no" and not filters.picks_tasks and not header().selected_numbers


def whole_list() -> Fragment | None:
    """Return all rows of one list; None if the reader sees none like that.

    The address names its `goal`, which is empty for the inbox, or a `task` in it.
    """
    board = queries.board(g.client, g.seat, Filters())
    lists = [(dom_id(lane.goal), lane.goal.number, lane.tasks) for lane in board.sections]
    by_task = "task" in request.args
    number = whole_number(request.args.get("task" if by_task else "goal"))
    for place, goal, tasks in [*lists, ("inbox", None, board.inbox)]:
        if number in {task.number for task in tasks} if by_task else number == goal:
            context = {"tasks": tasks, "place": place, "asking": False}
            return Fragment(f"{place}-tasks", "tasks/_whole_list.html", context)
    return None


def quarters_to_choose(used: Sequence[str]) -> list[tuple[str, str]]:
    """Return the quarters to filter by, with labels: those some goal is planned for, and the present one."""
    now = quarters.quarter_of(clock.today(g.client))
    return [(each, quarters.quarter_label(each)) for each in sorted({*used, now})]
