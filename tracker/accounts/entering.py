"""Is this who they say? One answer for unknown, wrong and disabled, in the same time (SECURITY B3, B4)."""

from __future__ import annotations

from tracker.accounts import throttle
from tracker.accounts.models import Person, tidy_email
from tracker.accounts.passwords import hash_password, is_outdated, matches
from tracker.foundation.db import db
from tracker.foundation.transaction import keep_now, reading


def authenticate(email: str, password: str, network: str) -> Person | None:
    """The active person with this address and password, or None. Raises TooManyRequests when tried too often.

    The password is hashed outside every transaction, so that nobody waits for it (K3).
    """
    with reading():
        throttle.check("account", tidy_email(email), throttle.A_PERSON)
        throttle.check("network", network, throttle.AN_ADDRESS)
        found = Person.by_email(email)
        usable = found.password_hash if found and found.is_active else None
        number = found.id if found else 0
    if not matches(usable, password):
        count_failure(email, network)
        return None
    fresh = hash_password(password) if usable and is_outdated(usable) else None
    return enter(number, email, fresh)


def enter(number: int, email: str, fresh_hash: str | None) -> Person | None:
    person = db.session.get(Person, number)
    if person is None or not person.is_active:
        return None
    if fresh_hash:
        person.password_hash = fresh_hash
    throttle.forget("account", tidy_email(email))
    return person


def count_failure(email: str, network: str) -> None:
    """Count it for the account and for the network address; it stays although the request is refused."""
    throttle.count("account", tidy_email(email))
    throttle.count("network", network)
    keep_now()
