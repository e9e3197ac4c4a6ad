"""Forms know the shape of input: is this a date, is it short enough. Messages are for people."""

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
    """Composed letters, one kind of line end, no blanks around: the same words are the same text."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value).replace("\r\n", "\n").replace("\r", "\n").strip()
    return value


def one_line(value: Any) -> Any:
    return " ".join(value.split()) if isinstance(value, str) else value


def no_control_characters(_form: Any, field: Field) -> None:
    """Refuse what no keyboard types and no page can show."""
    allowed = "\n\t"
    for letter in field.data or "":
        if letter not in allowed and unicodedata.category(letter) in ("Cc", "Cs"):
            raise StopValidation("There is a character in it that cannot be shown. Type it again without it.")


WHO_MAY_READ = ("visibility", "life")
"""Fields that say who may read something. They are never ignored: a form without the field refuses it."""
NOT_CHOSEN_HERE = "Who can see this can’t be chosen here. Nothing was saved."


class Form(FlaskForm):  # type: ignore[misc]
    """A form that reads each field once: the same name twice is refused."""

    clashes: Sequence[FieldConflict] = ()
    """Fields that somebody else changed meanwhile (see `EditForm`): the form shows both texts, and asks."""
    refusal = 422
    """The status with which the form is sent back; 409 where there are clashes."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """What was sent counts as text only: a file or a JSON body in a text's place is no text."""

        def wrap_formdata(self, form: Form, formdata: Any) -> Any:
            if formdata is not _Auto:
                return formdata
            return form.sent() if form.is_submitted() else None

    def sent(self) -> MultiDict[str, Any]:
        """The texts of the request; a form that takes a file adds it."""
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
        """The first message, for places with room for one."""
        return next((error for field in self for error in field.errors), "")


RECORD_NUMBERS = {"goal", "after", "shown"}
"""Text fields that the page fills in, not the person."""


def typed_labels(view: Callable[..., Any]) -> dict[str, str]:
    """The labels of what a person types into the form behind `view`, by field name.

    The form is found among the names the view uses; where it names none, every form's fields count.
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
    """A form that makes something: sent twice, it makes one."""

    form_key = HiddenField(
        filters=[tidy], validators=[Optional(), Length(max=36)], default=lambda: str(uuid4())
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.form_key.data = self.form_key.data or str(uuid4())

    @property
    def idempotency_key(self) -> str:
        """The key of what this person says here: sent again it is the same, with other words another.

        So a key is nobody else's, and words typed anew into an old form are not taken for its first ones.
        """
        said = [(field.name, str(field.data)) for field in self if field.name != "csrf_token"]
        here = (request.path, getattr(current_user, "pid", ""), said)
        return sha256(repr(here).encode()).hexdigest()[:36]


def required_or_optional(required: str) -> Any:
    return InputRequired(required) if required else Optional()


def line(
    label: str, *, required: str = "", at_most: int = TITLE, also: Sequence[Any] = (), **kwargs: Any
) -> StringField:
    """One line of text."""
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
    """The name of a person or a business: every character in it can be seen."""
    return line(label, required=required, at_most=NAME, also=(no_hidden_characters,))


def no_hidden_characters(_form: Any, field: Field) -> None:
    if hides_something(field.data or ""):
        raise StopValidation("It contains an invisible character. Type it again without it.")


def text(label: str, *, required: str = "", at_most: int = TEXT, **kwargs: Any) -> TextAreaField:
    """Several lines of text."""
    too_long = f"Keep it to {at_most:,} characters."
    return TextAreaField(
        label,
        filters=[tidy],
        validators=[required_text(required), no_control_characters, Length(max=at_most, message=too_long)],
        **kwargs,
    )


def required_text(message: str) -> Any:
    """Words are asked for; blanks are not words."""

    def check(_form: Any, field: Field) -> None:
        if message and not (field.data or "").strip():
            field.errors = []
            raise StopValidation(message)

    return check


class DayField(DateField):  # type: ignore[misc]
    """A calendar date, typed or picked. What was typed stays in the field when it is not one."""

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
    """One of a closed set."""
    return SelectField(
        label, choices=dict(choices), validate_choice=False, validators=[one_of(wrong)], **kwargs
    )


def one_of(wrong: str) -> Any:
    def check(_form: Any, field: SelectField) -> None:
        if field.data not in {str(value) for value, *_ in field.iter_choices()}:
            raise ValidationError(wrong)

    return check


def validate_or_abort(form: Form) -> None:
    """For a tap: what was sent is one of what was offered, or a refusal in words that gives it back."""
    if not form.validate():
        raise DomainError(form.first_error)
