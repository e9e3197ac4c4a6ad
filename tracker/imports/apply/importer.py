"""Writes a staged plan to the road map: all of it or nothing, in one transaction."""

from __future__ import annotations

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.exc import DataError, IntegrityError

from tracker.accounts.models import Person
from tracker.clients.models import Client, Seat
from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.foundation.exceptions import DomainError
from tracker.history.change_set import keep_whole
from tracker.imports.apply import report
from tracker.imports.apply.context import ImportContext, Row, insert_rows, table_of
from tracker.imports.apply.diff import Comparison, ImportItem
from tracker.imports.apply.field_diff import Level
from tracker.imports.apply.inserts import Places, insert_goals, insert_steps, insert_tasks
from tracker.imports.apply.outcome import outcome_of
from tracker.imports.apply.owners import Owners
from tracker.imports.apply.updates import update_all
from tracker.imports.models import ImportLink, ImportRun, State
from tracker.imports.parsers.plan import Plan
from tracker.imports.staging import check_fits, plan_of
from tracker.imports.uploads import duplicate_warning
from tracker.roadmap.models.questions import ask_what_is_shown, note_drafts
from tracker.roadmap.models.statuses import ApprovalState

DOES_NOT_FIT = "This file conflicts with what’s already here. Nothing was imported."
ROWS_AT_ONCE = 1000
COLUMN = {"goal": "goal_id", "task": "task_id", "step": "step_id"}
RELEASED = (
    ImportLink.run_id,
    ImportLink.source,
    ImportLink.level,
    ImportLink.external_id,
    ImportLink.goal_id,
    ImportLink.task_id,
    ImportLink.step_id,
    ImportLink.source_values,
)


def apply_import(
    run_id: int,
    client: Client,
    seats: list[Seat],
    by: Person,
    approval_state: ApprovalState,
) -> ImportRun:
    """Write the plan of a run, and return the run. A run that is imported already is returned unchanged.

    `approval_state` is for the new goals. It has no default, because only the CEO decides on “agreed”.
    Raise DomainError if the run is not ready, or if the file conflicts with what is here.
    """
    db.session.execute(
        select(Client.id).where(Client.id == client.id).with_for_update()
    )  # one import at a time for each client
    run = ImportRun.locked(run_id)
    if run.state == State.APPLIED:
        return run
    check_may(run)
    plan = plan_of(run)
    if words := duplicate_warning(run, plan, client.time_zone):
        raise DomainError(words)
    check_fits(plan)
    try:
        write_import(
            plan, run, ImportContext(client, run, by, clock.now(), Owners(seats), approval_state), by
        )
    except (IntegrityError, DataError) as error:
        raise DomainError(DOES_NOT_FIT) from error
    return run


def check_may(run: ImportRun) -> None:
    """Raise DomainError unless the run is ready to be imported."""
    if run.shown_state == State.READING:
        raise DomainError("It is still being read. One moment.")
    if run.shown_state != State.READY:
        raise DomainError("There is nothing left to import. Send the file once more.")


def write_import(plan: Plan, run: ImportRun, context: ImportContext, by: Person) -> None:
    """Insert and update rows, links and history events; keep in the run what undoing it needs."""
    keep_whole()
    viewer_seat = next((seat for seat in context.owners.seats if seat.person_id == by.id), None)
    comparison = outcome_of(plan, context.client, context.owners.seats, viewer_seat)
    tally = comparison.tally()
    words = {**report.report(comparison), "summary": report.totals_sentence(tally)}
    context.look_for_drafts(comparison)
    places = Places(context)
    insert_goals(context, comparison)
    insert_tasks(context, comparison, places)
    steps = insert_steps(context, comparison)
    update_all(context, comparison, places, steps)
    if comparison.has_keys:
        store_links(context, comparison)
    note_drafts(context.client.id, context.now)
    ask_what_is_shown(context.client.id, context.now)
    context.insert_events()
    run.result = {"approval_state": str(context.approval_state)}
    run.finish({**tally, **context.undo_details()}, words, by)


def store_links(context: ImportContext, comparison: Comparison) -> None:
    """Store where each item came from, and the file's values at this import."""
    pieces = list(comparison.pieces())
    release_ids(context, [piece for piece in pieces if piece.is_new])
    insert_rows(ImportLink, [new_link(context, piece) for piece in pieces if piece.is_new])
    seen = [piece for piece in pieces if piece.known]
    moved = [piece for piece in seen if piece.known and piece.known.source_values != piece.source_values]
    table = table_of(ImportLink)
    mine = update(table).where(table.c.client_id == context.client.id, table.c.id == bindparam("row"))
    if seen:
        db.session.execute(mine.values(run_id=context.run.id), [{"row": link_of(piece)} for piece in seen])
    context.previous_values |= {
        str(link_of(piece)): piece.known.source_values for piece in moved if piece.known
    }
    if moved:
        changed = [{"row": link_of(piece), "new_values": piece.source_values} for piece in moved]
        db.session.execute(
            mine.values(source_values=bindparam("new_values", type_=table.c.source_values.type)),
            changed,
        )


def release_ids(context: ImportContext, new: list[ImportItem]) -> None:
    """Delete existing links with the ids of new items: they belong to drafts that this person cannot see.

    They are kept in `context.released`, so that undoing the import gives the drafts their links back.
    """
    mine = delete(ImportLink).where(
        ImportLink.client_id == context.client.id, ImportLink.source == context.run.source
    )
    for level in COLUMN:
        keys = [piece.key for piece in new if piece.level == level]
        for start in range(0, len(keys), ROWS_AT_ONCE):
            same = ImportLink.level == level, ImportLink.external_id.in_(keys[start : start + ROWS_AT_ONCE])
            gone = mine.where(*same).returning(*RELEASED)
            rows = db.session.execute(gone, execution_options={"synchronize_session": False}).mappings()
            context.released += [dict(row) for row in rows]


def link_of(piece: ImportItem) -> int:
    """Return the primary key of the record's import link; 0 for a new item."""
    return piece.known.link_id if piece.known else 0


def new_link(context: ImportContext, piece: ImportItem) -> Row:
    """Return the columns of a new item's import link."""
    level: Level = piece.level
    empty: Row = {"goal_id": None, "task_id": None, "step_id": None}
    return {
        "client_id": context.client.id,
        "run_id": context.run.id,
        "source": context.run.source,
        "level": level,
        "external_id": piece.key,
        "source_values": piece.source_values,
        **empty,
        COLUMN[level]: piece.id,
    }
