"""Forms about clients, their people and the practice."""

from __future__ import annotations

from typing import Any

from wtforms import HiddenField, StringField, ValidationError

from tracker.accounts.forms import address, zone_field
from tracker.clients.models import Client, Health, Role, Seat
from tracker.clients.slugs import wrong_with
from tracker.foundation.edit_forms import EditForm
from tracker.foundation.forms import LINE, CreatingForm, Form, choice, day, line, name_line, text

COLOURS = [("1", "Blue"), ("2", "Green"), ("3", "Plum"), ("4", "Gold")]
STAFF_ROLES = [("coo", "COO"), ("owner", "Owner")]
HELP = [("link", "link"), ("close", "close"), ("open", "open")]


class BusinessForm(EditForm):
    """A client's own details."""

    edits = ("name", "zone", "colour")
    name = name_line("Name of the business", required="Write the name of the business.")
    zone = zone_field()
    colour = choice("Colour", COLOURS)

    def changes(self, now: Any = None) -> dict[str, Any] | None:
        changes = super().changes(now)
        return {**changes, "colour": int(changes["colour"])} if changes and "colour" in changes else changes


def span(number: int) -> StringField:
    return line(f"Span {number}", required="Every span needs a name.", at_most=60)


class SpansForm(EditForm):
    """The names of the five spans."""

    edits = ("span_1", "span_2", "span_3", "span_4", "span_5")
    span_1, span_2, span_3, span_4, span_5 = (span(number) for number in range(1, 6))


class HealthForm(EditForm):
    """The client's health, with a reason of one line."""

    edits = ("health", "health_reason")
    health = choice("How are they doing", [(str(health), health.word) for health in Health])
    health_reason = line("Why, in one line", at_most=LINE)


class VisionForm(EditForm):
    """The business's vision, in the owner's words."""

    edits = ("vision", "vision_on")
    vision = text("In their words", at_most=1_000)
    vision_on = day("Said on")

    def speak_to(self, seat: Seat) -> None:
        """Set the labels, which depend on who reads the form."""
        if seat.role == Role.CEO:
            self.vision.label.text = "In your words"
            self.vision_on.label.text = "Written on"


class NewClientForm(CreatingForm):
    """A new client and its first COO."""

    name = name_line("Name of the business", required="Write the name of the business.")
    slug = line("Address", at_most=60)
    zone = zone_field()
    coo = choice("COO of this client", [], wrong="Choose one of your people.")

    def validate_slug(self, field: StringField) -> None:
        wrong = wrong_with(field.data) if field.data else ""
        if wrong:
            raise ValidationError(wrong)


class InviteForm(CreatingForm):
    """A person to invite. The roles offered depend on the inviter's seat."""

    name = name_line("Name", required="Write their name.")
    email = address("E-mail")
    role = choice("Role", [], wrong="Choose a role.")
    anyway = HiddenField()

    def __init__(self, roles: tuple[Role, ...], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.role.choices = [(str(role), role.word) for role in roles]

    def is_too_early(self, client: Client) -> bool:
        """Whether it invites a CEO who would see no road map yet, without confirming that."""
        return self.role.data == Role.CEO and not client.has_road_map() and self.anyway.data != "yes"


class PracticeForm(EditForm):
    """The practice's own name."""

    edits = ("name",)
    name = name_line("Name of the practice", required="Write the practice’s name.")


class StaffForm(CreatingForm):
    """A new member of the practice."""

    name = name_line("Name", required="Write their name.")
    email = address("E-mail")
    role = choice("Role", STAFF_ROLES)


class CooForm(Form):
    """The COO for a client."""

    person = choice("Give access to", [], wrong="Choose one of your people.")


class HelpForm(Form):
    """Helps a person at a client, known only by their address."""

    email = address("Their e-mail")
    act = choice("What to do", HELP)
