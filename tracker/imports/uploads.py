"""Taking a file in: read by the confined child outside every transaction, then staged a few rows at a time."""

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
from tracker.foundation.error_reports import described
from tracker.foundation.exceptions import DomainError
from tracker.foundation.text.formatting import day
from tracker.foundation.transactions import commit_now
from tracker.imports.models import ImportRun, State
from tracker.imports.parsers import sandbox
from tracker.imports.parsers.errors import ImportRefused
from tracker.imports.parsers.plan import Plan
from tracker.imports.parsers.text import cut, plain_line
from tracker.imports.queue import turn
from tracker.imports.staging import to_rows

PATIENCE = 2.0
"""Seconds a request waits for its file: a small one then comes straight to its preview."""

BATCH = 500
"""Rows staged in one short transaction."""

BROKE = "The import stopped part-way. Nothing was imported. Send the file once more."
STILL_READING = "Your last file is still being read. Send this one when it is done."
SAME_FILE = (
    "This same file was imported on {when}. Its rows have no ids, so everything would be here twice. "
    "Give them ids, or bring in a file with only what is new."
)

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class File:
    """What was sent, and how to read it."""

    name: str
    data: bytes
    zone: str
    include_archived: bool = False

    @property
    def fingerprint(self) -> str:
        return sha256(self.data).hexdigest()


def file_name(sent: str | None) -> str:
    """A file's name as words only: no folder, no control characters, not endless."""
    base = (sent or "").replace("\\", "/").rsplit("/", 1)[-1]
    return cut(plain_line(base), 120) or "Untitled file"


def start_import(client: Client, file: File, by: Person, form_key: str | None) -> tuple[ImportRun, bool]:
    """The run of a file, and whether it is new: one form key makes one."""
    if before := ImportRun.made_by(by, client, form_key):
        return before, False
    if ImportRun.under_way(by):
        raise DomainError(STILL_READING)
    spend("import", by)
    run = ImportRun.start(
        client, file.name, file.fingerprint, by, include_archived=file.include_archived, form_key=form_key
    )
    return run, True


def read_in_background(app: Flask, run_id: int, file: File) -> None:
    """Keep the run, then read in a thread of its own; wait for it as long as a person does not notice.

    A file that has to wait its turn holds no request: the service has few threads for everybody.
    """
    commit_now()
    settled = Event()
    thread = Thread(
        target=read_and_settle, args=(app, run_id, file, settled), name=f"import-{run_id}", daemon=True
    )
    thread.start()
    settled.wait(PATIENCE)


def read_and_settle(app: Flask, run_id: int, file: File, settled: Event) -> None:
    """Read and stage; `settled` as soon as that is done, or is known to take long."""
    with app.app_context():
        try:
            read_and_stage(run_id, file, settled)
        except Exception as error:  # whatever it is, the person who waits must hear of it
            log.error("import %d stopped: %s", run_id, described(error))
            db.session.rollback()
            with held(run_id) as run:
                run.refuse(BROKE)
        finally:
            settled.set()


def read_and_stage(run_id: int, file: File, settled: Event | None = None) -> None:
    """Read the file and stage what it says, or keep the words of its refusal."""
    try:
        with turn(Path(current_app.config["DATA"]), partial(say_waiting, run_id, settled or Event())):
            plan = sandbox.run(file.data, file.name, file.zone, include_archived=file.include_archived)
    except LeftError:
        return
    except ImportRefused as refused:
        with held(run_id) as run:
            if run.state == State.READING:
                run.refuse(refused.message, refused.lines())
        return
    stage(run_id, plan, file.zone)


class LeftError(Exception):
    """The person who sent it did not want it any more."""


def say_waiting(run_id: int, settled: Event) -> None:
    """Say on its page that it waits for its turn, and that somebody still looks after it."""
    with held(run_id) as run:
        left = run.state != State.READING
        if not left:
            run.wait()
    if left:
        raise LeftError
    settled.set()


def stage(run_id: int, plan: Plan, zone: str) -> None:
    """Lay the plan out, a short transaction a batch; whoever left the import meanwhile ends it."""
    rows = list(to_rows(plan))
    for start in range(0, len(rows), BATCH):
        with held(run_id) as run:
            if run.state != State.READING:
                return
            if start == 0 and (words := duplicate_warning(run, plan, zone)):
                run.refuse(words)
                return
            run.stage(rows[start : start + BATCH], len(rows))
            if start + BATCH >= len(rows):
                run.make_ready(plan.source, plan.name, plan.notes)


def duplicate_warning(run: ImportRun, plan: Plan, zone: str) -> str:
    """Why a file without ids cannot come in a second time; blank when it can."""
    before = None if plan.has_keys() else run.applied_before()
    if before is None or before.applied_at is None:
        return ""
    when = day(clock.local(before.applied_at, Zone(zone)).date())
    return SAME_FILE.format(when=when)


@dataclass
class Zone:
    """A clock by its name."""

    zone: str


@contextmanager
def held(run_id: int) -> Iterator[ImportRun]:
    """The run, in a short transaction of its own."""
    run = ImportRun.held(run_id)
    yield run
    commit_now()
