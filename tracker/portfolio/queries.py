"""Today's queries: a fixed number, however many clients there are.

Only through the reader's own live seats, so other clients are in no result.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from flask import g
from flask_login import current_user
from sqlalchemy import ScalarSelect, Select, and_, case, func, literal, or_, select, union_all
from sqlalchemy.orm import aliased, contains_eager

from tracker.accounts.models import Person
from tracker.clients.models import Client, Invitation, Role, Seat
from tracker.clients.short_names import short_name
from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.foundation.text.collation import by_name
from tracker.history.models import Event
from tracker.portfolio.weekly_counts import WEEKS, starts
from tracker.portfolio.work_summary import WorkSummary
from tracker.roadmap.models import Comment, Goal, Task
from tracker.roadmap.models.progress import Progress, by_key
from tracker.roadmap.models.proposal_sayings import Sayings, sayings_of
from tracker.roadmap.models.statuses import CLOSED, ApprovalState, Status
from tracker.roadmap.presentation.approval import list_up_to
from tracker.roadmap.presentation.visibility import shown

AHEAD = timedelta(days=7)


def my_seats() -> list[Seat]:
    """Return the reader's own seats, by client; loaded once a request, for the page and its list of clients."""
    if "my_seats" not in g:
        g.my_seats = by_name(db.session.scalars(Seat.held_by(current_user)), lambda seat: seat.client.name)
    found: list[Seat] = g.my_seats
    return found


def mine(seats: Sequence[Seat], last: date) -> list[WorkSummary]:
    """Return the reader's open tasks with a date up to this one, oldest first."""
    query = (
        select(Task.client_id, Task.number, Task.title, Task.status, Task.due)
        .where(shown(Task, seats), Task.owner_seat_id.in_([seat.id for seat in seats]))
        .where(Task.status.not_in(CLOSED), Task.due <= last)
        .order_by(Task.due, Task.client_id, Task.position, Task.id)
    )
    return [WorkSummary(**row) for row in db.session.execute(query).mappings()]


def with_waiting(model: Any, seats: Sequence[Seat], **columns: Any) -> Select[Any]:
    """Return goals or tasks, with the name of the person they wait on."""
    seat, person = aliased(Seat), aliased(Person)
    return (
        select(
            model.client_id, model.number, model.title, model.status, model.waiting_since, model.waiting_name,
            model.why_watch.label("why"), person.name.label("waiting_person"),
            person.id.label("waiting_person_id"),
            seat.role.label("waiting_role"),
            *(column.label(name) for name, column in columns.items()),
        )
        .outerjoin(seat, and_(seat.client_id == model.client_id, seat.id == model.waiting_seat_id))
        .outerjoin(person, person.id == seat.person_id)
        .where(shown(model, seats))
    )  # fmt: skip


def goals(seats: Sequence[Seat], ceos: Mapping[int, Sequence[str]]) -> list[WorkSummary]:
    """Return all goals, including parked ones. A proposed goal waits for the CEO since it was proposed."""
    under = (
        select(func.max(Task.touched_at))
        .where(Task.client_id == Goal.client_id, Task.goal_id == Goal.id)
        .scalar_subquery()
    )
    query = with_waiting(
        Goal, seats, due=Goal.done_by, quarter=Goal.quarter, touched_at=Goal.touched_at, tasks_touched_at=under,
        goal_id=Goal.id,
        life=Goal.life, talk_at=Goal.talk_at,
    )  # fmt: skip
    query = query.order_by(Goal.client_id, Goal.position, Goal.id)
    rows = db.session.execute(query).mappings().all()
    said = said_of_proposals([row["goal_id"] for row in rows if row["life"] == ApprovalState.PROPOSED])
    in_few = {at: list_up_to([short_name(name, at=at) for name in names]) for at, names in ceos.items()}
    found = []
    for row in rows:
        names, told = ceos.get(row["client_id"], []), said.get(row["goal_id"], Sayings())
        found.append(
            WorkSummary(
                **row,
                ceo=in_few.get(row["client_id"], ""),
                ceo_exactly=" and ".join(names),
                proposed_at=told.proposed.moment if told.proposed else None,
                talk=told.talk.words if told.talk and row["talk_at"] else "",
                talk_by=told.talk.name if told.talk and row["talk_at"] else "",
            )
        )
    return found


def said_of_proposals(ids: Sequence[int]) -> dict[int, Sayings]:
    """Return who proposed these goals, and who wants to discuss them; for COOs only."""
    return sayings_of(Event.goal_id.in_(ids)) if ids else {}


def open_invitations(seats: Sequence[Seat]) -> list[Invitation]:
    return list(db.session.scalars(Invitation.open_at([seat.client_id for seat in seats])))


def waiting_goals(seats: Sequence[Seat]) -> list[WorkSummary]:
    query = with_waiting(Goal, seats, due=Goal.done_by, goal_id=Goal.id).where(Goal.status == Status.WAITING)
    return [WorkSummary(**row) for row in db.session.execute(query.order_by(Goal.waiting_since)).mappings()]


def waiting_tasks(seats: Sequence[Seat]) -> list[WorkSummary]:
    """Return the tasks that wait on somebody. Those in a draft ask nobody at the client, who cannot see them."""
    drafts = select(Goal.id).where(Goal.client_id == Task.client_id, Goal.life == ApprovalState.DRAFT)
    columns = {
        "due": Task.due,
        "goal_id": Task.goal_id,
        "in_draft": Task.goal_id.in_(drafts),
        "replied_at": reply(),
    }
    query = with_waiting(Task, seats, **columns).where(Task.status == Status.WAITING)
    return [WorkSummary(**row) for row in db.session.execute(query.order_by(Task.waiting_since)).mappings()]


