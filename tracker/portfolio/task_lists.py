"""Today's lists of tasks: the first forty of each, in one statement, and what waits at each client, counted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from operator import itemgetter

from sqlalchemy import (
    CTE,
    ScalarSelect,
    SQLColumnExpression,
    Subquery,
    and_,
    bindparam,
    case,
    func,
    literal_column,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased
from sqlalchemy.sql.elements import ColumnElement, Label

from tracker.accounts.models import Person
from tracker.clients.models import Role, Seat
from tracker.foundation.statements import Statement, built_once, row_limit, rows_of
from tracker.portfolio.client_counts import waits_undue
from tracker.portfolio.own_seats import (
    IS_OPEN,
    IS_WAITING,
    Expression,
    Values,
    is_coo,
    own_seats_cte,
    readable,
)
from tracker.portfolio.waiting_tasks import drafts
from tracker.portfolio.work_summary import WorkSummary
from tracker.roadmap.models import Comment, Task
from tracker.roadmap.presentation.dependencies import is_unblocked

MOST = 40
"""The lines of a list. What is beyond is counted."""
FEW = 6
"""The lines of a list that only points something out."""
DUE, WEEK, ON_READER, ASKED_OF_CLIENTS, UNNAMED, FREE = range(6)
"""The lists: the reader's tasks due now and soon; what waits on the reader, on a client, and on nobody named; what
is no longer blocked.
"""


def tasks_of_today(zones: int, values: Values) -> list[list[WorkSummary]]:
    """Return the first tasks of each list, in its order."""
    rows = rows_of(lists(zones), values)
    found: list[list[WorkSummary]] = [[] for _ in range(6)]
    for number, _, *columns in sorted(rows, key=itemgetter(0, 1)):
        found[number].append(WorkSummary(*columns))
    return found


@built_once
def lists(zones: int) -> Statement:
    """Return the statement: first the ids of each list, then what is shown of these tasks."""
    own, held = own_seats_cte(zones), aliased(Seat)
    mine = and_(Task.owner_seat_id == own.c.id, IS_OPEN, readable(own, Task))
    by_day = (Task.due, Task.client_id, Task.position, Task.id)
    by_wait = (Task.waiting_since, Task.client_id, Task.id)
    on_reader = and_(
        held.client_id == own.c.client_id,
        held.person_id == bindparam("reader"),
        held.id == Task.waiting_seat_id,
    )
    free = and_(is_coo(own), is_unblocked())
    waits = and_(is_coo(own), IS_WAITING)
    picked = union_all(
        first(DUE, own, and_(mine, Task.due <= own.c.today), by_day),
        first(WEEK, own, and_(mine, Task.due > own.c.today, Task.due <= own.c.last), by_day),
        first(ON_READER, own, and_(on_reader, waits_undue(own)), (case((is_coo(own), 0), else_=1), *by_wait)),
        first(ASKED_OF_CLIENTS, own, and_(waits, asks_client(held)), by_wait, asked=held),
        first(UNNAMED, own, and_(waits, Task.waiting_seat_id.is_(None), Task.waiting_name == ""), by_wait),
        first(FREE, own, free, (Task.due.is_(None), *by_day), most=FEW),
    ).subquery("picked")
    return shown_of(picked)


def asks_client(held: type[Seat]) -> ColumnElement[bool]:
    """WHERE clause for the waiting tasks that ask a person at the client, or an outsider.

    Tasks in a draft ask nobody at the client, because its people cannot see them.
    """
    is_shown = func.coalesce(Task.goal_id.not_in(drafts()), True)
    named = and_(Task.waiting_seat_id.is_not(None), held.role != Role.COO, is_shown)
    return or_(named, and_(Task.waiting_seat_id.is_(None), Task.waiting_name != ""))


def first(
    number: int,
    own: CTE,
    where: ColumnElement[bool],
    order: Sequence[Expression],
    asked: type[Seat] | None = None,
    most: int = MOST,
) -> Statement:
    """Return a query for a list's number, and the ids of its first tasks with their places."""
    keys: list[Label[object]] = [key.label(f"key_{place}") for place, key in enumerate(order)]
    query = select(Task.id, *keys).join(own, own.c.client_id == Task.client_id).where(where)
    if asked is not None:
        of_task = and_(asked.client_id == Task.client_id, asked.id == Task.waiting_seat_id)
        query = query.outerjoin(asked, of_task)
    limited = query.order_by(*order).limit(row_limit(most)).subquery()
    place = func.row_number().over(order_by=[limited.c[key.name] for key in keys])
    return select(literal_column(str(number)).label("number"), limited.c.id, place.label("place"))


def shown_of(picked: Subquery) -> Statement:
    """Return a query for what is shown of the picked tasks, after the list and the place: `WorkSummary` begins so."""
    held, person = aliased(Seat), aliased(Person)
    is_asked = picked.c.number == ASKED_OF_CLIENTS
    return (
        select(
            picked.c.number,
            picked.c.place,
            Task.client_id,
            Task.number,
            Task.title,
            Task.status,
            Task.due,
            Task.status_reason,
            Task.waiting_since,
            Task.waiting_name,
            held.number,
            person.name,
            person.id,
            held.role,
            case((is_asked, last_comment_by(held.person_id))),
            case((is_asked, last_comment_by(bindparam("reader")))),
        )
        .select_from(picked)
        .join(Task, Task.id == picked.c.id)
        .outerjoin(held, and_(held.client_id == Task.client_id, held.id == Task.waiting_seat_id))
        .outerjoin(person, person.id == held.person_id)
    )


def last_comment_by(person_id: SQLColumnExpression[int]) -> ScalarSelect[datetime]:
    """Subquery: when this person last commented on the task, since it has been waiting."""
    return (
        select(func.max(Comment.created_at))
        .where(Comment.client_id == Task.client_id, Comment.task_id == Task.id)
        .where(Comment.author_id == person_id)
        .where(Comment.trashed_at.is_(None), Comment.created_at >= Task.waiting_since)
        .correlate_except(Comment)
        .scalar_subquery()
    )
