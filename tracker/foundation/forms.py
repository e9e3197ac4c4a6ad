"""Forms check the shape of input: is this a date, is it short enough. Messages are for people."""

from __future__ import annotations

import inspect
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from hashlib import sha256
from typing import Any, TypeAlias, TypeVar
from uuid import uuid4

from flask import request
from flask.typing import RouteCallable
from flask_login import current_user
from flask_wtf import FlaskForm
from flask_wtf.form import _Auto
from werkzeug.datastructures import FileStorage, MultiDict
from wtforms import DateField, Field, HiddenField, PasswordField, SelectField, StringField, TextAreaField
from wtforms.fields.core import UnboundField
from wtforms.validators import InputRequired, Length, Optional, StopValidation, ValidationError

from tracker.foundation.exceptions import DomainError, FieldConflict
from tracker.foundation.text.names import hides_something, shows_something

TITLE, LINE, NAME, TEXT = 200, 300, 120, 20_000
"""The longest title, one-line text, name and long text, in characters."""

Typed = TypeVar("Typed", str, str | None)
FormData: TypeAlias = MultiDict[str, str] | MultiDict[str, str | FileStorage]
"""The texts of a request; for a form that takes a file, with the file."""
Validator: TypeAlias = Callable[["Form", Field], None]
"""Raises ValidationError with the message to show beside the field."""
ExtraValidators: TypeAlias = Mapping[str, Sequence[Validator]] | None
"""Further validators for one validation, by the names of their fields."""
FieldValues: TypeAlias = dict[str, Any]
"""Values by the names of their fields. WTForms has no types; each form knows those of its fields."""


