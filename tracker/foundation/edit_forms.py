"""A form for an existing record: it sends, per field, the value it showed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from types import SimpleNamespace

from flask import request
from wtforms import DateField

from tracker.foundation.edit_conflicts import as_shown, merge_fields, original_values, without_conceded
from tracker.foundation.exceptions import ConflictError, FieldConflict
from tracker.foundation.forms import FieldValues, Form
from tracker.foundation.text.formatting import long_day


class EditForm(Form):
    """A form that two people may send for one record.

    Changes of different fields are merged. If both changed the same field, the form shows both texts.
    """

    edits: tuple[str, ...] = ()
    """The fields of the record itself."""
    columns: Mapping[str, str] = {}
    """The record's attribute for each field with another name. Addresses and forms keep a field's name."""

    def __init__(self, record: object = None, **kwargs: object) -> None:
        """With a `record`, the fields start with its values, and `was` holds the value shown in each."""
        self.record = self.as_fields(record)
        super().__init__(**({} if record is None else {"obj": self.record}), **kwargs)
        posted = original_values(request.form) if "formdata" not in kwargs else {}
        shown = {} if record is None else {name: as_shown(getattr(self.record, name)) for name in self.edits}
        self.was = {name: posted.get(name, value) for name, value in shown.items()}

    def as_fields(self, record: object) -> object:
        """Return the record's values by field: the record itself, unless some columns have other names."""
        if record is None or not self.columns:
            return record
        return SimpleNamespace(**{name: getattr(record, self.columns.get(name, name)) for name in self.edits})

    def posted(self) -> FieldValues:
        """Return the sent values by field; a field that was not sent is not changed."""
        return {name: self[name].data for name in self.edits if name in self and name in request.form}

    def kept(self) -> FieldValues:
        """Return the same without the fields where the writer kept the other person's text."""
        return without_conceded(self.posted(), request.form)

    def merged(self, now: object = None) -> FieldValues:
        """Return the real changes; raises ConflictError if another person changed the same field since.

        `now` is the record as the form shows it, if that is not the record itself.
        """
        labels = {name: self[name].label.text for name in self.edits if name in self}
        return merge_fields(
            self.record if now is None else now, self.kept(), original_values(request.form), labels
        )

    def changes(self, now: object = None) -> FieldValues | None:
        """Return the real changes by column, or None if refused.

        Then the messages are in the form, and `refusal` is the status: 422, or 409 for a conflict.
        """
        if not self.validate():
            return None
        try:
            return {self.columns.get(name, name): value for name, value in self.merged(now).items()}
        except ConflictError as error:
            self.clashes, self.refusal = [self.in_words(clash) for clash in error.clashes], 409
            self.was |= {clash.field: clash.theirs for clash in error.clashes}
            return None

    def in_words(self, clash: FieldConflict) -> FieldConflict:
        """Return the clash with the labels of a choice in place of its keys, and dates as people write them."""
        field = self[clash.field]
        if isinstance(field, DateField):
            return replace(clash, yours_word=day_words(clash.yours), theirs_word=day_words(clash.theirs))
        words = (
            {str(one.value): one.label for one in field.iter_choices()}
            if hasattr(field, "iter_choices")
            else {}
        )
        return replace(
            clash,
            yours_word=words.get(clash.yours, ""),
            theirs_word=words.get(clash.theirs, ""),
        )


def day_words(written: str) -> str:
    """Return “Friday 4 December” for an ISO date, with the year if it is not this one; empty for anything else."""
    try:
        return long_day(date.fromisoformat(written))
    except ValueError:
        return ""
