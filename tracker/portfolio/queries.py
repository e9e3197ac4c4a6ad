"""Today's queries: a fixed number, however many clients there are.

All go through the reader's own live seats, so that no result contains another client.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from flask import g
from flask_login import current_user
from sqlalchemy import (
    ScalarSelect,
    Select,
    SQLColumnExpression,
    and_,
    case,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased, contains_eager

from tracker.accounts.models import Person
from tracker.clients.models import Client, Invitation, Role, Seat
from tracker.clients.short_names import short_name
from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.foundation.text.collation import by_name
from tracker.history.models import Event
from tracker.portfolio.weekly_counts import WEEKS, week_starts
from tracker.portfolio.work_summary import WorkSummary
from tracker.roadmap.models import Comment, Goal, Task
from tracker.roadmap.models.progress import Progress, by_key
from tracker.roadmap.models.proposal_comments import ProposalComments, proposal_comments_of
from tracker.roadmap.models.statuses import CLOSED, ApprovalState, Status
from tracker.roadmap.presentation.approval import list_up_to
from tracker.roadmap.presentation.queries import readable_work

AHEAD = timedelta(days=7)


def my_seats() -> list[Seat]:
    """Return the reader's own seats, by client name; loaded once a request."""
    if "my_seats" not in g:
        g.my_seats = by_name(db.session.scalars(Seat.live_of(current_user)), lambda seat: seat.client.name)
    found: list[Seat] = g.my_seats
    return found


def own_tasks(seats: Sequence[Seat], last: date) -> list[WorkSummary]:
    """Return the reader's own open tasks due on or before `last`, oldest first."""
    waited_on = aliased(Seat)
    query = (
        select(
            Task.client_id,
            Task.number,
            Task.title,
            Task.status,
            Task.due,
            Task.waiting_name,
            Task.status_reason.label("why"),
            waited_on.number.label("waiting_number"),
        )
        .outerjoin(
            waited_on, and_(waited_on.client_id == Task.client_id, waited_on.id == Task.waiting_seat_id)
        )
        .where(readable_work(Task, seats), Task.owner_seat_id.in_([seat.id for seat in seats]))
        .where(Task.status.not_in(CLOSED), Task.due <= last)
        .order_by(Task.due, Task.client_id, Task.position, Task.id)
    )
    return [WorkSummary(**row) for row in db.session.execute(query).mappings()]


def with_waiting(
    model: type[Goal | Task], seats: Sequence[Seat], **columns: SQLColumnExpression[object]
) -> Select[*tuple[object, ...]]:
    """Return a query for goals or tasks, with the name of the person they wait on."""
    seat, person = aliased(Seat), aliased(Person)
    return (
        select(
            model.client_id,
            model.number,
            model.title,
            model.status,
            model.waiting_since,
            model.waiting_name,
            model.status_reason.label("why"),
            person.name.label("waiting_person"),
            person.id.label("waiting_person_id"),
            seat.role.label("waiting_role"),
            *(column.label(name) for name, column in columns.items()),
        )
        .outerjoin(seat, and_(seat.client_id == model.client_id, seat.id == model.waiting_seat_id))
        .outerjoin(person, person.id == seat.person_id)
        .where(readable_work(model, seats))
    )


def all_goals(seats: Sequence[Seat], ceos: Mapping[int, Sequence[str]]) -> list[WorkSummary]:
    """Return all goals, including parked ones; a proposed goal waits for the CEO since its proposal."""
    under = (
        select(func.max(Task.last_activity_at))
        .where(Task.client_id == Goal.client_id, Task.goal_id == Goal.id)
        .scalar_subquery()
    )
    query = with_waiting(
        Goal,
        seats,
        due=Goal.target_date,
        quarter=Goal.quarter,
        last_activity_at=Goal.last_activity_at,
        tasks_last_activity_at=under,
        goal_id=Goal.id,
        approval_state=Goal.approval_state,
        discussion_requested_at=Goal.discussion_requested_at,
    )
    query = query.order_by(Goal.client_id, Goal.position, Goal.id)
    rows = db.session.execute(query).mappings().all()
    said = comments_on_proposals(
        [row["goal_id"] for row in rows if row["approval_state"] == ApprovalState.PROPOSED]
    )
    in_few = {at: list_up_to([short_name(name, at=at) for name in names]) for at, names in ceos.items()}
    found = []
    for row in rows:
        names, told = ceos.get(row["client_id"], []), said.get(row["goal_id"], ProposalComments())
        found.append(
            WorkSummary(
                **row,
                ceo=in_few.get(row["client_id"], ""),
                ceo_exactly=" and ".join(names),
                proposed_at=told.proposed.moment if told.proposed else None,
                answered_discussion=told.answered_discussion,
                discussion=told.talk.words if told.talk and row["discussion_requested_at"] else "",
                discussion_by=told.talk.name if told.talk and row["discussion_requested_at"] else "",
            )
        )
    return found


