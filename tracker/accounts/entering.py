"""Is this who they say? One answer for unknown, wrong and disabled, in the same time."""

from __future__ import annotations

from tracker.accounts.guessing import begin_guess
from tracker.accounts.models import Person
from tracker.accounts.passwords import hash_password, is_outdated, matches
from tracker.foundation.db import db
from tracker.foundation.transaction import reading


def authenticate(email: str, password: str, network: str) -> Person | None:
    """The active person with this address and password, or None. Raises TooManyRequests when tried too often.

    The password is hashed outside every transaction, so that nobody waits for it, and not at all when refused.
    """
    guess = begin_guess(email, network)
    with reading():
        found = Person.by_email(email)
        usable = found.password_hash if found and found.is_active else None
        number = found.id if found else 0
    if not matches(usable, password):
        guess.was_wrong()
        return None
    fresh = hash_password(password) if usable and is_outdated(usable, password) else None
    person = db.session.get(Person, number, with_for_update=True, populate_existing=True)
    if person is None or not person.is_active or person.password_hash != usable:  # changed while it was judged
        return None
    if fresh:
        person.password_hash = fresh
    guess.was_right()
    return person
