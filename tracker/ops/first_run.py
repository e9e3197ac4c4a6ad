"""The first owner of a practice, created from the console because no account exists before."""

from __future__ import annotations

from email_validator import EmailNotValidError, validate_email

from tracker.accounts.models import Person, Practice, ResetLink
from tracker.accounts.passwords import hash_password, weakness
from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.foundation.exceptions import DomainError
from tracker.history.models import PracticeEvent


def check_no_owner() -> None:
    """Raise DomainError if there is an owner already."""
    if db.session.scalars(db.select(Person).where(Person.staff_role == "owner")).first():
        raise DomainError("There is an owner already. For a new password: tracker setup --reset ADDRESS")


def make_owner(practice: str, name: str, email: str, password: str, zone: str) -> None:
    """Create the owner and name the practice. Raises DomainError if an answer is not accepted."""
    try:
        address = validate_email(email, check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError as error:
        raise DomainError(f"“{email}” is not an address mail can reach.") from error
    if zone not in clock.zones():
        raise DomainError(f"“{zone}” is not a time zone we know. Write it like Europe/London.")
    if not name.strip() or not practice.strip():
        raise DomainError("Both you and the firm need a name.")
    if no := weakness(password, [name, email.split("@")[0], practice]):
        raise DomainError(no)
    hashed = hash_password(password)
    owner = Person.create(address, name.strip(), time_zone=zone, staff_role="owner")
    owner.password_hash = hashed
    owner.add_proof(by=None)
    Practice.the().name = practice.strip()
    PracticeEvent.note("practice_founded", owner, name=practice.strip())
    db.session.commit()


def reset_link(email: str) -> str:
    """Create a password link for an active account, and return its token.

    Raises DomainError for any other.
    """
    person = Person.by_email(email)
    if person is None or not person.is_active:
        raise DomainError(f"Nobody active has the address {email}.")
    token = ResetLink.make(person)
    PracticeEvent.note("reset_link_made", None, person=person.public_id)
    db.session.commit()
    return token