def comments_on_proposals(ids: Sequence[int]) -> dict[int, ProposalComments]:
    """Return, by goal id, who proposed it and who wants to discuss it; for COOs only."""
    return proposal_comments_of(Event.goal_id.in_(ids)) if ids else {}


def open_invitations(seats: Sequence[Seat]) -> list[Invitation]:
    """Return the open invitations at the clients of these seats, oldest first."""
    return list(db.session.scalars(Invitation.open_at([seat.client_id for seat in seats])))


def waiting_goals(seats: Sequence[Seat]) -> list[WorkSummary]:
    """Return the goals that wait on a person, the longest first."""
    query = with_waiting(Goal, seats, due=Goal.target_date, goal_id=Goal.id).where(
        Goal.status == Status.WAITING
    )
    return [WorkSummary(**row) for row in db.session.execute(query.order_by(Goal.waiting_since)).mappings()]


def waiting_tasks(seats: Sequence[Seat]) -> list[WorkSummary]:
    """Return the tasks that wait on a person, the longest first.

    Tasks in a draft ask nobody at the client, because its people cannot see them.
    """
    drafts = select(Goal.id).where(
        Goal.client_id == Task.client_id, Goal.approval_state == ApprovalState.DRAFT
    )
    waiting = select(Seat.person_id).where(Seat.id == Task.waiting_seat_id).correlate(Task).scalar_subquery()
    columns = {
        "due": Task.due,
        "goal_id": Task.goal_id,
        "in_draft": Task.goal_id.in_(drafts),
        "wrote_at": last_comment_by(waiting),
        "reader_wrote_at": last_comment_by(current_user.id),
    }
    query = with_waiting(Task, seats, **columns).where(Task.status == Status.WAITING)
    return [WorkSummary(**row) for row in db.session.execute(query.order_by(Task.waiting_since)).mappings()]


def last_comment_by(person_id: int | ScalarSelect[int]) -> ScalarSelect[datetime]:
    """Subquery: when this person last commented on the task, since it has been waiting."""
    return (
        select(func.max(Comment.created_at))
        .where(Comment.client_id == Task.client_id, Comment.task_id == Task.id)
        .where(Comment.author_id == person_id)
        .where(Comment.trashed_at.is_(None), Comment.created_at >= Task.waiting_since)
        .correlate(Task)
        .scalar_subquery()
    )


@dataclass(frozen=True)
class LeftoverWork:
    """The work of a person whose access to a client ended, counted by kind: "goal_owned", "task_waiting"."""

    client_id: int
    person_id: int
    name: str
    ended_at: datetime | None
    closed_at: datetime | None
    """When the whole account was closed, or None."""
    new_role: str = ""
    """The role in which the person came back and does not see the work; empty without access."""
    counts: Counter[str] = field(default_factory=Counter)


def leftover_work(seats: Sequence[Seat]) -> list[LeftoverWork]:
    """Return the work of people whose access ended: open goals and tasks that they own or that wait on them.

    One entry per client and person, with the last end of their access, or the role in which they came back.
    """
    gone = ended_seats(seats)
    work = union_all(
        *(leftover_query(model, kind, seats, gone) for model in (Goal, Task) for kind in ("owned", "waiting"))
    )
    each = work.subquery()
    query = (
        select(
            Seat.client_id,
            Person.id,
            Person.name,
            func.max(Seat.ended_at),
            Person.deactivated_at,
            each.c.what,
            func.sum(each.c.many),
            present_role(),
        )
        .select_from(each)
        .join(Seat, Seat.id == each.c.seat_id)
        .join(Person, Person.id == Seat.person_id)
        .group_by(Seat.client_id, Person.id, each.c.what)
    )
    rows = [tuple(row) for row in db.session.execute(query)]
    ends: dict[tuple[int, int], list[datetime]] = defaultdict(list)
    for client_id, person_id, _, ended_at, *_ in rows:
        ends[client_id, person_id] += [ended_at] if ended_at else []
    found: dict[tuple[int, int], LeftoverWork] = {}
    for client_id, person_id, name, _, closed_at, what, many, new_role in rows:
        who = client_id, person_id
        role_now = "" if closed_at else new_role or ""
        ended = max(ends[who], default=None)
        left = found.setdefault(who, LeftoverWork(*who, name, ended, closed_at, role_now))
        left.counts[what] += int(many)  # PostgreSQL adds counts up as decimals
    return list(found.values())


def ended_seats(seats: Sequence[Seat]) -> Select[int]:
    """Return a query for the ids of the seats at these clients that ended, or whose account is closed."""
    return (
        select(Seat.id)
        .join(Seat.person)
        .where(
            Seat.client_id.in_([seat.client_id for seat in seats]),
            or_(Seat.ended_at.is_not(None), Person.deactivated_at.is_not(None)),
        )
    )


def present_role() -> ScalarSelect[str]:
    """Subquery: the role of the person's live seat at the client of the ended one; none without such a seat."""
    now = aliased(Seat)
    role = select(now.role).where(
        now.client_id == Seat.client_id, now.person_id == Person.id, now.ended_at.is_(None)
    )
    return role.scalar_subquery()


