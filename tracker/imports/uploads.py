"""Reads a file in the confined child, outside any transaction, and stages its rows in batches."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from threading import Event, Thread

from flask import Flask, current_app

from tracker.accounts.models import Person
from tracker.accounts.rate_limit import spend
from tracker.clients.models import Client
from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.foundation.error_reports import describe_error
from tracker.foundation.exceptions import DomainError
from tracker.foundation.text.formatting import day
from tracker.foundation.transactions import commit_now
from tracker.imports.models import ImportRun, State
from tracker.imports.parsers import sandbox
from tracker.imports.parsers.errors import ImportRefused
from tracker.imports.parsers.plan import Plan
from tracker.imports.parsers.text import plain_line, shorten
from tracker.imports.queue import hold_place
from tracker.imports.staging import to_rows

PATIENCE = 2.0
"""Seconds a request waits for its file, so that a small one leads straight to its preview."""

ROWS_A_BATCH = 500
"""Rows staged in one short transaction."""

BROKE = "The import stopped part-way. Nothing was imported. Send the file once more."
STILL_READING = "Your last file is still being read. Send this one when it is done."
SAME_FILE = (
    "This same file was imported on {when}. Its rows have no ids, so everything would be here twice. "
    "Give them ids, or import a file with only the new rows."
)

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class File:
    """The file that was sent, and how to read it."""

    name: str
    data: bytes
    zone: str
    include_archived: bool = False

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of its bytes, in hexadecimal."""
        return sha256(self.data).hexdigest()


def file_name(sent: str | None) -> str:
    """Return a file's name without folder or control characters, and at most 120 characters long."""
    base = (sent or "").replace("\\", "/").rsplit("/", 1)[-1]
    return shorten(plain_line(base), 120) or "Untitled file"


def start_import(
    client: Client, file: File, by: Person, idempotency_key: str | None
) -> tuple[ImportRun, bool]:
    """Return the run of a file, and whether it is new: the same form starts only one.

    Raise DomainError while another file of this person is being read. Counts against their limit of imports.
    """
    if before := ImportRun.made_by(by, client, idempotency_key):
        return before, False
    if ImportRun.under_way(by):
        raise DomainError(STILL_READING)
    if by.id is not None:  # an operator on the server needs no limit
        spend("import", by)
    run = ImportRun.start(
        client,
        file.name,
        file.fingerprint,
        by,
        include_archived=file.include_archived,
        idempotency_key=idempotency_key,
    )
    return run, True


def read_in_background(app: Flask, run_id: int, file: File) -> None:
    """Commit the run and read its file in a thread; wait up to `PATIENCE` seconds for it.

    A file that waits its turn does not keep the request waiting, because few threads serve everybody.
    """
    commit_now()
    settled = Event()
    thread = Thread(
        target=read_and_settle, args=(app, run_id, file, settled), name=f"import-{run_id}", daemon=True
    )
    thread.start()
    settled.wait(PATIENCE)


def read_and_settle(app: Flask, run_id: int, file: File, settled: Event) -> None:
    """Read and stage the file; set `settled` when that is done or is known to take long."""
    with app.app_context():
        try:
            read_and_stage(run_id, file, settled)
        except Exception as error:  # the person who waits must learn of any failure
            log.error("import %d stopped: %s", run_id, describe_error(error))
            db.session.rollback()
            with locked_run(run_id) as run:
                run.refuse(BROKE)
        finally:
            settled.set()


def read_and_stage(run_id: int, file: File, settled: Event | None = None) -> None:
    """Read the file and stage its plan, or store why it is refused."""
    try:
        with hold_place(Path(current_app.config["DATA"]), partial(show_waiting, run_id, settled or Event())):
            plan = sandbox.run(file.data, file.name, file.zone, include_archived=file.include_archived)
    except LeftError:
        return
    except ImportRefused as refused:
        with locked_run(run_id) as run:
            if run.state == State.READING:
                run.refuse(refused.message, refused.lines())
        return
    stage_plan(run_id, plan, file.zone)


class LeftError(Exception):
    """The person who sent the file cancelled the import."""


def show_waiting(run_id: int, settled: Event) -> None:
    """Show on the run's page that it waits and is not stuck. Raise LeftError if it was cancelled."""
    with locked_run(run_id) as run:
        left = run.state != State.READING
        if not left:
            run.wait()
    if left:
        raise LeftError
    settled.set()


def stage_plan(run_id: int, plan: Plan, zone: str) -> None:
    """Stage the plan, a short transaction for each batch. Stop if the import is cancelled meanwhile."""
    rows = list(to_rows(plan))
    for start in range(0, len(rows), ROWS_A_BATCH):
        with locked_run(run_id) as run:
            if run.state != State.READING:
                return
            if start == 0 and (words := duplicate_warning(run, plan, zone)):
                run.refuse(words)
                return
            run.stage(rows[start : start + ROWS_A_BATCH], len(rows))
            if start + ROWS_A_BATCH >= len(rows):
                run.make_ready(plan.source, plan.name, plan.notes)


def duplicate_warning(run: ImportRun, plan: Plan, zone: str) -> str:
    """Return why a file without ids cannot be imported a second time; blank if it can."""
    before = None if plan.has_keys() else run.applied_before()
    if before is None or before.applied_at is None:
        return ""
    place = Zone(zone)
    when = day(clock.local(before.applied_at, place).date(), clock.today(place))
    return SAME_FILE.format(when=when)


@dataclass
class Zone:
    """A time zone, in the shape that `clock.local` takes."""

    time_zone: str


@contextmanager
def locked_run(run_id: int) -> Iterator[ImportRun]:
    """Lock the run for a short transaction, and commit at the end."""
    run = ImportRun.locked(run_id)
    yield run
    commit_now()
