"""The page that moves a goal and its tasks: its two forms, its preview, and the writing."""

from __future__ import annotations

from typing import Any

from flask import Response, g, request
from wtforms.validators import ValidationError

from tracker.accounts.models import Person
from tracker.foundation import clock
from tracker.foundation.exceptions import DomainError
from tracker.foundation.forms import LINE, TEXT, Form, day, line, text
from tracker.foundation.htmx import Fragment, dom_id, invalid
from tracker.roadmap.models import Goal
from tracker.roadmap.presentation import queries
from tracker.roadmap.presentation.forms import SAYS_WHY
from tracker.roadmap.reschedule import plan
from tracker.roadmap.reschedule.plan import Reschedule

PART, PAGE = "reschedule/_form.html", "reschedule/show.html"
MEANWHILE = "Someone changed a date in the meantime, so nothing was moved. This is how it would be now."


class ShiftForm(Form):
    """By how many days, or to which date of the goal: one of the two."""

    days = line("By how many days", at_most=12)
    done_by = day("Or the goal’s new date")
    why = line("Why do they move?", at_most=LINE)
    shown = text("What the preview showed", at_most=10 * TEXT)

    def __init__(self, goal: Goal, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.goal, self.by = goal, 0

    @classmethod
    def asked(cls, goal: Goal) -> ShiftForm:
        """As it stands in the address: nothing is written, so it needs no token."""
        return cls(goal, formdata=request.args, meta={"csrf": False})

    @property
    def is_empty(self) -> bool:
        return not (self.days.raw_data and self.days.data) and not any(self.done_by.raw_data or ())

    def validate_days(self, field: Any) -> None:
        if field.data and any(self.done_by.raw_data or ()):
            raise ValidationError("Fill in one of the two: the days, or the new date.")
        if not field.data and not any(self.done_by.raw_data or ()):
            raise ValidationError(plan.NO_NUMBER)
        if field.data:
            self.by = days_written(field.data)

    def validate_done_by(self, field: Any) -> None:
        if field.data is None or self.days.data:
            return
        if self.goal.done_by is None or not self.goal.is_open:
            raise ValidationError("The goal has no date that could move. Say how many days instead.")
        self.by = days_written(str((field.data - self.goal.done_by).days))

    @property
    def asks_why(self) -> bool:
        """Dates that were never agreed, or move to an earlier day, need no reason; the others move in the open."""
        return self.goal.was_agreed and self.by >= 0


def days_written(typed: str) -> int:
    try:
        return plan.days_of(typed)
    except DomainError as error:
        raise ValidationError(str(error)) from error


def preview_moves(goal: Goal, form: ShiftForm) -> Reschedule | None:
    """What would move; None where the form says what is wrong."""
    if not form.validate():
        return None
    try:
        tasks = queries.tasks_of(goal, g.client, g.seat)
        return plan.shift(goal, tasks, form.by, clock.today(g.client))
    except DomainError as error:
        form.days.errors = [str(error)]
        return None


def reschedule_context(
    goal: Goal, form: ShiftForm, shift: Reschedule | None, notice: str = ""
) -> dict[str, Any]:
    return {
        "goal": goal,
        "form": form,
        "shift": shift,
        "notice": notice,
        "moved": moved_meanwhile(form, shift),
    }


def moved_meanwhile(form: ShiftForm, shift: Reschedule | None) -> set[str]:
    """The dates that are others than the preview showed."""
    if shift is None or not form.shown.data:
        return set()
    return set(shift.shown.split()) - set(form.shown.data.split())


def is_overtaken(form: ShiftForm, shift: Reschedule) -> bool:
    return bool(form.shown.data) and form.shown.data.split() != shift.shown.split()


def settle(goal: Goal, form: ShiftForm) -> Reschedule | Response:
    """The shift that was agreed to in the preview; or the answer that says why not."""
    shift = preview_moves(goal, form)
    if shift is None:
        return reschedule_refused(goal, form, None, 422)
    if is_overtaken(form, shift):
        return reschedule_refused(goal, form, shift, 409, MEANWHILE)
    if shift.moves and form.asks_why and not form.why.data:
        form.why.errors = [SAYS_WHY]
        return reschedule_refused(goal, form, shift, 422)
    return shift


def reschedule_refused(
    goal: Goal, form: ShiftForm, shift: Reschedule | None, status: int, notice: str = ""
) -> Response:
    found = reschedule_context(goal, form, shift, notice)
    return invalid(Fragment(dom_id(goal, "shift"), PART, found), PAGE, status, **found)


def apply_reschedule(shift: Reschedule, why: str, by: Person) -> None:
    """Each date by the verb of its own, all in one change."""
    for move in shift.moves:
        move.work.set_date(move.now, by, why=why)
