"""The list of keyboard shortcuts that features declare: for the dialog, and as a page."""

from __future__ import annotations

from itertools import groupby

from flask import Blueprint
from flask_login import current_user

from tracker.accounts.models import Person
from tracker.foundation.access import signed_in
from tracker.foundation.htmx import page
from tracker.registry import Shortcut, features

shortcuts = Blueprint("shortcuts", __name__)


@shortcuts.get("/keys")
@signed_in
def show() -> str:
    """Show the list of keyboard shortcuts."""
    lines = shortcuts_for(current_user)
    return page("search/shortcuts.html", part="search/_shortcuts.html", shortcuts=lines)


def shortcuts_for(person: Person) -> list[tuple[str, list[Shortcut]]]:
    """Return the shortcuts that this person has, by the headings of their groups."""
    theirs = [each for each in features().shortcuts if person.is_staff or not each.is_for_staff]
    return [(name, list(lines)) for name, lines in groupby(theirs, key=lambda each: str(each.group))]
