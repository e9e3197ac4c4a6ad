"""The forms of goals and of the list. A form checks the shape of input; the records check what is allowed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import request
from flask_login import current_user

from tracker.clients.models import Role, Seat, Span
from tracker.foundation.edit_forms import EditForm
from tracker.foundation.exceptions import DomainError
from tracker.foundation.forms import LINE, CreatingForm, Form, choice, day, line
from tracker.roadmap.goals.metric_forms import number_field
from tracker.roadmap.models import Goal, quarters
from tracker.roadmap.models.statuses import ApprovalState
from tracker.roadmap.presentation import approval
from tracker.roadmap.presentation.forms import (
    SAYS_WHY,
    AssigneeForm,
    outsider_field,
    person_field,
)
from tracker.roadmap.presentation.sharing.shown_parts import (
    changed_parts,
    in_words,
    others_wrote,
    parts_of_goal,
)

UNIT = 40
"""The longest unit of a measure."""


class GoalForm(AssigneeForm, EditForm):
    """All fields of a goal. A field that was not sent is not changed."""

    title = line("Goal", required="Give the goal a title.")
    why = line("Why it matters", at_most=LINE)
    span = choice("Span", [])
    quarter = choice("Quarter", [])
    done_by = day("Done by")
    date_why = line("Why does the date move?", at_most=LINE)
    owner = person_field("Owner")
    owner_outsider = outsider_field()
    measure = line("How you will know")
    measure_from = number_field("From")
    measure_to = number_field("To")
    measure_unit = line("Unit", at_most=UNIT)
    measure_now = number_field("Now")

    NUMBERS = ("measure_from", "measure_to", "measure_now")
    edits = ("title", "why", "span", "quarter", "done_by", "owner", "measure", "measure_unit", *NUMBERS)

    def __init__(
        self, seats: Sequence[Seat] = (), spans: Sequence[Span] = (), today: date | None = None,
        goal: Goal | None = None, *, reader: Seat | None = None, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(seats, reader, work=goal, **kwargs)
        quarters_now = quarter_choices(today, goal.quarter if goal else None)
        self.span.choices = [("", "No span yet"), *((str(span.number), span.name) for span in spans)]
        self.quarter.choices = [("", "No quarter yet"), *quarters_now]
        if self.is_submitted() and goal is not None:
            sent = {*request.form, *(["owner"] if "owner_outsider" in request.form else [])}
            for name in set(self.edits) - sent:
                delattr(self, name)

    def validate_owner(self, field: Any) -> None:
        self.resolve(field)

    def posted(self) -> dict[str, Any]:
        here = [name for name in self.edits if name in self]
        said = {name: self[name].said if name in self.NUMBERS else self[name].data or "" for name in here}
        return {**said, **({"owner": self.label} if "owner" in said else {})}

    def asks_why(self) -> None:
        self.date_why.errors = [SAYS_WHY]


class NewGoalForm(CreatingForm, GoalForm):
    """A new goal: only the title is required. A COO chooses its approval; a CEO's own goal is agreed."""

    life = choice(
        "Is it agreed?",
        [],
        wrong="Draft it or propose it: agreeing is the CEO’s.",
        default=ApprovalState.DRAFT,
    )

    def __init__(self, seats: Sequence[Seat] = (), *args: Any, reader: Seat, **kwargs: Any) -> None:
        super().__init__(seats, *args, reader=reader, **kwargs)
        if reader.role == Role.COO:
            self.life.choices = approval.lives(seats)
        else:
            del self.life

    @property
    def starts_as(self) -> ApprovalState:
        return ApprovalState(self.life.data) if "life" in self else ApprovalState.AGREED


def quarter_choices(today: date | None, current: str | None) -> list[tuple[str, str]]:
    """Return the quarters offered for planning, and the goal's own, however long ago."""
    offered = quarters.choices(today) if today else []
    if current and current not in dict(offered):
        offered = [(current, quarters.quarter_label(current)), *offered]
    return offered


BACK_AND_FORTH = [(str(ApprovalState.DRAFT), "Draft"), (str(ApprovalState.PROPOSED), "Proposed")]


STILL_A_DRAFT = "so it is still a draft. Open the goal again, then choose."


class ShowingForm(Form):
    """A form that shows a draft to the client: it sends a digest of what the page said they would read."""

    was_shown = line("As it was shown", at_most=LINE)

    def check_as_shown(self, goal: Goal) -> None:
        """Refuse if the client would read something the page did not show, except the reader's own changes."""
        shown = self.was_shown.data or ""
        is_new = goal.is_draft and others_wrote(goal, shown, current_user)
        if is_new and (changed := changed_parts(shown, parts_of_goal(goal))):
            raise DomainError(in_words(changed, STILL_A_DRAFT))


class LifeForm(ShowingForm):
    life = choice("Is it agreed?", BACK_AND_FORTH, wrong="Draft it or propose it: agreeing is the CEO’s.")


class TalkForm(Form):
    """Asks to discuss a goal; the words are optional."""

    why = line("What would you like to discuss?", at_most=LINE)
