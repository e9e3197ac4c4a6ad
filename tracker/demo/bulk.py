"""A practice of any size for measurements: plain rows, the same on every run, inserted in bulk.

Client 1 is Marco's, with Rosa on his team; client 2 is Adaeze's. Dana is COO everywhere, Ash at every third
client.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import insert, select

from tracker.accounts.models import Person
from tracker.clients.models import SPANS, Client, Role, Seat, Span
from tracker.demo.story import found_practice, give_passwords
from tracker.foundation import clock
from tracker.foundation.column_types import Columns
from tracker.foundation.database import Model, db
from tracker.history.models import Event
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.models.quarters import quarter_of

VOCABULARY = (
    "align budget cadence delegate escalate forecast handover incident journey kickoff ledger measure notice "
    "onboard plan quarter review scope target uplift workshop yearly zone rota"
).split()
TASK_STATUSES = (
    "not_started on_track done not_started done not_started on_track done not_started not_started "
    "done watch not_started done waiting not_started done on_track done parked"
).split()
TASK_KINDS = ("strategy", "build", "routine")
NAMED_PEOPLE = (
    ("ceo", "Marco Bellini", "marco@fornello.example"),
    ("ceo", "Adaeze Okafor", "adaeze@okafor.example"),
)
ROSA = ("team", "Rosa Delgado", "rosa@fornello.example")

Rows = list[Columns]


def create_bulk(clients: int, goals: int, tasks: int) -> None:
    """Create `clients` clients, each with `goals` goals of `tasks` tasks, and commit."""
    dana, ash = found_practice()
    now = clock.now()
    store(Client, [client_row(number, goals, goals * tasks, now) for number in range(1, clients + 1)])
    ids = list(db.session.scalars(select(Client.id).order_by(Client.id)))
    store(Person, [person_row(*each, now) for each in bulk_people(clients)])
    store(
        Span,
        [
            {"client_id": client, "number": n, "name": name}
            for client in ids
            for n, name in enumerate(SPANS, 1)
        ],
    )
    seat_everybody(ids, dana, ash, now)
    for client in ids:
        add_work(client, goals, tasks, dana, now)
    give_passwords()
    db.session.commit()


def store(model: type[Model], rows: Rows) -> None:
    """Insert the rows into the model's table."""
    if rows:
        db.session.execute(insert(model), rows)


def client_row(number: int, goals: int, tasks: int, now: datetime) -> Columns:
    """Return the columns of a client that holds so many goals and tasks in total."""
    return {
        "slug": f"client-{number:03d}",
        "name": f"Client {number:03d} Ltd",
        "time_zone": "America/New_York",
        "colour": number % 4 + 1,
        "vision": "A business that runs on a Tuesday without me.",
        "vision_on": now.date(),
        "health": ("steady", "steady", "watch", "step_in")[number % 4],
        "health_reason": "One goal is a week late." if number % 4 > 1 else "",
        "created_at": now - timedelta(days=90),
        "goal_count": goals,
        "task_count": tasks,
        "seat_count": 4,
        "health_of_reason": ("steady", "steady", "watch", "step_in")[number % 4],
        "version": 1,
    }


def bulk_people(clients: int) -> Iterator[tuple[str, str, str]]:
    """Yield role, name and address of each client's CEO, then of Rosa."""
    for number in range(1, clients + 1):
        if number <= len(NAMED_PEOPLE):
            yield NAMED_PEOPLE[number - 1]
        else:
            yield "ceo", f"Chief {number:03d}", f"ceo-{number:03d}@client.example"
    yield ROSA


def person_row(_role: str, name: str, email: str, now: datetime) -> Columns:
    """Return the columns of a person; their role is a matter of the seat, so it is not stored here."""
    return {
        "name": name,
        "email": email,
        "time_zone": "America/New_York",
        "theme": "auto",
        "created_at": now,
        "version": 1,
    }


