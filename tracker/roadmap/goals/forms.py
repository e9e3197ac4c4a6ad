"""The forms of goals. A form checks the shape of input; the records check whether it is allowed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask import g, request, url_for
from wtforms import Field, HiddenField
from wtforms.validators import Length, Optional

from tracker.clients.models import Role, Seat, Span
from tracker.foundation.edit_forms import EditForm
from tracker.foundation.exceptions import OutdatedPageError
from tracker.foundation.forms import (
    LINE,
    TEXT,
    CreatingForm,
    FieldValues,
    Form,
    choice_field,
    day_field,
    line_field,
)
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
from tracker.roadmap.presentation.sharing.shown_goals import check_goal_as_shown
from tracker.roadmap.presentation.sharing.shown_parts import (
    changed_names,
    changed_parts_sentence,
    is_changed_by_others,
    parts_of_goal,
)

UNIT = 40
"""The longest unit of a measure."""


class GoalForm(AssigneeForm, EditForm):
    """All fields of a goal. A field that was not sent is not changed."""

    title = line_field("Goal", required="Give the goal a title.")
    why = line_field("Why it matters", at_most=LINE)
    span = choice_field("Span", [])
    quarter = choice_field("Quarter", [])
    done_by = day_field("Done by")
    date_why = line_field("Why does the date move?", at_most=LINE)
    owner = person_field("Owner")
    owner_outsider = outsider_field()
    measure = line_field("How you will know")
    measure_from = number_field("From")
    measure_to = number_field("To")
    measure_unit = line_field("Unit", at_most=UNIT)
    measure_now = number_field("Now")

    NUMBERS = ("measure_from", "measure_to", "measure_now")
    edits = ("title", "why", "span", "quarter", "done_by", "owner", "measure", "measure_unit", *NUMBERS)

    def __init__(
        self,
        seats: Sequence[Seat] = (),
        spans: Sequence[Span] = (),
        today: date | None = None,
        goal: Goal | None = None,
        *,
        viewer_seat: Seat | None = None,
        **kwargs: object,
    ) -> None:
        super().__init__(seats, viewer_seat, work=goal, **kwargs)
        quarters_now = quarter_choices(today, goal.quarter if goal else None)
        self.span.choices = [("", "No span yet"), *((str(span.number), span.name) for span in spans)]
        self.quarter.choices = [("", "No quarter yet"), *quarters_now]
        if self.is_submitted() and goal is not None:
            sent = {*request.form, *(["owner"] if "owner_outsider" in request.form else [])}
            for name in set(self.edits) - sent:
                delattr(self, name)

    def validate_owner(self, field: Field) -> None:
        """Set `who`; a name that fits nobody, or several people, is refused with those it may mean."""
        self.resolve(field)

    def posted(self) -> FieldValues:
        """Return the values of the fields that are left: numbers as the page writes them, the owner by name.

        Written otherwise, they would look like changes.
        """
        here = [name for name in self.edits if name in self]
        typed = {name: self[name].shown if name in self.NUMBERS else self[name].data or "" for name in here}
        return {**typed, **({"owner": self.label} if "owner" in typed else {})}

    def needs_why(self) -> None:
        """Set the error that a moved date needs a reason."""
        self.date_why.errors = [SAYS_WHY]


class NewGoalForm(CreatingForm, GoalForm):
    """A new goal: only the title is required. A COO chooses its approval; a CEO's own goal is agreed."""

    life = choice_field(
        "Is it agreed?",
        [],
        wrong="Draft it or propose it: agreeing is the CEO’s.",
        default=ApprovalState.DRAFT,
    )

    def __init__(
        self, seats: Sequence[Seat] = (), *args: object, viewer_seat: Seat, **kwargs: object
    ) -> None:
        super().__init__(seats, *args, viewer_seat=viewer_seat, **kwargs)
        if viewer_seat.role == Role.COO:
            self.life.choices = approval.approval_states(seats)
        else:
            del self.life

    @property
    def starts_as(self) -> ApprovalState:
        """The approval state of the new goal."""
        return ApprovalState(self.life.data) if "life" in self else ApprovalState.AGREED


def quarter_choices(today: date | None, current: str | None) -> list[tuple[str, str]]:
    """Return the quarters offered for planning, and the goal's own if it is not among them."""
    offered = quarters.choices(today) if today else []
    if current and current not in dict(offered):
        offered = [(current, quarters.quarter_label(current)), *offered]
    return offered


BACK_AND_FORTH = [(str(ApprovalState.DRAFT), "Draft"), (str(ApprovalState.PROPOSED), "Proposed")]


STILL_A_DRAFT = "so it is still a draft. Open the goal again, then choose."
NOTHING_SAVED = "so nothing was saved. Open the goal again, then choose."


class ShowingForm(Form):
    """A form about a goal's approval, with the parts of the goal that its page showed."""

    was_shown = HiddenField(validators=[Optional(), Length(max=TEXT)])

    def check_as_shown(self, goal: Goal, button: str) -> None:
        """Raise UnconfirmedError, with both sides, if others changed a part; `button` confirms.

        The page of a draft says that all of it will be shown, and sends a digest. After a change of others the draft
        has to be read again: OutdatedPageError.
        """
        shown = self.was_shown.data or ""
        is_new = is_changed_by_others(goal, shown, g.seat)
        if is_new and (changed := changed_names(shown, parts_of_goal(goal))):
            ending = STILL_A_DRAFT if goal.is_draft else NOTHING_SAVED
            raise OutdatedPageError(
                changed_parts_sentence(changed, ending), url_for("client.goals.show", number=goal.number)
            )
        check_goal_as_shown(goal, shown, button)


class ApprovalForm(ShowingForm):
    """The approval that a COO sets: a draft, or proposed."""

    life = choice_field(
        "Is it agreed?", BACK_AND_FORTH, wrong="Draft it or propose it: agreeing is the CEO’s."
    )


class DiscussionForm(ShowingForm):
    """The request to discuss a goal; the text is optional."""

    why = line_field("What would you like to discuss?", at_most=LINE)
