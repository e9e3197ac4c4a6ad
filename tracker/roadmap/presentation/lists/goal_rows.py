"""The title rows of goals: what their template shows is worked out in one go, because a page has up to fifty."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup, escape

from tracker.foundation.text.formatting import day
from tracker.roadmap.models import Goal
from tracker.roadmap.models.statuses import Status
from tracker.roadmap.presentation.lists.rows import RowOwner, RowStatus

if TYPE_CHECKING:
    from tracker.roadmap.presentation.client_header import ClientHeader


class GoalDate(NamedTuple):
    """The date of a goal: its classes and its words, empty without a date."""

    kind: str
    word: Markup


class GoalRow(NamedTuple):
    """The title row of a goal as its template takes it apart, field by field. All texts are escaped."""

    id: str
    title: Markup
    address: str
    status: RowStatus
    date: GoalDate
    owner: RowOwner
    why: Markup
    measure: Markup
    note: Markup
    why_watched: Markup
    """The reason for keeping an eye on it; empty in other states."""
    ask: str
    """The field that its status still needs; empty if none."""


def goal_row(goal: Goal, head: ClientHeader, asking: bool) -> GoalRow:
    """Return the title row of a goal for this reader. `asking`: a status may ask for its reason, too."""
    viewer = head.viewer
    moved = " moved" if viewer.is_date_highlighted(goal) else ""
    return GoalRow(
        goal.dom_name,
        escape(goal.title),
        f"{head.goals_address}{goal.number}",
        head.rows.status_of(goal),
        GoalDate(f"due{moved}", escape(day(goal.target_date, viewer.today))),
        head.rows.owner_of(goal),
        escape(goal.why),
        escape(viewer.short_measure(goal)),
        escape(viewer.note(goal)),
        escape(goal.status_reason if goal.status == Status.WATCH else ""),
        "waiting_on" if head.refused(goal) else viewer.missing_field(goal, asking),
    )
