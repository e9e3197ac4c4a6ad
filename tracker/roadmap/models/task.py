"""Tasks: a piece of work under a goal, or in the client's inbox."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, TypedDict, Unpack

from sqlalchemy import (
    BindParameter,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Select,
    String,
    Text,
    UniqueConstraint,
    and_,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.orm import (
    InstrumentedAttribute,
    Mapped,
    aliased,
    mapped_column,
    query_expression,
    relationship,
)
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.sql.elements import ColumnElement

from tracker.clients.models import Client, Role, Seat
from tracker.foundation import clock
from tracker.foundation.column_types import JsonObject
from tracker.foundation.database import Model, by_client, db, partial, within_client
from tracker.foundation.exceptions import DomainError
from tracker.foundation.statements import built_once
from tracker.foundation.text.prose import keeps_html_of
from tracker.history.change_set import this_change
from tracker.history.readers import ReaderGroup, narrower_restrictions, restrictions_of
from tracker.roadmap.models import dependency, placement, snapshots
from tracker.roadmap.models.approval import WHEN_A_GOAL_IS_HIDDEN, WHEN_A_GOAL_IS_SHOWN, Approvable
from tracker.roadmap.models.comment import Comment, has_comments_by_others, move_with_task
from tracker.roadmap.models.facts import TaskFacts, Who
from tracker.roadmap.models.goal import WHEN_A_GOAL_IS_TRASHED, Goal
from tracker.roadmap.models.ordering import MOVED_MEANWHILE, Line, Reorderable, Seen, lock_order, row_before
from tracker.roadmap.models.present_seats import move_to_present_seats
from tracker.roadmap.models.questions import ask_what_is_shown
from tracker.roadmap.models.statuses import ApprovalState, Kind, Visibility
from tracker.roadmap.models.trash import Trashable
from tracker.roadmap.models.work import WorkItem, status_check

if TYPE_CHECKING:
    from tracker.accounts.models import Person
    from tracker.roadmap.models.step import Step


class TaskFields(TypedDict, total=False):
    """The columns a new task may be given, besides its title, place and owner."""

    details: str
    kind: str
    due: date | None
    visibility: str


LIVE = "trashed_at IS NULL"
OPEN = f"{LIVE} AND status NOT IN ('done', 'parked')"
"""The tasks in the partial indexes, which answer what Today counts. A query has to have the same words."""
ASKED = ("goal_id", "visibility", "status", "trashed_at", "id")
"""What decides who reads a task: with it an index holds all that is asked, or SQLite would take a narrower one."""


class Task(TaskFacts, Trashable, Reorderable, WorkItem, Model):
    """A piece of work. Without a goal, it is in the client's inbox."""

    __tablename__ = "task"
    __table_args__ = (
        UniqueConstraint("client_id", "id"),
        UniqueConstraint("client_id", "number"),
        UniqueConstraint("client_id", "idempotency_key"),
        within_client("goal_id", "goal"),
        within_client("owner_seat_id", "seat"),
        within_client("waiting_seat_id", "seat"),
        by_client("task", "goal_id"),
        by_client("task", "owner_seat_id"),
        by_client("task", "waiting_seat_id"),
        Index("ix_task_client_due", "client_id", "due"),
        Index("ix_task_client_done", "client_id", "done_at"),
        partial("ix_task_open_due", "client_id", "due", where=OPEN),
        partial("ix_task_open_owner", "client_id", "owner_seat_id", "due", "position", *ASKED, where=OPEN),
        partial(
            "ix_task_waiting",
            *("client_id", "waiting_seat_id", "waiting_name", "waiting_since", "due", *ASKED),
            where=f"{LIVE} AND status = 'waiting'",
        ),
        partial("ix_task_done", "client_id", "done_at", where=f"{LIVE} AND status = 'done'"),
        status_check(),
        CheckConstraint("kind IN ('strategy', 'build', 'routine')", name="kind"),
        CheckConstraint("visibility IN ('all', 'leads')", name="visibility"),
    )

    DATE, FIRST_DATE = "due", "original_due"

    id: Mapped[int] = mapped_column(primary_key=True)
    goal_id: Mapped[int | None]
    title: Mapped[str] = mapped_column(String(200))
    details: Mapped[str] = mapped_column(Text, default="")
    details_html: Mapped[str | None] = mapped_column(Text, deferred=True, deferred_group="html")
    details_rendering_key: Mapped[str | None] = mapped_column(
        String(40), deferred=True, deferred_group="html"
    )
    kind: Mapped[str] = mapped_column(String(10), default=Kind.BUILD)
    due: Mapped[date | None] = mapped_column(Date)
    original_due: Mapped[date | None] = mapped_column(Date)
    visibility: Mapped[str] = mapped_column(String(10), default=Visibility.ALL)
    added_to_goal_at: Mapped[datetime] = mapped_column(default=clock.now)
    """When it joined its goal; tasks that joined after the goal was agreed are scope growth."""
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    step_count: Mapped[int] = mapped_column(default=0)
    comment_count: Mapped[int] = mapped_column(default=0)
    """The number of comments outside the trash; it includes the next two counts."""
    comments_for_leads: Mapped[int] = mapped_column(default=0)
    comments_for_coo: Mapped[int] = mapped_column(default=0)

    is_linked: Mapped[bool | None] = query_expression()
    """Whether it blocks a task or is blocked by one, as the database knew; None if that was not asked."""

    goal: Mapped[Goal | None] = relationship(
        "Goal", lazy="raise_on_sql", viewonly=True, primaryjoin="foreign(Task.goal_id) == Goal.id"
    )

    @classmethod
    def of(cls, client: Client) -> Select[Task]:
        """Return the query for the client's tasks outside the trash."""
        return select(cls).where(cls.client_id == client.id, cls.trashed_at.is_(None))

    @classmethod
    def shown_to(cls, seat: Seat) -> ColumnElement[bool]:
        """WHERE clause for the tasks this seat may read, also in the trash."""
        return cls.shown_to_role(seat.role)

    @classmethod
    @built_once
    def shown_to_role(cls, role: str) -> ColumnElement[bool]:
        """WHERE clause for the tasks that people of this role at their client may read.

        A COO reads all, a CEO those outside drafts, the others those of them that are shared with everybody.
        In the trash, they read those that they could see when they were trashed.
        """
        if role == Role.COO:
            return true()
        goal = aliased(Goal)
        draft = select(goal.id).where(
            goal.client_id == cls.client_id,
            goal.id == cls.goal_id,
            goal.approval_state == ApprovalState.DRAFT,
        )
        is_under_draft = draft.correlate(cls).exists()
        of_shown_goal = and_(or_(cls.goal_id.is_(None), ~is_under_draft), cls.visible_to(role))
        if role == Role.CEO:
            return of_shown_goal
        return and_(of_shown_goal, cls.visibility == Visibility.ALL)

    @classmethod
    def counts(cls, client_id: BindParameter[int] | None = None) -> ColumnElement[bool]:
        """WHERE clause for the tasks in a client's total: none under a draft goal, also for the COO.

        With the client's id, only its own goals are read.
        """
        drafts = select(Goal.id).where(Goal.approval_state == ApprovalState.DRAFT)
        if client_id is not None:
            drafts = drafts.where(Goal.client_id == client_id)
        return or_(cls.goal_id.is_(None), cls.goal_id.not_in(drafts))

    def joined_after(self, agreed_at: datetime | None) -> bool:
        """Whether it joined its goal after this moment, at which the goal was agreed; False for None."""
        return agreed_at is not None and self.added_to_goal_at > agreed_at

    @classmethod
    def in_order(cls) -> tuple[InstrumentedAttribute[int], ...]:
        """Return the ORDER BY columns of a list of tasks."""
        return (cls.position, cls.id)

    @classmethod
    def add(
        cls,
        client: Client,
        title: str,
        by: Person,
        goal: Goal | None = None,
        idempotency_key: str | None = None,
        owner: Who = None,
        **fields: Unpack[TaskFields],
    ) -> Task:
        """Add a task at the end of its goal or of the inbox. The database accepts each form key only once."""
        goal_id = goal.id if goal else None
        (number,) = cls.new_numbers(client, [cls.is_hidden(goal, fields.get("visibility"))])
        placement.check_there(goal)
        last = cls.last_position(cls.client_id == client.id, cls.same_goal(goal_id))
        task = cls(
            client_id=client.id,
            number=number,
            goal_id=goal_id,
            title=title,
            idempotency_key=idempotency_key,
            created_by_id=by.id,
            position=last + 1,
            **fields,
        )
        task.original_due = task.due
        task.owner_seat_id = owner.id if isinstance(owner, Seat) else None
        task.owner_name = owner if isinstance(owner, str) else ""
        if refusal := task.why_not_for(owner):
            raise DomainError(refusal)
        db.session.add(task)
        task.record("task_added", by, title=title, before={})
        return task

    @classmethod
    def is_hidden(cls, goal: Goal | None, visibility: str | None) -> bool:
        """Whether a task with this goal and visibility is hidden from some people at the client."""
        return visibility == Visibility.LEADS or (goal is not None and goal.is_draft)

    @classmethod
    def same_goal(cls, goal_id: int | None) -> ColumnElement[bool]:
        """WHERE clause for the tasks under this goal, or in the inbox for None."""
        return cls.goal_id.is_(None) if goal_id is None else cls.goal_id == goal_id

    def event_subject(self) -> dict[str, int | None]:
        """Return the columns of an event that name its subject; the goal is the one it is under now."""
        return {"task_id": self.id, "goal_id": self.goal_id}

    def change(self, by: Person, **changes: str) -> None:
        """Change its title, details or kind, and record one event per changed field."""
        for name, value in changes.items():
            previous = getattr(self, name)
            if previous != value:
                setattr(self, name, value)
                words = {} if name == "details" else {"previous": str(previous), "current": str(value)}
                self.log(f"{name}_changed", by, **words, before=snapshots.field_snapshot(name, previous))

    def order_scope(self) -> tuple[ColumnElement[bool], ...]:
        """WHERE clauses of the tasks under the same goal, or in the inbox, including trashed ones."""
        return *super().order_scope(), self.same_goal(self.goal_id)

    def place(self, goal: Goal | None, after: Task | None, by: Person, seen: Seen | None = None) -> None:
        """Move it under this goal, or into the inbox, right after the task `after`, or first."""
        self.lock_and_refresh("goal_id", "position")
        goal_id = goal.id if goal else None
        if goal_id == self.goal_id:
            self.move_after(self.line_of(*self.order_scope(), seen=seen), after.number if after else None, by)
        else:
            there = self.line_of(*super().order_scope(), self.same_goal(goal_id))
            self.join(goal, there, after.number if after else None, by)

    def move_to_goal(self, goal: Goal | None, by: Person) -> None:
        """Move it to the end of another goal, or of the inbox."""
        self.lock_and_refresh("goal_id", "position")
        goal_id = goal.id if goal else None
        if goal_id != self.goal_id:
            there = self.line_of(*super().order_scope(), self.same_goal(goal_id))
            live = [row.number for row in there if not row.trashed_at]
            self.join(goal, there, live[-1] if live else None, by)

    def join(self, goal: Goal | None, there: Line, after: int | None, by: Person) -> None:
        """Move it to another list. For undo, the event keeps the previous goal and the task before it."""
        placement.check_there(goal)
        self.keep_restrictions()
        self.keep_promise()
        was_draft = self.in_draft()
        if was_draft and not (goal and goal.is_draft):
            self.check_opens_no_cycle(self.client_id, [self.id])
        left = row_before(self.line_of(*self.order_scope()), self.number)
        number, title = placement.names_of([self.goal_id])[self.goal_id]
        if after is not None and after not in {row.number for row in there}:
            raise DomainError(MOVED_MEANWHILE)
        before = snapshots.place_snapshot(number, left, self.added_to_goal_at)
        self.added_to_goal_at = placement.joined_before([self.number], goal, self.client_id).get(
            self.number, clock.now()
        )
        self.goal_id = goal.id if goal else None
        set_committed_value(self, "goal", goal)
        self.write_order(there, after)
        self.record_goal_change(goal, title, before, after, by, was_draft=was_draft)
        if was_draft and not self.in_draft():
            ask_what_is_shown(self.client_id)

    def record_goal_change(
        self,
        goal: Goal | None,
        left: str,
        before: JsonObject,
        behind: int | None,
        by: Person,
        *,
        was_draft: bool,
    ) -> None:
        """Record the move. `hides`: others saw it before it went into a draft, so their pages remove it.

        Only the COO may undo a move out of a draft, so it is never in one change set with what others may undo.
        """
        hidden = {"hides": True} if self.in_draft() and not was_draft else {}
        after = {"goal": goal.number if goal else None, "behind": behind}
        current = goal.title if goal else ""
        line = self.log(
            "goal_changed", by, previous=left, current=current, before=before, after=after, **hidden
        )
        if was_draft:
            line.change_set_id = this_change(ReaderGroup.COO)

    @classmethod
    def move_all_to_goal(cls, tasks: Sequence[Task], goal: Goal | None, by: Person) -> None:
        """Move tasks to the end of a goal, in the given order; those already there stay in place."""
        if not tasks:
            return
        client_id, goal_id = tasks[0].client_id, goal.id if goal else None
        lock_order(client_id)
        placement.check_there(goal)
        placement.refresh_all(tasks)
        moving = [task for task in tasks if task.goal_id != goal_id]
        goal_ids = {task.goal_id for task in moving}
        names, before = placement.names_of(goal_ids), placement.places_of(moving)
        drafts = placement.drafts_among(goal_ids)
        if not (goal and goal.is_draft):
            cls.check_opens_no_cycle(client_id, [task.id for task in moving if task.goal_id in drafts])
        joined = placement.joined_before([task.number for task in moving], goal, client_id)
        there = cls.line_of(cls.client_id == client_id, cls.same_goal(goal_id))
        last = max((row.position for row in there), default=0)
        after = next((row.number for row in reversed(there) if not row.trashed_at), None)
        for offset, task in enumerate(moving, start=1):
            number, title = names[task.goal_id]
            left = snapshots.place_snapshot(number, before[task.number], task.added_to_goal_at)
            was_draft = task.goal_id in drafts
            task.keep_restrictions()
            task.keep_promise()
            task.goal_id, task.position = goal_id, last + offset
            task.added_to_goal_at = joined.get(task.number, clock.now())
            set_committed_value(task, "goal", goal)
            task.record_goal_change(goal, title, left, after, by, was_draft=was_draft)
            after = task.number
        if drafts and not (goal and goal.is_draft):
            ask_what_is_shown(client_id)

    def share(self, visibility: Visibility, by: Person, comments: Collection[int] = ()) -> None:
        """Show it to everybody at the client, or hide it from everybody but CEO and COO.

        Its earlier events keep their readers. So do its comments, except those in `comments`, which are shown
        or hidden with it. Work of people who came back in a role that sees it now follows them.
        """
        if visibility == self.visibility:
            return
        if visibility == Visibility.LEADS:
            if refusal := self.why_not_hidden():
                raise DomainError(refusal)
        elif not self.in_draft():
            self.check_opens_no_cycle(self.client_id, [self.id], Role.TEAM)
        self.keep_restrictions()
        previous, self.visibility = self.visibility, visibility
        along = move_with_task(self, comments) if comments else []
        before: JsonObject = {"visibility": previous, **({"comments": along} if along else {})}
        if earlier := move_to_present_seats(self):
            before["seats"] = earlier
        self.log("visibility_changed", by, previous=previous, current=str(visibility), before=before)

    @classmethod
    def check_opens_no_cycle(cls, client_id: int, opened: Collection[int], role: Role = Role.CEO) -> None:
        """Raise DomainError if these tasks (ids) would close a cycle of dependencies for new readers of this role."""
        known = select(cls.id).where(cls.client_id == client_id, cls.shown_to_role(role))
        dependency.check_opens_no_cycle(client_id, opened, known)

    def assign(self, who: Who, by: Person) -> None:
        """Assign it. Raise DomainError for a person who does not see it."""
        if refusal := self.why_not_for(who):
            raise DomainError(refusal)
        super().assign(who, by)

    def assign_waiting_on(self, who: Who) -> None:
        """Set the person it waits on. Raise DomainError for one who does not see it."""
        if refusal := self.why_not_for(who):
            raise DomainError(refusal)
        super().assign_waiting_on(who)

    @property
    def date_moved(self) -> bool:
        """Whether its date differs from the first one."""
        return self.original_due is not None and self.due != self.original_due

    def loaded_goal(self) -> Goal | None:
        """Return its goal; loads it if it was not loaded with the task."""
        if self.goal_id is not None and "goal" not in self.__dict__:
            set_committed_value(self, "goal", db.session.get(Goal, self.goal_id))
        return self.goal if self.goal_id is not None else None

    def number_for(self, model: type[Step | Comment], next_one: int) -> int:
        """Return the number for a new step or comment; a random one while the task is hidden from some.

        It is random so that later numbers do not reveal how many there were before.
        """
        if not self.restrictions():
            return next_one
        return db.session.get_one(Client, self.client_id).random_numbers(model)[0]

    def restrictions(self) -> dict[str, bool]:
        """Return the restrictions `draft` if it is under a draft goal, and `leads` if it is for CEO and COO only."""
        return restrictions_of(in_draft=self.in_draft(), for_leads=self.is_for_leads)

    def restrictions_before(self) -> dict[str, bool]:
        """Return the restrictions kept in this change set for it and its goal, whose proposal shows it to others."""
        goal = self.loaded_goal()
        return narrower_restrictions(
            super().restrictions_before(), goal.restrictions_before() if goal else {}
        )

    def in_draft(self) -> bool:
        """Whether its goal is a draft; loads the goal if it was not loaded with the task."""
        goal = self.loaded_goal()
        return goal is not None and goal.is_draft

    def is_promised(self) -> bool:
        """Whether the client can read its date as a promise: in the inbox, or as its goal's date is."""
        goal = self.loaded_goal()
        return goal is None or goal.is_promised()

    @classmethod
    def promised(cls) -> ColumnElement[bool]:
        """WHERE clause for the tasks for which `is_promised` holds."""
        goals = select(Goal.id).where(Goal.client_id == cls.client_id, Goal.promised())
        return or_(cls.goal_id.is_(None), cls.goal_id.in_(goals))

    def check_may_return(self) -> None:
        """Raise DomainError if its goal is in the trash, or if it would close a cycle for new readers.

        People who could not see it when it was trashed may have linked tasks as if it were not there.
        """
        goal = self.loaded_goal()
        if goal is not None and goal.trashed_at is not None:
            raise DomainError(
                f"“{self.title}” belongs to “{goal.title}”, which is in the trash. Restore that first."
            )
        known = select(Task.id).where(Task.id == self.id, Task.visible_to(Role.CEO))
        if not self.in_draft() and db.session.scalar(known) is None:
            self.check_opens_no_cycle(self.client_id, [self.id])

    def may_be_trashed_by(self, seat: Seat) -> bool:
        """Whether this seat may trash it.

        COO and CEO may, the team only tasks they created and no one else has commented on.
        """
        if seat.is_lead:
            return True
        mine = seat.role == Role.TEAM and self.created_by_id == seat.person_id
        return mine and not has_comments_by_others(self, seat)


