"""Fields for numbers, and the small form for the current value of a measure."""

from __future__ import annotations

from wtforms import StringField
from wtforms.validators import Length, ValidationError

from tracker.foundation.edit_forms import EditForm
from tracker.foundation.forms import FieldValues, Form, no_control_characters, normalise_text, one_line
from tracker.roadmap.models.metric import number_text, read_number

LONGEST_NUMBER = 24


class NumberField(StringField):  # type: ignore[misc]
    """A number as typed. Other text stays in the field, with a message."""

    number: float | None = None

    def pre_validate(self, _form: Form) -> None:
        """Set `number`, None for no text; refuse other text with the message of `read_number`."""
        try:
            self.number = read_number(self.data or "")
        except ValueError as error:
            raise ValidationError(str(error)) from error

    @property
    def shown(self) -> str:
        """The number as it will be shown."""
        return number_text(self.number)


def number_field(label: str) -> NumberField:
    """Return a field for a number, which remains text until it is validated."""
    return NumberField(
        label,
        filters=[normalise_text, one_line],
        validators=[
            no_control_characters,
            Length(max=LONGEST_NUMBER, message="That is too long for a number."),
        ],
        render_kw={"maxlength": LONGEST_NUMBER, "inputmode": "decimal", "autocomplete": "off"},
    )


class MeasureNowForm(EditForm):
    """The current value of the measure."""

    edits = ("measure_now",)
    measure_now = number_field("Now")

    def posted(self) -> FieldValues:
        """Return the number as the page writes it, so that “2,50” in place of “2.5” is no change."""
        return {"measure_now": self.measure_now.shown}
