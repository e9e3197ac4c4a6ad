"""A form about something that exists: it carries, per field, the value it showed (DECISIONS 14)."""

from __future__ import annotations

from typing import Any

from flask import request

from tracker.foundation.conflicts import ConflictError, as_shown, settle_fields, shown_values
from tracker.foundation.forms import Form

MEANWHILE = "Somebody changed this meanwhile. It now says: “{}”. Send again to use yours."


class EditingForm(Form):
    """Two people, one form: different fields merge; where both wrote the same one, both texts stand there."""

    edits: tuple[str, ...] = ()
    """The fields that are the record's own."""

    def __init__(self, record: Any, **kwargs: Any) -> None:
        super().__init__(obj=record, **kwargs)
        self.record, self.refusal = record, 422
        posted = shown_values(request.form) if "formdata" not in kwargs else {}
        self.was = {name: posted.get(name, as_shown(getattr(record, name))) for name in self.edits}

    def settle(self) -> dict[str, Any] | None:
        """The real changes, or None: then the messages stand in the form and `refusal` is the status."""
        if not self.validate():
            return None
        posted = {name: self[name].data for name in self.edits if name in request.form}
        try:
            return settle_fields(self.record, posted, shown_values(request.form), {})
        except ConflictError as error:
            for clash in error.clashes:
                self[clash.field].errors = [MEANWHILE.format(clash.theirs or "nothing")]
                self.was[clash.field] = clash.theirs
            self.refusal = 409
            return None