def show_tasks(goal: Approvable) -> None:
    """Set the last activity of the goal's tasks to now, because others see them.

    Raise DomainError if the tasks close a cycle of dependencies.
    """
    db.session.flush()
    task = db.metadata.tables["task"]
    own = task.c.client_id == goal.client_id, task.c.goal_id == goal.id
    opened = select(Task.id).where(*own, Task.visible_to(Role.CEO))
    Task.check_opens_no_cycle(goal.client_id, db.session.scalars(opened).all())
    db.session.execute(update(task).where(*own).values(last_activity_at=clock.now()))


def keep_promises(goal: Approvable) -> None:
    """Keep the dates of the goal's tasks as promises, if the client can read them as such."""
    Task.keep_promises_of(
        Task.client_id == goal.client_id, Task.goal_id == goal.id, Task.trashed_at.is_(None)
    )


def move_tasks(goal: Goal, was: datetime | None, now: datetime | None) -> dict[str, int]:
    """Set `trashed_at` of the goal's tasks from `was` to `now`.

    Return how many there are, and how many of them everybody at the client may see.
    """
    mine = Task.client_id == goal.client_id, Task.goal_id == goal.id
    trashed = Task.trashed_at.is_(None) if was is None else Task.trashed_at == was
    written = update(Task).where(*mine, trashed).values(trashed_at=now, version=Task.version + 1)
    seen_by = db.session.scalars(written.returning(Task.visibility)).all()
    return {"tasks": len(seen_by), "shared_tasks": seen_by.count(Visibility.ALL)}


WHEN_A_GOAL_IS_SHOWN.append(show_tasks)
WHEN_A_GOAL_IS_HIDDEN.append(keep_promises)
WHEN_A_GOAL_IS_TRASHED.append(move_tasks)
keeps_html_of(Task, "details")
