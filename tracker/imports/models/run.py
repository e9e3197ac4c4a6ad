"""The import of one file for one client: read, previewed, then imported as a whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    Row,
    Select,
    String,
    UniqueConstraint,
    and_,
    delete,
    func,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship
from sqlalchemy.sql.elements import ColumnElement

from tracker.accounts.models import Person
from tracker.accounts.queries import practice_name
from tracker.clients.models import Role, Seat
from tracker.foundation import clock
from tracker.foundation.column_types import Columns, JsonObject
from tracker.foundation.database import BelongsToClient, Model, db
from tracker.foundation.exceptions import DomainError
from tracker.history.models import RecordsHistory
from tracker.imports.models.row import ImportRow
from tracker.roadmap.models.statuses import ApprovalState

if TYPE_CHECKING:
    from tracker.clients.models import Client

SENTENCES = ("unseen", "kept", "ours", "gone", "trashed", "notes")
"""The kinds of sentences in a report."""
LEVELS = ("goal", "task", "step")
STUCK_AFTER = timedelta(seconds=20)
STOPPED = "The import stopped part-way. Send the file once more."


class State(StrEnum):
    """The state of a run."""

    READY = "ready"
    READING = "reading"
    REFUSED = "refused"
    APPLIED = "applied"
    CANCELLED = "cancelled"

    @property
    def word(self) -> str:
        """Return the label on screens: “Needs your answer” for a run that is ready."""
        return STATE_WORDS[self]


STATE_WORDS = {
    State.READY: "Needs your answer",
    State.READING: "Being read",
    State.REFUSED: "Not imported",
    State.APPLIED: "Imported",
    State.CANCELLED: "Left",
}

NOT_REPORTED = ("before", "said", "released")
"""The parts of a result that only the undo reads; its history event does not contain them."""


class ImportRun(BelongsToClient, RecordsHistory, Model):
    """The import of a file. `progress` of `total` rows are staged. Only an applied run is on the road map."""

    __tablename__ = "import_run"
    __table_args__ = (
        UniqueConstraint("client_id", "id"),
        UniqueConstraint("client_id", "number"),
        UniqueConstraint("client_id", "idempotency_key"),
        Index("ix_import_run_client_hash", "client_id", "file_hash"),
        CheckConstraint("state IN ('ready', 'reading', 'refused', 'applied', 'cancelled')", name="state"),
        CheckConstraint("source IN ('trello', 'asana', 'own')", name="source"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(10), default=State.READING)
    file_name: Mapped[str] = mapped_column(String(200))
    file_hash: Mapped[str] = mapped_column(String(64))
    include_archived: Mapped[bool] = mapped_column(default=False)
    source: Mapped[str | None] = mapped_column(String(10))
    plan_name: Mapped[str] = mapped_column(String(120), default="")
    progress: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    messages: Mapped[JsonObject] = mapped_column(JSON, default=dict)
    result: Mapped[JsonObject] = mapped_column(JSON, default=dict)
    idempotency_key: Mapped[str | None] = mapped_column(String(36))
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """The person who sent the file. None: an operator imported it on the server."""
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    last_activity_at: Mapped[datetime] = mapped_column(default=clock.now)
    applied_at: Mapped[datetime | None]

    created_by: Mapped[Person | None] = relationship("Person", lazy="raise_on_sql")

    @classmethod
    def of(cls, client: Client) -> Select[ImportRun]:
        """Return a client's imports, newest first, each with the person who sent it."""
        newest = select(cls).where(cls.client_id == client.id).order_by(cls.id.desc())
        return newest.options(joinedload(cls.created_by))

    @classmethod
    def shown_to(cls, seat: Seat) -> ColumnElement[bool]:
        """WHERE clause for the imports this seat may see: all for a COO.

        A CEO sees their own, and those of others without drafts, because a report counts and names its goals.
        """
        if seat.role == Role.COO:
            return true()
        approval_state = func.coalesce(cls.result["approval_state"].as_string(), str(ApprovalState.AGREED))
        seen = and_(
            cls.state == State.APPLIED,
            approval_state != str(ApprovalState.DRAFT),
            cls.result["touches_drafts"].as_boolean().is_(None),
        )
        return or_(cls.created_by_id == seat.person_id, seen)

    @classmethod
    def start(
        cls,
        client: Client,
        file_name: str,
        file_hash: str,
        by: Person,
        *,
        include_archived: bool = False,
        idempotency_key: str | None = None,
    ) -> ImportRun:
        """Add a run and return it. Its number is random: counting would reveal runs only a COO sees."""
        (number,) = client.random_numbers(cls)
        run = cls(
            client_id=client.id,
            number=number,
            file_name=file_name,
            file_hash=file_hash,
            include_archived=include_archived,
            idempotency_key=idempotency_key,
            created_by_id=by.id,
        )
        db.session.add(run)
        db.session.flush()
        return run

    @classmethod
    def made_by(cls, by: Person, client: Client, idempotency_key: str | None) -> ImportRun | None:
        """Return the import this person's form has started before; None for a form without a key."""
        if not idempotency_key:
            return None
        query = select(cls).where(
            cls.client_id == client.id, cls.idempotency_key == idempotency_key, cls.created_by_id == by.id
        )
        return db.session.scalars(query).first()

    @classmethod
    def under_way(cls, by: Person) -> bool:
        """Whether a file of this person is being read, for any client.

        Locks the person's row until the end of the transaction, so that two runs cannot start at once.
        """
        db.session.execute(select(Person.id).where(Person.id == by.id).with_for_update())
        alive = cls.last_activity_at > clock.now() - STUCK_AFTER
        query = select(cls.id).where(cls.created_by_id == by.id, cls.state == State.READING, alive)
        return db.session.scalars(query.limit(1)).first() is not None

    @classmethod
    def locked(cls, run_id: int) -> ImportRun:
        """Return the run, locked until the end of the transaction."""
        query = select(cls).where(cls.id == run_id).with_for_update()
        return db.session.scalars(query.execution_options(populate_existing=True)).one()

    def applied_before(self) -> ImportRun | None:
        """Return the last applied run of exactly these bytes, if the person who sent them now may see it."""
        query = select(ImportRun).where(
            ImportRun.client_id == self.client_id,
            ImportRun.file_hash == self.file_hash,
            ImportRun.state == State.APPLIED,
        )
        sits = Seat.client_id == self.client_id, Seat.person_id == self.created_by_id, Seat.live()
        if seat := db.session.scalars(select(Seat).where(*sits)).first():
            query = query.where(ImportRun.shown_to(seat))
        return db.session.scalars(query.order_by(ImportRun.id.desc())).first()

    def stage(self, rows: Sequence[Columns], total: int) -> None:
        """Insert some more rows of the plan."""
        if rows:
            db.session.execute(
                ImportRow.__table__.insert(),  # type: ignore[attr-defined]
                [{**row, "client_id": self.client_id, "run_id": self.id} for row in rows],
            )
        self.progress, self.total, self.last_activity_at = self.progress + len(rows), total, clock.now()

    def wait(self) -> None:
        """Note that it waits until other files are read."""
        self.messages, self.last_activity_at = {"waits": True}, clock.now()

    @property
    def is_waiting(self) -> bool:
        """Whether it waits for its turn."""
        return bool(self.messages.get("waits")) and not self.total

    def make_ready(self, source: str, plan_name: str, notes: Iterable[str]) -> None:
        """Mark the run as ready to be confirmed."""
        self.state, self.source, self.plan_name = State.READY, source, plan_name
        self.messages, self.last_activity_at = {"notes": list(notes)}, clock.now()

    def refuse(self, message: str, lines: Iterable[str] = ()) -> None:
        """Mark the run as refused, with the reasons, and delete its rows."""
        self.state, self.messages = State.REFUSED, {"message": message, "lines": list(lines)}
        self.forget_rows()

    def cancel(self) -> None:
        """Cancel the run and delete its rows. Raise DomainError if it is imported already."""
        if self.state == State.APPLIED:
            raise DomainError("It is imported already. You can park what you don’t want.")
        if self.state in (State.READY, State.READING):
            self.state = State.CANCELLED
            self.forget_rows()

    def finish(self, result: JsonObject, messages: JsonObject, by: Person) -> None:
        """Mark the run as applied, with its result. If it added or changed anything, history gets one event."""
        self.state, self.applied_at, self.last_activity_at = State.APPLIED, clock.now(), clock.now()
        self.result, self.messages = result, {**self.messages, **messages}
        self.forget_rows()
        if not (self.has_added or self.has_changed):
            return
        counts = {name: many for name, many in result.items() if name not in NOT_REPORTED}
        self.record(
            "plan_imported",
            by,
            file=self.file_name,
            number=self.number,
            counts=counts,
            before={"number": self.number},
            **self.in_draft(),
        )

    def mark_undone(self, by: Person) -> None:
        """Mark the run as cancelled after it was undone, and record that. The file may be imported again."""
        self.state, self.last_activity_at = State.CANCELLED, clock.now()
        self.messages = {**self.messages, "message": self.after_undo}
        added = {"added": True} if self.has_added else {}
        self.record("import_undone", by, file=self.file_name, number=self.number, **added, **self.in_draft())

    @property
    def has_added(self) -> bool:
        """Whether it was applied and added a goal, task or step."""
        return any(self.result.get(f"{level}_new") for level in LEVELS)

    @property
    def has_changed(self) -> bool:
        """Whether it was applied and changed a goal, task or step that was there."""
        return any(self.result.get(f"{level}_changed") for level in LEVELS)

    @property
    def after_undo(self) -> str:
        """Where the work is once the import is undone, in words."""
        added = "What it added is in the trash." if self.has_added else ""
        changed = "What it changed is back as it was." if self.has_changed else ""
        return f"{added} {changed}".strip()

    def in_draft(self) -> dict[str, bool]:
        """Return the restriction that hides the history event of an import of drafts, or of changes to them."""
        is_hidden = self.result.get("approval_state") == ApprovalState.DRAFT or self.result.get(
            "touches_drafts"
        )
        return {"draft": True} if is_hidden else {}

    def forget_rows(self) -> None:
        """Delete the staged rows, so that the client's data is kept in one place only."""
        db.session.execute(
            delete(ImportRow).where(ImportRow.client_id == self.client_id, ImportRow.run_id == self.id),
            execution_options={"synchronize_session": False},
        )

    @property
    def dom_name(self) -> str:
        """Return the name of its element on a page: `import-3`."""
        return f"import-{self.number}"

    @property
    def sent_by(self) -> Person | str:
        """The person who sent the file; the practice's name if an operator imported it on the server."""
        return self.created_by or practice_name()

    @property
    def is_stuck(self) -> bool:
        """Whether the process that read the file has shown no progress for too long."""
        return self.state == State.READING and clock.now() - self.last_activity_at > STUCK_AFTER

    @property
    def shown_state(self) -> State:
        """The state as people see it: a stuck run is refused."""
        return State.REFUSED if self.is_stuck else State(self.state)

    @property
    def message(self) -> str:
        """The reason of a refusal, or a note about the run; blank if there is none."""
        return STOPPED if self.is_stuck else str(self.messages.get("message", ""))

    @property
    def summary(self) -> str:
        """The result in a few words."""
        return str(self.messages.get("summary", ""))

    def sentences_for(self, seat: Seat) -> dict[str, list[str]]:
        """Return the sentences of the report by kind: all for the person who sent the file and for COOs.

        Others get none, because these quote words of the file that were removed here before others could read them.
        """
        may_read = seat.role == Role.COO or seat.person_id == self.created_by_id
        return {what: self.messages_of(what) if may_read else [] for what in SENTENCES}

    def messages_of(self, what: str) -> list[str]:
        """Return the sentences of this kind."""
        found = self.messages.get(what)
        return [str(words) for words in found] if isinstance(found, list) else []


def rows_of(run: ImportRun) -> Sequence[Row[int, str, int | None, JsonObject]]:
    """Return the staged rows in the file's order."""
    columns = (ImportRow.position, ImportRow.level, ImportRow.goal_position, ImportRow.planned)
    query = select(*columns).where(ImportRow.client_id == run.client_id, ImportRow.run_id == run.id)
    return db.session.execute(query.order_by(ImportRow.position)).all()
