"""Guards with a bug each, to be planted in place of `load_client`."""

from flask import abort, g
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from tracker.clients import scope
from tracker.clients.models import Client, Seat
from tracker.foundation.database import db, first_or_404


def any_client(_slug):
    """A client found by its slug, without asking for a seat."""
    g.client = first_or_404(select(Client).where(Client.slug == _slug))
    g.seat = db.session.scalars(select(Seat).where(Seat.client_id == g.client.id, Seat.live())).first()


def ended_seats_too(slug):
    query = select(Seat).join(Seat.client).where(Client.slug == slug, Seat.person_id == current_user.id)
    g.seat = first_or_404(query.options(contains_eager(Seat.client)))
    g.client = g.seat.client


def telling_strangers_apart(slug):
    if not db.session.scalar(select(Client.id).where(Client.slug == slug)):
        abort(404)
    at_client = select(Seat).join(Seat.client).options(contains_eager(Seat.client))
    own = at_client.where(Client.slug == slug, Seat.person_id == current_user.id, Seat.live())
    g.seat = db.session.scalars(own).first() or abort(403)
    g.client = g.seat.client


def owners_come_in(slug):
    if current_user.staff_role == "owner":
        any_client(slug)
    else:
        scope.load_client(slug)
