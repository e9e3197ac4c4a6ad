"""Whether an account is proven towards a client, and how a link may change an account that is not.

A proof records who gave the person the link with which they chose their password (`AccountProof`). It counts
everywhere if that was the practice's owner, the console or the account's own mailbox, and otherwise only at
the clients where that COO has access now. Otherwise a stranger could prepare an account under another
person's address and wait until the practice hires that person or gives them access elsewhere.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from tracker.accounts.models import AccountProof, Person
from tracker.clients.models import Client, Role, Seat
from tracker.foundation.database import db
from tracker.foundation.statements import row_limit


def is_valid_at(client_id: int | InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """WHERE clause for a proof that counts at this client: made everywhere, or by an active COO there."""
    seat, coo = aliased(Seat), aliased(Person)
    looks_after = (
        exists()
        .where(seat.person_id == AccountProof.by_id, seat.client_id == client_id)
        .where(seat.role == Role.COO, seat.ended_at.is_(None))
        .where(coo.id == seat.person_id, coo.deactivated_at.is_(None))
    )
    return (AccountProof.how != "coo") | looks_after


def proofs_of(person: Person) -> Select[int]:
    """Return a query for one proof of the account; callers add which ones count."""
    return select(AccountProof.id).where(AccountProof.person_id == person.id).limit(row_limit(1))


def is_proven(person: Person, client: Client | None = None) -> bool:
    """Whether the account is proven at this client; with `client` None, everywhere."""
    counts = AccountProof.how != "coo" if client is None else is_valid_at(client.id)
    return db.session.scalars(proofs_of(person).where(counts)).first() is not None


def is_proven_where_seated(person: Person) -> bool:
    """Whether the account is proven at any client it has access to."""
    query = proofs_of(person).join(Seat, (Seat.person_id == person.id) & Seat.live())
    return db.session.scalars(query.where(is_valid_at(Seat.client_id))).first() is not None


def opens_only_clients_of(person: Person, coo: Person) -> bool:
    """Whether this COO looks after every client this account opens.

    A link to a new password opens all of them, so none may be another COO's client.
    """
    opened = set(db.session.scalars(select(Seat.client_id).where(Seat.person_id == person.id, Seat.live())))
    own = select(Seat.client_id).where(Seat.person_id == coo.id, Seat.role == Role.COO, Seat.live())
    return not person.is_staff and opened <= set(db.session.scalars(own))


def may_replace_password(person: Person, client: Client, link_by: Person) -> bool:
    """Whether an invitation link to this client may set a new password for this account.

    Never for the practice's own people, nor where the account is proven. Otherwise a link of the practice's owner
    always may; a COO's link may only if the account opens nothing but that COO's clients and has no proof that
    counts at one of them.
    """
    if person.is_staff or not person.is_active or (person.password_hash and is_proven(person, client)):
        return False
    if link_by.is_owner:
        return True
    vouched = person.password_hash and is_proven_where_seated(person)
    return not vouched and opens_only_clients_of(person, link_by)
