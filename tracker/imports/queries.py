"""What the pages of imports are read from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import g
from sqlalchemy.orm import defer

from tracker.clients.models import Client
from tracker.clients.scope import all_seats
from tracker.foundation import clock
from tracker.foundation.database import db, first_or_404
from tracker.history.undo import LASTS
from tracker.imports.models import ImportRun, State
from tracker.imports.preview import ImportPreview
from tracker.imports.report import counts_by_level
from tracker.roadmap.models import Goal

PARTS = {
    State.READING: "imports/_reading.html",
    State.READY: "imports/_preview.html",
    State.REFUSED: "imports/_refused.html",
    State.APPLIED: "imports/_report.html",
    State.CANCELLED: "imports/_cancelled.html",
}
GOALS_SHOWN = 10


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
            "change": way_back(run),
        }
    return found


def way_back(run: ImportRun) -> str:
    """The change it is taken back by, as long as it can be."""
    fresh = run.applied_at is not None and clock.now() - run.applied_at <= LASTS
    return str(run.counts.get("change") or "") if fresh else ""


def goals_brought_in(run: ImportRun) -> Sequence[Goal]:
    """The first goals that came new with a run: all of them were written at one moment."""
    if "at" not in run.counts:
        return []
    query = Goal.of(g.client).where(
        Goal.created_at == datetime.fromisoformat(run.counts["at"]), Goal.shown_to(g.seat)
    )
    return db.session.scalars(query.order_by(Goal.id).limit(GOALS_SHOWN)).all()
