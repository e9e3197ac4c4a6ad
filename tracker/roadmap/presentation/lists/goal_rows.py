"""The title rows of goals: what their template shows is worked out in one go, because a page has up to fifty."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tracker.foundation.text.formatting import day, initials
from tracker.roadmap.models import Goal
from tracker.roadmap.models.statuses import Status
from tracker.roadmap.presentation.lists.rows import RowStatus

if TYPE_CHECKING:
    from tracker.roadmap.presentation.client_header import ClientHeader


class GoalDate(NamedTuple):
    """The date of a goal: its classes and its words, empty without a date."""

    kind: str
    word: str


class GoalOwner(NamedTuple):
    """The owner of a goal; label and initials are empty if there is none."""

    colour: int
    initials: str
    label: str


NO_OWNER = GoalOwner(0, "", "")


class GoalRow(NamedTuple):
    """What the title row of a goal shows. Its template escapes the texts."""

    address: str
    status: RowStatus
    date: GoalDate
    owner: GoalOwner
    measure: str
    note: str
    why_watched: str
    """The reason for keeping an eye on it; empty in other states."""
    ask: str
    """The field that its status still needs; empty if none."""


def goal_row(goal: Goal, head: ClientHeader, asking: bool) -> GoalRow:
    """Return the title row of a goal for this reader. `asking`: a status may ask for its reason, too."""
    viewer = head.viewer
    name = viewer.owner(goal)
    moved = " moved" if viewer.is_date_highlighted(goal) else ""
    return GoalRow(
        f"{head.goals_address}{goal.number}",
        head.rows.status_of(goal),
        GoalDate(f"due{moved}", day(goal.target_date, viewer.today)),
        GoalOwner(viewer.colour(goal), initials(name), viewer.owner_label(goal)) if name else NO_OWNER,
        viewer.short_measure(goal),
        viewer.note(goal),
        goal.status_reason if goal.status == Status.WATCH else "",
        "waiting_on" if head.refused(goal) else viewer.missing_field(goal, asking),
    )
