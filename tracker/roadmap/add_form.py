"""What the line under a goal is sent with: a title, and quick words in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from wtforms.validators import ValidationError

from tracker.clients.models import Seat
from tracker.foundation.forms import LINE, TITLE, CreatingForm, line
from tracker.roadmap.assignees import people_of, seat_of
from tracker.roadmap.models.work import Who
from tracker.roadmap.quick_line import Line
from tracker.roadmap.quick_names import Seated
from tracker.roadmap.quick_words import read

NO_TITLE = "Give the task a title."


def understood(typed: str, today: date, seats: Sequence[Seat], reader: Seat | None) -> Line:
    """What a line says at this client: its date, the people with access."""
    return read(typed, today, people_of(seats, reader))


class AddTaskForm(CreatingForm):
    """The line under a goal, or under the inbox: a title is enough."""

    title = line("Title", required=NO_TITLE, at_most=LINE)
    goal = line("Goal", at_most=9)

    def __init__(self, today: date, seats: Sequence[Seat], reader: Seat, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.seats = seats
        self.words = understood((self.title.data or "")[:LINE], today, seats, reader)

    def validate_title(self, _field: Any) -> None:
        """What cannot be understood is told, never guessed; a title has to be left."""
        if self.words.problems:
            raise ValidationError(self.words.problems[0].words)
        if not self.words.title:
            typed = " ".join(piece.typed for piece in self.words.pieces)
            raise ValidationError(f"{NO_TITLE} “{typed}” was not read as one; a \\ before a word keeps it.")
        if len(self.words.title) > TITLE:
            raise ValidationError(f"Keep it to {TITLE} characters.")

    def validate_goal(self, field: Any) -> None:
        if field.data and self.goal_number is None:
            raise ValidationError("There is no such goal.")

    @property
    def goal_number(self) -> int | None:
        """The goal's number; none for the inbox, or where it is no number."""
        typed = self.goal.data or ""
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 9 else None

    @property
    def owner(self) -> Who:
        """Whom the line names: a seat, an outsider, or nobody."""
        named = self.words.owner
        if isinstance(named, Seated):
            return seat_of(named, self.seats)
        return named

    @property
    def facts(self) -> dict[str, Any]:
        """What the line says about the task besides its title."""
        said = {"owner": self.owner, "due": self.words.due, "kind": self.words.kind}
        return {name: value for name, value in said.items() if value}
