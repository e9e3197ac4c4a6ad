"""What Today is read from: a fixed number of questions, however many clients there are.

Only through the reader's own live seats (SECURITY A3): a client without one is in no answer.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, and_, case, func, literal, or_, select, union_all
from sqlalchemy.orm import aliased

from tracker.accounts.models import Person
from tracker.activity.models import Event
from tracker.clients.models import Client, Invitation, Role, Seat
from tracker.foundation import clock
from tracker.foundation.collation import by_name
from tracker.foundation.db import db
from tracker.portfolio.found import Found
from tracker.portfolio.weeks import WEEKS, starts
from tracker.roadmap.across import shown
from tracker.roadmap.agreement import named
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.status import Life, Status

CLOSED = (Status.DONE, Status.PARKED)
AHEAD = timedelta(days=7)


def seats_of(person: Person) -> list[Seat]:
    return by_name(db.session.scalars(Seat.held_by(person)), lambda seat: seat.client.name)


def mine(seats: Sequence[Seat], last: date) -> list[Found]:
    """My open tasks with a date up to this one, the oldest first."""
    query = (
        select(Task.client_id, Task.number, Task.title, Task.status, Task.due)
        .where(shown(Task, seats), Task.owner_seat_id.in_([seat.id for seat in seats]))
        .where(Task.status.not_in(CLOSED), Task.due <= last)
        .order_by(Task.due, Task.client_id, Task.position, Task.id)
    )
    return [Found(**row) for row in db.session.execute(query).mappings()]


def with_waiting(model: Any, seats: Sequence[Seat], **columns: Any) -> Select[Any]:
    """Goals or tasks, with the name of whom they wait on."""
    seat, person = aliased(Seat), aliased(Person)
    return (
        select(
            model.client_id, model.number, model.title, model.status, model.waiting_since, model.waiting_name,
            model.why_watch.label("why"), person.name.label("waiting_person"),
            seat.role.label("waiting_role"),
            *(column.label(name) for name, column in columns.items()),
        )
        .outerjoin(seat, and_(seat.client_id == model.client_id, seat.id == model.waiting_seat_id))
        .outerjoin(person, person.id == seat.person_id)
        .where(shown(model, seats))
    )  # fmt: skip


def goals(seats: Sequence[Seat], ceos: Mapping[int, Sequence[str]]) -> list[Found]:
    """The goals that go on. What is proposed waits for the CEO, since it was proposed."""
    proposed = (
        select(func.max(Event.happened_at))
        .where(Event.client_id == Goal.client_id, Event.goal_id == Goal.id, Event.action == "goal_proposed")
        .scalar_subquery()
    )
    wanted = (
        select(Event.id, Event.details, Person.name)
        .join(Person, Person.id == Event.actor_id)
        .where(Event.client_id == Goal.client_id, Event.goal_id == Goal.id, Event.action == "goal_talk_wanted")
        .order_by(Event.id.desc())
        .limit(1)
    )
    talk, talk_by = (wanted.with_only_columns(column).scalar_subquery() for column in (Event.details, Person.name))
    query = with_waiting(
        Goal, seats, due=Goal.done_by, quarter=Goal.quarter, touched_at=Goal.touched_at, goal_id=Goal.id,
        life=Goal.life, talk_at=Goal.talk_at, proposed_at=case((Goal.life == Life.PROPOSED, proposed)),
        talk=case((Goal.talk_at.is_not(None), talk)),
        talk_by=func.coalesce(case((Goal.talk_at.is_not(None), talk_by)), ""),
    )  # fmt: skip
    query = query.where(Goal.status != Status.PARKED)
    query = query.order_by(Goal.client_id, Goal.position, Goal.id)
    rows = db.session.execute(query).mappings()
    found = []
    for row in rows:
        names = ceos.get(row["client_id"], [])
        found.append(Found(**row, ceo=named(names), ceo_exactly=" and ".join(names)))
    return found


def requests(seats: Sequence[Seat]) -> list[Invitation]:
    """Who is to be invited at these clients, and waits for a link."""
    return list(db.session.scalars(Invitation.waiting_at([seat.client_id for seat in seats])))


def waiting_tasks(seats: Sequence[Seat]) -> list[Found]:
    query = with_waiting(Task, seats, due=Task.due, goal_id=Task.goal_id).where(Task.status == Status.WAITING)
    return [Found(**row) for row in db.session.execute(query.order_by(Task.waiting_since)).mappings()]


def with_ended(seats: Sequence[Seat]) -> dict[int, Counter[str]]:
    """Open goals and tasks that belong to, or only wait on, people whose access ended; counted, a client each."""
    gone = select(Seat.id).join(Seat.person).where(
        Seat.client_id.in_([seat.client_id for seat in seats]),
        or_(Seat.ended_at.is_not(None), Person.deactivated_at.is_not(None)),
    )
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    asked = union_all(ended_of(Goal, seats, gone), ended_of(Task, seats, gone))
    for client_id, what, many in db.session.execute(asked):
        counts[client_id][what] = many
    return counts


def ended_of(model: Any, seats: Sequence[Seat], gone: Select[int]) -> Select[Any]:
    name = model.__tablename__
    owned = model.owner_seat_id.in_(gone)
    waits = and_(model.status == Status.WAITING, model.waiting_seat_id.in_(gone))
    what = case((owned, literal(f"{name}_owned")), else_=literal(f"{name}_waiting"))
    found = select(model.client_id, what.label("what")).where(
        shown(model, seats), model.status.not_in(CLOSED), or_(owned, waits)
    ).subquery()
    return select(found.c.client_id, found.c.what, func.count()).group_by(found.c.client_id, found.c.what)


def tallies(seats: Sequence[Seat]) -> tuple[dict[int, dict[Status, int]], dict[int, int]]:
    """Tasks a client, counted by status, and how many of them are late by the client's date."""
    by_date: dict[date, list[int]] = defaultdict(list)
    for seat in seats:
        by_date[clock.today(seat.client)].append(seat.client_id)
    is_late = or_(*(and_(Task.client_id.in_(ids), Task.due < today) for today, ids in by_date.items()))
    late = func.sum(case((and_(is_late, Task.status.not_in(CLOSED)), 1), else_=0))
    query = (
        select(Task.client_id, Task.status, func.count(), late)
        .where(shown(Task, seats), Task.counts())
        .group_by(Task.client_id, Task.status)
    )
    counted: dict[int, dict[Status, int]] = defaultdict(dict)
    overdue: dict[int, int] = defaultdict(int)
    for client_id, status, number, late_ones in db.session.execute(query):
        counted[client_id][Status(status)] = number
        overdue[client_id] += late_ones
    return counted, overdue


