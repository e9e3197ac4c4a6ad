"""A new client: its spans, a seat for its first COO, and the events that record it."""

from __future__ import annotations

from sqlalchemy import func, select

from tracker.accounts.models import Person
from tracker.clients.models import SPANS, Client, Role, Seat, Span
from tracker.clients.models.client import colour_of
from tracker.foundation.database import db
from tracker.foundation.exceptions import DomainError
from tracker.history.models import PracticeEvent


def create_client(
    name: str,
    slug: str,
    time_zone: str,
    coo: Person,
    by: Person,
    idempotency_key: str | None = None,
    colour: int = 0,
) -> Client:
    """Create a client, with its spans and a seat for its first COO.

    A form sent twice returns the first client.

    Raises DomainError if the address is taken, or the COO is not one of the practice's active people.
    """
    sent_before = select(Client).where(Client.idempotency_key == idempotency_key)
    if idempotency_key and (made := db.session.scalars(sent_before).first()):
        return made
    if db.session.scalar(select(func.count()).where(Client.slug == slug)):
        raise DomainError("That address is taken. Choose another one.")
    if not coo.is_staff or not coo.is_active:
        raise DomainError("The COO has to be one of the practice’s own people.")
    client = Client(
        name=name,
        slug=slug,
        time_zone=time_zone,
        colour=colour or colour_of(slug),
        idempotency_key=idempotency_key,
    )
    db.session.add(client)
    db.session.flush()
    for number, span in enumerate(SPANS, start=1):
        db.session.add(Span(client_id=client.id, number=number, name=span))
    client.record("client_added", by)
    PracticeEvent.note("client_added", by, client=name)
    Seat.give(client, coo, Role.COO, by=by)
    return client
