"""What the owner does about the practice's own people."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from tracker.accounts.models import Person, ResetLink
from tracker.accounts.ties import WHEN_ACCESS_ENDS
from tracker.activity.models import PracticeEvent
from tracker.clients.models import Client, Role, Seat
from tracker.clients.models.seat import WHEN_A_SEAT_ENDS
from tracker.foundation import clock
from tracker.foundation.db import db
from tracker.foundation.errors import DomainError

FIRST_LINK_LASTS = timedelta(days=7)


def add_staff(email: str, name: str, role: str, by: Person) -> tuple[Person, str]:
    """Take somebody on. Returns them and the token of a first link, empty for who has a password already."""
    person = Person.by_email(email) or Person.welcome(email, name, zone=by.zone)
    if not person.is_active:
        raise DomainError("That account is closed. Open it again first.")
    if person.is_staff and person.password_hash:
        raise DomainError(f"{person.name} is on the staff already.")
    person.appoint(role, by)
    if person.password_hash:
        return person, ""
    PracticeEvent.note("reset_link_made", by, person=person.pid)
    return person, ResetLink.make(person, FIRST_LINK_LASTS)


def close_account(person: Person, by: Person) -> None:
    """Deactivate somebody; never oneself, so that an owner is always left."""
    if person.id == by.id:
        raise DomainError("You can’t close your own account. Another owner can.")
    person.deactivate(by)


def give_coo_seat(client: Client, person: Person, by: Person) -> Seat:
    if not person.is_active or not person.is_staff:
        raise DomainError("Only the practice’s own people can be COO.")
    return Seat.give(client, person, Role.COO, by=by)


def end_coo_seat(seat: Seat, others: int, by: Person) -> None:
    """A client is never left without anybody to look after it."""
    if seat.ended_at is None and not others:
        raise DomainError("They would have nobody. Give the seat to somebody else first.")
    seat.end(by)


def make_link(person: Person, by: Person) -> str:
    """A one-time link to choose a password; the practice's history says who made it."""
    if not person.is_active:
        raise DomainError("That account is closed. Open it again first.")
    PracticeEvent.note("reset_link_made", by, person=person.pid)
    return ResetLink.make(person)


def forget_links_of(maker: Person, client_id: int | None = None) -> None:
    """Links somebody made for others stop with the maker's access (SECURITY C4); at one client, for its people."""
    made = select(PracticeEvent.details).where(
        PracticeEvent.actor_id == maker.id,
        PracticeEvent.action == "reset_link_made",
        PracticeEvent.happened_at > clock.now() - FIRST_LINK_LASTS,
    )
    theirs = select(Person).where(Person.pid.in_({told["person"] for told in db.session.scalars(made)}))
    if client_id is not None:
        seated = select(Seat.person_id).where(Seat.client_id == client_id, Seat.live())
        theirs = theirs.where(Person.id.in_(seated))
    for person in db.session.scalars(theirs):
        ResetLink.kill_all(person)


def forget_links_at(seat: Seat) -> None:
    if seat.role == Role.COO:
        forget_links_of(seat.person, seat.client_id)


WHEN_ACCESS_ENDS.append(forget_links_of)
WHEN_A_SEAT_ENDS.append(forget_links_at)
