"""What the pages of imports are read from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import g
from flask_login import current_user
from sqlalchemy.orm import defer

from tracker.clients.models import Client
from tracker.clients.scope import all_seats
from tracker.clients.short_names import short_name
from tracker.foundation.database import db, first_or_404
from tracker.history import undo
from tracker.history.models import Event
from tracker.history.undo import UndoStep
from tracker.imports.apply.undo import title_of, worked_on_since
from tracker.imports.models import ImportRun, State
from tracker.imports.preview import ImportPreview
from tracker.imports.report import counts_by_level
from tracker.roadmap.models import Goal
from tracker.roadmap.presentation.queries import readable_by
from tracker.roadmap.presentation.undo.candidates import about, may_read, with_what_came_later

PARTS = {
    State.READING: "imports/_reading.html",
    State.READY: "imports/_preview.html",
    State.REFUSED: "imports/_refused.html",
    State.APPLIED: "imports/_report.html",
    State.CANCELLED: "imports/_cancelled.html",
}
GOALS_SHOWN = 10
NOT_AS_A_WHOLE = "It can no longer be undone as a whole"


def past(client: Client) -> Sequence[ImportRun]:
    mine = ImportRun.of(client).where(ImportRun.shown_to(g.seat)).options(defer(ImportRun.counts))
    return db.session.scalars(mine.limit(50)).all()


def run_of(client: Client, number: int) -> ImportRun:
    return first_or_404(ImportRun.of(client).where(ImportRun.number == number, ImportRun.shown_to(g.seat)))


def run_context(run: ImportRun) -> dict[str, Any]:
    """What the part of a run's page needs, by how far the run is."""
    found: dict[str, Any] = {"run": run}
    state = run.shown_state
    if state == State.READY:
        found["preview"] = ImportPreview.of(run, g.client, all_seats(), g.seat)
    elif state == State.APPLIED:
        found |= {
            "counts": counts_by_level(run.counts),
            "goals": goals_brought_in(run),
            **way_back(run),
        }
    return found


def way_back(run: ImportRun) -> dict[str, str]:
    """The change it is undone by or, if that would be refused, why; neither after a day."""
    change = str(run.counts.get("change") or "")
    query = Event.of(g.client).where(
        Event.change == change, Event.action == "plan_imported", readable_by(g.seat)
    )
    came = db.session.scalars(query).first() if change else None
    if came is None or not undo.is_open([came]):
        return {"change": "", "why_not": ""}
    why_not = why_not_undone(run, came)
    return {"change": "" if why_not else change, "why_not": why_not}


def why_not_undone(run: ImportRun, came: Event) -> str:
    """What came since that keeps an import from being undone, as far as the reader may see it; empty: nothing."""
    (past,) = with_what_came_later([UndoStep(came, g.client, current_user, g.seat)], [came])
    since = undo.overtaken_by(past) or worked_on_since(run, came)
    if since is None:
        return ""
    if not may_read(g.seat, since):
        return f"{NOT_AS_A_WHOLE} because something was changed since."
    if about(since) == about(came):
        return f"{NOT_AS_A_WHOLE}: since then, {past.tell(since)}."
    who = short_name(since.actor_name, since.actor_id)
    return f"{NOT_AS_A_WHOLE}: {who} changed “{title_of(since)}” since."


def goals_brought_in(run: ImportRun) -> Sequence[Goal]:
    """The first goals that came new with a run: all of them were written at one moment."""
    if "at" not in run.counts:
        return []
    query = Goal.of(g.client).where(
        Goal.created_at == datetime.fromisoformat(run.counts["at"]), Goal.shown_to(g.seat)
    )
    return db.session.scalars(query.order_by(Goal.id).limit(GOALS_SHOWN)).all()
