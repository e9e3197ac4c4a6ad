"""Tasks under goals: one moves under another goal, to any place there; many move to its end at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from sqlalchemy import case, select
from sqlalchemy.orm import load_only
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.sql.elements import ColumnElement

from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.foundation.exceptions import DomainError
from tracker.history.models import Event
from tracker.roadmap.models import snapshots
from tracker.roadmap.models.goal import Goal
from tracker.roadmap.models.ordering import MOVED_MEANWHILE, Line, Reorderable, Seen, before_of, lock_order
from tracker.roadmap.models.statuses import ApprovalState

if TYPE_CHECKING:
    from tracker.accounts.models import Person

Named = dict[int | None, tuple[int | None, str]]
"""Goals by id: number and title; the inbox is none."""


class Placement(Reorderable):
    """A task’s place: under which goal, and after which task there."""

    if TYPE_CHECKING:
        goal_id: Any
        joined_at: datetime

        @classmethod
        def same_goal(cls, goal_id: int | None) -> ColumnElement[bool]: ...

    def likes(self) -> tuple[ColumnElement[bool], ...]:
        return *super().likes(), self.same_goal(self.goal_id)

    def place(self, goal: Goal | None, after: Self | None, by: Person, seen: Seen | None = None) -> None:
        """Under this goal, or in the inbox, right after that task, or first."""
        self.hold("goal_id", "position")
        goal_id = goal.id if goal else None
        if goal_id == self.goal_id:
            self.stand(self.line_of(*self.likes(), seen=seen), after.number if after else None, by)
        else:
            there = self.line_of(*super().likes(), self.same_goal(goal_id))
            self.join(goal, there, after.number if after else None, by)

    def put_under(self, goal: Goal | None, by: Person) -> None:
        """Move it under another goal, at the end, or into the inbox."""
        self.hold("goal_id", "position")
        goal_id = goal.id if goal else None
        if goal_id != self.goal_id:
            there = self.line_of(*super().likes(), self.same_goal(goal_id))
            live = [row.number for row in there if not row.trashed_at]
            self.join(goal, there, live[-1] if live else None, by)

    def join(self, goal: Goal | None, there: Line, after: int | None, by: Person) -> None:
        """Leave one order for another. What undo needs is where it lay, and after which one."""
        check_there(goal)
        left = before_of(self.line_of(*self.likes()), self.number)
        number, title = names_of([self.goal_id])[self.goal_id]
        if after is not None and after not in {row.number for row in there}:
            raise DomainError(MOVED_MEANWHILE)
        before = {"goal": number, "behind": left, "joined_at": snapshots.moment(self.joined_at)}
        self.joined_at = joined_before([self.number], goal, self.client_id).get(self.number, clock.now())
        self.goal_id = goal.id if goal else None
        set_committed_value(self, "goal", goal)
        self.take_place(there, after)
        self.tell_of(goal, title, before, after, by)

    def tell_of(
        self, goal: Goal | None, left: str, before: dict[str, Any], behind: int | None, by: Person
    ) -> None:
        after = {"goal": goal.number if goal else None, "behind": behind}
        current = goal.title if goal else ""
        self.note("goal_changed", by, previous=left, current=current, before=before, after=after)

    @classmethod
    def put_all_under(cls, tasks: Sequence[Self], goal: Goal | None, by: Person) -> None:
        """Move many to the end of one goal, in the order they are given; those already there stay."""
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
                "joined_at": snapshots.moment(task.joined_at),
            }
            task.goal_id, task.position = goal_id, last + offset
            task.joined_at = joined.get(task.number, clock.now())
            set_committed_value(task, "goal", goal)
            task.tell_of(goal, title, left, after, by)
            after = task.number

    @classmethod
    def places_of(cls, client_id: int, tasks: Iterable[Self]) -> dict[int, int | None]:
        """After which one each of them stands, asked a goal at a time."""
        lines = {
            goal_id: cls.line_of(cls.client_id == client_id, cls.same_goal(goal_id))
            for goal_id in {task.goal_id for task in tasks}
        }
        return {task.number: before_of(lines[task.goal_id], task.number) for task in tasks}


def check_there(goal: Goal | None) -> None:
    """Nothing joins a goal that somebody puts in the trash at this very moment: it would be seen nowhere."""
    if goal is not None:
        lies = select(Goal.trashed_at).where(Goal.client_id == goal.client_id, Goal.id == goal.id)
        if db.session.scalar(lies.with_for_update(read=True)):
            raise DomainError(f"“{goal.title}” is in the trash by now. Restore it first.")


def refresh_all(tasks: Sequence[Any]) -> None:
    """Read anew, in one question, what somebody may have changed before we held the order."""
    model = type(tasks[0])
    query = select(model).where(
        model.client_id == tasks[0].client_id, model.id.in_([task.id for task in tasks])
    )
    moved = load_only(model.goal_id, model.position, model.version)
    db.session.scalars(query.options(moved).execution_options(populate_existing=True)).all()


def joined_before(numbers: Sequence[int], goal: Goal | None, client_id: int) -> dict[int, datetime]:
    """When these tasks joined a goal they left since it was agreed, by number: coming back adds no scope to it."""
    if goal is None or goal.agreed_at is None or not numbers:
        return {}
    task = db.metadata.tables["task"]
    query = (
        select(task.c.number, Event.details)
        .join(task, task.c.id == Event.task_id)
        .where(Event.client_id == client_id, Event.action == "task_goal_changed")
        .where(task.c.number.in_(numbers), Event.happened_at >= goal.agreed_at)
        .order_by(Event.id)
    )
    found: dict[int, datetime] = {}
    for number, details in db.session.execute(query):
        left = details.get("before") or {}
        if left.get("goal") == goal.number and (joined := snapshots.at(left.get("joined_at"))):
            found[number] = joined
    return found


def names_of(ids: Iterable[int | None]) -> Named:
    """Number and title of these goals; a draft is not named where others may read it."""
    columns = Goal.id, Goal.number, case((Goal.life == ApprovalState.DRAFT, ""), else_=Goal.title)
    found = db.session.execute(select(*columns).where(Goal.id.in_([key for key in ids if key])))
    return {None: (None, "")} | {key: (number, title) for key, number, title in found}
