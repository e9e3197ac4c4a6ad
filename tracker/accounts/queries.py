"""What the pages about oneself ask of the database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from flask import g
from sqlalchemy import select

from tracker.accounts import hooks
from tracker.accounts.models import Person, Practice, SignIn
from tracker.accounts.sessions import limits
from tracker.foundation.database import db, first_or_404
from tracker.foundation.text.collation import by_name
from tracker.foundation.text.names import comparable


def practice_name() -> str:
    """The name of the practice. The session brings it along; without one it is read once a request."""
    if "practice_name" not in g:
        g.practice_name = Practice.the().name
    return str(g.practice_name)


def sessions_of(person: Person) -> list[SignIn]:
    """Where somebody is signed in now, the last used first."""
    return [session for session in SignIn.live_of(person) if session.is_live(*limits(person))]


def session_of(person: Person, pid: str) -> SignIn:
    """One of somebody's own sessions; anybody else's is a 404."""
    return first_or_404(select(SignIn).where(SignIn.person_id == person.id, SignIn.pid == pid))


def staff() -> list[Person]:
    """The practice's own people, by name."""
    return by_name(db.session.scalars(Person.staff_query()), lambda person: person.name)


def staff_member(pid: str) -> Person:
    """One of the practice's own people, or a 404."""
    return first_or_404(select(Person).where(Person.pid == pid, Person.staff_role.is_not(None)))


def choices(people: Sequence[Person]) -> list[tuple[str, str]]:
    """People to choose from, by their public id; where two share a name the address tells them apart."""
    names = Counter(comparable(person.name) for person in people)
    return [
        (person.pid, f"{person.name} ({person.email})" if names[comparable(person.name)] > 1 else person.name)
        for person in people
    ]


def words_near(person: Person) -> list[str]:
    """What somebody would try first as this person's password."""
    more = [word for ask in hooks.WORDS_NEARBY for word in ask(person)]
    return [Practice.the().name, person.name, *words_in(person.email), *more]


def words_in(email: str) -> list[str]:
    """marco and fornello, of marco@fornello.example."""
    return email.replace("@", " ").replace(".", " ").replace("-", " ").replace("_", " ").split()[:-1]