def seat_everybody(ids: list[int], dana: Person, ash: Person, now: datetime) -> None:
    """Give Dana and the CEO access to each client, Ash to every third, and Rosa to the first."""
    by_email = {person.email: person.id for person in db.session.scalars(select(Person))}
    rows: Rows = []
    for place, client in enumerate(ids):
        ceo = list(bulk_people(len(ids)))[place]
        seated = [(dana.id, Role.COO), (by_email[ceo[2]], Role.CEO)]
        seated += [(ash.id, Role.COO)] if place % 3 == 2 else []
        seated += [(by_email[ROSA[2]], Role.TEAM)] if place == 0 else []
        rows += [
            {"client_id": client, "number": number, "person_id": person, "role": str(role), "created_at": now}
            for number, (person, role) in enumerate(seated, start=1)
        ]
    store(Seat, rows)


def add_work(client: int, goals: int, tasks: int, dana: Person, now: datetime) -> None:
    """Add a client's goals and tasks, and a history event for each task added."""
    seats = list(db.session.scalars(select(Seat.id).where(Seat.client_id == client).order_by(Seat.number)))
    spans = list(db.session.scalars(select(Span.id).where(Span.client_id == client).order_by(Span.number)))
    common = {
        "client_id": client,
        "created_by_id": dana.id,
        "version": 1,
        "created_at": now - timedelta(days=60),
    }
    today = now.date()
    store(Goal, [common | goal_row(number, spans, seats, today, now) for number in range(1, goals + 1)])
    ids = list(db.session.scalars(select(Goal.id).where(Goal.client_id == client).order_by(Goal.number)))
    store(
        Task,
        [
            common | task_row(place * tasks + k, goal, seats, today, now)
            for place, goal in enumerate(ids)
            for k in range(1, tasks + 1)
        ],
    )
    lines = db.session.execute(select(Task.id, Task.goal_id, Task.title).where(Task.client_id == client))
    store(
        Event,
        [
            {
                "client_id": client,
                "action": "task_added",
                "task_id": task,
                "goal_id": goal,
                "actor_id": dana.id,
                "actor_name": dana.name,
                "details": {"title": title},
                "happened_at": now - timedelta(days=30),
            }
            for task, goal, title in lines
        ],
    )


def phrase(number: int, *steps: int) -> str:
    """Return one of `VOCABULARY` for each step: the same phrase for the same number."""
    return " ".join(VOCABULARY[number * step % len(VOCABULARY)] for step in steps)


def work_row(number: int, seats: list[int], now: datetime) -> Columns:
    """Return the columns goals and tasks share. Every row has every key: one statement inserts them all."""
    status = TASK_STATUSES[number % len(TASK_STATUSES)]
    return {
        "number": number,
        "position": number,
        "status": status,
        "owner_seat_id": seats[number % len(seats)],
        "waiting_seat_id": seats[1] if status == "waiting" else None,
        "owner_name": "",
        "waiting_name": "",
        "status_reason": "A week later than agreed." if status == "watch" else "",
        "waiting_since": now - timedelta(days=number % 9) if status == "waiting" else None,
        "done_at": now - timedelta(days=number % 56) if status == "done" else None,
        "last_activity_at": now - timedelta(days=number % 20),
    }


def goal_row(number: int, spans: list[int], seats: list[int], today: date, now: datetime) -> Columns:
    """Return the columns of an agreed goal. Its date, quarter, span and owner follow from its number."""
    done_by = today + timedelta(days=7 + number * 3)
    return work_row(number, seats, now) | {
        "title": f"Goal {number:02d} {phrase(number, 1, 7)}",
        "why": "So the week has an end.",
        "span_id": spans[number % 5],
        "quarter": quarter_of(done_by),
        "target_date": done_by,
        "original_target_date": done_by,
        "approval_state": "agreed",
        "agreed_at": now - timedelta(days=45),
        "metric": "",
        "metric_unit": "",
    }


def task_row(number: int, goal: int, seats: list[int], today: date, now: datetime) -> Columns:
    """Return the columns of a task that everyone with access sees, due from 10 days ago to 49 days ahead."""
    due = today + timedelta(days=number % 60 - 10)
    return work_row(number, seats, now) | {
        "title": f"{phrase(number, 1, 5, 11)} {'vendor' if number % 50 == 0 else 'step'} {number}".capitalize(),
        "goal_id": goal,
        "details": "",
        "kind": TASK_KINDS[number % 3],
        "due": due,
        "original_due": due,
        "added_to_goal_at": now - timedelta(days=30 if number % 9 == 0 else 60),
        "visibility": "all",
        "step_count": 0,
        "comment_count": 0,
    }
