"""Placing a task or a goal after another one: the form a drag sends, and the fragments that change."""

from __future__ import annotations

from flask import g
from wtforms import Field
from wtforms.validators import ValidationError

from tracker.foundation.forms import (
    Form,
    record_number_field,
)
from tracker.foundation.htmx import Answer
from tracker.foundation.text.numerals import is_record_number
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.presentation import fragments, queries
from tracker.roadmap.tasks.panel import task_shown

WRONG = "Choose one from the list."


def position_number(typed: str | None) -> int | None:
    """Return the number in text that `check_number` accepted; None for no text."""
    return int(typed) if typed else None


def check_number(_form: Form, field: Field) -> None:
    """Refuse text that is no record's number; empty is accepted."""
    if field.data and not is_record_number(field.data):
        raise ValidationError(WRONG)


class AfterForm(Form):
    """The number of the record it is placed after; empty to place it first."""

    after = record_number_field("After")
    validate_after = check_number

    @property
    def behind(self) -> int | None:
        """The number of that record; None to be first."""
        return position_number(self.after.data)


class UnderAfterForm(AfterForm):
    """The same for a task, with the number of its goal; empty for the inbox."""

    goal = record_number_field("Goal")
    validate_goal = check_number

    def find_goal(self) -> Goal | None:
        """Return the goal; None for the inbox. 404 if the reader may not see it."""
        at = position_number(self.goal.data)
        return queries.goal_shown(g.client, g.seat, at) if at else None

    def find_after(self) -> Task | None:
        """Return the task to follow; None to be first. 404 if the reader may not see it."""
        return task_shown(self.behind) if self.behind else None


def progress_of_both(left: Goal | None, goal: Goal | None) -> list[Answer]:
    """Return the progress of both goals, if they differ. The drag has already moved the row itself."""
    return [fragments.progress(each) for each in (left, goal) if each and left != goal]