def leftover_query(
    model: type[Goal | Task], kind: str, seats: Sequence[Seat], gone: Select[int]
) -> Select[int | None, str, int]:
    """Return a query: how many goals or tasks each seat owns, or others' work that waits on it."""
    holder = model.owner_seat_id if kind == "owned" else model.waiting_seat_id
    asked = select(
        holder.label("seat_id"),
        literal(f"{model.__tablename__}_{kind}").label("what"),
        func.count().label("many"),
    )
    asked = asked.where(readable_work(model, seats), model.status.not_in(CLOSED), holder.in_(gone))
    if kind == "waiting":
        of_others = or_(model.owner_seat_id.is_(None), model.owner_seat_id != model.waiting_seat_id)
        asked = asked.where(model.status == Status.WAITING, of_others)
    return asked.group_by(holder)


def progress_by_client(seats: Sequence[Seat]) -> tuple[dict[int, Progress], dict[int, int]]:
    """Return, by client id, the progress of its tasks, and how many are late by the client's own date."""
    by_date: dict[date, list[int]] = defaultdict(list)
    for seat in seats:
        by_date[clock.today(seat.client)].append(seat.client_id)
    is_late = or_(*(and_(Task.client_id.in_(ids), Task.due < today) for today, ids in by_date.items()))
    late = func.sum(case((and_(is_late, Task.status.not_in(CLOSED)), 1), else_=0))
    query = (
        select(Task.client_id, Task.status, func.count(), late)
        .where(readable_work(Task, seats), Task.counts())
        .group_by(Task.client_id, Task.status)
    )
    rows = db.session.execute(query).all()
    overdue: dict[int, int] = defaultdict(int)
    for client_id, _, _, late_ones in rows:
        overdue[client_id] += late_ones
    return by_key((client_id, status, number, 0) for client_id, status, number, _ in rows), overdue


def finished_a_week(seats: Sequence[Seat]) -> dict[int, list[int]]:
    """Return, by client id, the tasks finished in each of the last eight weeks, by the client's own days."""
    by_zone: dict[str, list[int]] = defaultdict(list)
    for seat in seats:
        by_zone[seat.client.time_zone].append(seat.client_id)
    bounds = {
        seat.client.time_zone: week_starts(clock.today(seat.client), seat.client.time_zone) for seat in seats
    }
    whens = [
        (and_(Task.client_id.in_(ids), Task.done_at >= bounds[zone][week]), week)
        for week in reversed(range(WEEKS))
        for zone, ids in by_zone.items()
    ]
    oldest = min(first for first, *_ in bounds.values())
    weeks = (
        select(Task.client_id, case(*whens).label("week"))
        .where(readable_work(Task, seats), Task.status == Status.DONE, Task.done_at >= oldest)
        .subquery()
    )
    query = select(weeks.c.client_id, weeks.c.week, func.count()).group_by(weeks.c.client_id, weeks.c.week)
    counts: dict[int, list[int]] = defaultdict(lambda: [0] * WEEKS)
    for client_id, week, number in db.session.execute(query):
        if week is not None:
            counts[client_id][week] = number
    return counts


def seats_at(client_ids: Iterable[int]) -> list[Seat]:
    """Return the live seats of these clients; a client's oldest seats come first."""
    query = select(Seat).join(Seat.person).where(Seat.client_id.in_(list(client_ids)), Seat.live())
    return list(db.session.scalars(query.options(contains_eager(Seat.person)).order_by(Seat.number)))


def names_by_client(seats: Iterable[Seat], role: Role) -> dict[int, list[str]]:
    """Return the names of the people with this role now, by client id."""
    names: dict[int, list[str]] = defaultdict(list)
    for seat in seats:
        if seat.role == role and seat.person.is_active:
            names[seat.client_id].append(seat.name)
    return names


def clients_with_any_ceo(client_ids: Iterable[int]) -> set[int]:
    """Return which of these clients have, or once had, a CEO."""
    ids = list(client_ids)
    query = select(Seat.client_id).where(Seat.client_id.in_(ids), Seat.role == Role.CEO).distinct()
    return set(db.session.scalars(query)) if ids else set()


def clients_with_trashed_goals(client_ids: Iterable[int]) -> set[int]:
    """Return which of these clients, which have no goals, have some in the trash."""
    ids = list(client_ids)
    query = select(Goal.client_id).where(Goal.client_id.in_(ids), Goal.trashed_at.is_not(None)).distinct()
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
    return {
        (client_id, person_id): last for client_id, person_id, last in db.session.execute(query) if person_id
    }


def clients_of(person: Person) -> list[Client]:
    """Return all clients to an owner; to other members of the practice, those where they have a seat."""
    query = select(Client) if person.is_owner else Client.where_seated(person)
    return by_name(db.session.scalars(query), lambda client: client.name)
