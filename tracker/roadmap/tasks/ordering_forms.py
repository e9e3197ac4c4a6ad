"""Placing a task or a goal after another one: the form a drag sends, and the fragments that change."""

from __future__ import annotations

from typing import Any

from flask import g
from wtforms.validators import ValidationError

from tracker.foundation.forms import Form, line
from tracker.foundation.htmx import Answer
from tracker.foundation.text.numerals import is_digits
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.presentation import fragments, queries
from tracker.roadmap.tasks.panel import task_shown

WRONG = "Choose one from the list."


def position_number(typed: str | None) -> int | None:
    return int(typed) if typed else None


def check_number(_form: Form, field: Any) -> None:
    if field.data and not is_digits(field.data):
        raise ValidationError(WRONG)


class AfterForm(Form):
    """The record it is placed after; empty is first."""

    after = line("After", at_most=9)
    validate_after = check_number

    @property
    def behind(self) -> int | None:
        return position_number(self.after.data)


class UnderAfterForm(AfterForm):
    """The same for a task, with its goal; empty is the inbox."""

    goal = line("Goal", at_most=9)
    validate_goal = check_number

    def find_goal(self) -> Goal | None:
        at = position_number(self.goal.data)
        return queries.goal_shown(g.client, g.seat, at) if at else None

    def find_after(self) -> Task | None:
        return task_shown(self.behind) if self.behind else None


def progress_of_both(left: Goal | None, goal: Goal | None) -> list[Answer]:
    """Return the counts of both goals; the drag has already moved the row itself."""
    return [fragments.progress(each) for each in (left, goal) if each and left != goal]
