"""The forms that goals and tasks share: owner, status, up or down."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from wtforms import Field, StringField
from wtforms.validators import ValidationError

from tracker.clients.models import Seat
from tracker.foundation.forms import LINE, NAME, Form, choice_field, line_field
from tracker.foundation.text.numerals import is_record_number
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.models.facts import Who
from tracker.roadmap.models.statuses import Status, Visibility
from tracker.roadmap.presentation.assignees import OUTSIDER, UnresolvedError, label_of, resolve_assignee

STATUSES = [(str(status), status.word) for status in Status]


TICKS = [("", ""), ("yes", "Done"), ("no", "Not done")]


PLACE_CHOICES = [("up", "Up"), ("down", "Down")]


SAYS_WHY = "Say in a few words why the date moves."


def needs_reason(promised: date | None, wanted: date | None) -> bool:
    """Whether a change of date needs a reason: a promised date that moves to a later day, or is removed."""
    return promised is not None and (wanted is None or wanted > promised)


def check_goal_chosen(_form: Form, field: Field) -> None:
    """Refuse text that is no record's number, and a form without the field; empty is the inbox."""
    if not field.raw_data or (field.data and not is_record_number(field.data)):
        raise ValidationError("Choose one from the list.")


def person_field(label: str) -> StringField:
    """Return a field for a person with access, as the list of people sends them or as a person types them."""
    return line_field(label, at_most=NAME + len(OUTSIDER))


def outsider_field() -> StringField:
    """Return a field for an outsider's name. Only this, or an outsider chosen in the list, means one."""
    return line_field("Or someone without access", at_most=NAME)


class AssigneeForm(Form):
    """A form that names a person, in the field `ASSIGNEE`, or an outsider in `<ASSIGNEE>_outsider`.

    `who` is the person meant. If it is not clear, `unresolved` holds the typed text and the possible people.
    """

    ASSIGNEE = "owner"

    def __init__(
        self,
        seats: Sequence[Seat] = (),
        viewer_seat: Seat | None = None,
        *,
        work: Goal | Task | None = None,
        **kwargs: object,
    ) -> None:
        super().__init__(**kwargs)
        self.seats, self.viewer_seat, self.work = seats, viewer_seat, work
        self.who: Who = None
        self.unresolved: UnresolvedError | None = None

    def resolve(self, field: Field) -> None:
        """Find the person meant. If it is not clear, raise ValidationError and set `unresolved`."""
        outsider_name = self[f"{self.ASSIGNEE}_outsider"].data or ""
        if len((field.data or "").removeprefix(OUTSIDER)) > NAME:
            raise ValidationError(f"Keep it to {NAME} characters.")
        try:
            self.who = resolve_assignee(
                field.data or "", self.seats, self.viewer_seat, outsider_name, self.now
            )
        except UnresolvedError as error:
            self.unresolved = error
            hidden = (
                [self.work.why_not_for(each) for each in error.matches] if isinstance(self.work, Task) else []
            )
            if hidden and all(hidden):
                raise ValidationError(hidden[0]) from error
            raise ValidationError(str(error)) from error

    @property
    def now(self) -> Who:
        """Return the present person in the form's record."""
        if self.work is None:
            return None
        return self.work.waits_for if self.ASSIGNEE == "waiting_on" else self.work.assigned_to

    @property
    def label(self) -> str:
        """The person's name for showing and comparing; an address means the person who has it."""
        return label_of(self.who, self.seats, self.viewer_seat)


class StatusForm(AssigneeForm):
    """A status; the reason, or the person waited on, may come later. `done` is the tick beside the title."""

    ASSIGNEE = "waiting_on"

    status = choice_field("Status", STATUSES, wrong="Choose one of the six.")
    done = choice_field("Done", TICKS, wrong="Tick it or not.", default="")
    waiting_on = person_field("Who are you waiting on?")
    waiting_on_outsider = outsider_field()
    why = line_field("Why?", at_most=LINE)

    def validate_waiting_on(self, field: Field) -> None:
        """Set `who`; refuses an unclear name, and a person who does not see the task.

        Checks nothing if the status or the tick was refused.
        """
        if self.status.errors or self.done.errors:
            return  # without a status there is no person to wait on, and no list of people to show
        self.resolve(field)
        if isinstance(self.work, Task) and (refusal := self.work.why_not_for(self.who)):
            raise ValidationError(refusal)

    @property
    def chosen(self) -> Status:
        """The status. The tick outranks the sent choice; unticked work is on track again."""
        ticked = {"yes": Status.DONE, "no": Status.ON_TRACK}
        return ticked.get(self.done.data) or Status(self.status.data)


class MoveForm(Form):
    """A move by one place, up or down in the order."""

    direction = choice_field("Direction", PLACE_CHOICES, wrong="Move it up or down.")


SEEN_BY = [(str(Visibility.ALL), "Everybody"), (str(Visibility.LEADS), "CEO and COO")]


WRONG_READERS = "Share it with all, or keep it between CEO and COO."
