"""Queries of the pages about a person's own account, and of the practice's people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from flask import g
from sqlalchemy import select

from tracker.accounts import hooks
from tracker.accounts.models import Person, Practice, SignIn
from tracker.accounts.sessions import session_limits
from tracker.foundation.database import db, first_or_404
from tracker.foundation.text.collation import by_name
from tracker.foundation.text.names import comparable_name


def practice_name() -> str:
    """Return the name of the practice. It is loaded with the session; without one, once a request."""
    if "practice_name" not in g:
        g.practice_name = Practice.the().name
    return str(g.practice_name)


def sessions_of(person: Person) -> list[SignIn]:
    """Return a person's live sessions, the last used first."""
    return [session for session in SignIn.live_of(person) if session.is_live(*session_limits(person))]


def session_of(person: Person, public_id: str) -> SignIn:
    """Return one of a person's own sessions; 404 for another person's."""
    return first_or_404(select(SignIn).where(SignIn.person_id == person.id, SignIn.public_id == public_id))


def all_staff() -> list[Person]:
    """Return the practice's own people by name, including those with a closed account."""
    return by_name(db.session.scalars(Person.staff_query()), lambda person: person.name)


def staff_member(public_id: str) -> Person:
    """Return one of the practice's own people, or raise 404."""
    return first_or_404(select(Person).where(Person.public_id == public_id, Person.staff_role.is_not(None)))


def person_choices(people: Sequence[Person]) -> list[tuple[str, str]]:
    """Return public ids and names to choose from; people of the same name are shown with their address."""
    names = Counter(comparable_name(person.name) for person in people)
    return [
        (
            person.public_id,
            f"{person.name} ({person.email})" if names[comparable_name(person.name)] > 1 else person.name,
        )
        for person in people
    ]


def guessable_words(person: Person) -> list[str]:
    """Return the words that a stranger would try first as this person's password."""
    more = [word for ask in hooks.WORDS_NEARBY for word in ask(person)]
    return [Practice.the().name, person.name, *words_of_email(person.email), *more]


def words_of_email(email: str) -> list[str]:
    """Return the words of an address: “marco” and “fornello” for marco@fornello.example."""
    return email.replace("@", " ").replace(".", " ").replace("-", " ").replace("_", " ").split()[:-1]
