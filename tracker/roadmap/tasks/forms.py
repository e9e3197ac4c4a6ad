"""The small forms of a task. Each one changes one thing; `was_<field>` holds the value it showed."""

from __future__ import annotations

from datetime import date
from typing import cast

from flask import request
from wtforms import Field

from tracker.foundation.edit_forms import EditForm
from tracker.foundation.forms import (
    LINE,
    TEXT,
    CreatingForm,
    ExtraValidators,
    FieldValues,
    Form,
    choice_field,
    day_field,
    line_field,
    record_number_field,
    text_field,
)
from tracker.roadmap.models import Task
from tracker.roadmap.models.statuses import Kind, Visibility
from tracker.roadmap.presentation.forms import (
    SAYS_WHY,
    SEEN_BY,
    WRONG_READERS,
    AssigneeForm,
    check_goal_chosen,
    needs_reason,
    outsider_field,
    person_field,
)
from tracker.roadmap.presentation.queries import steps_of
from tracker.roadmap.presentation.sharing.shown_parts import (
    changed_names,
    digest,
    hidden_comments,
    parts_of_task,
)

KIND_CHOICES = [(str(kind), kind.word) for kind in Kind]


class DueForm(EditForm):
    """A date. A promised date that moves to a later day, or is removed, needs a reason."""

    edits = ("due",)
    due = day_field("Due")
    why = line_field("Why does it move?", at_most=LINE)

    def has_reason(self, current: date | None) -> bool:
        """Whether the reason is given, or none is needed. If not, the field asks for it."""
        if self.why.data or not needs_reason(current, self.due.data):
            return True
        self.why.errors = [SAYS_WHY]
        return False


class OwnerForm(AssigneeForm, EditForm):
    """A person with access who may see the task, an outsider by name, or nobody."""

    edits = ("owner",)
    owner = person_field("Owner")
    owner_outsider = outsider_field()

    def validate_owner(self, field: Field) -> None:
        """Set `who`; a name that fits nobody, or several people, is refused with those it may mean."""
        self.resolve(field)

    def validate(self, extra_validators: ExtraValidators = None) -> bool:
        """Whether the owner is clear and may see the task; otherwise the field has the message."""
        if not super().validate(extra_validators):
            return False
        refusal = cast("Task", self.work).why_not_for(self.who)
        self.owner.errors = [refusal] if refusal else []
        return not refusal

    def posted(self) -> FieldValues:
        """Return the owner by name, also if the address was typed, to compare with the one that was shown."""
        return {"owner": self.label}


class KindForm(Form):
    """One of the three kinds of work."""

    kind = choice_field("Kind", KIND_CHOICES)


class UnderForm(Form):
    """A goal's number, or nothing for the inbox."""

    goal = record_number_field("Goal")
    validate_goal = check_goal_chosen

    @property
    def number(self) -> int | None:
        """The goal's number; None for the inbox."""
        return int(self.goal.data) if self.goal.data else None


class TaskTextForm(EditForm):
    """Title and details, or one of them. A field that was not sent is not changed."""

    title = line_field("Title", required="Give the task a title.")
    details = text_field("Details", at_most=TEXT)

    edits = ("title", "details")

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        if self.is_submitted():
            for name in set(self.edits) - set(request.form):
                delattr(self, name)

    def keep(self, only: str) -> None:
        """Remove the other field if only one of the two is edited."""
        for name in self.edits:
            if only in self.edits and name != only:
                delattr(self, name)

    @property
    def edited_field(self) -> str:
        """The name of the edited field, or “both”."""
        names = [name for name in self.edits if name in self]
        return names[0] if len(names) == 1 else "both"


class StepForm(CreatingForm):
    """A new step."""

    title = line_field("Step", required="Write the step first.", at_most=LINE)


class StepTitleForm(EditForm):
    """The title of a step."""

    edits = ("title",)
    title = line_field("Step", required="A step needs a few words.", at_most=LINE)


class TickForm(Form):
    """Whether a step is done."""

    done = choice_field("Done", [("yes", "Yes"), ("no", "No")])

    @property
    def is_done(self) -> bool:
        """Whether to tick the step; False unticks it."""
        return bool(self.done.data == "yes")


class CommentForm(CreatingForm):
    """A comment, which may not be empty."""

    body = text_field("Comment", required="Write a few words first.")


class SharingForm(Form):
    """Who sees a task, and whether its comments are shown with it."""

    visibility = choice_field("Who sees it", SEEN_BY, wrong=WRONG_READERS)
    comments = line_field("Show its comments, too")
    """A digest of the comments that the form offered to show, if that was chosen."""
    was_shown = line_field("As it was shown", at_most=LINE)

    def chosen_comments(self, task: Task) -> list[int]:
        """Return the numbers of the comments to show with the task; empty if that was not chosen."""
        return hidden_comments(task) if self.comments.data and self.shares(task) else []

    def shares(self, task: Task) -> bool:
        """Whether it shows a task for CEO and COO to everybody."""
        return task.is_for_leads and bool(self.visibility.data == Visibility.ALL)

    def changed(self, task: Task) -> list[str]:
        """Return the parts that others would read and that differ from what the form showed."""
        if not self.shares(task):
            return []
        found = changed_names(self.was_shown.data or "", parts_of_task(task, steps_of(task)))
        if self.comments.data and self.comments.data != digest(hidden_comments(task)):
            found.append("comments")
        return found
