"""Queries for the pages of imports."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask import g
from flask_login import current_user
from sqlalchemy.orm import defer

from tracker.clients.models import Client
from tracker.clients.scope import all_seats
from tracker.clients.short_names import actor_name
from tracker.foundation import clock
from tracker.foundation.database import db, first_or_404
from tracker.foundation.exceptions import DomainError
from tracker.foundation.htmx import TemplateContext
from tracker.history import undo
from tracker.history.models import Event
from tracker.history.undo import UndoStep
from tracker.imports.apply.report import counts_by_level
from tracker.imports.apply.undo import check_in_place, title_of, worked_on_since
from tracker.imports.models import ImportRun, State
from tracker.imports.preview import ImportPreview
from tracker.roadmap.models import Goal
from tracker.roadmap.presentation.undo.candidates import (
    lines_shown_whole,
    may_read,
    subject_of,
    with_later_events,
)

PARTS = {
    State.READING: "imports/_reading.html",
    State.READY: "imports/_preview.html",
    State.REFUSED: "imports/_refused.html",
    State.APPLIED: "imports/_report.html",
    State.CANCELLED: "imports/_cancelled.html",
}
IMPORTED_GOALS_SHOWN = 10
NOT_AS_A_WHOLE = "It can no longer be undone as a whole"


def past_imports(client: Client) -> Sequence[ImportRun]:
    """Return the client's last 50 imports that the current seat may see, without their results."""
    mine = ImportRun.of(client).where(ImportRun.shown_to(g.seat)).options(defer(ImportRun.result))
    return db.session.scalars(mine.limit(50)).all()


def run_of(client: Client, number: int) -> ImportRun:
    """Return the import with this number; 404 if the current seat may not see it."""
    return first_or_404(ImportRun.of(client).where(ImportRun.number == number, ImportRun.shown_to(g.seat)))


def run_context(run: ImportRun) -> TemplateContext:
    """Return the template variables for a run's page in its current state."""
    found: TemplateContext = {"run": run}
    state = run.shown_state
    if state == State.READY:
        found["preview"] = ImportPreview.of(run, g.client, all_seats(), g.seat)
    elif state == State.APPLIED:
        has_effect = run.has_added or run.has_changed
        found |= {
            "counts": counts_by_level(run.result),
            "sentences": run.sentences_for(g.seat),
            "goals": goals_brought_in(run),
            "has_effect": has_effect,
            **(undo_context(run) if has_effect else {"change": "", "why_not": ""}),
        }
    return found


def undo_context(run: ImportRun) -> dict[str, str]:
    """Return the change set to undo, or why it cannot be undone.

    Both are blank once it is too late for it, and for who may not see all that the undo would touch: a reason
    would tell of what is hidden. The history does the same.
    """
    change = str(run.result.get("change") or "")
    is_fresh = run.applied_at is not None and clock.now() - run.applied_at <= undo.UNDO_LASTS
    lines = lines_shown_whole(change, g.client, g.seat) if change and is_fresh else []
    came = next((line for line in lines if line.action == "plan_imported"), None)
    if came is None or not undo.is_open([came]):
        return {"change": "", "why_not": ""}
    why_not = why_not_undone(run, came)
    return {"change": "" if why_not else change, "why_not": why_not}


def why_not_undone(run: ImportRun, came: Event) -> str:
    """Return why later work keeps the import from being undone; blank if nothing does.

    It names that work only if the reader may see it.
    """
    (past,) = with_later_events([UndoStep(came, g.client, current_user, g.seat)], [came])
    since = undo.later_change(past) or worked_on_since(run, came, g.seat)
    if since is None:
        return why_not_in_place(run)
    title = title_of(since, g.seat)
    if not may_read(g.seat, since) or not (title or subject_of(since) == subject_of(came)):
        return f"{NOT_AS_A_WHOLE} because something was changed since."
    if subject_of(since) == subject_of(came):
        return f"{NOT_AS_A_WHOLE}: since then, {past.wording(since)}."
    who = actor_name(since.actor_name, since.actor_id)
    return f"{NOT_AS_A_WHOLE}: {who} changed “{title}” since."


def why_not_in_place(run: ImportRun) -> str:
    """Return what has to be restored from the trash before the import can be undone; blank if nothing has."""
    try:
        check_in_place(run, g.seat)
    except DomainError as error:
        return f"{NOT_AS_A_WHOLE}: {error}"
    return ""


def goals_brought_in(run: ImportRun) -> Sequence[Goal]:
    """Return the first goals this run added: all were written with the same time."""
    if "at" not in run.result:
        return []
    query = Goal.of(g.client).where(
        Goal.created_at == datetime.fromisoformat(run.result["at"]), Goal.shown_to(g.seat)
    )
    return db.session.scalars(query.order_by(Goal.id).limit(IMPORTED_GOALS_SHOWN)).all()