def reply() -> ScalarSelect[datetime]:
    """Subquery: when the person a task waits on last commented on it, since it waits for them."""
    return (
        select(func.max(Comment.created_at))
        .join(Seat, Seat.person_id == Comment.author_id)
        .where(Seat.id == Task.waiting_seat_id)
        .where(Comment.client_id == Task.client_id, Comment.task_id == Task.id)
        .where(Comment.trashed_at.is_(None), Comment.created_at >= Task.waiting_since)
        .correlate(Task)
        .scalar_subquery()
    )


@dataclass(frozen=True)
class Left:
    """Work left by a person whose access to a client ended, counted by kind: "goal_owned", "task_waiting"."""

    client_id: int
    person_id: int
    name: str
    ended_at: datetime | None
    closed_at: datetime | None
    """When the whole account was closed, if it is."""
    counts: Counter[str] = field(default_factory=Counter)


def left_behind(seats: Sequence[Seat]) -> list[Left]:
    """Return open goals and tasks owned by, or waiting on, people whose access ended; one entry a person and client."""
    gone = (
        select(Seat.id)
        .join(Seat.person)
        .where(
            Seat.client_id.in_([seat.client_id for seat in seats]),
            or_(Seat.ended_at.is_not(None), Person.deactivated_at.is_not(None)),
        )
    )
    work = union_all(
        *(left_of(model, kind, seats, gone) for model in (Goal, Task) for kind in ("owned", "waiting"))
    )
    each = work.subquery()
    query = (
        select(
            Seat.client_id, Person.id, Person.name, func.max(Seat.ended_at), Person.deactivated_at,
            each.c.what, func.sum(each.c.many),
        )
        .select_from(each).join(Seat, Seat.id == each.c.seat_id).join(Person, Person.id == Seat.person_id)
        .group_by(Seat.client_id, Person.id, each.c.what)
    )  # fmt: skip
    found: dict[tuple[int, int], Left] = {}
    for client_id, person_id, name, ended_at, closed_at, what, many in db.session.execute(query):
        left = found.setdefault((client_id, person_id), Left(client_id, person_id, name, ended_at, closed_at))
        left.counts[what] += int(many)  # PostgreSQL adds counts up as decimals
    return list(found.values())


def left_of(model: Any, kind: str, seats: Sequence[Seat], gone: Select[int]) -> Select[Any]:
    """Return how much of it each seat owns, or is waited on for by others."""
    holder = model.owner_seat_id if kind == "owned" else model.waiting_seat_id
    asked = select(holder.label("seat_id"), literal(f"{model.__tablename__}_{kind}").label("what"),
                   func.count().label("many"))  # fmt: skip
    asked = asked.where(shown(model, seats), model.status.not_in(CLOSED), holder.in_(gone))
    if kind == "waiting":
        of_others = or_(model.owner_seat_id.is_(None), model.owner_seat_id != model.waiting_seat_id)
        asked = asked.where(model.status == Status.WAITING, of_others)
    return asked.group_by(holder)


def progress_by_client(seats: Sequence[Seat]) -> tuple[dict[int, Progress], dict[int, int]]:
    """Return the progress of each client's tasks, and how many are late by the client's date."""
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
    rows = db.session.execute(query).all()
    overdue: dict[int, int] = defaultdict(int)
    for client_id, _, _, late_ones in rows:
        overdue[client_id] += late_ones
    return by_key((client_id, status, number, 0) for client_id, status, number, _ in rows), overdue


def finished_a_week(seats: Sequence[Seat]) -> dict[int, list[int]]:
    """Return the tasks finished in each of the last eight weeks, per client, by the client's own days."""
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


def seats_at(client_ids: Iterable[int]) -> list[Seat]:
    """Return everybody with access to these clients, the longest first."""
    query = select(Seat).join(Seat.person).where(Seat.client_id.in_(list(client_ids)), Seat.live())
    return list(db.session.scalars(query.options(contains_eager(Seat.person)).order_by(Seat.number)))


def names_by_client(seats: Iterable[Seat], role: Role) -> dict[int, list[str]]:
    """Return the names of the people with this role now, per client."""
    names: dict[int, list[str]] = defaultdict(list)
    for seat in seats:
        if seat.role == role and seat.person.is_active:
            names[seat.client_id].append(seat.name)
    return names


def had_a_ceo(client_ids: Iterable[int]) -> set[int]:
    """Return which of these clients have had a CEO with access."""
    ids = list(client_ids)
    query = select(Seat.client_id).where(Seat.client_id.in_(ids), Seat.role == Role.CEO).distinct()
    return set(db.session.scalars(query)) if ids else set()


def renamed_since(client_ids: Iterable[int], moment: datetime) -> dict[tuple[int, int], datetime]:
    """Return when people last changed their name since a moment, by client and person."""
    query = (
        select(Event.client_id, Event.actor_id, func.max(Event.happened_at))
        .where(
            Event.client_id.in_(set(client_ids)),
            Event.action == "person_renamed",
            Event.happened_at >= moment,
        )
        .group_by(Event.client_id, Event.actor_id)
    )
    return {(client_id, person_id): last for client_id, person_id, last in db.session.execute(query)}


def clients_of(person: Person) -> list[Client]:
    """Return all clients for the owner; for other members of the practice, their own."""
    query = select(Client) if person.is_owner else Client.seated(person)
    return by_name(db.session.scalars(query), lambda client: client.name)
