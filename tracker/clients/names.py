"""People's names at a client: the history of a change, and warnings about misleading names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Protocol

from flask import g

from tracker.accounts.hooks import WHEN_RENAMED
from tracker.accounts.models import Person
from tracker.accounts.queries import practice_name
from tracker.clients import scope
from tracker.clients.models import Invitation, Role, Seat
from tracker.foundation.database import db
from tracker.foundation.text.formatting import first_name
from tracker.foundation.text.names import (
    comparable_name,
    look_of,
    look_of_words,
    may_be_taken_for,
    without_roles,
)

PRODUCT = "Footbridge"
OF_THE_PRACTICE = "support helpdesk admin administrator security official"
"""Words that only the practice would put into a name."""
ROLE_NAMES = {Role.COO: ("COO", "Chief operating officer"), Role.CEO: ("CEO", "Chief executive officer")}


class PersonHere(Protocol):
    """The attributes of a seat, or an object that stands for one, that warnings need."""

    @property
    def client_id(self) -> int:
        """Return the id of the client."""

    @property
    def person_id(self) -> int:
        """Return the id of the person."""

    @property
    def name(self) -> str:
        """Return the person's full name."""

    @property
    def role(self) -> str:
        """Return the role at the client: coo, ceo, team or viewer."""

    @property
    def created_at(self) -> datetime:
        """Return since when the person has had it."""

    @property
    def is_open(self) -> bool:
        """Whether it has not ended."""

    @property
    def dom_name(self) -> str:
        """Return the name of its element on a page: `seat-3`."""


@dataclass(frozen=True)
class NameWarning:
    """Why a name may mislead: it is like another person's, or claims a role the person does not have."""

    other: PersonHere | None = None
    """A person with access here whose name is the same, or looks like it."""
    is_same: bool = False
    is_first_name: bool = False
    """Whether they share only the first name, with a COO."""
    claim: str = ""
    """The claim in the name: "COO"; "the practice"."""
    role: str = ""
    """The person's actual role."""

    @property
    def is_imitation(self) -> bool:
        """Whether it looks deliberate.

        Two people may share a full or a first name; any other likeness does.
        """
        return not (self.is_same or self.is_first_name)


def warning_about(
    name: str, role: str, seats: Iterable[PersonHere], practice: str, but: int | None = None
) -> NameWarning | None:
    """Return the warning about the name of a person in this role; `but` is the person who has the name."""
    others = [seat for seat in seats if seat.is_open and seat.person_id != but]
    for seat in others:
        if comparable_name(seat.name) == comparable_name(name):
            return NameWarning(seat, is_same=True)
    for seat in others:
        if may_be_taken_for(name, seat.name):
            return NameWarning(seat)
    claim = claim_in(name, role, practice)
    if claim:
        return NameWarning(claim=claim, role=Role(role).word)
    first = look_of(first_name(name))
    for seat in others:
        if seat.role == Role.COO != role and look_of(first_name(seat.name)) == first:
            return NameWarning(seat, is_first_name=True)
    return None


@lru_cache(maxsize=4_096)
def claim_in(name: str, role: str, practice: str) -> str:
    """Return the role that a name wrongly claims: "COO", "CEO" or "the practice"; empty if it claims none.

    Only the practice's own people are COO, and they may use any name.
    """
    if role == Role.COO:
        return ""
    name_words = look_of_words(name)
    for claimed, words in ROLE_NAMES.items():
        if claimed != role and any(contains_in_a_row(name_words, look_of_words(each)) for each in words):
            return claimed.word
    named = tuple(word for word in look_of_words(practice) if word not in ("and", look_of("the")))
    is_named = contains_in_a_row(name_words, named) if len(named) > 1 else without_roles(name_words) == named
    official = {look_of(word) for word in (PRODUCT, *OF_THE_PRACTICE.split())}
    return "the practice" if is_named or official & set(name_words) else ""


def contains_in_a_row(name_words: Sequence[str], words: Sequence[str]) -> bool:
    """Whether these words occur in this order, side by side, in a name."""
    many = len(words)
    return many > 0 and any(
        tuple(name_words[at : at + many]) == tuple(words) for at in range(len(name_words) - many + 1)
    )


def name_warnings(
    seats: Sequence[PersonHere], invitations: Iterable[Invitation], person_id: int, practice: str
) -> dict[str, NameWarning]:
    """For the COO: return warnings about misleading names, by the `dom_name` of the seat or invitation.

    The reader's own name has no warning.
    """
    shown = [seat for seat in seats if seat.is_open]
    others = [seat for seat in shown if seat.person_id != person_id]
    found = {
        each.dom_name: warning_about(each.name, each.role, shown, practice, each.person_id) for each in others
    }
    found |= {each.dom_name: warning_about(each.name, each.role, shown, practice) for each in invitations}
    return {place: warning for place, warning in found.items() if warning is not None}


def warnings_of_authors() -> dict[int, NameWarning]:
    """For the COO: return warnings about authors whose names imitate another, by person id.

    Loaded once a request.
    """
    if "warnings_of_authors" not in g:
        seats = scope.all_seats() if g.seat.role == Role.COO else []
        found = name_warnings(seats, [], g.seat.person_id, practice_name()) if seats else {}
        by_place = {seat.dom_name: seat.person_id for seat in seats}
        g.warnings_of_authors = {
            by_place[place]: warning for place, warning in found.items() if warning.is_imitation
        }
    warnings: dict[int, NameWarning] = g.warnings_of_authors
    return warnings


def note_rename(person: Person, name: str) -> None:
    """Record the new name at every client of the person, and there also if it imitates another person's.

    Two people with the same name do not imitate each other.
    """
    for seat in list(db.session.scalars(Seat.live_of(person))):
        seat.record("person_renamed", person, previous=person.name, current=name)
        here = db.session.scalars(Seat.of(seat.client)).all()
        warning = warning_about(name, seat.role, here, practice_name(), but=person.id)
        if warning is not None and warning.is_imitation:
            about = {"name": warning.other.name} if warning.other else {"claim": warning.claim}
            seat.record("name_looked_alike", person, current=name, **about)


WHEN_RENAMED.append(note_rename)
