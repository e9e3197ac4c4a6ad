"""The form a file is sent with."""

from __future__ import annotations

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField

from tracker.foundation.forms import CreatingForm


class UploadForm(CreatingForm):
    """One file. What it holds is found out by reading it, not by its name."""

    file = FileField("The file", validators=[FileRequired("Choose a file first.")])
    include_archived = BooleanField("Bring archived cards and lists too, as parked")
