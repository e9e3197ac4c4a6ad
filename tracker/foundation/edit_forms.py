"""A form for an existing record: it sends, per field, the value it showed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import request

from tracker.foundation.edit_conflicts import as_shown, merge_fields, original_values, without_conceded
from tracker.foundation.exceptions import ConflictError, FieldConflict
from tracker.foundation.forms import Form


class EditForm(Form):
    """Two people, one form: different fields merge; where both changed the same field, both texts are shown."""

    edits: tuple[str, ...] = ()
    """The fields of the record itself."""

    def __init__(self, record: Any = None, **kwargs: Any) -> None:
        """With a `record`, the fields start with its values, and `was` holds the value shown in each."""
        super().__init__(**({} if record is None else {"obj": record}), **kwargs)
        self.record = record
        posted = original_values(request.form) if "formdata" not in kwargs else {}
        shown = {} if record is None else {name: as_shown(getattr(record, name)) for name in self.edits}
        self.was = {name: posted.get(name, value) for name, value in shown.items()}

    def posted(self) -> dict[str, Any]:
        """Return the sent values by field; a field that was not sent is not changed."""
        return {name: self[name].data for name in self.edits if name in self and name in request.form}

    def kept(self) -> dict[str, Any]:
        """Return the same without the fields where the writer kept the other person's text."""
        return without_conceded(self.posted(), request.form)

    def merged(self, now: Any = None) -> dict[str, Any]:
        """Return the real changes; raises ConflictError if another person changed the same field since.

        `now` is the record as the form shows it, if that is not the record itself.
        """
        labels = {name: self[name].label.text for name in self.edits if name in self}
        return merge_fields(
            self.record if now is None else now, self.kept(), original_values(request.form), labels
        )

    def changes(self, now: Any = None) -> dict[str, Any] | None:
        """Return the real changes, or None; then the messages are in the form and `refusal` is the status."""
        if not self.validate():
            return None
        try:
            return self.merged(now)
        except ConflictError as error:
            self.clashes, self.refusal = [self.in_words(clash) for clash in error.clashes], 409
            self.was |= {clash.field: clash.theirs for clash in error.clashes}
            return None

    def in_words(self, clash: FieldConflict) -> FieldConflict:
        """Return the clash with the labels of a choice in place of its keys."""
        field = self[clash.field]
        words = (
            {str(one.value): one.label for one in field.iter_choices()}
            if hasattr(field, "iter_choices")
            else {}
        )
        return replace(clash, yours_word=words.get(clash.yours, ""), theirs_word=words.get(clash.theirs, ""))
