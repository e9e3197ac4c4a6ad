"""The forms of goals and of the list. Each knows shape; the records know what may happen (STYLE rule 8)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import request
from wtforms.validators import ValidationError

from tracker.clients.models import Role, Seat, Span
from tracker.foundation.errors import DomainError
from tracker.foundation.forms import LINE, NAME, CreatingForm, Form, choice, day, line
from tracker.roadmap import agreement, quarters
from tracker.roadmap.measure_forms import number
from tracker.roadmap.models import Goal
from tracker.roadmap.models.work import Who
from tracker.roadmap.people import who_is
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


class WhoForm(Form):
    """A form in which somebody is named: a person at the table, or anybody else by name (DECISIONS 16)."""

    who: Who

    def __init__(self, seats: Sequence[Seat] = (), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.seats, self.who = seats, None

    def settle_who(self, field: Any) -> None:
        """Find who is meant; two of that name are both named in the refusal."""
        try:
            self.who = who_is(field.data or "", self.seats)
        except DomainError as error:
            raise ValidationError(str(error)) from error


class StatusForm(WhoForm):
    """A status, and perhaps why or on whom; both may come later. `done` is the tick beside the title."""

    status = choice("Status", STATUSES, wrong="Choose one of the six.")
    done = choice("Done", TICKS, wrong="Tick it or not.", default="")
    waiting_on = line("On whom?", at_most=NAME)
    why = line("Why?", at_most=LINE)

    def validate_waiting_on(self, field: Any) -> None:
        self.settle_who(field)

    @property
    def chosen(self) -> Status:
        """The tick beats the choice that travels with it; unticked work is in motion again."""
        ticked = {"yes": Status.DONE, "no": Status.ON_TRACK}
        return ticked.get(self.done.data) or Status(self.status.data)


class PlaceForm(Form):
    """One place up or down in the order."""

    direction = choice("Direction", PLACES, wrong="Move it up or down.")


class GoalForm(WhoForm):
    """Everything a goal says about itself. A field that was not sent is not changed."""

    title = line("Goal", required="Give the goal a title.")
    why = line("Why it matters", at_most=LINE)
    span = choice("Span", [])
    quarter = choice("Quarter", [])
    done_by = day("Done by")
    date_why = line("Why does the date move?", at_most=LINE)
    owner = line("Owner", at_most=NAME)
    measure = line("How you will know")
    measure_from = number("From")
    measure_to = number("To")
    measure_unit = line("Unit", at_most=UNIT)
    measure_now = number("Now")

    NUMBERS = ("measure_from", "measure_to", "measure_now")
    FIELDS = ("title", "why", "span", "quarter", "done_by", "owner", "measure", "measure_unit", *NUMBERS)

    def __init__(
        self, seats: Sequence[Seat] = (), spans: Sequence[Span] = (), today: date | None = None,
        goal: Goal | None = None, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(seats, **kwargs)
        quarters_now = quarter_choices(today, goal.quarter if goal else None)
        self.span.choices = [("", "No span yet"), *((str(span.number), span.name) for span in spans)]
        self.quarter.choices = [("", "No quarter yet"), *quarters_now]
        if self.is_submitted() and goal is not None:
            for name in set(self.FIELDS) - set(request.form):
                delattr(self, name)

    def validate_owner(self, field: Any) -> None:
        self.settle_who(field)

    def posted(self) -> dict[str, Any]:
        """What was sent, by field."""
        here = [name for name in self.FIELDS if name in self]
        return {name: self[name].said if name in self.NUMBERS else self[name].data or "" for name in here}

    def asks_why(self) -> None:
        self.date_why.errors = [SAYS_WHY]


class NewGoalForm(CreatingForm, GoalForm):
    """A new goal: a title is enough, the rest may come later. A COO says how far it is; a CEO's own is agreed."""

    life = choice("Is it agreed?", [], wrong="Draft it or propose it: agreeing is the CEO’s.", default=Life.DRAFT)

    def __init__(self, seats: Sequence[Seat] = (), *args: Any, reader: Seat, **kwargs: Any) -> None:
        super().__init__(seats, *args, **kwargs)
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
