"""Forms about clients, their people and the practice."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType

from wtforms import HiddenField, StringField, ValidationError

from tracker.accounts.forms import email_field, zone_field
from tracker.accounts.models import Practice
from tracker.clients.models import Client, Health, Role, Seat
from tracker.clients.slugs import name_problem, slug_problem
from tracker.foundation.edit_forms import EditForm
from tracker.foundation.forms import (
    LINE,
    CreatingForm,
    FieldValues,
    Form,
    choice_field,
    day_field,
    line_field,
    name_field,
    text_field,
)

COLOURS = [("1", "Blue"), ("2", "Green"), ("3", "Plum"), ("4", "Gold")]
STAFF_ROLES = [("coo", "COO"), ("owner", "Owner")]
HELP_CHOICES = [("link", "link"), ("close", "close"), ("open", "open")]


class BusinessForm(EditForm):
    """A client's own details."""

    edits = ("name", "zone", "colour")
    columns = MappingProxyType({"zone": "time_zone"})
    name = name_field("Name of the business", required="Write the name of the business.")
    zone = zone_field()
    colour = choice_field("Colour", COLOURS)

    def changes(self, now: object = None) -> FieldValues | None:
        """Return the real changes as `EditForm.changes` does, with the colour as a number."""
        changes = super().changes(now)
        return {**changes, "colour": int(changes["colour"])} if changes and "colour" in changes else changes


def span(number: int) -> StringField:
    """Return a field for the name of a span."""
    return line_field(f"Span {number}", required="Every span needs a name.", at_most=60)


class SpansForm(EditForm):
    """The names of the five spans."""

    edits = ("span_1", "span_2", "span_3", "span_4", "span_5")
    span_1, span_2, span_3, span_4, span_5 = (span(number) for number in range(1, 6))


class HealthForm(EditForm):
    """The client's health, with its reason in one line."""

    edits = ("health", "health_reason")
    health = choice_field("Client health", [(str(health), health.word) for health in Health])
    health_reason = line_field("Why, in one line", at_most=LINE)


class VisionForm(EditForm):
    """The business's vision, in the CEO's words."""

    record: Client
    edits = ("vision", "vision_on")
    vision = text_field("In their words", at_most=1_000)
    vision_on = day_field("Written on")

    def set_label_for(self, seat: Seat) -> None:
        """Set the label for this reader: whether the words are their own."""
        if seat.role == Role.CEO:
            is_own = self.record.vision_by_id in (None, seat.person_id)
            self.vision.label.text = "In your words" if is_own else "The vision"

    def day_of(self, changes: FieldValues, today: date) -> date | None:
        """Return the day of the vision.

        New words do not keep the day of the old ones: without a day they get today.
        """
        if not changes.get("vision", self.record.vision):
            return None
        kept: date | None = today if "vision" in changes else self.record.vision_on
        given: date | None = changes.get("vision_on", kept)
        return given


class NewClientForm(CreatingForm):
    """A new client and its first COO."""

    name = name_field("Name of the business", required="Write the name of the business.")
    slug = line_field("Address", at_most=60)
    zone = zone_field()
    coo = choice_field("COO of this client", [], wrong="Choose one of your people.")

    def validate_slug(self, field: StringField) -> None:
        """Refuse an address that cannot be used; if it is blank, a name that no address can be made of."""
        wrong = slug_problem(field.data) if field.data else name_problem(self.name.data or "")
        if wrong:
            raise ValidationError(wrong)


class InviteForm(CreatingForm):
    """A person to invite. The roles offered depend on the inviter's seat."""

    name = name_field("Name", required="Write their name.")
    email = email_field("E-mail")
    role = choice_field("Role", [], wrong="Choose a role.")
    anyway = HiddenField()

    def __init__(self, roles: tuple[Role, ...], **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.role.choices = [(str(role), role.word) for role in roles]

    def is_too_early(self, client: Client) -> bool:
        """Whether it invites a CEO who would see no road map yet, without confirming that."""
        return self.role.data == Role.CEO and not client.has_road_map() and self.anyway.data != "yes"


class PracticeForm(EditForm):
    """The practice's own name."""

    record: Practice
    edits = ("name",)
    name = name_field("Name of the practice", required="Write the practice’s name.")


class StaffForm(CreatingForm):
    """A new member of the practice."""

    name = name_field("Name", required="Write their name.")
    email = email_field("E-mail")
    role = choice_field("Role", STAFF_ROLES)


class CooForm(Form):
    """The COO for a client."""

    person = choice_field("Give access to", [], wrong="Choose one of your people.")


class HelpForm(Form):
    """Help for a person of a client, whom the practice's owner knows only by their address."""

    email = email_field("Their e-mail")
    act = choice_field("What to do", HELP_CHOICES)
