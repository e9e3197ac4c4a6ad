"""The forms of imports and exports."""

from __future__ import annotations

from collections.abc import Sequence

from flask import request
from flask_wtf.file import FileField, FileRequired
from werkzeug.datastructures import FileStorage, MultiDict
from wtforms import BooleanField

from tracker.clients.models import Role, Seat
from tracker.foundation.forms import CreatingForm, Form, choice_field
from tracker.roadmap.models.statuses import ApprovalState

AGREED_CHOICE = ("agreed", "Agreed already")
APPROVAL_CHOICES = [("proposed", "Proposed, for the CEO to agree"), ("draft", "Drafts (COOs only)")]


def approval_choices(seats: Sequence[Seat]) -> list[tuple[str, str]]:
    """Return the states a COO may give new goals; “agreed” only while nobody has access as CEO."""
    has_ceo = any(each.role == Role.CEO and each.is_live for each in seats)
    return APPROVAL_CHOICES if has_ceo else [AGREED_CHOICE, *APPROVAL_CHOICES]


class UploadForm(CreatingForm):
    """The file to import. Its kind is found by reading it, not by its name."""

    file = FileField("The file", validators=[FileRequired("Choose a file first.")])
    include_archived = BooleanField("Import archived cards and lists too, as parked")

    def sent(self) -> MultiDict[str, str | FileStorage]:
        """Return the text fields and the file."""
        return MultiDict(
            [*request.form.items(multi=True), *(("file", file) for file in request.files.getlist("file"))]
        )


class ImportedGoalsForm(Form):
    """The state of a file's new goals.

    A CEO has no choice: their import is their agreement. A COO may import agreed goals only while nobody has
    access as CEO.
    """

    life = choice_field("New goals are", [AGREED_CHOICE, *APPROVAL_CHOICES], wrong="Choose one of these.")

    def __init__(self, seat: Seat, seats: Sequence[Seat], **kwargs: object) -> None:
        super().__init__(**kwargs)
        if seat.role != Role.COO:
            del self.life
            return
        offered = approval_choices(seats)
        self.life.choices = dict(offered)
        self.life.data = self.life.data or offered[0][0]

    @property
    def chosen(self) -> ApprovalState:
        """The chosen state; agreed for a CEO."""
        return ApprovalState(self.life.data) if "life" in self else ApprovalState.AGREED


class ExportForm(Form):
    """The format in which the road map is exported."""

    kind = choice_field("Kind of file", [("csv", "CSV"), ("xlsx", "Excel")], wrong="Choose CSV or Excel.")
