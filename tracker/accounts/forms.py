"""Forms about people: who they are, and their passwords."""

from __future__ import annotations

import re
from types import MappingProxyType

from wtforms import HiddenField, PasswordField, SelectField, StringField, ValidationError
from wtforms.validators import Email, Length

from tracker.accounts.models import THEMES, normalise_email
from tracker.accounts.passwords import weakness
from tracker.foundation import clock
from tracker.foundation.edit_forms import EditForm
from tracker.foundation.forms import (
    Form,
    choice_field,
    name_field,
    no_control_characters,
    normalise_text,
    one_line,
    required_text,
)

THEME_WORDS = {"auto": "As my device", "light": "Light", "dark": "Dark"}


def email_field(label: str, required: str = "Write an e-mail address.") -> StringField:
    """Return a field for an e-mail address, normalised as it is stored."""
    return StringField(
        label,
        filters=[normalise_text, one_line, lambda value: normalise_email(value) if value else value],
        validators=[
            required_text(required),
            no_control_characters,
            Length(max=254, message="Keep the address to 254 characters."),
            Email("Write an address like name@business.com."),
        ],
        render_kw={"type": "email", "autocomplete": "off", "maxlength": 254},
    )


def password_field(label: str, required: str, autocomplete: str) -> PasswordField:
    """Return a field for a password, exactly as typed: blanks at its ends count."""
    return PasswordField(
        label,
        validators=[required_text(required), Length(max=1000, message="Use 128 characters or fewer.")],
        render_kw={"autocomplete": autocomplete},
    )


def zone_field() -> SelectField:
    """Return a field for a time zone, by the name of a place."""
    names = [(name, name.replace("_", " ")) for name in clock.zones()]
    return choice_field("Time zone", names, wrong="Choose a time zone from the list.")


class ProfileForm(EditForm):
    """The reader's own name and time zone."""

    edits = ("name", "zone")
    columns = MappingProxyType({"zone": "time_zone"})
    name = name_field("Your name", required="Write your name.")
    zone = zone_field()


class ThemeForm(Form):
    """The reader's choice of a light or dark theme."""

    theme = choice_field("Light or dark", [(key, THEME_WORDS[key]) for key in THEMES])


class KeysForm(Form):
    """Whether single keys are shortcuts (WCAG 2.1.4 requires a way to turn them off)."""

    keys = choice_field("Single keys", [("on", "On"), ("off", "Off")])


A_CODE = re.compile(r"(?:^|[/#])([A-Za-z0-9_-]{8,64})/?$")


class CodeForm(Form):
    """The code of a one-time link, alone or in the whole address."""

    code = StringField(
        "Code or link",
        filters=[normalise_text],
        validators=[
            required_text("Paste the code, or the whole link."),
            Length(max=500, message="That is too long."),
        ],
        render_kw={"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"},
    )

    def validate_code(self, _field: StringField) -> None:
        """Refuse a text that contains no code."""
        if not self.secret:
            raise ValidationError("That isn’t a code from one of our links. Paste the whole link you got.")

    @property
    def secret(self) -> str:
        """Return the code itself; empty if there is none."""
        found = A_CODE.search(self.code.data or "")
        return found[1] if found else ""


class NewPasswordForm(Form):
    """A new password, chosen with a one-time link."""

    password = password_field("Password", "Choose a password.", "new-password")

    def fits(self, words_nearby: list[str]) -> bool:
        """Whether the password is accepted; sets the field's error if not."""
        if not self.validate():
            return False
        against = weakness(self.password.data, words_nearby)
        self.password.errors = [against] if against else []
        return not against


class JoinForm(NewPasswordForm):
    """The name and password of an invited person. An existing account keeps its name."""

    name = name_field("Your name", required="Write your name.")


class PasswordForm(NewPasswordForm):
    """A new password, with the current one."""

    password = password_field("New password", "Choose a password.", "new-password")
    current = password_field("Current password", "Enter your current password.", "current-password")


class SignInForm(Form):
    """An address and a password. The password is not trimmed, because blanks count."""

    email = StringField(
        "Your e-mail",
        filters=[normalise_text, one_line],
        validators=[
            required_text("Write your e-mail address."),
            Length(max=254, message="That address is too long."),
        ],
        render_kw={"type": "email", "autocomplete": "username"},
    )
    password = PasswordField(
        "Password",
        validators=[
            required_text("Enter your password."),
            Length(max=1000, message="That password is too long."),
        ],
        render_kw={"autocomplete": "current-password"},
    )
    next = HiddenField(validators=[Length(max=500)])
