"""Bringing in what was read: all of it or nothing, in one transaction."""

from __future__ import annotations

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.exc import DataError, IntegrityError

from tracker.accounts.models import Person
from tracker.clients.models import Client, Seat
from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.foundation.exceptions import DomainError
from tracker.imports import report
from tracker.imports.apply.context import ImportContext, Row, insert_rows, table_of
from tracker.imports.apply.diff import Comparison, ImportItem, compare
from tracker.imports.apply.existing import known_of
from tracker.imports.apply.field_diff import Level
from tracker.imports.apply.inserts import Places, insert_goals, insert_steps, insert_tasks
from tracker.imports.apply.owners import Owners, with_people
from tracker.imports.apply.private import withhold_owners
from tracker.imports.apply.updates import update_all
from tracker.imports.models import ImportLink, ImportRun, State
from tracker.imports.parsers.plan import Plan
from tracker.imports.staging import check_fits, plan_of
from tracker.imports.uploads import duplicate_warning
from tracker.roadmap.models.statuses import ApprovalState

DOES_NOT_FIT = "This file conflicts with what’s already here. Nothing was imported."
AT_ONCE = 1000
COLUMN = {"goal": "goal_id", "task": "task_id", "step": "step_id"}


def apply_import(
    run_id: int, client: Client, seats: list[Seat], by: Person, life: ApprovalState = ApprovalState.AGREED
) -> ImportRun:
    """Write the plan of a run; a second word for the same run changes nothing."""
    db.session.execute(
        select(Client.id).where(Client.id == client.id).with_for_update()
    )  # one import at a time
    run = ImportRun.held(run_id)
    if run.state == State.APPLIED:
        return run
    check_may(run)
    plan = plan_of(run)
    if words := duplicate_warning(run, plan, client.zone):
        raise DomainError(words)
    check_fits(plan)
    try:
        write_import(plan, run, ImportContext(client, run, by, clock.now(), Owners(seats), life), by)
    except (IntegrityError, DataError) as error:
        raise DomainError(DOES_NOT_FIT) from error
    return run


def check_may(run: ImportRun) -> None:
    if run.shown_state == State.READING:
        raise DomainError("It is still being read. One moment.")
    if run.shown_state != State.READY:
        raise DomainError("There is nothing left to import. Send the file once more.")


def write_import(plan: Plan, run: ImportRun, ink: ImportContext, by: Person) -> None:
    """New rows, changed rows, where each came from, what is told about it, and what taking it back needs."""
    reader = next((seat for seat in ink.owners.seats if seat.person_id == by.id), None)
    plan = with_people(plan, ink.owners.seats)
    comparison = compare(plan, known_of(ink.client, plan.source, ink.owners.seats, reader))
    withhold_owners(comparison, ink.owners.seats)
    tally = comparison.tally()
    words = {**report.report(comparison), "summary": report.summed(tally)}
    ink.look_for_drafts(comparison)
    places = Places(ink)
    insert_goals(ink, comparison)
    insert_tasks(ink, comparison, places)
    steps = insert_steps(ink, comparison)
    update_all(ink, comparison, places, steps)
    if comparison.has_keys:
        link(ink, comparison)
    ink.put_down_history()
    run.counts = {"life": str(ink.life)}
    run.finish({**tally, **ink.way_back()}, words, by)


def link(ink: ImportContext, comparison: Comparison) -> None:
    """Remember where each thing came from, and what the file said of it this time."""
    pieces = list(comparison.pieces())
    release_ids(ink, [piece for piece in pieces if piece.is_new])
    insert_rows(ImportLink, [new_link(ink, piece) for piece in pieces if piece.is_new])
    seen = [piece for piece in pieces if piece.known]
    moved = [piece for piece in seen if piece.known and piece.known.said != piece.said]
    table = table_of(ImportLink)
    mine = update(table).where(table.c.client_id == ink.client.id, table.c.id == bindparam("row"))
    if seen:
        db.session.execute(mine.values(run_id=ink.run.id), [{"row": link_of(piece)} for piece in seen])
    ink.said |= {str(link_of(piece)): piece.known.said for piece in moved if piece.known}
    if moved:
        said = [{"row": link_of(piece), "to_said": piece.said} for piece in moved]
        db.session.execute(mine.values(said=bindparam("to_said", type_=table.c.said.type)), said)


def release_ids(ink: ImportContext, new: list[ImportItem]) -> None:
    """An id that is new to whoever brings it in may be that of a draft hidden from them: it is the file’s no more."""
    mine = delete(ImportLink).where(
        ImportLink.client_id == ink.client.id, ImportLink.source == ink.run.source
    )
    for level in COLUMN:
        keys = [piece.key for piece in new if piece.level == level]
        for start in range(0, len(keys), AT_ONCE):
            same = ImportLink.level == level, ImportLink.external_id.in_(keys[start : start + AT_ONCE])
            db.session.execute(mine.where(*same), execution_options={"synchronize_session": False})


def link_of(piece: ImportItem) -> int:
    return piece.known.link_id if piece.known else 0


def new_link(ink: ImportContext, piece: ImportItem) -> Row:
    level: Level = piece.level
    empty: Row = {"goal_id": None, "task_id": None, "step_id": None}
    return {
        "client_id": ink.client.id, "run_id": ink.run.id, "source": ink.run.source, "level": level,
        "external_id": piece.key, "said": piece.said, **empty, COLUMN[level]: piece.id,
    }  # fmt: skip
