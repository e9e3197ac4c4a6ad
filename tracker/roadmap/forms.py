"""The forms of goals and of the list. Each knows shape; the records know what may happen (STYLE rule 8)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import request
from wtforms.validators import ValidationError

from tracker.clients.models import Role, Seat, Span
from tracker.foundation.forms import LINE, NAME, CreatingForm, Form, choice, day, line
from tracker.roadmap import agreement, quarters
from tracker.roadmap.assignees import OUTSIDER, UnresolvedError, label_of, resolve_assignee
from tracker.roadmap.measure_forms import number
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.models.work import Who
from tracker.roadmap.status import Life, Status

STATUSES = [(str(status), status.word) for status in Status]
TICKS = [("", ""), ("yes", "Done"), ("no", "Not done")]
PLACES = [("up", "Up"), ("down", "Down")]
UNIT = 40
"""The longest unit of a measure."""
SAYS_WHY = "Say in a few words why the date moves."


def needs_reason(promised: date | None, wanted: date | None) -> bool:
    """Whether a change of date has to say why: a promised date that moves to a later day, or goes."""
    return promised is not None and (wanted is None or wanted > promised)


def person(label: str) -> Any:
    """Somebody with access, as the list of people sends them or as a person types them."""
    return line(label, at_most=NAME + len(OUTSIDER))


def outsider() -> Any:
    """The name of somebody without access. Only here, or chosen from the list, is it taken for one."""
    return line("Or someone without access", at_most=NAME)


class AssigneeForm(Form):
    """A form in which a person is named, in the field `ASSIGNEE`, or an outsider in `<ASSIGNEE>_outsider`.

    `who` is whom it means. Where that is not clear, `unresolved` holds what was typed and whom it may mean.
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
        """Find who is meant; otherwise the field says whom it may mean, and the form offers them."""
        stranger = self[f"{self.ASSIGNEE}_outsider"].data or ""
        if len((field.data or "").removeprefix(OUTSIDER)) > NAME:
            raise ValidationError(f"Keep it to {NAME} characters.")
        try:
            self.who = resolve_assignee(field.data or "", self.seats, self.reader, stranger, self.now)
        except UnresolvedError as error:
            self.unresolved = error
            raise ValidationError(str(error)) from error

    @property
    def now(self) -> Who:
        """Who it is in the record the form is about."""
        if self.work is None:
            return None
        return self.work.waits_for if self.ASSIGNEE == "waiting_on" else self.work.assigned_to

    @property
    def label(self) -> str:
        """The name of who is meant, as it is shown and compared: an address means the person who has it."""
        return label_of(self.who, self.seats, self.reader)


class StatusForm(AssigneeForm):
    """A status, and perhaps why or who it waits on; both may come later. `done` is the tick beside the title."""

    ASSIGNEE = "waiting_on"

    status = choice("Status", STATUSES, wrong="Choose one of the six.")
    done = choice("Done", TICKS, wrong="Tick it or not.", default="")
    waiting_on = person("Who are you waiting on?")
    waiting_on_outsider = outsider()
    why = line("Why?", at_most=LINE)

    def validate_waiting_on(self, field: Any) -> None:
        self.resolve(field)

    @property
    def chosen(self) -> Status:
        """The tick beats the choice that travels with it; unticked work is in motion again."""
        ticked = {"yes": Status.DONE, "no": Status.ON_TRACK}
        return ticked.get(self.done.data) or Status(self.status.data)


class PlaceForm(Form):
    """One place up or down in the order."""

    direction = choice("Direction", PLACES, wrong="Move it up or down.")


class GoalForm(AssigneeForm):
    """Everything a goal says about itself. A field that was not sent is not changed."""

    title = line("Goal", required="Give the goal a title.")
    why = line("Why it matters", at_most=LINE)
    span = choice("Span", [])
    quarter = choice("Quarter", [])
    done_by = day("Done by")
    date_why = line("Why does the date move?", at_most=LINE)
    owner = person("Owner")
    owner_outsider = outsider()
    measure = line("How you will know")
    measure_from = number("From")
    measure_to = number("To")
    measure_unit = line("Unit", at_most=UNIT)
    measure_now = number("Now")

    NUMBERS = ("measure_from", "measure_to", "measure_now")
    FIELDS = ("title", "why", "span", "quarter", "done_by", "owner", "measure", "measure_unit", *NUMBERS)

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
            for name in set(self.FIELDS) - sent:
                delattr(self, name)

    def validate_owner(self, field: Any) -> None:
        self.resolve(field)

    def posted(self) -> dict[str, Any]:
        """What was sent, by field."""
        here = [name for name in self.FIELDS if name in self]
        said = {name: self[name].said if name in self.NUMBERS else self[name].data or "" for name in here}
        return {**said, **({"owner": self.label} if "owner" in said else {})}

    def asks_why(self) -> None:
        self.date_why.errors = [SAYS_WHY]


class NewGoalForm(CreatingForm, GoalForm):
    """A new goal: a title is enough, the rest may come later. A COO says how far it is; a CEO's own is agreed."""

    life = choice(
        "Is it agreed?", [], wrong="Draft it or propose it: agreeing is the CEO’s.", default=Life.DRAFT
    )

    def __init__(self, seats: Sequence[Seat] = (), *args: Any, reader: Seat, **kwargs: Any) -> None:
        super().__init__(seats, *args, reader=reader, **kwargs)
        if reader.role == Role.COO:
            self.life.choices = agreement.lives(seats)
        else:
            del self.life

    @property
    def starts_as(self) -> Life:
        return Life(self.life.data) if "life" in self else Life.AGREED


def quarter_choices(today: date | None, current: str | None) -> list[tuple[str, str]]:
    """The quarters one plans in, and the one the goal has, however long ago."""
    offered = quarters.choices(today) if today else []
    if current and current not in dict(offered):
        offered = [(current, quarters.shown(current)), *offered]
    return offered
