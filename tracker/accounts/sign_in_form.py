"""The form at the door."""

from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import Length

from tracker.foundation.forms import Form, one_line, required_text, tidy


class SignInForm(Form):
    """An address and a password. The password is taken as it was typed, blanks included."""

    email = StringField(
        "Your e-mail",
        filters=[tidy, one_line],
        validators=[
            required_text("Write your e-mail address."),
            Length(max=254, message="That address is too long."),
        ],
        render_kw={"type": "email", "autocomplete": "username"},
    )
    password = PasswordField(
        "Password",
        validators=[
            required_text("Write your password."),
            Length(max=1000, message="That password is too long."),
        ],
        render_kw={"autocomplete": "current-password"},
    )
    next = HiddenField(validators=[Length(max=500)])
