"""The small forms of a task. Each one changes one thing; `was_<field>` holds the value it showed."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from flask import request
from wtforms.validators import ValidationError

from tracker.foundation.edit_forms import EditForm
from tracker.foundation.forms import LINE, TEXT, CreatingForm, Form, choice, day, line, text
from tracker.foundation.text.numerals import is_digits
from tracker.roadmap.models import Task
from tracker.roadmap.models.statuses import Kind, Visibility
from tracker.roadmap.presentation.forms import (
    SAYS_WHY,
    SEEN_BY,
    WRONG_READERS,
    AssigneeForm,
    needs_reason,
    outsider_field,
    person_field,
)
from tracker.roadmap.presentation.queries import steps_of
from tracker.roadmap.presentation.sharing.shown_parts import (
    changed_parts,
    digest,
    hidden_comments,
    parts_of_task,
)

KINDS = [(str(kind), kind.word) for kind in Kind]


class DueForm(EditForm):
    """A date. A promised date that moves later, or is removed, needs a reason."""

    edits = ("due",)
    due = day("Due")
    why = line("Why does it move?", at_most=LINE)

    def says_why(self, current: date | None) -> bool:
        """Whether a promised date that moves to a later day has its reason; if not, the field asks for it."""
        if self.why.data or not needs_reason(current, self.due.data):
            return True
        self.why.errors = [SAYS_WHY]
        return False


class OwnerForm(AssigneeForm, EditForm):
    """A person with access, an outsider by name, or nobody. Nobody is given a task they cannot see."""

    edits = ("owner",)
    owner = person_field("Owner")
    owner_outsider = outsider_field()

    def validate_owner(self, field: Any) -> None:
        self.resolve(field)

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        said = cast("Task", self.work).why_not_for(self.who)
        self.owner.errors = [said] if said else []
        return not said

    def posted(self) -> dict[str, Any]:
        return {"owner": self.label}


class KindForm(Form):
    kind = choice("Kind", KINDS)


class UnderForm(Form):
    """A goal's number, or nothing for the inbox."""

    goal = line("Goal", at_most=9)

    def validate_goal(self, field: Any) -> None:
        if field.data and not is_digits(field.data):
            raise ValidationError("Choose one from the list.")

    @property
    def number(self) -> int | None:
        return int(self.goal.data) if self.goal.data else None


class TaskTextForm(EditForm):
    """Title and details, together or one of them: a field that was not sent is not changed."""

    title = line("Title", required="Give the task a title.")
    details = text("Details", at_most=TEXT)

    edits = ("title", "details")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if self.is_submitted():
            for name in set(self.edits) - set(request.form):
                delattr(self, name)

    def keep(self, only: str) -> None:
        """Remove one of the two fields if only the other is edited."""
        for name in self.edits:
            if only in self.edits and name != only:
                delattr(self, name)

    @property
    def only(self) -> str:
        """Return which of the two is edited, if only one is."""
        names = [name for name in self.edits if name in self]
        return names[0] if len(names) == 1 else "both"


class StepForm(CreatingForm):
    """A new step."""

    title = line("Step", required="Write the step first.", at_most=LINE)


class StepTitleForm(EditForm):
    """The title of a step."""

    edits = ("title",)
    title = line("Step", required="A step needs a few words.", at_most=LINE)


class TickForm(Form):
    done = choice("Done", [("yes", "Yes"), ("no", "No")])

    @property
    def is_done(self) -> bool:
        return bool(self.done.data == "yes")


class CommentForm(CreatingForm):
    body = text("Comment", required="Write a few words first.")


class SharingForm(Form):
    visibility = choice("Who sees it", SEEN_BY, wrong=WRONG_READERS)
    comments = line("Show its comments, too")
    """The comments that the form offered to share, if that was chosen."""
    was_shown = line("As it was shown", at_most=LINE)

    def chosen_comments(self, task: Task) -> list[int]:
        """Return the numbers of the comments to share; empty if they are not those the form showed (`changed`)."""
        return hidden_comments(task) if self.comments.data and self.opens(task) else []

    def opens(self, task: Task) -> bool:
        return task.is_for_leads and bool(self.visibility.data == Visibility.ALL)

    def changed(self, task: Task) -> list[str]:
        """Return what others would read that the form did not show."""
        if not self.opens(task):
            return []
        found = changed_parts(self.was_shown.data or "", parts_of_task(task, steps_of(task)))
        if self.comments.data and self.comments.data != digest(hidden_comments(task)):
            found.append("comments")
        return found
