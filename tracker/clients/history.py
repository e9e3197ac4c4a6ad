"""How changes of a client itself are taken back. Access is never among them: a seat ends, and is given anew."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from tracker.accounts.models import Person
from tracker.clients.models import Client, Health, Role, Span
from tracker.foundation.database import db, first_or_404
from tracker.history.undo import UndoStep, reverses


def coo(past: UndoStep) -> bool:
    return bool(past.seat.role == Role.COO)


def leads(past: UndoStep) -> bool:
    return past.seat.role in (Role.COO, Role.CEO)


@reverses("client_name_changed", "client_zone_changed", "client_colour_changed", may=coo)
def field(past: UndoStep) -> None:
    past.record.change(past.by, **{past.before["field"]: past.before["value"]})


@reverses("health_changed", may=coo)
def health(past: UndoStep) -> None:
    client: Client = past.record
    previous, given_for = Health(past.before["health"]), past.before.get("given_for")
    client.judge(previous, past.before["reason"], past.by, None if given_for == previous else given_for)


@reverses("vision_changed", may=leads)
def vision(past: UndoStep) -> None:
    """The words before, as their author's again."""
    on, pid = past.before["on"], past.before.get("author")
    author = db.session.scalars(select(Person).where(Person.pid == pid)).first() if pid else None
    past.record.write_vision(past.before["words"], date.fromisoformat(on) if on else None, past.by, author)


@reverses("span_renamed", may=coo)
def span_name(past: UndoStep) -> None:
    span = first_or_404(Span.of(past.record).where(Span.number == past.before["number"]))
    past.record.rename_span(span, past.previous, past.by)
