"""The page that copies a goal: its form, its preview, and the copy."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, g
from flask_login import current_user
from wtforms import BooleanField, Field
from wtforms.validators import ValidationError

from tracker.clients.models import Role
from tracker.clients.scope import all_seats
from tracker.foundation.exceptions import DomainError
from tracker.foundation.forms import TITLE, CreatingForm, day_field, line_field
from tracker.foundation.htmx import Fragment, TemplateContext, dom_id, invalid
from tracker.roadmap.copy_goal.copier import CopyOptions, copy_goal, days_until, tasks_to_copy
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.models.statuses import CLOSED, ApprovalState, Status
from tracker.roadmap.presentation.resubmission import record_of_form
from tracker.roadmap.reschedule.page import days_written
from tracker.roadmap.reschedule.plan import MOST_DAYS

PART, PAGE = "copy_goal/_form.html", "copy_goal/show.html"


class CopyForm(CreatingForm):
    """A new title, the new dates, and the parts to copy. Done work is copied as not started."""

    title = line_field("Goal", required="Give the goal a title.")
    days = line_field("Shift dates by (days)", at_most=12)
    start_on = day_field("Or start on")
    steps = BooleanField("The steps of its tasks")
    owners = BooleanField("Owners")
    done = BooleanField("Done tasks, as not started")
    parked = BooleanField("Parked tasks, as not started")

    by = 0

    def validate_days(self, field: Field) -> None:
        """Set `by` to the number of days; zero, or no text, keeps the dates.

        Refuses days beside a first date, text that is no number, and more than ten years.
        """
        if field.data and any(self.start_on.raw_data or ()):
            raise ValidationError("Fill in one of the two: the days, or the first date.")
        self.by = days_written(field.data) if field.data and field.data.strip("+-0") else 0

    def takes(self, task: Task) -> bool:
        """Whether to copy the task: a done or a parked one only if that was chosen."""
        wanted = {Status.DONE: self.done.data, Status.PARKED: self.parked.data}
        return bool(wanted.get(Status(task.status), True))


def blank_copy_form(goal: Goal) -> CopyForm:
    """Return the form with its defaults."""
    title = f"Copy of {goal.title}"[:TITLE]
    return CopyForm(formdata=None, title=title, steps=True, owners=True, done=True)


def copy_context(goal: Goal, form: CopyForm) -> TemplateContext:
    """Return the context of the page, with the numbers of tasks in the labels of the form."""
    tasks = tasks_to_copy(goal, g.seat)
    counts = {status: sum(task.status == status for task in tasks) for status in CLOSED}
    form.done.label.text = f"{counted_choice(counts[Status.DONE], 'done task')}, as not started"
    form.parked.label.text = f"{counted_choice(counts[Status.PARKED], 'parked task')}, as not started"
    return {"goal": goal, "form": form, "many": len(tasks), "counts": counts, "dated": has_dates(goal, tasks)}


def counted_choice(many: int, what: str) -> str:
    """Return “The done task” or “The 3 done tasks”, for the label of a choice."""
    return f"The {what}" if many == 1 else f"The {many} {what}s"


def has_dates(goal: Goal, tasks: Sequence[Task]) -> bool:
    """Whether the goal or one of the tasks has a date, so that there is something to shift."""
    return goal.target_date is not None or any(task.due for task in tasks)


def make_copy(goal: Goal, form: CopyForm) -> Goal | Response:
    """Return the copy, the one this form made before, or the refused form."""
    if not form.validate():
        return copy_refused(goal, form)
    if made := record_of_form(form, Goal):
        return made
    tasks = [task for task in tasks_to_copy(goal, g.seat) if form.takes(task)]
    days = days_until(form.start_on.data, goal, tasks) if form.start_on.data else form.by
    if abs(days) > MOST_DAYS:
        form.start_on.errors = ["That is more than ten years away from its first date."]
        return copy_refused(goal, form)
    plan = CopyOptions(
        form.title.data,
        approval_of_copy(),
        days,
        form.steps.data,
        form.owners.data,
        form.idempotency_key,
    )
    try:
        return copy_goal(goal, tasks, g.client, plan, current_user, all_seats())
    except DomainError as error:
        (form.start_on if form.start_on.data else form.days).errors = [str(error)]
        return copy_refused(goal, form)


def approval_of_copy() -> str:
    """Return the approval state of a copy: a COO's is a draft, a CEO's is agreed."""
    return ApprovalState.DRAFT if g.seat.role == Role.COO else ApprovalState.AGREED


def copy_refused(goal: Goal, form: CopyForm) -> Response:
    """Return the form with its messages and with the counts of the tasks, as 422."""
    found = copy_context(goal, form)
    return invalid(Fragment(dom_id(goal, "copy"), PART, found), PAGE, **found)
