"""The way back that stands in a message: right after a change, or on the page one was sent to by it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flask import Flask, g, request, url_for
from flask_login import current_user
from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager

from tracker.clients.models import Seat
from tracker.foundation.database import db
from tracker.foundation.htmx import UndoOffer
from tracker.foundation.text.formatting import first_name
from tracker.history import undo
from tracker.history.change_set import lines_so_far, this_change
from tracker.history.grouping import act_of_many
from tracker.history.models import Event
from tracker.history.sentences import act
from tracker.history.viewpoint import Viewpoint
from tracker.registry import features
from tracker.roadmap.presentation.history_viewpoint import voice_for
from tracker.roadmap.presentation.queries import readable_by
from tracker.roadmap.presentation.undo.candidates import EventSubjects, named

KEPT = ("at", "back", "show")
HANDED_OVER = (
    "{}’s access ended, and the open work is handed over. "
    "Undo gives back the work; access needs a new invitation."
)
A_CHANGE = re.compile(r"[\w-]{8,64}", re.ASCII)


def init_app(app: Flask) -> None:
    app.extensions["offer"] = offer
    app.add_template_global(just_changed)


def offer() -> UndoOffer | None:
    """The way back from what this request changed so far. Access is never taken back by a button."""
    lines = lines_so_far()
    client = g.get("client")
    if client is None or not undo.is_reversible(lines):
        return None
    return offer_of(lines, str(this_change()), client.slug, where())


def offer_of(lines: Sequence[Event], change: str, slug: str, fields: dict[str, str]) -> UndoOffer:
    word = "Redo" if any(undo.is_undo(line) for line in lines) else "Undo"
    return UndoOffer(change, url_for("client.undo.back", client_slug=slug, change=change), word, fields)


def fields_on(endpoint: str) -> dict[str, str]:
    """What a button on this page sends along, so that the answer fits the page."""
    places = (place for place in features().undo_places if place.is_marked and place.endpoint == endpoint)
    return next((dict(place.fields) for place in places), {})


def where() -> dict[str, str]:
    """The page the pressed button stood on, as its form said; or the settings, by their address."""
    sent = {name: request.values[name] for name in KEPT if request.values.get(name)}
    if not sent and (request.endpoint or "").startswith("client.settings."):
        return {"at": "vision" if "vision" in str(request.endpoint) else "settings"}
    return sent


def just_changed() -> tuple[str, UndoOffer | None]:
    """For a page one was sent to by a change: what was done, and the way back; asked only then."""
    change = request.args.get("changed", "")
    if not A_CHANGE.fullmatch(change) or not current_user.is_authenticated:
        return "", None
    lines, seat = own_lines(change)
    if seat is None or not undo.is_open(lines) or not are_readable(lines, seat):
        return "", None
    subjects = EventSubjects(seat.client, seat, lines)
    if not all(map(subjects.is_shown, lines)):  # it is out of their sight by now, and may be called otherwise
        return "", None
    record, fields = subjects.record_of(lines[0]), fields_on(request.endpoint or "")
    return success_message(lines, named(record)) if record else "", offer_of(
        lines, change, seat.client.slug, fields
    )


def own_lines(change: str) -> tuple[list[Event], Seat | None]:
    """What the reader did in that change, and the seat they still have there; one question."""
    sits = (Seat.client_id == Event.client_id) & (Seat.person_id == Event.actor_id) & Seat.live()
    query = select(Event, Seat).join(Seat, sits).join(Seat.client).options(contains_eager(Seat.client))
    query = query.where(Event.change == change, Event.actor_id == current_user.id).order_by(Event.id)
    found = db.session.execute(query).all()
    return [line for line, _ in found], found[0][1] if found else None


def are_readable(lines: Sequence[Event], seat: Seat) -> bool:
    """Whether this seat may read all of a change's lines now."""
    query = select(func.count()).where(Event.id.in_([line.id for line in lines]), readable_by(seat))
    return db.session.scalar(query) == len(lines)


def success_message(lines: Sequence[Event], name: str) -> str:
    """Moved “Closing checklist” to Done. A change of many things is counted."""
    if any(undo.is_undo(line) for line in lines):
        return "Undone"
    voice = voice_for(g.seat) if g.get("seat") else Viewpoint()
    if ended := lines[0].details.get(undo.ACCESS_ENDED):
        return HANDED_OVER.format(first_name(ended))
    if len(lines) > 1:
        return act_of_many(lines, voice)
    return act(lines[0], voice, name)
