"""The form behind selected rows: one change for all of them. Only its field `task` may occur several times."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask import g, request
from wtforms import Field

from tracker.clients.models import Seat
from tracker.foundation.forms import (
    LINE,
    ExtraValidators,
    choice_field,
    day_field,
    line_field,
    record_number_field,
)
from tracker.foundation.htmx import TemplateContext
from tracker.foundation.text.numerals import whole_number
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.models.statuses import Status
from tracker.roadmap.presentation import wording
from tracker.roadmap.presentation.forms import (
    SAYS_WHY,
    STATUSES,
    AssigneeForm,
    check_goal_chosen,
    needs_reason,
    outsider_field,
    person_field,
)

TASKS_AT_MOST = 500
FIELDS = {
    "status": ("status",),
    "owner": ("owner", "owner_outsider"),
    "due": ("due", "why"),
    "goal": ("goal",),
    "park": (),
    "trash": (),
}
"""The bulk changes, and the fields of each."""


class BulkEditForm(AssigneeForm):
    """The change for the selected tasks; fields of other changes are not read."""

    do = choice_field(
        "Do", [(do, do) for do in FIELDS], wrong="Choose an action for the selected tasks.", default="status"
    )
    status = choice_field("Status", STATUSES, wrong="Choose one of the six.", default="")
    owner = person_field("Owner")
    owner_outsider = outsider_field()
    due = day_field("Due")
    why = line_field("Why do dates move?", at_most=LINE)
    goal = record_number_field("Goal")

    def __init__(self, seats: Sequence[Seat] = (), viewer_seat: Seat | None = None, **kwargs: Any) -> None:
        super().__init__(seats, viewer_seat, **kwargs)
        self.numbers: list[int] = []
        self.error = ""
        if self.is_submitted() and self.do.data in FIELDS:
            unread = {name for names in FIELDS.values() for name in names} - set(FIELDS[self.do.data])
            for name in unread:
                delattr(self, name)

    def validate(self, extra_validators: ExtraValidators = None) -> bool:
        """Whether fields and selected rows are accepted. Sets `numbers`, and `error` to the first message."""
        fine = super().validate(extra_validators)
        self.error = self.selection_error(request.form.getlist("task")) or self.first_error
        return fine and not self.error

    def selection_error(self, asked: Sequence[str]) -> str:
        """Return the error of the selected rows; empty if there is none."""
        if any(whole_number(number) is None for number in asked):
            return "Select rows of the list."
        self.numbers = sorted({int(number) for number in asked})
        if not asked:
            return "Select a task first."
        return "" if len(asked) <= TASKS_AT_MOST else f"At most {TASKS_AT_MOST} at once."

    def validate_owner(self, field: Field) -> None:
        """Set `who`; a name that fits nobody, or several people, is refused."""
        self.resolve(field)

    validate_goal = check_goal_chosen

    def fits(self, tasks: Iterable[Task]) -> bool:
        """Whether the change fits the tasks; otherwise set `error`.

        A promised date that moves later needs a reason, and a new owner has to see the task.
        """
        if self.do.data == "due" and not self.why.data:
            moving = any(needs_reason(task.promise_to_explain, self.due.data) for task in tasks)
            self.error = SAYS_WHY if moving else ""
        if self.do.data == "owner":
            self.error = next((refusal for task in tasks if (refusal := task.why_not_for(self.who))), "")
        return not self.error

    @property
    def goal_number(self) -> int | None:
        """The number of the goal to move the tasks to; None for the inbox."""
        return int(self.goal.data) if self.goal.data else None

    @property
    def to_status(self) -> Status:
        """The status to set; parking has no field."""
        return Status.PARKED if self.do.data == "park" else Status(self.status.data)

    @property
    def open(self) -> str:
        """The small form that is open because it was refused; empty if none is."""
        return str(self.do.data) if self.error else ""

    def typed(self, name: str) -> str:
        """Return the text typed into a field, to show it again."""
        return request.form.get(name, "") if self.error else ""


def bulk_context(goals: Sequence[Goal], many: BulkEditForm | None = None) -> TemplateContext:
    """Return the context of the bar for selected rows."""
    statuses = wording.choices_for(wording.audience_of(g.seat))
    return {"many": many or BulkEditForm(formdata=None), "goals": goals, "statuses": statuses}
