"""Tasks: a piece of work under a goal, or in the client's inbox."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
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
)
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.sql.elements import ColumnElement

from tracker.clients.models import Client, Role, Seat
from tracker.clients.short_names import short_name
from tracker.foundation import clock
from tracker.foundation.database import Model, by_client, db, within_client
from tracker.foundation.exceptions import DomainError
from tracker.foundation.text.prose import keeps_html_of
from tracker.history.readers import marks_of
from tracker.roadmap.models import snapshots
from tracker.roadmap.models.goal import Goal, iso
from tracker.roadmap.models.ordering import MOVED_MEANWHILE, Line, Reorderable, Seen, before_of, lock_order
from tracker.roadmap.models.placement import check_there, joined_before, names_of, refresh_all
from tracker.roadmap.models.statuses import ApprovalState, Kind, Visibility
from tracker.roadmap.models.trash import Trashable, said_by_others
from tracker.roadmap.models.work import Who, WorkItem, status_check

if TYPE_CHECKING:
    from tracker.accounts.models import Person


def sees_shared_only(seat: Seat | None) -> bool:
    return seat is not None and seat.is_live and not seat.is_lead


class Task(Trashable, Reorderable, WorkItem, Model):
    """A piece of work. Without a goal it is in the client's inbox."""

    __tablename__ = "task"
    __table_args__ = (
        UniqueConstraint("client_id", "id"),
        UniqueConstraint("client_id", "number"),
        UniqueConstraint("client_id", "form_key"),
        within_client("goal_id", "goal"),
        within_client("owner_seat_id", "seat"),
        within_client("waiting_seat_id", "seat"),
        by_client("task", "goal_id"),
        by_client("task", "owner_seat_id"),
        by_client("task", "waiting_seat_id"),
        Index("ix_task_client_due", "client_id", "due"),
        Index("ix_task_client_done", "client_id", "done_at"),
        status_check(),
        CheckConstraint("kind IN ('strategy', 'build', 'routine')", name="kind"),
        CheckConstraint("visibility IN ('all', 'leads')", name="visibility"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    goal_id: Mapped[int | None]
    title: Mapped[str] = mapped_column(String(200))
    details: Mapped[str] = mapped_column(Text, default="")
    details_html: Mapped[str | None] = mapped_column(Text, deferred=True, deferred_group="html")
    details_mark: Mapped[str | None] = mapped_column(String(40), deferred=True, deferred_group="html")
    kind: Mapped[str] = mapped_column(String(10), default=Kind.BUILD)
    due: Mapped[date | None] = mapped_column(Date)
    first_due: Mapped[date | None] = mapped_column(Date)
    visibility: Mapped[str] = mapped_column(String(10), default=Visibility.ALL)
    joined_at: Mapped[datetime] = mapped_column(default=clock.now)
    """When it joined its goal; tasks that joined after the goal was agreed are scope growth."""
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    step_count: Mapped[int] = mapped_column(default=0)
    comment_count: Mapped[int] = mapped_column(default=0)
    """The number of comments outside the trash; it includes the next two counts."""
    comments_for_leads: Mapped[int] = mapped_column(default=0)
    comments_for_coo: Mapped[int] = mapped_column(default=0)

    goal: Mapped[Goal | None] = relationship(
        "Goal", lazy="raise_on_sql", viewonly=True, primaryjoin="foreign(Task.goal_id) == Goal.id"
    )

    @classmethod
    def of(cls, client: Client) -> Select[Task]:
        """Every task of the client that is not in the trash."""
        return select(cls).where(cls.client_id == client.id, cls.trashed_at.is_(None))

    @classmethod
    def shown_to(cls, seat: Seat) -> ColumnElement[bool]:
        """WHERE clause for the tasks this seat may read: shared tasks of goals it may read; leads read all of those."""
        if seat.role == Role.COO:
            return true()
        drafts = select(Goal.id).where(Goal.client_id == seat.client_id, Goal.life == ApprovalState.DRAFT)
        of_shown_goal = or_(cls.goal_id.is_(None), cls.goal_id.not_in(drafts))
        if seat.role == Role.CEO:
            return of_shown_goal
        return and_(of_shown_goal, cls.visibility == Visibility.ALL)

    @classmethod
    def counts(cls) -> ColumnElement[bool]:
        """WHERE clause for the tasks in a client's count, the same for COO and CEO: none under a draft goal."""
        drafts = select(Goal.id).where(Goal.life == ApprovalState.DRAFT)
        return or_(cls.goal_id.is_(None), cls.goal_id.not_in(drafts))

    @classmethod
    def in_order(cls) -> tuple[Any, ...]:
        return (cls.position, cls.id)

    @classmethod
    def add(
        cls,
        client: Client,
        title: str,
        by: Person,
        goal: Goal | None = None,
        form_key: str | None = None,
        owner: Who = None,
        **fields: Any,
    ) -> Task:
        """Add a task at the end of its goal, or of the inbox. The database accepts each form key only once."""
        goal_id = goal.id if goal else None
        (number,) = cls.new_numbers(client, [cls.is_hidden(goal, fields.get("visibility"))])
        check_there(goal)
        last = cls.last_position(cls.client_id == client.id, cls.same_goal(goal_id))
        task = cls(
            client_id=client.id, number=number, goal_id=goal_id, title=title,
            form_key=form_key, created_by_id=by.id, position=last + 1, **fields,
        )  # fmt: skip
        task.first_due = task.due
        task.owner_seat_id = owner.id if isinstance(owner, Seat) else None
        task.owner_name = owner if isinstance(owner, str) else ""
        if said := task.why_not_for(owner):
            raise DomainError(said)
        db.session.add(task)
        task.record("task_added", by, title=title, before={})
        return task

    @classmethod
    def is_hidden(cls, goal: Goal | None, visibility: str | None) -> bool:
        """Whether a task with this goal and visibility is hidden from some people at the client."""
        return visibility == Visibility.LEADS or (goal is not None and goal.is_draft)

    @classmethod
    def same_goal(cls, goal_id: int | None) -> ColumnElement[bool]:
        return cls.goal_id.is_(None) if goal_id is None else cls.goal_id == goal_id

    def event_subject(self) -> dict[str, int | None]:
        return {"task_id": self.id, "goal_id": self.goal_id}

    def change(self, by: Person, **changes: Any) -> None:
        """Change title, details or kind; records one event per field."""
        for name, value in changes.items():
            previous = getattr(self, name)
            if previous != value:
                setattr(self, name, value)
                words = {} if name == "details" else {"previous": str(previous), "current": str(value)}
                self.log(f"{name}_changed", by, **words, before=snapshots.field_snapshot(name, previous))

    def order_scope(self) -> tuple[ColumnElement[bool], ...]:
        return *super().order_scope(), self.same_goal(self.goal_id)

    def place(self, goal: Goal | None, after: Task | None, by: Person, seen: Seen | None = None) -> None:
        """Move it under this goal, or into the inbox, right after that task, or first."""
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
        """Move to another list. The event keeps, for undo, the previous goal and the task before it."""
        check_there(goal)
        left = before_of(self.line_of(*self.order_scope()), self.number)
        number, title = names_of([self.goal_id])[self.goal_id]
        if after is not None and after not in {row.number for row in there}:
            raise DomainError(MOVED_MEANWHILE)
        before = {"goal": number, "behind": left, "joined_at": snapshots.moment_snapshot(self.joined_at)}
        self.joined_at = joined_before([self.number], goal, self.client_id).get(self.number, clock.now())
        self.goal_id = goal.id if goal else None
        set_committed_value(self, "goal", goal)
        self.write_order(there, after)
        self.tell_of(goal, title, before, after, by)

    def tell_of(
        self, goal: Goal | None, left: str, before: dict[str, Any], behind: int | None, by: Person
    ) -> None:
        after = {"goal": goal.number if goal else None, "behind": behind}
        current = goal.title if goal else ""
        self.log("goal_changed", by, previous=left, current=current, before=before, after=after)

    @classmethod
    def move_all_to_goal(cls, tasks: Sequence[Task], goal: Goal | None, by: Person) -> None:
        """Move tasks to the end of one goal, in the given order; those already there are not moved."""
        if not tasks:
            return
        client_id, goal_id = tasks[0].client_id, goal.id if goal else None
        lock_order(client_id)
        check_there(goal)
        refresh_all(tasks)
        moving = [task for task in tasks if task.goal_id != goal_id]
        names, before = names_of({task.goal_id for task in moving}), cls.places_of(client_id, moving)
        joined = joined_before([task.number for task in moving], goal, client_id)
        there = cls.line_of(cls.client_id == client_id, cls.same_goal(goal_id))
        last = max((row.position for row in there), default=0)
        after = next((row.number for row in reversed(there) if not row.trashed_at), None)
        for offset, task in enumerate(moving, start=1):
            number, title = names[task.goal_id]
            left = {
                "goal": number,
                "behind": before[task.number],
                "joined_at": snapshots.moment_snapshot(task.joined_at),
            }
            task.goal_id, task.position = goal_id, last + offset
            task.joined_at = joined.get(task.number, clock.now())
            set_committed_value(task, "goal", goal)
            task.tell_of(goal, title, left, after, by)
            after = task.number

    @classmethod
    def places_of(cls, client_id: int, tasks: Iterable[Task]) -> dict[int, int | None]:
        """Returns, by task number, the number of the task before it; one query per goal."""
        lines = {
            goal_id: cls.line_of(cls.client_id == client_id, cls.same_goal(goal_id))
            for goal_id in {task.goal_id for task in tasks}
        }
        return {task.number: before_of(lines[task.goal_id], task.number) for task in tasks}

    def share(self, visibility: Visibility, by: Person, comments: Collection[int] = ()) -> None:
        """Show it to everybody at the client, or hide it from everybody but CEO and COO.

        Its earlier events stay limited to those who could read them. So do its comments, except those in `comments`,
        which are shown or hidden with it.
        """
        if visibility == self.visibility:
            return
        if visibility == Visibility.LEADS:
            self.check_nobody_loses_it()
        previous, self.visibility = self.visibility, visibility
        along = self.move_comments(comments) if comments else []
        before = {"visibility": previous, **({"comments": along} if along else {})}
        self.log("visibility_changed", by, previous=previous, current=str(visibility), before=before)

    def move_comments(self, numbers: Collection[int]) -> list[int]:
        from tracker.roadmap.models.comment import hide_with_task, show_with_task

        return (hide_with_task if self.is_for_leads else show_with_task)(self, numbers)

    def check_nobody_loses_it(self) -> None:
        """Raise DomainError if its owner, or the person it waits on, would no longer see it."""
        if sees_shared_only(self.owner_seat):
            raise DomainError(
                f"{short_name(self.assigned_to)} owns this task. Assign it to someone else first."
            )
        if self.waiting_seat_id and sees_shared_only(self.waiting_seat):
            asked = short_name(self.waits_for)
            raise DomainError(f"This task is waiting on {asked}. Choose someone else, or no one, first.")

    def assign(self, who: Who, by: Person) -> None:
        if said := self.why_not_for(who):
            raise DomainError(said)
        super().assign(who, by)

    def put_waiting(self, who: Who) -> None:
        if said := self.why_not_for(who):
            raise DomainError(said)
        super().put_waiting(who)

    def why_not_for(self, who: Who) -> str:
        """Return why this person cannot own it or be waited on, as a sentence; empty if they can."""
        if self.is_for_leads and isinstance(who, Seat) and sees_shared_only(who):
            return f"{short_name(who)} does not see this task. Share it with everyone first."
        return ""

    @property
    def is_for_leads(self) -> bool:
        return self.visibility == Visibility.LEADS

    def set_date(self, due: date | None, by: Person, why: str = "", why_before: str = "") -> None:
        """Set or move the due date; the first one is kept, from the day its goal was agreed.

        `why_before`: the reason for the previous date, which an undo of this change restores.
        """
        if due == self.due:
            return
        previous, first, self.due = self.due, self.first_due, due
        if first is None or not self.is_promised():
            self.first_due = due
        before = {} if first == self.first_due else {"first": iso(first)}
        before |= {"why": why_before} if why_before else {}
        self.log("date_changed", by, previous=iso(previous), current=iso(due), why=why, before=before)

    @property
    def date_moved(self) -> bool:
        return self.first_due is not None and self.due != self.first_due

    def under(self) -> Goal | None:
        """Return its goal; loads it if it was not loaded with the task."""
        if self.goal_id is not None and "goal" not in self.__dict__:
            set_committed_value(self, "goal", db.session.get(Goal, self.goal_id))
        return self.goal if self.goal_id is not None else None

    def comments_shown_to(self, seat: Seat) -> int:
        """Return how many comments this seat may read."""
        hidden = 0 if seat.role == Role.COO else self.comments_for_coo
        return self.comment_count - hidden - (0 if seat.is_lead else self.comments_for_leads)

    def number_for(self, model: type[Model], next_one: int) -> int:
        """Return the number for a new step or comment: the next, or a random one while the task is hidden from some.

        Random, so that later numbers do not reveal how many there were before.
        """
        if not self.marks():
            return next_one
        return db.session.get_one(Client, self.client_id).random_numbers(model)[0]

    def marks(self) -> dict[str, bool]:
        return marks_of(in_draft=self.in_draft(), for_leads=self.is_for_leads)

    def in_draft(self) -> bool:
        goal = self.under()
        return goal is not None and goal.is_draft

    def is_promised(self) -> bool:
        """Whether its date is a promise: False while its goal was never agreed."""
        goal = self.under()
        return goal is None or goal.was_agreed

    @property
    def promised_due(self) -> date | None:
        """The promised date, or None; moving a promised date needs a reason."""
        return self.due if self.is_promised() else None

    def is_overdue(self, today: date) -> bool:
        return self.is_open and self.due is not None and self.due < today

    def is_of(self, seat: Seat) -> bool:
        """Whether the person with this seat owns or created it."""
        return self.owner_seat_id == seat.id or self.created_by_id == seat.person_id

    def check_may_return(self) -> None:
        goal = self.under()
        if goal is not None and goal.trashed_at is not None:
            raise DomainError(
                f"“{self.title}” lay under “{goal.title}”, which is in the trash. Restore that first."
            )

    def may_be_trashed_by(self, seat: Seat) -> bool:
        """COO and CEO may; the team may trash tasks they created, as long as nobody else has commented."""
        if seat.is_lead:
            return True
        mine = seat.role == Role.TEAM and self.created_by_id == seat.person_id
        return mine and not said_by_others(self, seat)

    def may_be_edited_by(self, seat: Seat) -> bool:
        """COO and CEO may edit every task, the team their own."""
        if seat.is_lead:
            return True
        return seat.role == Role.TEAM and self.is_of(seat)

    def may_be_moved_by(self, seat: Seat) -> bool:
        """Whether this seat may set the status and comment: everybody with access except viewers."""
        return seat.role != Role.VIEWER


keeps_html_of(Task, "details")
