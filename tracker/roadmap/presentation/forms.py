"""Forms that goals and tasks share: owner, status, up or down."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from wtforms.validators import ValidationError

from tracker.clients.models import Seat
from tracker.foundation.forms import LINE, NAME, Form, choice, line
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.models.statuses import Status, Visibility
from tracker.roadmap.models.work import Who
from tracker.roadmap.presentation.assignees import OUTSIDER, UnresolvedError, label_of, resolve_assignee

STATUSES = [(str(status), status.word) for status in Status]


TICKS = [("", ""), ("yes", "Done"), ("no", "Not done")]


PLACES = [("up", "Up"), ("down", "Down")]


SAYS_WHY = "Say in a few words why the date moves."


def needs_reason(promised: date | None, wanted: date | None) -> bool:
    """Whether a change of date needs a reason: a promised date that moves to a later day, or is removed."""
    return promised is not None and (wanted is None or wanted > promised)


def person_field(label: str) -> Any:
    """Return a field for a person with access, as the list of people sends them or as a person types them."""
    return line(label, at_most=NAME + len(OUTSIDER))


def outsider_field() -> Any:
    """Return a field for an outsider's name. Only this field, or an outsider chosen in the list, means one."""
    return line("Or someone without access", at_most=NAME)


class AssigneeForm(Form):
    """A form that names a person, in the field `ASSIGNEE`, or an outsider in `<ASSIGNEE>_outsider`.

    `who` is the person meant. If it is not clear, `unresolved` holds the typed text and the possible people.
    """

    ASSIGNEE = "owner"

    def __init__(
        self,
        seats: Sequence[Seat] = (),
        reader: Seat | None = None,
        *,
        work: Goal | Task | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.seats, self.reader, self.work = seats, reader, work
        self.who: Who = None
        self.unresolved: UnresolvedError | None = None

    def resolve(self, field: Any) -> None:
        """Find the person who is meant; if it is not clear, the field lists the possible people."""
        stranger = self[f"{self.ASSIGNEE}_outsider"].data or ""
        if len((field.data or "").removeprefix(OUTSIDER)) > NAME:
            raise ValidationError(f"Keep it to {NAME} characters.")
        try:
            self.who = resolve_assignee(field.data or "", self.seats, self.reader, stranger, self.now)
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
        """Return the person's name for showing and comparing; an address means the person who has it."""
        return label_of(self.who, self.seats, self.reader)


class StatusForm(AssigneeForm):
    """A status; the reason, or whom it waits on, may come later. `done` is the tick beside the title."""

    ASSIGNEE = "waiting_on"

    status = choice("Status", STATUSES, wrong="Choose one of the six.")
    done = choice("Done", TICKS, wrong="Tick it or not.", default="")
    waiting_on = person_field("Who are you waiting on?")
    waiting_on_outsider = outsider_field()
    why = line("Why?", at_most=LINE)

    def validate_waiting_on(self, field: Any) -> None:
        self.resolve(field)
        if isinstance(self.work, Task) and (said := self.work.why_not_for(self.who)):
            raise ValidationError(said)

    @property
    def chosen(self) -> Status:
        """Return the status. The tick outranks the choice sent with it; an unticked task is in motion again."""
        ticked = {"yes": Status.DONE, "no": Status.ON_TRACK}
        return ticked.get(self.done.data) or Status(self.status.data)


class MoveForm(Form):
    """One place up or down in the order."""

    direction = choice("Direction", PLACES, wrong="Move it up or down.")


SEEN_BY = [(str(Visibility.ALL), "Everybody"), (str(Visibility.LEADS), "CEO and COO")]


WRONG_READERS = "Share it with all, or keep it between CEO and COO."
