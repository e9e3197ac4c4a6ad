"""The forms that add and remove a blocker of a task."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import Field
from wtforms.validators import ValidationError

from tracker.foundation.forms import TITLE, Form, line_field
from tracker.foundation.text.numerals import whole_number
from tracker.roadmap.models import Task
from tracker.roadmap.presentation.dependency_graph import task_choice, tasks_meant, which_words

NO_SUCH_TASK = "No open task has that name. Choose one from the list, or enter its number."


class AddDependencyForm(Form):
    """A blocker by its number or its title; the list offers the client's open tasks.

    The field is not called `before`: in a browser it would hide the form's own method of that name from htmx.
    """

    other = line_field("Blocked by", required="Write the number or the title of a task.", at_most=TITLE + 20)

    def __init__(self, task: Task, tasks: Sequence[Task] = (), **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.task, self.tasks = task, tasks
        self.found: Task | None = None

    def validate_other(self, field: Field) -> None:
        """Set `found` to the one task the text means.

        Refuses text that fits no task of the list, text that fits several, and the task itself.
        """
        fits = tasks_meant(field.data, self.tasks)
        if len(fits) > 1:
            raise ValidationError(which_words(field.data, fits))
        if not fits and tasks_meant(field.data, [self.task]):
            raise ValidationError("A task can’t block itself.")
        if not fits:
            raise ValidationError(NO_SUCH_TASK)
        self.found = fits[0]

    @property
    def offers(self) -> list[str]:
        """The entries of the list."""
        return [task_choice(task) for task in self.tasks]


class RemoveDependencyForm(Form):
    """The number of the blocker to remove."""

    other = line_field("Task", at_most=9)

    @property
    def number(self) -> int:
        """The number; 0 for other text. No task has number 0, so that leads to a 404."""
        return whole_number(self.other.data) or 0
