"""`tracker import`: the same way in as in the browser, without the preview."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import select

from tracker.accounts.models import Person
from tracker.clients.models import Client, Role, Seat
from tracker.foundation.database import db
from tracker.foundation.exceptions import DomainError
from tracker.foundation.transactions import commit_now
from tracker.imports.apply.importer import apply_import
from tracker.imports.models import ImportRun, State
from tracker.imports.parsers.limits import FILE_BYTES
from tracker.imports.uploads import File, file_name, read_and_stage, start_import

NO_COO = "This client has no COO who could import a plan. Give someone access as COO first."


def bring_in_file(slug: str, path: Path) -> Iterator[str]:
    """Read a file and bring it in, in the name of the client's COO; what came is told line by line."""
    client = db.session.scalars(select(Client).where(Client.slug == slug)).first()
    if client is None:
        raise DomainError(f"There is no client {slug}.")
    with path.open("rb") as opened:
        data = opened.read(FILE_BYTES + 1)
    return report_lines(taken(client, File(file_name(path.name), data, client.zone), coo_of(client)))


def taken(client: Client, file: File, by: Person) -> ImportRun:
    """The finished run; a refused file is a DomainError with its lines."""
    run, _ = start_import(client, file, by, form_key=None)
    run_id = run.id
    commit_now()
    read_and_stage(run_id, file)
    read = ImportRun.held(run_id)
    if read.state == State.REFUSED:
        words = "\n".join([read.message, *read.told("lines")])
        commit_now()
        raise DomainError(words)
    seats = list(db.session.scalars(Seat.of(client)))
    run = apply_import(run_id, client, seats, by)
    commit_now()
    return run


def report_lines(run: ImportRun) -> Iterator[str]:
    yield f"{run.file_name}: {run.summary}."
    for kind in ("notes", "unseen", "kept", "ours", "gone"):
        yield from run.told(kind)


def coo_of(client: Client) -> Person:
    seats = db.session.scalars(Seat.of(client).where(Seat.live(), Seat.role == Role.COO))
    found = next((seat.person for seat in seats if seat.is_live), None)
    if found is None:
        raise DomainError(NO_COO)
    return found