def normalise_text(value: Typed) -> Typed:
    """Normalise text so that equal texts compare equal: composed letters, one kind of line end, trimmed."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value).replace("\r\n", "\n").replace("\r", "\n").strip()
    return value


def one_line(value: Typed) -> Typed:
    """Replace every run of blanks and line ends by one blank."""
    return " ".join(value.split()) if isinstance(value, str) else value


def no_control_characters(_form: Form, field: Field) -> None:
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

        def wrap_formdata(self, form: Form, formdata: MultiDict[str, str] | None) -> FormData | None:
            """Return the data the form reads: what the caller passed, otherwise what was posted; None for a read."""
            if formdata is not _Auto:
                return formdata
            return form.sent() if form.is_submitted() else None

    def sent(self) -> FormData:
        """Return the texts of the request; a form that takes a file adds it."""
        return request.form

    def validate(self, extra_validators: ExtraValidators = None) -> bool:
        """Whether the input is accepted.

        Refuses a field sent twice, and a field about readers that the form lacks.
        """
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
        """Return the first message, for places that have room for only one."""
        return next((error for field in self for error in field.errors), "")


class RecordNumberField(StringField):  # type: ignore[misc]
    """The number of a record, which the page fills in, not the person; empty for none."""


LABELS: dict[type[Form], tuple[tuple[str, str], ...]] = {}


def typed_labels(view: RouteCallable) -> dict[str, str]:
    """Return the labels of the fields a person types into the form behind `view`, by field name.

    Finds the form among the names the view uses; if there is none, the fields of every form count.
    """
    function = inspect.unwrap(view)
    named = [function.__globals__.get(name) for name in function.__code__.co_names]
    forms = [each for each in named if isinstance(each, type) and issubclass(each, Form)]
    return {name: label for form in forms or every_form() for name, label in labels_of(form)}


def every_form(form: type[Form] = Form) -> list[type[Form]]:
    """Return the subclasses of a form class, at every level."""
    return [each for child in form.__subclasses__() for each in (child, *every_form(child))]


def labels_of(form: type[Form]) -> tuple[tuple[str, str], ...]:
    """Return the name and label of each field of a form that a person types into; looked up once per form."""
    if form not in LABELS:
        LABELS[form] = tuple(find_labels(form))
    return LABELS[form]


def find_labels(form: type[Form]) -> Iterator[tuple[str, str]]:
    """Yield what `labels_of` returns."""
    for name in dir(form):
        field = getattr(form, name, None)
        if not isinstance(field, UnboundField) or not field.args:
            continue
        is_typed = issubclass(field.field_class, StringField | DateField)
        if is_typed and not issubclass(field.field_class, HiddenField | PasswordField | RecordNumberField):
            yield name, field.args[0]


class CreatingForm(Form):
    """A form that creates a record. Sent twice, it creates only one."""

    form_key = HiddenField(
        filters=[normalise_text], validators=[Optional(), Length(max=36)], default=lambda: str(uuid4())
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.form_key.data = self.form_key.data or str(uuid4())

    @property
    def idempotency_key(self) -> str:
        """Return a key for this person's text: the same if sent again, another for other words.

        So no other person has the key, and new text typed into an old form does not count as a repetition.
        """
        said = [(field.name, str(field.data)) for field in self if field.name != "csrf_token"]
        here = (request.path, getattr(current_user, "public_id", ""), said)
        return sha256(repr(here).encode()).hexdigest()[:36]


def required_or_optional(required: str) -> InputRequired | Optional:
    """Return a validator: input is required with this message, or optional without one."""
    return InputRequired(required) if required else Optional()


def line_field(
    label: str,
    *,
    required: str = "",
    at_most: int = TITLE,
    also: Sequence[Validator] = (),
    kind: type[StringField] = StringField,
    **kwargs: object,
) -> StringField:
    """Return a field for one line of text, of at most `at_most` characters; optional without `required`."""
    too_long = f"Keep it to {at_most} characters."
    return kind(
        label,
        filters=[normalise_text, one_line],
        validators=[
            required_text(required),
            no_control_characters,
            Length(max=at_most, message=too_long),
            *also,
        ],
        render_kw={"maxlength": at_most},
        **kwargs,
    )


def record_number_field(label: str) -> StringField:
    """Return a field for the number of a record, which the page fills in."""
    return line_field(label, at_most=9, kind=RecordNumberField)


def name_field(label: str, *, required: str) -> StringField:
    """Return a field for the name of a person or a business, without invisible characters."""
    return line_field(label, required=required, at_most=NAME, also=(no_hidden_characters,))


def no_hidden_characters(_form: Form, field: Field) -> None:
    """Refuse invisible characters, which make two names look the same."""
    if hides_something(field.data or ""):
        raise StopValidation("It contains an invisible character. Type it again without it.")


def text_field(label: str, *, required: str = "", at_most: int = TEXT, **kwargs: object) -> TextAreaField:
    """Return a field for long text, of at most `at_most` characters; optional without `required`."""
    too_long = f"Keep it to {at_most:,} characters."
    return TextAreaField(
        label,
        filters=[normalise_text],
        validators=[required_text(required), no_control_characters, Length(max=at_most, message=too_long)],
        **kwargs,
    )


def required_text(message: str) -> Validator:
    """Return a validator that refuses blank text with this message; an empty message accepts everything."""

    def check(_form: Form, field: Field) -> None:
        if message and not shows_something(field.data or ""):
            field.errors = []
            raise StopValidation(message)

    return check


class DayField(DateField):  # type: ignore[misc]
    """A calendar date, typed or picked. Text that is not a date remains in the field."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Parse an ISO date between the years 2000 and 2100; raises ValueError with the message to show."""
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


def day_field(label: str, *, required: str = "") -> DayField:
    """Return a field for a calendar date; optional without `required`."""
    return DayField(label, validators=[required_or_optional(required)])


def choice_field(
    label: str,
    choices: Mapping[str, str] | Iterable[tuple[str, str]],
    *,
    wrong: str = "Choose one from the list.",
    **kwargs: object,
) -> SelectField:
    """Return a field for one value of a closed set."""
    return SelectField(
        label, choices=dict(choices), validate_choice=False, validators=[one_of(wrong)], **kwargs
    )


def one_of(wrong: str) -> Validator:
    """Return a validator that accepts only the field's choices."""

    def check(_form: Form, field: SelectField) -> None:
        if field.data not in {str(value) for value, *_ in field.iter_choices()}:
            raise ValidationError(wrong)

    return check


def validate_or_abort(form: Form) -> None:
    """For a tap: raise DomainError with the first message unless the form is valid."""
    if not form.validate():
        raise DomainError(form.first_error)
