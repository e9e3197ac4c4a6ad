"""Inviting a person to a client, and accepting an invitation."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.accounts.attempts import ACCOUNT_CLOSED, INVITATION
from tracker.accounts.guessing import begin_guess, begin_unseen_guess
from tracker.accounts.links import TO_CONFIRM, UNCONFIRMED, OneTimeLink, link_to
from tracker.accounts.models import Person, Practice
from tracker.accounts.passwords import hash_password, matches, weakness
from tracker.accounts.queries import words_of_email
from tracker.accounts.rate_limit import spend
from tracker.clients import scope
from tracker.clients.account_proof import is_proven, may_replace_password
from tracker.clients.forms import InviteForm
from tracker.clients.models import Invitation, Role, Seat
from tracker.foundation.exceptions import DomainError
from tracker.foundation.transactions import commit_now, read_only

KNOWN_HERE = (
    "This address has a password here already. Use that one. Don’t know it any more? Ask the person who invited you, "
    "or the practice, for a new link."
)
CLOSED_TO_INVITED = "This account is closed. Ask the person who invited you."
CLOSED_TO_COO = "This account is closed. The practice’s owner has to open it before the link works."
CLOSED_TO_OWNER = "This account is closed. Open it under Practice before the link works."


def invite_person(form: InviteForm, by: Seat) -> OneTimeLink | None:
    """Invite an address. Returns the link for a COO; other people's requests wait until the COO makes it.

    A client's people get the same answer whether the address has an account elsewhere or not. Raises
    DomainError if the person has access already.
    """
    for seat in scope.all_seats():
        if seat.is_open and seat.person.email == form.email.data:
            raise DomainError(f"{seat.name} already has access.")
    spend("invitation", by.person)
    asked = (by.client, form.email.data, form.name.data, Role(form.role.data), by, form.idempotency_key)
    if by.role != Role.COO:
        if not Invitation.by_idempotency_key(by.client, form.idempotency_key):
            Invitation.ask(*asked)
        return None
    made, token = Invitation.make(*asked)
    return invitation_link(made, token, by)


def invitation_link(made: Invitation, token: str, by: Seat) -> OneTimeLink:
    """Return the link for the COO, and sign out an unconfirmed account of this address."""
    words = f"It works for 7 days, once, and only for {made.email}. Send it to {made.name} yourself."
    title = f"A link for {made.name}"
    return OneTimeLink(title, words, link_to("invitations.code", token), void_unproven_account(made, by))


def void_unproven_account(made: Invitation, by: Seat) -> str:
    """Void an account unproven at this client. Returns a warning for the COO, which names no other client."""
    person = Person.by_email(made.email)
    if person is None:
        return ""
    person.lock()
    person.call_attention()
    if not person.is_active:
        return CLOSED_TO_OWNER if by.person.is_owner else CLOSED_TO_COO
    if not person.password_hash or is_proven(person, by.client):
        return ""
    if not may_replace_password(person, by.client, by.person):
        return TO_CONFIRM
    person.void_password(by.person)
    return UNCONFIRMED


@dataclass(frozen=True)
class PasswordCheck:
    """The result of checking a password for an invitation.

    `objection`: why it is refused. `fresh_hash`: it is a new password. `matched`: it is the existing
    account's.
    """

    objection: str = ""
    fresh_hash: str = ""
    matched: str = ""


def prove(secret: str, password: str, network: str) -> PasswordCheck | None:
    """Check a password for an invitation, outside of any transaction; None if the link is no longer valid.

    People with a proven account use its password; all others choose one. As long as a password is too weak,
    both get the same message after the same time, however often they try. A weak password may still be the
    account's own, so it is compared a few times, and after that the answer comes without a comparison.
    Choosing a weak password is not counted as a guess. Raises TooManyGuesses.
    """
    with read_only():
        invitation = Invitation.with_token(secret)
        if invitation is None:
            return None
        email, known = invitation.email, Person.by_email(invitation.email)
        stored, is_closed = (known.password_hash, not known.is_active) if known else (None, False)
        chooses = known is None or may_choose(invitation, known)
        nearby = [Practice.the().name, invitation.client.name, invitation.name, *words_of_email(email)]
    against = weakness(password, nearby)
    guess = (begin_unseen_guess if against else begin_guess)(email, network, INVITATION)
    is_right = matches(stored if guess.is_compared else None, password)
    if is_right and not is_closed:
        guess.record_success()
        return PasswordCheck(matched=stored or "")
    if chooses:
        guess.cancel()
        commit_now()
        return PasswordCheck(against) if against else PasswordCheck(fresh_hash=hash_password(password))
    guess.record_failure(ACCOUNT_CLOSED if is_right else "")
    return PasswordCheck(against or (CLOSED_TO_INVITED if is_closed else KNOWN_HERE))


def may_choose(invitation: Invitation, person: Person) -> bool:
    """Whether the link may set a new password for an existing account."""
    maker = invitation.link_by
    return maker is not None and may_replace_password(person, invitation.client, maker)


def accept(invitation: Invitation, proof: PasswordCheck, name: str = "") -> Person:
    """Accept with the link, as the existing account or as a new person with the name and password chosen.

    A new person may use another name than the invitation's, so that a different name on the people page does
    not reveal to the inviter that there was an account already.

    The maker of the link vouches for the person who has both the link and the password. Raises DomainError if
    the account changed since its password was checked.
    """
    person = Person.by_email(invitation.email)
    if person is None:
        person = Person.create(
            invitation.email, name or invitation.name, time_zone=invitation.client.time_zone
        )
    else:
        person.lock()
        fits = may_choose(invitation, person) if proof.fresh_hash else person.password_hash == proof.matched
        if not fits or not person.is_active:
            raise DomainError(
                KNOWN_HERE if person.is_active else CLOSED_TO_INVITED
            )  # the account changed in the meantime
    if proof.fresh_hash:
        person.set_password_by_link(proof.fresh_hash, invitation.link_by)
    else:
        person.add_proof(invitation.link_by)
    invitation.accept(person)
    return person


def accept_as(person: Person, invitation: Invitation) -> Seat | None:
    """Accept without the link, signed in as the invited person; the account must be proven at this client.

    Return the seat they have now.
    """
    check_may_answer(person, invitation)
    invitation.accept(person)
    return Seat.find_live(invitation.client, person)


def decline_as(person: Person, invitation: Invitation) -> None:
    """Decline, signed in as the invited person; the account must be proven, as for accepting."""
    check_may_answer(person, invitation)
    invitation.decline(person)


def check_may_answer(person: Person, invitation: Invitation) -> None:
    """Raise DomainError if a person may not answer this invitation without its link.

    Locks the person's account.
    """
    person.lock()
    if invitation.has_expired or invitation.is_waiting or not is_proven(person, invitation.client):
        raise DomainError("Open this invitation with its link.")
