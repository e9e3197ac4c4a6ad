"""The page that reschedules a goal and its tasks: its form, its preview, and the change."""

from __future__ import annotations

from flask import Response, g, request
from wtforms import Field
from wtforms.validators import ValidationError

from tracker.accounts.models import Person
from tracker.foundation import clock
from tracker.foundation.exceptions import DomainError
from tracker.foundation.forms import LINE, TEXT, Form, day_field, line_field, text_field
from tracker.foundation.htmx import Fragment, TemplateContext, dom_id, invalid
from tracker.roadmap.models import Goal
from tracker.roadmap.presentation import queries
from tracker.roadmap.presentation.forms import SAYS_WHY
from tracker.roadmap.reschedule import plan
from tracker.roadmap.reschedule.plan import Reschedule

PART, PAGE = "reschedule/_form.html", "reschedule/show.html"
MEANWHILE = "Someone changed a date in the meantime, so nothing was moved. This is how it would be now."


class ShiftForm(Form):
    """The number of days to move by, or the new date of the goal: one of the two."""

    days = line_field("By how many days", at_most=12)
    done_by = day_field("Or the goal’s new date")
    why = line_field("Why do they move?", at_most=LINE)
    shown = text_field("What the preview showed", at_most=10 * TEXT)

    def __init__(self, goal: Goal, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.goal, self.by = goal, 0

    @classmethod
    def asked(cls, goal: Goal) -> ShiftForm:
        """Return the form with the values in the address. It only shows a preview, so it needs no token."""
        return cls(goal, formdata=request.args, meta={"csrf": False})

    @property
    def is_empty(self) -> bool:
        """Whether neither days nor a date were sent."""
        return not (self.days.raw_data and self.days.data) and not any(self.done_by.raw_data or ())

    def validate_days(self, field: Field) -> None:
        """Set `by` to the days. Refuses both fields, neither, zero days, and more than ten years."""
        if field.data and any(self.done_by.raw_data or ()):
            raise ValidationError("Fill in one of the two: the days, or the new date.")
        if not field.data and not any(self.done_by.raw_data or ()):
            raise ValidationError(plan.NO_NUMBER)
        if field.data:
            self.by = days_written(field.data)

    def validate_done_by(self, field: Field) -> None:
        """Set `by` to the days from the goal's present date to the new one, unless days were sent.

        Refuses a goal that is closed or has no date, the same date, and more than ten years.
        """
        if field.data is None or self.days.data:
            return
        if self.goal.target_date is None or not self.goal.is_open:
            raise ValidationError("The goal has no date that could move. Say how many days instead.")
        self.by = days_written(str((field.data - self.goal.target_date).days))


def days_written(typed: str) -> int:
    """Return the number of days in the text. Raise ValidationError if it has none."""
    try:
        return plan.days_of(typed)
    except DomainError as error:
        raise ValidationError(str(error)) from error


def preview_moves(goal: Goal, form: ShiftForm) -> Reschedule | None:
    """Return the moves; None if the form has an error, which is then on its field."""
    if not form.validate():
        return None
    try:
        tasks = queries.tasks_of(goal, g.client, g.seat)
        return plan.plan_reschedule(goal, tasks, form.by, clock.today(g.client))
    except DomainError as error:
        typed = form.days if form.days.data else form.done_by
        typed.errors = [str(error)]
        return None


def reschedule_context(
    goal: Goal, form: ShiftForm, shift: Reschedule | None, notice: str = ""
) -> TemplateContext:
    """Return the context of the page and of its form. `shift` is the preview, or None if there is none.

    `moved` has the keys of the dates that differ from those the form showed before.
    """
    return {
        "goal": goal,
        "form": form,
        "shift": shift,
        "notice": notice,
        "moved": dates_changed_since(form, shift),
    }


def dates_changed_since(form: ShiftForm, shift: Reschedule | None) -> set[str]:
    """Return the keys of the dates that differ from those the preview showed."""
    if shift is None or not form.shown.data:
        return set()
    return set(shift.shown.split()) - set(form.shown.data.split())


def is_overtaken(form: ShiftForm, shift: Reschedule) -> bool:
    """Whether a date has changed since the preview."""
    return bool(form.shown.data) and form.shown.data.split() != shift.shown.split()


def confirmed_moves(goal: Goal, form: ShiftForm) -> Reschedule | Response:
    """Return the moves as the preview showed them, or the refusal."""
    shift = preview_moves(goal, form)
    if shift is None:
        return reschedule_refused(goal, form, None, 422)
    if is_overtaken(form, shift):
        return reschedule_refused(goal, form, shift, 409, MEANWHILE)
    if shift.needs_why and not form.why.data:
        form.why.errors = [SAYS_WHY]
        return reschedule_refused(goal, form, shift, 422)
    return shift


def reschedule_refused(
    goal: Goal, form: ShiftForm, shift: Reschedule | None, status: int, notice: str = ""
) -> Response:
    """Return the form with its messages, its preview and a notice, with this status code."""
    found = reschedule_context(goal, form, shift, notice)
    return invalid(Fragment(dom_id(goal, "reschedule"), PART, found), PAGE, status, **found)


def apply_reschedule(shift: Reschedule, why: str, by: Person) -> None:
    """Move each date with the record's own verb, all in one change."""
    for move in shift.moves:
        move.work.set_date(move.now, by, why=why)
