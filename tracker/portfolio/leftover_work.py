"""The work of people whose access to a client ended, which somebody has to take over."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ScalarSelect, and_, func, or_, select
from sqlalchemy.orm import aliased
from sqlalchemy.sql.elements import ColumnElement

from tracker.accounts.models import Person
from tracker.clients.models import Seat
from tracker.foundation.statements import Statement, built_once, rows_of
from tracker.portfolio.own_seats import (
    IS_OPEN,
    IS_WAITING,
    Values,
    is_coo,
    own_seats_cte,
)
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.models.statuses import CLOSED, Status

HOLDINGS = ("goal_owned", "goal_waiting", "task_owned", "task_waiting")


@dataclass(frozen=True)
class LeftoverWork:
    """The work of a person whose access to a client ended, counted by kind (`HOLDINGS`)."""

    client_id: int
    person_id: int
    name: str
    ended_at: datetime | None
    """When the access ended last, of the seats that have such work."""
    closed_at: datetime | None
    """When the whole account was closed, or None."""
    new_role: str = ""
    """The role in which the person came back and does not see the work; empty without access."""
    counts: Counter[str] = field(default_factory=Counter)


def leftover_work(zones: int, values: Values) -> list[LeftoverWork]:
    """Return the open goals and tasks that such people own, or that wait on them, where the reader is COO.

    One entry per client and person, with the last end of their access, or the role in which they came back.
    """
    found: dict[tuple[int, int], LeftoverWork] = {}
    for client_id, person_id, name, ended_at, closed_at, new_role, *many in rows_of(
        ended_seats(zones), values
    ):
        if any(many):
            role_now = "" if closed_at else new_role or ""
            new = LeftoverWork(client_id, person_id, name, ended_at, closed_at, role_now)
            left = found.setdefault((client_id, person_id), new)
            left.counts.update(dict(zip(HOLDINGS, many, strict=True)))
    return list(found.values())


@built_once
def ended_seats(zones: int) -> Statement:
    """Return the statement for the seats that ended, or whose account is closed; a person's last one is first."""
    own = own_seats_cte(zones)
    open_goal = and_(Goal.trashed_at.is_(None), *(Goal.status != status for status in CLOSED))
    counted = [
        count_work_held(Goal, "owner_seat_id", open_goal),
        count_work_held(
            Goal, "waiting_seat_id", and_(open_goal, Goal.status == Status.WAITING, of_others(Goal))
        ),
        count_work_held(Task, "owner_seat_id", IS_OPEN),
        count_work_held(Task, "waiting_seat_id", and_(IS_WAITING, of_others(Task))),
    ]
    return (
        select(
            Seat.client_id,
            Person.id,
            Person.name,
            Seat.ended_at,
            Person.deactivated_at,
            present_role(),
            *counted,
        )
        .join(own, own.c.client_id == Seat.client_id)
        .join(Person, Person.id == Seat.person_id)
        .where(is_coo(own), or_(Seat.ended_at.is_not(None), Person.deactivated_at.is_not(None)))
        .order_by(Person.id, Seat.ended_at.is_(None), Seat.ended_at.desc(), Seat.id)
    )


def count_work_held(
    model: type[Goal] | type[Task], holder: str, where: ColumnElement[bool]
) -> ScalarSelect[int]:
    """Subquery: how much of this work the seat holds in this column."""
    of_seat = and_(model.client_id == Seat.client_id, getattr(model, holder) == Seat.id, where)
    return select(func.count()).select_from(model).where(of_seat).correlate(Seat).scalar_subquery()


def of_others(model: type[Goal] | type[Task]) -> ColumnElement[bool]:
    """WHERE clause for work that waits on a person who does not own it."""
    return or_(model.owner_seat_id.is_(None), model.owner_seat_id != model.waiting_seat_id)


def present_role() -> ScalarSelect[str]:
    """Subquery: the role of the person's live seat at the client of the ended one; none without such a seat."""
    now = aliased(Seat)
    role = select(now.role).where(
        now.client_id == Seat.client_id, now.person_id == Person.id, now.ended_at.is_(None)
    )
    return role.scalar_subquery()
