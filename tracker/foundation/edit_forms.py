"""A form about something that exists: it carries, per field, the value it showed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import request

from tracker.foundation.edit_conflicts import as_shown, merge_fields, original_values, without_conceded
from tracker.foundation.exceptions import ConflictError, FieldConflict
from tracker.foundation.forms import Form


class EditForm(Form):
    """Two people, one form: different fields merge; where both wrote the same one, both texts stand there."""

    edits: tuple[str, ...] = ()
    """The fields that are the record's own."""

    def __init__(self, record: Any = None, **kwargs: Any) -> None:
        """With a `record`, the fields begin with what it says, and `was` is what the form shows of each."""
        super().__init__(**({} if record is None else {"obj": record}), **kwargs)
        self.record = record
        posted = original_values(request.form) if "formdata" not in kwargs else {}
        shown = {} if record is None else {name: as_shown(getattr(record, name)) for name in self.edits}
        self.was = {name: posted.get(name, value) for name, value in shown.items()}

    def posted(self) -> dict[str, Any]:
        """What was sent, by field; a field that was not sent is not changed."""
        return {name: self[name].data for name in self.edits if name in self and name in request.form}

    def kept(self) -> dict[str, Any]:
        """The same without what its writer gave up for what somebody else wrote."""
        return without_conceded(self.posted(), request.form)

    def merged(self, now: Any = None) -> dict[str, Any]:
        """The real changes; raises ConflictError where somebody changed the same field meanwhile.

        `now` is the record as the form shows it, where that is not the record itself.
        """
        labels = {name: self[name].label.text for name in self.edits if name in self}
        return merge_fields(
            self.record if now is None else now, self.kept(), original_values(request.form), labels
        )

    def changes(self, now: Any = None) -> dict[str, Any] | None:
        """The real changes, or None: then the messages stand in the form and `refusal` is the status."""
        if not self.validate():
            return None
        try:
            return self.merged(now)
        except ConflictError as error:
            self.clashes, self.refusal = [self.in_words(clash) for clash in error.clashes], 409
            self.was |= {clash.field: clash.theirs for clash in error.clashes}
            return None

    def in_words(self, clash: FieldConflict) -> FieldConflict:
        """What was chosen from a list, as the list says it."""
        field = self[clash.field]
        words = (
            {str(one.value): one.label for one in field.iter_choices()}
            if hasattr(field, "iter_choices")
            else {}
        )
        return replace(clash, yours_word=words.get(clash.yours, ""), theirs_word=words.get(clash.theirs, ""))
