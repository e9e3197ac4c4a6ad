"""Sample values for the page of components. They are no records: nothing is read from the database or kept in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from flask import current_app
from wtforms import BooleanField, PasswordField, SelectField, StringField, TextAreaField

from tracker.foundation.exceptions import FieldConflict
from tracker.foundation.forms import Form
from tracker.foundation.text.formatting import initials, person_colour
from tracker.roadmap.presentation.person_picker import Option

LONG_NAME = "Wolfeschlegelsteinhausenbergerdorff"
SYMBOL = re.compile(r'<symbol id="([a-z-]+)"')
CLASHES = (FieldConflict("due", "Due", "2026-12-04", "2026-12-11", "Fri 4 Dec", "Fri 11 Dec"),)
"""A date that two people changed."""
STATES = (
    ("resting", "At rest"),
    ("refused", "Refused"),
    ("confirm", "Changed meanwhile"),
    ("both-changed", "Both changed it"),
)
"""The states of the page; each shows the parts that carry it. A refused field takes the focus."""


class SampleForm(Form):
    """Each kind of field, filled in."""

    name = StringField("Business name", default="Fornello Pizza")
    words = TextAreaField(
        "In their own words", default="Two more neighbourhoods by 2029, and every Saturday with my kids."
    )
    day = StringField("When is it due?", default="Fri 4 Dec")
    zone = SelectField("Time zone", choices=["Europe/London", "America/Toronto"])
    secret = PasswordField("Password")
    private = BooleanField("For CEO and COO only", default=True)


@dataclass(frozen=True)
class SamplePicker:
    """What the list of people shows: without an answer yet, with two matches, or with an error."""

    name: str
    others: Sequence[Option]
    without_view: Sequence[Option] = ()
    outsiders: Sequence[Option] = ()
    matches: Sequence[Option] = ()
    chosen: str = ""
    typed: str = ""
    errors: Sequence[str] = ()
    may_add: bool = False
    may_invite: bool = False
    client_name: str = "Fornello Pizza"
    outsider_typed: str = field(default="", init=False)


def option(name: str, meta: str, colour: int | None = None) -> Option:
    """Return a choice in the list of people."""
    return Option(name, name, name, meta, initials(name), person_colour(name) if colour is None else colour)


def form(is_refused: bool) -> SampleForm:
    """Return a form at rest, or as it is after it was refused."""
    sample = SampleForm(formdata=None)
    if is_refused:
        sample.day.errors = ["Enter a date after today, like 4 December."]
    return sample


def pickers(is_refused: bool) -> list[SamplePicker]:
    """Return the list of people in its states."""
    people = [option("Marco Bellini", "CEO"), option("Rosa Delgado", "Team"), option(LONG_NAME, "Team")]
    if is_refused:
        several, nobody = ["Several people here match “Mar”."], ["Nobody here is called “Zebra”."]
        return [
            SamplePicker("owner", people[1:], matches=people[:1], typed="Mar", errors=several),
            SamplePicker("waiting_on", people, typed="Zebra", errors=nobody, may_add=True),
        ]
    outsiders = [option("Corewell", "No access", 0)]
    return [
        SamplePicker("owner", people, outsiders=outsiders, chosen="Marco Bellini"),
        SamplePicker(
            "waiting_on", people, without_view=[option("Luca Ferri", "Viewer")], outsiders=outsiders
        ),
    ]


def icons() -> list[str]:
    """Return the names of all icons."""
    return SYMBOL.findall(Path(current_app.static_folder or "", "icons.svg").read_text())
