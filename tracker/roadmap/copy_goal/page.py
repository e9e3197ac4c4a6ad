"""The page that copies a goal: its form, what it says beforehand, and the copy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Response, g
from flask_login import current_user
from wtforms import BooleanField
from wtforms.validators import ValidationError

from tracker.clients.models import Role
from tracker.clients.scope import all_seats
from tracker.foundation.exceptions import DomainError
from tracker.foundation.forms import TITLE, CreatingForm, day, line
from tracker.foundation.htmx import Fragment, dom_id, invalid
from tracker.roadmap.copy_goal.copier import CopyOptions, copy_goal, days_until, tasks_to_copy
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.models.statuses import CLOSED, ApprovalState, Status
from tracker.roadmap.presentation.resubmission import made_by
from tracker.roadmap.reschedule.page import days_written
from tracker.roadmap.reschedule.plan import MOST

PART, PAGE = "copy_goal/_form.html", "copy_goal/show.html"


class CopyForm(CreatingForm):
    """A new title, when it begins, and what comes along. What was done comes as not started."""

    title = line("Goal", required="Give the goal a title.")
    days = line("Shift dates by (days)", at_most=12)
    start_on = day("Or start on")
    steps = BooleanField("The steps of its tasks")
    owners = BooleanField("Who has what")
    done = BooleanField("Done tasks, as not started")
    parked = BooleanField("Parked tasks, as not started")

    by = 0

    def validate_days(self, field: Any) -> None:
        if field.data and any(self.start_on.raw_data or ()):
            raise ValidationError("Fill in one of the two: the days, or the first date.")
        self.by = days_written(field.data) if field.data and field.data.strip("+-0") else 0

    def takes(self, task: Task) -> bool:
        wanted = {Status.DONE: self.done.data, Status.PARKED: self.parked.data}
        return bool(wanted.get(Status(task.status), True))


def blank(goal: Goal) -> CopyForm:
    title = f"Copy of {goal.title}"[:TITLE]
    return CopyForm(formdata=None, title=title, steps=True, owners=True, done=True)


def copy_context(goal: Goal, form: CopyForm) -> dict[str, Any]:
    tasks = tasks_to_copy(goal, g.seat)
    counts = {status: sum(task.status == status for task in tasks) for status in CLOSED}
    form.done.label.text = f"{the_many(counts[Status.DONE], 'done task')}, as not started"
    form.parked.label.text = f"{the_many(counts[Status.PARKED], 'parked task')}, as not started"
    return {"goal": goal, "form": form, "many": len(tasks), "counts": counts, "dated": has_dates(goal, tasks)}


def the_many(many: int, what: str) -> str:
    return f"The {what}" if many == 1 else f"The {many} {what}s"


def has_dates(goal: Goal, tasks: Sequence[Task]) -> bool:
    return goal.done_by is not None or any(task.due for task in tasks)


def make_copy(goal: Goal, form: CopyForm) -> Goal | Response:
    """The copy; or the form with what is wrong."""
    if not form.validate():
        return copy_refused(goal, form)
    if made := made_by(form, Goal):
        return made
    tasks = [task for task in tasks_to_copy(goal, g.seat) if form.takes(task)]
    days = days_until(form.start_on.data, goal, tasks) if form.start_on.data else form.by
    if abs(days) > MOST:
        form.start_on.errors = ["That is more than ten years away from its first date."]
        return copy_refused(goal, form)
    plan = CopyOptions(
        form.title.data, days, life_of_a_copy(), form.steps.data, form.owners.data, form.idempotency_key
    )
    try:
        return copy_goal(goal, tasks, g.client, plan, current_user, all_seats())
    except DomainError as error:
        (form.start_on if form.start_on.data else form.days).errors = [str(error)]
        return copy_refused(goal, form)


def life_of_a_copy() -> str:
    """A COO drafts it first; what a CEO wants is agreed."""
    return ApprovalState.DRAFT if g.seat.role == Role.COO else ApprovalState.AGREED


def copy_refused(goal: Goal, form: CopyForm) -> Response:
    found = copy_context(goal, form)
    return invalid(Fragment(dom_id(goal, "copy"), PART, found), PAGE, **found)
