"""Where a search looks: one question a kind, each through the reader's own live seats and `shown_to`.

The number of questions is the same whatever was typed, found or hidden.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from tracker.accounts.models import Person
from tracker.clients.models import Role, Seat
from tracker.foundation.database import db
from tracker.foundation.text.collation import by_name
from tracker.roadmap.models import Comment, Goal, Step, Task
from tracker.roadmap.presentation.visibility import shown
from tracker.search.index import Sought, matching
from tracker.search.results import A_GROUP, WorkRow

LOOKED_THROUGH = 100
"""The shortest titles that match: among them are those that are nothing but the words."""


def seats_of(person: Person) -> list[Seat]:
    return by_name(db.session.scalars(Seat.held_by(person)), lambda seat: seat.client.name)


def ids(seats: Sequence[Seat]) -> list[int]:
    return [seat.client_id for seat in seats]


def sought(seats: Sequence[Seat], words: list[str]) -> Sought:
    """Where to look: outsiders’ names too, but not for viewers, who read first names only."""
    viewers = [seat.client_id for seat in seats if seat.role == Role.VIEWER]
    return Sought(words, [seat.client_id for seat in seats if seat.client_id not in viewers], viewers)


def begun_first(model: Any, wanted: Sought) -> ColumnElement[int]:
    """Sorts rows in which the words begin a word before those in which they are parts of one."""
    begun = select(model.id).where(matching(model, wanted, parts=False))
    return case((model.id.in_(begun.correlate(None)), 0), else_=1)


def columns(model: Any, *more: Any) -> Select[Any]:
    return select(model.client_id, model.number, model.title, model.status, model.touched_at, *more)


def work_with(model: type[Goal] | type[Task], seats: Sequence[Seat], words: list[str]) -> list[WorkRow]:
    """Goals or tasks with these words."""
    wanted = sought(seats, words)
    query = (
        columns(model, model.owner_name, model.waiting_name, func.count().over().label("total"))
        .where(shown(model, seats), matching(model, wanted))
        .order_by(begun_first(model, wanted), func.length(model.title), model.touched_at.desc(), model.id)
        .limit(LOOKED_THROUGH)
    )
    return [WorkRow(**row) for row in db.session.execute(query).mappings()]


def last_touched(seats: Sequence[Seat], at_most: int) -> list[WorkRow]:
    """What somebody moved last."""
    query = columns(Task).where(shown(Task, seats)).order_by(Task.touched_at.desc(), Task.id.desc())
    return [WorkRow(**row) for row in db.session.execute(query.limit(at_most)).mappings()]


def steps_with(seats: Sequence[Seat], words: list[str]) -> Sequence[Any]:
    """Steps with these words, of tasks one may read."""
    wanted = sought(seats, words)
    query = (
        select(
            Step.client_id, Step.number, Step.title, Step.is_done, Task.number.label("task"),
            Task.title.label("about"), func.count().over().label("total"),
        )
        .join(Task, (Task.client_id == Step.client_id) & (Task.id == Step.task_id))
        .where(shown(Task, seats), Step.trashed_at.is_(None), matching(Step, wanted))
        .order_by(begun_first(Step, wanted), Step.is_done, func.length(Step.title), Step.id)
        .limit(A_GROUP)
    )  # fmt: skip
    return db.session.execute(query).all()


def talk(seats: Sequence[Seat], words: list[str]) -> Sequence[Any]:
    """Comments with these words, of tasks one may read; the newest ones."""
    wanted = sought(seats, words)
    query = (
        select(
            Comment.client_id, Comment.number, Comment.body, Comment.created_at,
            Person.name.label("author"), Person.id.label("author_id"), Task.number.label("task"), Task.title,
            func.count().over().label("total"),
        )
        .join(Task, (Task.client_id == Comment.client_id) & (Task.id == Comment.task_id))
        .join(Person, Person.id == Comment.author_id)
        .where(shown(Task, seats), shown_comments(seats), Comment.trashed_at.is_(None), matching(Comment, wanted))
        .order_by(begun_first(Comment, wanted), Comment.created_at.desc(), Comment.id.desc())
        .limit(A_GROUP)
    )  # fmt: skip
    return db.session.execute(query).all()


def shown_comments(seats: Sequence[Seat]) -> ColumnElement[bool]:
    """Which comments on the tasks they show these seats may read."""
    return or_(*(and_(Comment.client_id == seat.client_id, Comment.shown_to(seat)) for seat in seats))


def people_with(seats: Sequence[Seat]) -> Sequence[Any]:
    """Everybody who sits where one sits; few enough to be looked through here."""
    query = (
        select(Seat.client_id, Seat.number, Seat.role, Seat.person_id, Person.name)
        .join(Person, Person.id == Seat.person_id)
        .where(Seat.client_id.in_(ids(seats)), Seat.live(), Person.deactivated_at.is_(None))
        .order_by(Seat.id)
    )
    return by_name(db.session.execute(query), lambda row: row.name)
