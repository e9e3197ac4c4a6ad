"""A form about something that exists: it carries, per field, the value it showed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask import request

from tracker.foundation.edit_conflicts import as_shown, merge_fields, original_values, without_conceded
from tracker.foundation.exceptions import ConflictError, FieldConflict
from tracker.foundation.forms import Form


class EditingForm(Form):
    """Two people, one form: different fields merge; where both wrote the same one, both texts stand there."""

    edits: tuple[str, ...] = ()
    """The fields that are the record's own."""

    def __init__(self, record: Any, **kwargs: Any) -> None:
        super().__init__(obj=record, **kwargs)
        self.record, self.refusal = record, 422
        self.clashes: Sequence[FieldConflict] = ()
        """Where both wrote: the form shows both texts, and asks (`ui/_conflict_texts.html`)."""
        posted = original_values(request.form) if "formdata" not in kwargs else {}
        self.was = {name: posted.get(name, as_shown(getattr(record, name))) for name in self.edits}

    def settle(self) -> dict[str, Any] | None:
        """The real changes, or None: then the messages stand in the form and `refusal` is the status."""
        if not self.validate():
            return None
        posted = {name: self[name].data for name in self.edits if name in request.form}
        labels = {name: self[name].label.text for name in self.edits}
        try:
            return merge_fields(
                self.record, without_conceded(posted, request.form), original_values(request.form), labels
            )
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
