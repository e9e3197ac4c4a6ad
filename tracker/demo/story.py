"""The demo: a practice, its people, eight clients. Told into an empty database, never into a real one."""

from __future__ import annotations

from flask import current_app
from sqlalchemy import select

from tracker.accounts.models import Person, Practice
from tracker.accounts.passwords import DEMO_PASSWORD, hash_password
from tracker.demo.client import ClientStory
from tracker.demo.clockwork import Storyteller, telling
from tracker.demo.stories import STORIES
from tracker.foundation.database import db
from tracker.foundation.exceptions import DomainError

PASSWORD = DEMO_PASSWORD
ZONE = "America/New_York"
WHO = (
    ("dana@whitlock.example", "Dana, owner of the practice and COO of all its clients"),
    ("ash@whitlock.example", "Ash, COO of two of them"),
    ("marco@fornello.example", "Marco, CEO of Fornello Pizza"),
    ("rosa@fornello.example", "Rosa, on Marco’s team"),
    ("adaeze@okafor.example", "Adaeze, CEO of Okafor Immigration Law"),
)
ASH_SITS_AT = ("juniper-catering", "marlow-vets")


def is_empty() -> bool:
    return db.session.scalars(select(Person.id).limit(1)).first() is None


def was_told() -> bool:
    return db.session.scalars(select(Practice.id).where(Practice.is_demo).limit(1)).first() is not None


def check_may_tell() -> None:
    if current_app.config["PRODUCTION"]:
        raise DomainError("The demo is for trying things out. This is a real practice: tracker setup")
    if not is_empty():
        raise DomainError(
            "There are people in this database already. Name an empty one with DATA=another-folder."
        )


def tell_story() -> None:
    """The whole story, in one transaction."""
    dana, ash = found_practice()
    for line in STORIES:
        ClientStory(line, dana, [ash] if line.slug in ASH_SITS_AT else []).tell()
    give_passwords()
    db.session.commit()


def found_practice() -> tuple[Person, Person]:
    """Dana's firm, a year ago, and Ash, who joined her."""
    db.session.add(Practice(name="Whitlock Operations", is_demo=True))
    teller = Storyteller(ZONE)
    teller.moment = teller.at(-365, "09:00")
    with telling(teller):
        dana = Person.welcome("dana@whitlock.example", "Dana Whitlock", zone=ZONE, staff_role="owner")
        ash = Person.welcome("ash@whitlock.example", "Ash Moreno", zone=ZONE, staff_role="coo")
    return dana, ash


def give_passwords() -> None:
    """One hash for all five: it takes 40 ms, and hides nothing."""
    hashed, dana = hash_password(PASSWORD), Person.by_email(WHO[0][0])
    for person in db.session.scalars(select(Person).where(Person.email.in_([email for email, _ in WHO]))):
        person.password_hash = hashed
        person.add_proof(by=dana)


def whom_to_sign_in_as() -> str:
    lines = "\n".join(f"  {email:24} {words}" for email, words in WHO)
    return f"Sign in with the password {PASSWORD} as\n{lines}"
