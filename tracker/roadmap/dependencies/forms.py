"""The field in which one writes what a task waits for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms.validators import ValidationError

from tracker.foundation.forms import TITLE, Form, line
from tracker.foundation.text.numerals import whole_number
from tracker.roadmap.models import Task
from tracker.roadmap.presentation.dependency_graph import offered, tasks_meant, which_words

NOBODY = "No open task has that name. Choose one from the list, or enter its number."


class AddDependencyForm(Form):
    """A task by its number or its title; the list offers the client's open ones.

    The field is not called `before`: in a browser it would hide the form's own method of that name from htmx.
    """

    other = line("Blocked by", required="Write the number or the title of a task.", at_most=TITLE + 20)

    def __init__(self, task: Task, tasks: Sequence[Task] = (), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.task, self.tasks = task, tasks
        self.found: Task | None = None

    def validate_other(self, field: Any) -> None:
        fits = tasks_meant(field.data, self.tasks)
        if len(fits) > 1:
            raise ValidationError(which_words(field.data, fits))
        if not fits and tasks_meant(field.data, [self.task]):
            raise ValidationError("A task can’t block itself.")
        if not fits:
            raise ValidationError(NOBODY)
        self.found = fits[0]

    @property
    def offers(self) -> list[str]:
        return [offered(task) for task in self.tasks]


class RemoveDependencyForm(Form):
    """Which of those it waits for, by number."""

    other = line("Task", at_most=9)

    @property
    def number(self) -> int:
        """No task has number 0: what is no number is a 404 like a task there is not."""
        return whole_number(self.other.data) or 0
