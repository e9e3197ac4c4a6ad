"""The form a file is sent with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import request
from flask_wtf.file import FileField, FileRequired
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField

from tracker.clients.models import Role, Seat
from tracker.foundation.forms import CreatingForm, Form, choice
from tracker.roadmap.models.statuses import ApprovalState

AGREED = ("agreed", "Agreed already")
LIVES = [("proposed", "Proposed, for the CEO to agree"), ("draft", "Drafts, yours alone")]


def approval_choices(seats: Sequence[Seat]) -> list[tuple[str, str]]:
    """What a COO's new goals may be: agreeing is the CEO's, as soon as there is one."""
    has_ceo = any(each.role == Role.CEO and each.is_live for each in seats)
    return LIVES if has_ceo else [AGREED, *LIVES]


class UploadForm(CreatingForm):
    """One file. What it holds is found out by reading it, not by its name."""

    file = FileField("The file", validators=[FileRequired("Choose a file first.")])
    include_archived = BooleanField("Import archived cards and lists too, as parked")

    def sent(self) -> MultiDict[str, Any]:
        """The texts, and the file."""
        return MultiDict(
            [*request.form.items(multi=True), *(("file", file) for file in request.files.getlist("file"))]
        )


class ImportedGoalsForm(Form):
    """What the new goals of a file are. A CEO's are agreed, and no choice: their word is the agreement.

    A COO brings in agreed ones only where nobody has access as CEO.
    """

    life = choice("New goals are", [AGREED, *LIVES], wrong="Choose one of these.")

    def __init__(self, seat: Seat, seats: Sequence[Seat], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if seat.role != Role.COO:
            del self.life
            return
        offered = approval_choices(seats)
        self.life.choices = dict(offered)
        self.life.data = self.life.data or offered[0][0]

    @property
    def chosen(self) -> ApprovalState:
        return ApprovalState(self.life.data) if "life" in self else ApprovalState.AGREED


class ExportForm(Form):
    """Which kind of file the road map is taken away as."""

    kind = choice("Kind of file", [("csv", "CSV"), ("xlsx", "Excel")], wrong="Choose CSV or Excel.")
