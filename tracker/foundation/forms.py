"""Forms check the shape of input: is this a date, is it short enough. Messages are for people."""

from __future__ import annotations

import inspect
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import uuid4

from flask import request
from flask_login import current_user
from flask_wtf import FlaskForm
from flask_wtf.form import _Auto
from werkzeug.datastructures import MultiDict
from wtforms import DateField, Field, HiddenField, PasswordField, SelectField, StringField, TextAreaField
from wtforms.fields.core import UnboundField
from wtforms.validators import InputRequired, Length, Optional, StopValidation, ValidationError

from tracker.foundation.exceptions import DomainError, FieldConflict
from tracker.foundation.text.names import hides_something

TITLE, LINE, NAME, TEXT = 200, 300, 120, 20_000
"""The longest title, one-line text, name and long text, in characters."""


def tidy(value: Any) -> Any:
    """Normalise text: composed letters, one kind of line end, no blanks around, so that equal texts compare equal."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value).replace("\r\n", "\n").replace("\r", "\n").strip()
    return value


def one_line(value: Any) -> Any:
    return " ".join(value.split()) if isinstance(value, str) else value


def no_control_characters(_form: Any, field: Field) -> None:
    """Refuse control characters, which no keyboard types and no page can show."""
    allowed = "\n\t"
    for letter in field.data or "":
        if letter not in allowed and unicodedata.category(letter) in ("Cc", "Cs"):
            raise StopValidation("There is a character in it that cannot be shown. Type it again without it.")


WHO_MAY_READ = ("visibility", "life")
"""Fields that say who may read something. They are never ignored: a form without the field refuses it."""
NOT_CHOSEN_HERE = "Who can see this can’t be chosen here. Nothing was saved."


class Form(FlaskForm):  # type: ignore[misc]
    """A form that accepts each field only once."""

    clashes: Sequence[FieldConflict] = ()
    """Fields that another person changed in the meantime (see `EditForm`); the form shows both texts."""
    refusal = 422
    """The status of a refused form; 409 if there are clashes."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """Accepts only text; a file or a JSON body in place of a text counts as no text."""

        def wrap_formdata(self, form: Form, formdata: Any) -> Any:
            if formdata is not _Auto:
                return formdata
            return form.sent() if form.is_submitted() else None

    def sent(self) -> MultiDict[str, Any]:
        """Return the texts of the request; a form that takes a file adds it."""
        return request.form

    def validate(self, extra_validators: Any = None) -> bool:
        fine: bool = super().validate(extra_validators)
        for field in self:
            if len(request.form.getlist(field.name)) > 1:
                field.errors = [*field.errors, "This came twice. Send it once."]
                fine = False
        if any(name in request.form and name not in self for name in WHO_MAY_READ):
            told = next((field for field in self if not isinstance(field, HiddenField)), next(iter(self)))
            told.errors = [NOT_CHOSEN_HERE, *told.errors]
            fine = False
        return fine

    @property
    def first_error(self) -> str:
        """Return the first message, for places with room for one."""
        return next((error for field in self for error in field.errors), "")


RECORD_NUMBERS = {"goal", "after", "shown"}
"""Text fields filled in by the page, not by the person."""


def typed_labels(view: Callable[..., Any]) -> dict[str, str]:
    """Return the labels of the fields a person types into the form behind `view`, by field name.

    Finds the form among the names the view uses; if there is none, the fields of every form count.
    """
    function = inspect.unwrap(view)
    named = [function.__globals__.get(name) for name in function.__code__.co_names]
    forms = [each for each in named if isinstance(each, type) and issubclass(each, Form)]
    return {name: label for form in forms or every_form() for name, label in labels_of(form)}


def every_form(form: type[Form] = Form) -> list[type[Form]]:
    return [each for child in form.__subclasses__() for each in (child, *every_form(child))]


def labels_of(form: type[Form]) -> Iterator[tuple[str, str]]:
    for name in dir(form):
        field = getattr(form, name, None)
        if not isinstance(field, UnboundField) or not field.args or name in RECORD_NUMBERS:
            continue
        is_typed = issubclass(field.field_class, StringField | DateField)
        if is_typed and not issubclass(field.field_class, HiddenField | PasswordField):
            yield name, field.args[0]


class CreatingForm(Form):
    """A form that creates a record: sent twice, it creates one."""

    form_key = HiddenField(
        filters=[tidy], validators=[Optional(), Length(max=36)], default=lambda: str(uuid4())
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.form_key.data = self.form_key.data or str(uuid4())

    @property
    def idempotency_key(self) -> str:
        """Return a key for this person's text: the same if sent again, another for other words.

        So no other person has the key, and new text typed into an old form does not count as a repetition.
        """
        said = [(field.name, str(field.data)) for field in self if field.name != "csrf_token"]
        here = (request.path, getattr(current_user, "pid", ""), said)
        return sha256(repr(here).encode()).hexdigest()[:36]


def required_or_optional(required: str) -> Any:
    return InputRequired(required) if required else Optional()


def line(
    label: str, *, required: str = "", at_most: int = TITLE, also: Sequence[Any] = (), **kwargs: Any
) -> StringField:
    """Return a field for one line of text."""
    too_long = f"Keep it to {at_most} characters."
    return StringField(
        label,
        filters=[tidy, one_line],
        validators=[
            required_text(required),
            no_control_characters,
            Length(max=at_most, message=too_long),
            *also,
        ],
        render_kw={"maxlength": at_most},
        **kwargs,
    )


def name_line(label: str, *, required: str) -> StringField:
    """Return a field for the name of a person or a business, without invisible characters."""
    return line(label, required=required, at_most=NAME, also=(no_hidden_characters,))


def no_hidden_characters(_form: Any, field: Field) -> None:
    if hides_something(field.data or ""):
        raise StopValidation("It contains an invisible character. Type it again without it.")


def text(label: str, *, required: str = "", at_most: int = TEXT, **kwargs: Any) -> TextAreaField:
    """Return a field for several lines of text."""
    too_long = f"Keep it to {at_most:,} characters."
    return TextAreaField(
        label,
        filters=[tidy],
        validators=[required_text(required), no_control_characters, Length(max=at_most, message=too_long)],
        **kwargs,
    )


def required_text(message: str) -> Any:
    """Return a field for text that may not be blank."""

    def check(_form: Any, field: Field) -> None:
        if message and not (field.data or "").strip():
            field.errors = []
            raise StopValidation(message)

    return check


class DayField(DateField):  # type: ignore[misc]
    """A calendar date, typed or picked. Text that is not a date remains in the field."""

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = " ".join(valuelist).strip()
        self.raw_data, self.data = [typed], None
        if not typed:
            return
        try:
            found = date.fromisoformat(typed)
        except ValueError as error:
            raise ValueError("Enter a date like 2026-12-04.") from error
        if not 2000 <= found.year <= 2100:
            raise ValueError("Enter a date between the years 2000 and 2100.")
        self.data = found


def day(label: str, *, required: str = "") -> DayField:
    return DayField(label, validators=[required_or_optional(required)])


def choice(
    label: str, choices: Any, *, wrong: str = "Choose one from the list.", **kwargs: Any
) -> SelectField:
    """Return a field for one of a closed set."""
    return SelectField(
        label, choices=dict(choices), validate_choice=False, validators=[one_of(wrong)], **kwargs
    )


def one_of(wrong: str) -> Any:
    def check(_form: Any, field: SelectField) -> None:
        if field.data not in {str(value) for value, *_ in field.iter_choices()}:
            raise ValidationError(wrong)

    return check


def validate_or_abort(form: Form) -> None:
    """For a tap: accept one of the offered values, or refuse in words and return it."""
    if not form.validate():
        raise DomainError(form.first_error)