def finished_a_week(seats: Sequence[Seat]) -> dict[int, list[int]]:
    """Tasks finished in each of the last eight weeks, a client each, by the client's own days."""
    by_zone: dict[str, list[int]] = defaultdict(list)
    for seat in seats:
        by_zone[seat.client.zone].append(seat.client_id)
    bounds = {seat.client.zone: starts(clock.today(seat.client), seat.client.zone) for seat in seats}
    whens = [
        (and_(Task.client_id.in_(ids), Task.done_at >= bounds[zone][week]), week)
        for week in reversed(range(WEEKS))
        for zone, ids in by_zone.items()
    ]
    oldest = min(first for first, *_ in bounds.values())
    weeks = (
        select(Task.client_id, case(*whens).label("week"))
        .where(shown(Task, seats), Task.status == Status.DONE, Task.done_at >= oldest)
        .subquery()
    )
    query = select(weeks.c.client_id, weeks.c.week, func.count()).group_by(weeks.c.client_id, weeks.c.week)
    counts: dict[int, list[int]] = defaultdict(lambda: [0] * WEEKS)
    for client_id, week, number in db.session.execute(query):
        if week is not None:
            counts[client_id][week] = number
    return counts


def leaders(client_ids: Iterable[int], role: Role) -> dict[int, list[str]]:
    """The names of those who sit at these clients in this role."""
    query = (
        select(Seat.client_id, Person.name)
        .join(Seat.person)
        .where(Seat.client_id.in_(list(client_ids)), Seat.role == role, Seat.live())
        .where(Person.deactivated_at.is_(None))
        .order_by(Seat.number)
    )
    names: dict[int, list[str]] = defaultdict(list)
    for client_id, name in db.session.execute(query):
        names[client_id].append(name)
    return names


def clients_of(person: Person) -> list[Client]:
    """The owner sees which clients there are; everybody else of the practice sees her own."""
    query = select(Client) if person.is_owner else Client.seated(person)
    return by_name(db.session.scalars(query), lambda client: client.name)
