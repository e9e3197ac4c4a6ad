"""Fields for numbers, and the small form for the current value of a measure."""

from __future__ import annotations

from typing import Any

from wtforms import StringField
from wtforms.validators import Length, ValidationError

from tracker.foundation.edit_forms import EditForm
from tracker.foundation.forms import no_control_characters, one_line, tidy
from tracker.roadmap.models.metric import number_text, read_number

LONGEST = 24


class NumberField(StringField):  # type: ignore[misc]
    """A number as it is typed; text that is not a number remains in the field, with a message."""

    number: float | None = None

    def pre_validate(self, _form: Any) -> None:
        try:
            self.number = read_number(self.data or "")
        except ValueError as error:
            raise ValidationError(str(error)) from error

    @property
    def said(self) -> str:
        """Return the number as it will be shown."""
        return number_text(self.number)


def number_field(label: str) -> NumberField:
    return NumberField(
        label,
        filters=[tidy, one_line],
        validators=[no_control_characters, Length(max=LONGEST, message="That is too long for a number.")],
        render_kw={"maxlength": LONGEST, "inputmode": "decimal", "autocomplete": "off"},
    )


class MeasureNowForm(EditForm):
    """The current value of the measure."""

    edits = ("measure_now",)
    measure_now = number_field("Now")

    def posted(self) -> dict[str, Any]:
        return {"measure_now": self.measure_now.said}
