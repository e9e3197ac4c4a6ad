"""The way back that stands in a message: right after a change, or on the page one was sent to by it."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Flask, g, request, url_for
from flask_login import current_user
from sqlalchemy import select

from tracker.activity import undo
from tracker.activity.change import lines_so_far, this_change
from tracker.activity.folding import act_of_many
from tracker.activity.models import Event
from tracker.activity.sentences import act
from tracker.activity.voice import Voice
from tracker.clients.models import Client, Seat
from tracker.foundation.db import db
from tracker.foundation.hypermedia import Offer
from tracker.roadmap.history import voice_for
from tracker.roadmap.models import Goal, Task

AT = {
    "client.tasks.show": {"at": "sheet"},
    "client.goals.show": {"at": "goal"},
    "client.history.show": {"at": "history"},
    "client.trash.show": {"at": "trash"},
    "client.timeline.show": {"at": "timeline"},
    "client.mine.show": {"back": "mine"},
    "client.letter.show": {"back": "letter"},
    "portfolio.home": {"back": "today"},
    "client.settings.show": {"at": "settings"},
    "client.settings.vision": {"at": "vision"},
}
"""What a button on a page sends along, so that the answer fits the page."""
KEPT = ("at", "back", "show")
LONG = 8, 64


def init_app(app: Flask) -> None:
    app.extensions["offer"] = offer
    app.add_template_global(just_changed)


def offer() -> Offer | None:
    """The way back from what this request changed so far. Access is never taken back by a button."""
    lines = lines_so_far()
    client = g.get("client")
    if client is None or not undo.is_reversible(lines):
        return None
    return offer_of(lines, str(this_change()), client.slug, where())


def offer_of(lines: Sequence[Event], change: str, slug: str, fields: dict[str, str]) -> Offer:
    word = "Redo" if any(undo.is_undo(line) for line in lines) else "Undo"
    return Offer(change, url_for("client.undo.back", client_slug=slug, change=change), word, fields)


def where() -> dict[str, str]:
    """The page the pressed button stood on, as its form said; or the settings, by their address."""
    sent = {name: request.values[name] for name in KEPT if request.values.get(name)}
    if not sent and (request.endpoint or "").startswith("client.settings."):
        return {"at": "vision" if "vision" in str(request.endpoint) else "settings"}
    return sent


def just_changed() -> tuple[str, Offer | None]:
    """For a page one was sent to by a change: what was done, and the way back; asked only then."""
    change = request.args.get("changed", "")
    if not LONG[0] <= len(change) <= LONG[1] or not change.isascii() or not current_user.is_authenticated:
        return "", None
    found = own_lines(change)
    lines = [row[0] for row in found]
    if not undo.is_open(lines):
        return "", None
    fields = AT.get(request.endpoint or "", {})
    return said(found), offer_of(lines, change, found[0][1].slug, fields)


def own_lines(change: str) -> list[tuple[Event, Client, str | None, str | None]]:
    """What the reader did in that change, at a client where the reader still sits; one question."""
    seats = select(Seat.client_id).where(Seat.person_id == current_user.id, Seat.live())
    query = (
        select(Event, Client, Task.title, Goal.title)
        .join(Client, Client.id == Event.client_id)
        .outerjoin(Task, (Task.client_id == Event.client_id) & (Task.id == Event.task_id))
        .outerjoin(Goal, (Goal.client_id == Event.client_id) & (Goal.id == Event.goal_id))
        .where(Event.client_id.in_(seats), Event.change == change, Event.actor_id == current_user.id)
    )
    return [(line, client, task, goal) for line, client, task, goal in db.session.execute(query.order_by(Event.id))]


def said(found: Sequence[tuple[Event, Client, str | None, str | None]]) -> str:
    """Moved “Closing checklist” to Done. A change of many things is counted."""
    lines = [row[0] for row in found]
    if any(undo.is_undo(line) for line in lines):
        return "Taken back"
    voice = voice_for(g.seat) if g.get("seat") else Voice()
    if len(lines) > 1:
        return act_of_many(lines, voice)
    line, _, task, goal = found[0]
    title = task if line.task_id else goal
    return act(line, voice, f"“{title}”" if title else "it")
