"""Checking an address and password. Unknown, wrong and disabled get one answer, after the same time."""

from __future__ import annotations

from tracker.accounts.attempts import ACCOUNT_CLOSED, SIGN_IN
from tracker.accounts.guessing import begin_guess
from tracker.accounts.models import Person
from tracker.accounts.passwords import hash_password, is_outdated, matches
from tracker.foundation.database import db
from tracker.foundation.transactions import read_only


def authenticate(email: str, password: str, network: str, page: str = SIGN_IN) -> Person | None:
    """Return the active person with this address and password, or None.

    Raises TooManyGuesses after too many failures.

    The password is hashed outside every transaction, so that no other request waits for it. A refused guess
    is not hashed at all.
    """
    guess = begin_guess(email, network, page)
    with read_only():
        found = Person.by_email(email)
        stored = found.password_hash if found else None
        number, is_open = (found.id, found.is_active) if found else (0, False)
    is_right = matches(stored, password)
    if not (is_right and is_open):
        guess.record_failure(ACCOUNT_CLOSED if is_right else "")
        return None
    fresh = hash_password(password) if stored and is_outdated(stored, password) else None
    person = db.session.get(Person, number, with_for_update=True, populate_existing=True)
    if (
        person is None or not person.is_active or person.password_hash != stored
    ):  # the account changed during the comparison
        guess.record_failure(ACCOUNT_CLOSED if person and person.password_hash == stored else "")
        return None
    if fresh:
        person.password_hash = fresh
    guess.record_success()
    return person
