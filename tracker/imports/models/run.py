"""One file brought to one client: read, shown, then brought in as a whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
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
from tracker.clients.models import Role, Seat
from tracker.foundation import clock
from tracker.foundation.database import BelongsToClient, Model, db
from tracker.foundation.exceptions import DomainError
from tracker.history.models import RecordsHistory
from tracker.imports.models.row import ImportRow
from tracker.roadmap.models.statuses import ApprovalState

if TYPE_CHECKING:
    from tracker.clients.models import Client

STUCK_AFTER = timedelta(seconds=20)
STOPPED = "The import stopped part-way. Send the file once more."


class State(StrEnum):
    """How far a run is."""

    READY = "ready"
    READING = "reading"
    REFUSED = "refused"
    APPLIED = "applied"
    CANCELLED = "cancelled"

    @property
    def word(self) -> str:
        return WORDS[self]


WORDS = {
    State.READY: "Needs your answer",
    State.READING: "Being read",
    State.REFUSED: "Not imported",
    State.APPLIED: "Imported",
    State.CANCELLED: "Left",
}


class ImportRun(BelongsToClient, RecordsHistory, Model):
    """A file on its way in; `progress` of `total` rows are staged. Before `applied`, nothing is on the road map."""

    __tablename__ = "import_run"
    __table_args__ = (
        UniqueConstraint("client_id", "id"),
        UniqueConstraint("client_id", "number"),
        UniqueConstraint("client_id", "form_key"),
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
    words: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    counts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    form_key: Mapped[str | None] = mapped_column(String(36))
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    touched_at: Mapped[datetime] = mapped_column(default=clock.now)
    applied_at: Mapped[datetime | None]

    created_by: Mapped[Person] = relationship("Person", lazy="raise_on_sql")

    @classmethod
    def of(cls, client: Client) -> Select[ImportRun]:
        """A client's imports, the newest first, with who sent them."""
        newest = select(cls).where(cls.client_id == client.id).order_by(cls.id.desc())
        return newest.options(joinedload(cls.created_by))

    @classmethod
    def shown_to(cls, seat: Seat) -> ColumnElement[bool]:
        """A COO reads all of them. A CEO their own, and others' without drafts, whose reports count and name them."""
        if seat.role == Role.COO:
            return true()
        life = func.coalesce(cls.counts["life"].as_string(), str(ApprovalState.AGREED))
        seen = and_(
            cls.state == State.APPLIED,
            life != str(ApprovalState.DRAFT),
            cls.counts["touches_drafts"].as_boolean().is_(None),
        )
        return or_(cls.created_by_id == seat.person_id, seen)

    @classmethod
    def start(
        cls, client: Client, file_name: str, file_hash: str, by: Person, *,
        include_archived: bool = False, form_key: str | None = None,
    ) -> ImportRun:  # fmt: skip
        """A new import under a random number: counting them would tell a CEO of those that only a COO sees."""
        (number,) = client.random_numbers(cls)
        run = cls(
            client_id=client.id, number=number, file_name=file_name, file_hash=file_hash,
            include_archived=include_archived, form_key=form_key, created_by_id=by.id,
        )  # fmt: skip
        db.session.add(run)
        db.session.flush()
        return run

    @classmethod
    def made_by(cls, by: Person, client: Client, form_key: str | None) -> ImportRun | None:
        """The import a form has already started for this person; none for a form without a key."""
        if not form_key:
            return None
        query = select(cls).where(
            cls.client_id == client.id, cls.form_key == form_key, cls.created_by_id == by.id
        )
        return db.session.scalars(query).first()

    @classmethod
    def under_way(cls, by: Person) -> bool:
        """Whether a file of this person is being read, at any client. Holds their row: of two at once, one is first."""
        db.session.execute(select(Person.id).where(Person.id == by.id).with_for_update())
        alive = cls.touched_at > clock.now() - STUCK_AFTER
        query = select(cls.id).where(cls.created_by_id == by.id, cls.state == State.READING, alive)
        return db.session.scalars(query.limit(1)).first() is not None

    @classmethod
    def held(cls, run_id: int) -> ImportRun:
        """The run, for this transaction only ours to change."""
        query = select(cls).where(cls.id == run_id).with_for_update()
        return db.session.scalars(query.execution_options(populate_existing=True)).one()

    def applied_before(self) -> ImportRun | None:
        """The last run that brought in exactly these bytes, as far as whoever sent them now may know of it."""
        query = select(ImportRun).where(
            ImportRun.client_id == self.client_id,
            ImportRun.file_hash == self.file_hash,
            ImportRun.state == State.APPLIED,
        )
        sits = Seat.client_id == self.client_id, Seat.person_id == self.created_by_id, Seat.live()
        if seat := db.session.scalars(select(Seat).where(*sits)).first():
            query = query.where(ImportRun.shown_to(seat))
        return db.session.scalars(query.order_by(ImportRun.id.desc())).first()

    def stage(self, rows: list[dict[str, Any]], total: int) -> None:
        """Keep some more of what was read."""
        if rows:
            db.session.execute(
                ImportRow.__table__.insert(),  # type: ignore[attr-defined]
                [{**row, "client_id": self.client_id, "run_id": self.id} for row in rows],
            )
        self.progress, self.total, self.touched_at = self.progress + len(rows), total, clock.now()

    def wait(self) -> None:
        """Others are read first."""
        self.words, self.touched_at = {"waits": True}, clock.now()

    @property
    def is_waiting(self) -> bool:
        return bool(self.words.get("waits")) and not self.total

    def make_ready(self, source: str, plan_name: str, notes: Iterable[str]) -> None:
        self.state, self.source, self.plan_name = State.READY, source, plan_name
        self.words, self.touched_at = {"notes": list(notes)}, clock.now()

    def refuse(self, message: str, lines: Iterable[str] = ()) -> None:
        self.state, self.words = State.REFUSED, {"message": message, "lines": list(lines)}
        self.forget_rows()

    def cancel(self) -> None:
        """Leave it. What is brought in already stays."""
        if self.state == State.APPLIED:
            raise DomainError("It is imported already. You can park what you don’t want.")
        if self.state in (State.READY, State.READING):
            self.state = State.CANCELLED
            self.forget_rows()

    def finish(self, counts: dict[str, Any], words: dict[str, Any], by: Person) -> None:
        """It is on the road map: say what came, and leave one line in the client's history."""
        self.state, self.applied_at, self.touched_at = State.APPLIED, clock.now(), clock.now()
        self.counts, self.words = counts, {**self.words, **words}
        self.forget_rows()
        told = {name: many for name, many in counts.items() if name not in ("before", "said")}
        self.record(
            "plan_imported",
            by,
            file=self.file_name,
            number=self.number,
            counts=told,
            before={},
            **self.in_draft(),
        )

    def take_back(self, by: Person) -> None:
        """It is not on the road map any more; the file may come in again."""
        self.state, self.touched_at = State.CANCELLED, clock.now()
        self.words = {**self.words, "message": "What it added is in the trash."}
        self.record("plan_taken_back", by, file=self.file_name, number=self.number, **self.in_draft())

    def in_draft(self) -> dict[str, bool]:
        """What came as drafts, or changed some, is no line in the client's own history."""
        is_hidden = self.counts.get("life") == ApprovalState.DRAFT or self.counts.get("touches_drafts")
        return {"draft": True} if is_hidden else {}

    def forget_rows(self) -> None:
        """Staged rows have served: the client's words lie in one place only."""
        db.session.execute(
            delete(ImportRow).where(ImportRow.client_id == self.client_id, ImportRow.run_id == self.id),
            execution_options={"synchronize_session": False},
        )

    @property
    def dom_name(self) -> str:
        return f"import-{self.number}"

    @property
    def is_stuck(self) -> bool:
        """Whoever was reading the file is gone."""
        return self.state == State.READING and clock.now() - self.touched_at > STUCK_AFTER

    @property
    def shown_state(self) -> State:
        return State.REFUSED if self.is_stuck else State(self.state)

    @property
    def message(self) -> str:
        return STOPPED if self.is_stuck else str(self.words.get("message", ""))

    @property
    def summary(self) -> str:
        """What came of it, in a few words."""
        return str(self.words.get("summary", ""))

    def told(self, what: str) -> list[str]:
        """Sentences kept under that name."""
        found = self.words.get(what)
        return [str(words) for words in found] if isinstance(found, list) else []


def rows_of(run: ImportRun) -> Sequence[Any]:
    """What is staged, in the file's order."""
    columns = (ImportRow.position, ImportRow.level, ImportRow.goal_position, ImportRow.planned)
    query = select(*columns).where(ImportRow.client_id == run.client_id, ImportRow.run_id == run.id)
    return db.session.execute(query.order_by(ImportRow.position)).all()
