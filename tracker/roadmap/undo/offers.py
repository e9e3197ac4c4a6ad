"""The button that undoes a change, in the message right after it or on the page that it led to."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flask import Flask, g, request, url_for
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from tracker.clients.models import Seat
from tracker.foundation.database import db
from tracker.foundation.htmx import UndoOffer
from tracker.foundation.text.formatting import first_name
from tracker.history import undo
from tracker.history.change_set import changes_beside, lines_so_far, this_change
from tracker.history.grouping import grouped_predicate
from tracker.history.models import Event
from tracker.history.sentences import capital_predicate
from tracker.history.viewpoint import Viewpoint
from tracker.registry import features
from tracker.roadmap.presentation.event_queries import readable_by
from tracker.roadmap.presentation.history_viewpoint import viewpoint_of
from tracker.roadmap.presentation.undo.candidates import EventSubjects, quoted_title, readable_sets
from tracker.roadmap.presentation.undo.offers import UndoOffers

KEPT_ARGS = ("at", "back", "show")
HANDED_OVER = (
    "{}’s access ended, and the open work is handed over. "
    "Undo gives back the work; access needs a new invitation."
)
A_CHANGE = re.compile(r"[\w-]{8,64}", re.ASCII)


def init_app(app: Flask) -> None:
    """Let messages after a change offer its undo, and make `just_changed` known to templates."""
    app.extensions["offer"] = offer_undo
    app.add_template_global(just_changed)


def offer_undo() -> UndoOffer | None:
    """Return the button that undoes the changes of this request so far; None if they cannot be undone."""
    lines = lines_so_far()
    client = g.get("client")
    if client is None or not undo.is_reversible(lines):
        return None
    return offer_of(lines, str(this_change()), client.slug, page_fields())


def offer_of(lines: Sequence[Event], change: str, slug: str, fields: dict[str, str]) -> UndoOffer:
    """Return the button that undoes a change, or that does it again if the change was an undo."""
    word = "Redo" if any(undo.is_undo(line) for line in lines) else "Undo"
    return UndoOffer(
        change, url_for("client.undo.undo_change", client_slug=slug, change=change), word, fields
    )


def fields_on(endpoint: str) -> dict[str, str]:
    """Return the fields that an undo button on this page sends, so that the response fits the page."""
    places = (place for place in features().undo_places if place.is_marked and place.endpoint == endpoint)
    return next((dict(place.fields) for place in places), {})


def page_fields() -> dict[str, str]:
    """Return the fields that name the page of the sent form; the settings are known by their endpoint."""
    sent = {name: request.values[name] for name in KEPT_ARGS if request.values.get(name)}
    if not sent and (request.endpoint or "").startswith("client.settings."):
        return {"at": "vision" if "vision" in str(request.endpoint) else "settings"}
    return sent


def just_changed() -> tuple[str, UndoOffer | None]:
    """Return the message and the undo button for the change in the address, for a page that a change led to.

    They are empty and None without such a change, or if the reader may no longer read it. On a client's page,
    an undo that would be refused by now is not offered.
    """
    change = request.args.get("changed", "")
    if not A_CHANGE.fullmatch(change) or not current_user.is_authenticated:
        return "", None
    lines, seat = own_lines(change)
    if seat is None or not undo.is_open(lines):
        return "", None
    subjects = EventSubjects(seat.client, seat, lines)
    if not all(map(subjects.is_shown, lines)):  # hidden from the reader by now; its title may be new to them
        return "", None
    record, fields = subjects.record_of(lines[0]), fields_on(request.endpoint or "")
    message = success_message(lines, quoted_title(record)) if record else ""
    if g.get("client") and not any(map(UndoOffers(g.client, seat, lines).of, lines)):
        return message, None
    return message, offer_of(lines, change, seat.client.slug, fields)


def own_lines(change: str) -> tuple[list[Event], Seat | None]:
    """Return the current person's events of that request, and their live seat at the client.

    Without the change sets that this seat may no longer read.
    """
    sits = (Seat.client_id == Event.client_id) & (Seat.person_id == Event.actor_id) & Seat.live()
    query = select(Event, Seat).join(Seat, sits).join(Seat.client).options(contains_eager(Seat.client))
    mine = Event.change_set_id.in_(changes_beside([change])), Event.actor_id == current_user.id
    found = db.session.execute(query.where(*mine).order_by(Event.id)).all()
    if not found:
        return [], None
    lines, seat = [line for line, _ in found], found[0][1]
    readable = select(Event.id).where(Event.id.in_([line.id for line in lines]), readable_by(seat))
    keys = set(db.session.scalars(readable))
    sets = readable_sets((line, line.id in keys) for line in lines)
    return [line for line in lines if line.change_set_id in sets], seat


def success_message(lines: Sequence[Event], name: str) -> str:
    """Return the message of a change: “Moved “Closing checklist” to Done”. Several events are counted."""
    if any(undo.is_undo(line) for line in lines):
        return "Undone"
    viewpoint = viewpoint_of(g.seat) if g.get("seat") else Viewpoint()
    if ended := lines[0].details.get(undo.ACCESS_ENDED):
        return HANDED_OVER.format(first_name(ended))
    if len(lines) > 1:
        return grouped_predicate(lines, viewpoint)
    return capital_predicate(lines[0], viewpoint, name)
