"""The form of the line that adds a task: a title, and quick words in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from wtforms import Field
from wtforms.validators import ValidationError

from tracker.clients.models import Seat
from tracker.clients.short_names import short_name
from tracker.foundation.forms import (
    LINE,
    TITLE,
    CreatingForm,
    FieldValues,
    choice_field,
    line_field,
    record_number_field,
)
from tracker.foundation.text.names import shows_something
from tracker.foundation.text.numerals import is_record_number, whole_number
from tracker.roadmap.models.facts import Who, sees_shared_only
from tracker.roadmap.models.statuses import Visibility
from tracker.roadmap.presentation.assignees import people_of, seat_of
from tracker.roadmap.presentation.forms import SEEN_BY, WRONG_READERS
from tracker.roadmap.presentation.name_matching import PersonRef
from tracker.roadmap.quick_add.parser import ONLY_LEADS_HIDE, parse
from tracker.roadmap.quick_add.tokens import ParsedLine

NO_TITLE = "Give the task a title."


def parse_line(typed: str, today: date, seats: Sequence[Seat], viewer_seat: Seat | None) -> ParsedLine:
    """Return the line as it is read at this client, with its date and the people with access."""
    return parse(typed, today, people_of(seats, viewer_seat), may_hide(viewer_seat))


def may_hide(viewer_seat: Seat | None) -> bool:
    """Whether this seat may limit a task to CEO and COO."""
    return viewer_seat is not None and viewer_seat.is_lead


class AddTaskForm(CreatingForm):
    """The line under a goal, or under the inbox. Only the title is required."""

    title = line_field("Title", required=NO_TITLE, at_most=LINE)
    goal = record_number_field("Goal")
    visibility = choice_field("Who sees it", SEEN_BY, wrong=WRONG_READERS, default=str(Visibility.ALL))

    def __init__(self, today: date, seats: Sequence[Seat], viewer_seat: Seat, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.seats, self.viewer_seat = seats, viewer_seat
        self.words = parse_line((self.title.data or "")[:LINE], today, seats, viewer_seat)

    def validate_title(self, _field: Field) -> None:
        """Refuse unclear quick words, a line without a title, and an owner who could not see the task."""
        if self.words.problems:
            raise ValidationError(self.words.problems[0].words)
        if not shows_something(self.words.title):
            typed = " ".join(piece.typed for piece in self.words.pieces)
            raise ValidationError(f"{NO_TITLE} “{typed}” was not read as one; a \\ before a word keeps it.")
        if len(self.words.title) > TITLE:
            raise ValidationError(f"Keep it to {TITLE} characters.")
        if self.is_for_leads and isinstance(self.owner, Seat) and sees_shared_only(self.owner):
            raise ValidationError(
                f"{short_name(self.owner)} can’t see a task that is for the CEO and COO only."
            )

    def validate_visibility(self, field: Field) -> None:
        """Refuse a task for CEO and COO only from people who are neither."""
        if field.data == Visibility.LEADS and not may_hide(self.viewer_seat):
            raise ValidationError(ONLY_LEADS_HIDE)

    @property
    def is_for_leads(self) -> bool:
        """Whether the task is for CEO and COO only, by the field or by the line."""
        return self.visibility.data == Visibility.LEADS or self.words.is_for_leads

    def validate_goal(self, field: Field) -> None:
        """Refuse text that is no record's number; empty is the inbox."""
        if field.data and not is_record_number(field.data):
            raise ValidationError("There is no such goal.")

    @property
    def goal_number(self) -> int | None:
        """The goal's number; None for the inbox, or for other text."""
        return whole_number(self.goal.data)

    @property
    def owner(self) -> Who:
        """The owner named in the line: a seat, an outsider's name, or None."""
        named = self.words.owner
        if isinstance(named, PersonRef):
            return seat_of(named, self.seats)
        return named

    @property
    def facts(self) -> FieldValues:
        """The fields of the task that the line sets, besides its title."""
        values = {"owner": self.owner, "due": self.words.due, "kind": self.words.kind}
        hidden = {"visibility": Visibility.LEADS} if self.is_for_leads else {}
        return {**{name: value for name, value in values.items() if value}, **hidden}
