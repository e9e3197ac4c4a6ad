"""Asking somebody to take a seat, and their taking it."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.accounts.guessing import begin_guess
from tracker.accounts.models import Person, Practice
from tracker.accounts.outward import OneTimeLink, link_to
from tracker.accounts.passwords import hash_password, matches, objection
from tracker.accounts.reading import words_in
from tracker.clients import door
from tracker.clients.forms import InviteForm
from tracker.clients.models import Invitation, Role, Seat
from tracker.foundation.errors import DomainError
from tracker.foundation.transaction import keep_now, reading

KNOWN = "This address has a password here already. Use that one, or ask your COO for a link to a new one."


def invite_person(form: InviteForm, by: Seat) -> OneTimeLink | None:
    """Invite an address: the link for a COO to pass on; none for anybody else, whose request waits with the COO.

    What a client's people hear is the same whether the address has an account elsewhere or not.
    """
    for seat in door.people():
        if seat.is_open and seat.person.email == form.email.data:
            raise DomainError(f"{seat.name} sits here already.")
    asked = (by.client, form.email.data, form.name.data, Role(form.role.data), by, form.once)
    if by.role != Role.COO:
        if not Invitation.sent_twice(by.client, form.once):
            Invitation.ask(*asked)
        return None
    made, token = Invitation.make(*asked)
    return invitation_link(made, token)


def invitation_link(made: Invitation, token: str) -> OneTimeLink:
    words = f"It works for 7 days, once, and only for {made.email}. Send it to {made.name} yourself."
    return OneTimeLink(f"A link for {made.name}", words, link_to("invitations.form", token))


@dataclass(frozen=True)
class Proof:
    """What a password at the letter turned out to be: right, a new one, or not accepted."""

    objection: str = ""
    fresh_hash: str = ""


def prove(secret: str, password: str, network: str) -> Proof | None:
    """Judge a password for an invitation, outside of any transaction; None when the link is spent.

    Whoever has an account proves it with their own password, everybody else chooses one. Up to a password
    that would do, both hear the same words after the same time (A16, B4). Raises TooManyRequests.
    """
    with reading():
        invitation = Invitation.with_token(secret)
        if invitation is None:
            return None
        email, known = invitation.email, Person.by_email(invitation.email)
        stored = known.password_hash if known and known.is_active else None
        nearby = [Practice.the().name, invitation.client.name, invitation.name, *words_in(email)]
    guess = begin_guess(email, network)
    if matches(stored, password):
        guess.was_right()
        return Proof()
    against = objection(password, nearby)
    if known is None and not against:
        guess.take_back()
        keep_now()
        return Proof(fresh_hash=hash_password(password))
    guess.was_wrong()
    return Proof(against or KNOWN)


def accept(invitation: Invitation, fresh_hash: str) -> Person:
    """Take the seat: as who one is already, or as a new person with the password just chosen (B12)."""
    person = Person.by_email(invitation.email)
    if person is None:
        person = Person.welcome(invitation.email, invitation.name, zone=invitation.client.zone)
        person.password_hash = fresh_hash
    elif fresh_hash:
        raise DomainError(KNOWN)  # somebody was quicker with the same address
    invitation.accept(person)
    return person
