"""The demo: a practice, its people and eight clients. It is only written into an empty database."""

from __future__ import annotations

from flask import current_app
from sqlalchemy import select

from tracker.accounts.models import Person, Practice
from tracker.accounts.passwords import DEMO_PASSWORD, hash_password
from tracker.demo.client import ClientStory
from tracker.demo.clockwork import DemoClock, story_time
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
    """Whether nobody has an account yet."""
    return db.session.scalars(select(Person.id).limit(1)).first() is None


def is_loaded() -> bool:
    """Whether the database holds the demo."""
    return db.session.scalars(select(Practice.id).where(Practice.is_demo).limit(1)).first() is not None


def check_may_load() -> None:
    """Raise DomainError in production and where the database holds people already."""
    if current_app.config["PRODUCTION"]:
        raise DomainError("The demo is for trying things out. This is a real practice: tracker setup")
    if not is_empty():
        raise DomainError(
            "There are people in this database already. Name an empty one with DATA=another-folder."
        )


def load_story() -> None:
    """Create the whole demo in one transaction, and commit."""
    dana, ash = found_practice()
    for line in STORIES:
        ClientStory(line, dana, [ash] if line.slug in ASH_SITS_AT else []).create()
    give_passwords()
    db.session.commit()


def found_practice() -> tuple[Person, Person]:
    """Create the practice as it was founded a year ago; return Dana, its owner, and Ash, a COO."""
    db.session.add(Practice(name="Whitlock Operations", is_demo=True))
    demo_clock = DemoClock(ZONE)
    demo_clock.moment = demo_clock.at(-365, "09:00")
    with story_time(demo_clock):
        dana = Person.create("dana@whitlock.example", "Dana Whitlock", time_zone=ZONE, staff_role="owner")
        ash = Person.create("ash@whitlock.example", "Ash Moreno", time_zone=ZONE, staff_role="coo")
    return dana, ash


def give_passwords() -> None:
    """Give all five the demo password under one hash: a hash takes 40 ms, and this password is no secret."""
    hashed, dana = hash_password(PASSWORD), Person.by_email(WHO[0][0])
    for person in db.session.scalars(select(Person).where(Person.email.in_([email for email, _ in WHO]))):
        person.password_hash = hashed
        person.add_proof(by=dana)


def list_accounts() -> str:
    """Return the console's list of demo accounts and their password."""
    lines = "\n".join(f"  {email:24} {words}" for email, words in WHO)
    return f"Sign in with the password {PASSWORD} as\n{lines}"
