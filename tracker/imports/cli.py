"""`tracker import`: the import of the browser, without its preview."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from sqlalchemy import func, select

from tracker.accounts.models import Person, Practice
from tracker.clients.models import Client, Role, Seat
from tracker.foundation.database import db
from tracker.foundation.exceptions import DomainError
from tracker.foundation.transactions import commit_now
from tracker.imports.apply.importer import apply_import
from tracker.imports.forms import approval_choices
from tracker.imports.models import ImportRun, State
from tracker.imports.parsers.limits import FILE_BYTES
from tracker.imports.uploads import File, file_name, read_and_stage, start_import
from tracker.roadmap.models.statuses import ApprovalState

NO_COO = "{} is not the address of a COO of {}."
NEW_GOALS = {
    "proposed": "New goals are proposed, for the CEO to agree.",
    "agreed": "New goals are agreed, because nobody has access as CEO.",
}


def import_file(slug: str, path: Path, email: str = "") -> Iterator[str]:
    """Import a file, and return the lines of its report. Raise DomainError if it is refused.

    `email`: the COO of the client who imports it. Without one the practice does, and no person is named.
    """
    client = db.session.scalars(select(Client).where(Client.slug == slug)).first()
    if client is None:
        raise DomainError(f"There is no client {slug}.")
    with path.open("rb") as opened:
        data = opened.read(FILE_BYTES + 1)
    by = coo_of(client, email) if email else practice_person()
    return report_lines(finished_run(client, File(file_name(path.name), data, client.time_zone), by))


def finished_run(client: Client, file: File, by: Person) -> ImportRun:
    """Return the finished run. Raise DomainError with the lines of the refusal."""
    run, _ = start_import(client, file, by, idempotency_key=None)
    run_id = run.id
    commit_now()
    read_and_stage(run_id, file)
    read = ImportRun.locked(run_id)
    if read.state == State.REFUSED:
        words = "\n".join([read.message, *read.messages_of("lines")])
        commit_now()
        raise DomainError(words)
    seats = list(db.session.scalars(Seat.of(client)))
    run = apply_import(run_id, client, seats, by, offered_approval(seats))
    commit_now()
    return run


def offered_approval(seats: Sequence[Seat]) -> ApprovalState:
    """Return what the page offers a COO first for new goals: agreed only where nobody has access as CEO."""
    first, _ = approval_choices(seats)[0]
    return ApprovalState(first)


def report_lines(run: ImportRun) -> Iterator[str]:
    """Yield the summary, then everything else the report says."""
    yield f"{run.file_name}: {run.summary}."
    if run.result.get("goal_new"):
        yield NEW_GOALS[run.result["approval_state"]]
    for kind in ("notes", "unseen", "kept", "ours", "gone", "trashed"):
        yield from run.messages_of(kind)


def coo_of(client: Client, email: str) -> Person:
    """Return the client's COO with this address. Raise DomainError if there is none."""
    seats = Seat.of(client).join(Seat.person).where(Seat.live(), Seat.role == Role.COO)
    seat = db.session.scalars(seats.where(func.lower(Person.email) == email.strip().lower())).first()
    if seat is None or not seat.is_live:
        raise DomainError(NO_COO.format(email, client.name))
    return seat.person


def practice_person() -> Person:
    """Return the practice as the person who acts: unsaved, without an id, under its own name."""
    return Person(name=Practice.the().name)
