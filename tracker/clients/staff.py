"""The practice owner's actions on the practice's own people: add, close, make a client's COO, make a link."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select, update

from tracker.accounts.hooks import WHEN_ACCESS_ENDS
from tracker.accounts.links import UNCONFIRMED
from tracker.accounts.models import Person, ResetLink
from tracker.accounts.rate_limit import spend
from tracker.clients.account_proof import is_proven
from tracker.clients.models import Client, Role, Seat
from tracker.clients.models.seat import WHEN_A_SEAT_CLOSES, WHEN_A_SEAT_ENDS
from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.foundation.exceptions import DomainError
from tracker.history.models import PracticeEvent

FIRST_LINK_LASTS = timedelta(days=7)


@dataclass(frozen=True)
class NewStaff:
    """A member of the practice, the token of a password link if they need one, and whether one was voided."""

    person: Person
    token: str = ""
    was_unconfirmed: bool = False

    @property
    def warning(self) -> str:
        """Return the text that tells the practice's owner that an unconfirmed account was reset; otherwise empty."""
        return UNCONFIRMED if self.was_unconfirmed else ""


def add_staff(email: str, name: str, role: str, by: Person) -> NewStaff:
    """Add a person to the practice, and reset their account if it is unconfirmed.

    Raises DomainError if the account is closed or on the staff already.
    """
    spend("invitation", by)
    known = Person.by_email(email)
    if known is not None:
        known.lock()
    person = known or Person.create(email, name, time_zone=by.time_zone)
    if not person.is_active:
        raise DomainError("That account is closed. Open it again first.")
    if person.is_staff and person.password_hash:
        raise DomainError(f"{person.name} is on the staff already.")
    unconfirmed = void_if_unproven(person, None, by)
    person.appoint(role, by)
    if person.password_hash:
        return NewStaff(person)
    return NewStaff(person, first_link(person, by, tell=known is not None), unconfirmed)


def void_if_unproven(person: Person, client: Client | None, by: Person) -> bool:
    """Void the password of an account unproven at this client, or everywhere if None.

    True if it was unproven.
    """
    if person.id == by.id or not person.password_hash or is_proven(person, client):
        return False
    person.void_password(by)
    return True


def first_link(person: Person, by: Person, tell: bool) -> str:
    """Return the token of a link to a first password, valid for seven days, and record it."""
    note_link(person, by)
    return ResetLink.make(person, FIRST_LINK_LASTS, by=by, tell=tell)


def close_account(person: Person, by: Person) -> None:
    """Close a person's account. Refuses the actor's own, so that the practice always has an owner."""
    if person.id == by.id:
        raise DomainError("You can’t close your own account. Another owner can.")
    person.deactivate(by)
    for seat in db.session.scalars(Seat.live_of(person)):
        for close in WHEN_A_SEAT_CLOSES:
            close(seat, by)


def give_coo_seat(client: Client, person: Person, by: Person) -> NewStaff:
    """Make a member of the practice COO of a client; resets an account unproven there."""
    if not person.is_active or not person.is_staff:
        raise DomainError("Only the practice’s own people can be COO.")
    person.lock()
    unconfirmed = void_if_unproven(person, client, by)
    Seat.give(client, person, Role.COO, by=by)
    return NewStaff(person, first_link(person, by, tell=True), True) if unconfirmed else NewStaff(person)


def end_coo_seat(seat: Seat, by: Person) -> None:
    """End a COO's seat. Raises DomainError for a client's last one."""
    seat.keep_a_coo()
    seat.end(by)


def make_link(person: Person, by: Person) -> str:
    """Return the token of a one-time link to choose a password. Raises DomainError for a closed account."""
    if not person.is_active:
        raise DomainError("That account is closed. Open it again first.")
    note_link(person, by)
    return ResetLink.make(person, by=by)


def note_link(person: Person, by: Person) -> None:
    """Record who made a link, in the practice's history and at every client the account opens."""
    PracticeEvent.note("reset_link_made", by, person=person.public_id)
    for seat in db.session.scalars(Seat.live_of(person)):
        seat.record("reset_link_made", by, name=person.name)


def forget_links_of(maker: Person, client_id: int | None = None) -> None:
    """Void the unused links a person made for others, when their password changes or their access ends.

    With a client, only links for people who have access there.
    """
    links = update(ResetLink).where(ResetLink.made_by_id == maker.id, ResetLink.used_at.is_(None))
    if client_id is not None:
        seated = select(Seat.person_id).where(Seat.client_id == client_id, Seat.live())
        links = links.where(ResetLink.person_id.in_(seated))
    db.session.execute(links.values(used_at=clock.now()), execution_options={"synchronize_session": False})


def forget_links_at(seat: Seat) -> None:
    """Void the links a COO made for a client's people, when that COO's seat ends."""
    if seat.role == Role.COO:
        forget_links_of(seat.person, seat.client_id)


WHEN_ACCESS_ENDS.append(forget_links_of)
WHEN_A_SEAT_ENDS.append(forget_links_at)
