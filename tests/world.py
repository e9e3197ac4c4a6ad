"""The cast of the tests, and small builders. Dana is COO of Fornello and of Okafor; Ash of Juniper only.

Fornello: Marco (CEO), Rosa (team), Vera (viewer). Okafor: Adaeze (CEO), the outsider in every Fornello test.
"""

from dataclasses import dataclass, fields
from datetime import date, datetime

from sqlalchemy import select, update

from tracker.accounts.models import AccountProof, Person, Practice
from tracker.accounts.passwords import hash_password
from tracker.clients.create import create_client
from tracker.clients.models import Client, Role, Seat
from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.history.models import Event
from tracker.roadmap.models import Comment, Goal, Step, Task

PASSWORD = "three quiet herons"


@dataclass
class Cast:
    dana: Person
    ash: Person
    marco: Person
    rosa: Person
    vera: Person
    adaeze: Person
    fornello: Client
    okafor: Client
    juniper: Client


def create_cast() -> Cast:
    """Create the practice, its clients and everybody's access; commit."""
    db.session.add(Practice(name="Whitlock Operations"))
    dana = a_person("Dana Whitlock", "dana@whitlock.example", staff_role="owner")
    ash = a_person("Ash Moreno", "ash@whitlock.example", staff_role="coo")
    fornello = create_client("Fornello Pizza", "fornello-pizza", "America/New_York", coo=dana, by=dana)
    okafor = create_client(
        "Okafor Immigration Law", "okafor-immigration-law", "America/Chicago", coo=dana, by=dana
    )
    juniper = create_client("Juniper Catering", "juniper-catering", "Europe/London", coo=ash, by=dana)
    people = {
        "marco": (fornello, Role.CEO, "Marco Bellini", "marco@fornello.example"),
        "rosa": (fornello, Role.TEAM, "Rosa Delgado", "rosa@fornello.example"),
        "vera": (fornello, Role.VIEWER, "Vera Lindqvist", "vera@fornello.example"),
        "adaeze": (okafor, Role.CEO, "Adaeze Okafor", "adaeze@okafor.example"),
    }
    made = {}
    for who, (client, role, name, email) in people.items():
        made[who] = a_person(name, email)
        Seat.give(client, made[who], role, by=dana)
    db.session.commit()
    return Cast(dana=dana, ash=ash, fornello=fornello, okafor=okafor, juniper=juniper, **made)


class CastRecord:
    """The rows of the cast, written by the product once a run, then copied for each test and moved to its time."""

    def __init__(self):
        self.rows = []

    def cast(self) -> Cast:
        """The cast as `create_cast` makes it."""
        if self.rows:
            return self.copied()
        cast = create_cast()
        self.moment = clock.now()
        self.keys = {
            who.name: (type(getattr(cast, who.name)), getattr(cast, who.name).id) for who in fields(Cast)
        }
        every = (
            (table, db.session.execute(select(table)).mappings().all()) for table in db.metadata.sorted_tables
        )
        self.rows = [(table, [dict(row) for row in rows]) for table, rows in every if rows]
        return cast

    def copied(self):
        """The rows again, with their keys: PostgreSQL's sequences are past them and are never set back."""
        later = clock.now() - self.moment
        for table, rows in self.rows:
            moved = [{name: moved_by(value, later) for name, value in row.items()} for row in rows]
            db.session.execute(table.insert(), moved)
        db.session.commit()
        return Cast(**{name: db.session.get_one(*key) for name, key in self.keys.items()})


def moved_by(value, later):
    """A moment, as much later; anything else as it is."""
    return value + later if isinstance(value, datetime) else value


def a_person(name, email, staff_role=None, password=PASSWORD, zone="America/New_York"):
    person = Person.create(email, name, time_zone=zone, staff_role=staff_role)
    person.password_hash = hash_password(password) if password else None
    if password:
        db.session.add(AccountProof(person_id=person.id, how="owner"))  # their first link came from the owner
    return person


def a_goal(client, by, title="Second oven decided", **fields):
    goal = Goal.add(client, title, by=by, **fields)
    db.session.commit()
    return goal


def a_task(client, by, title="Write the closing checklist", goal=None, **fields):
    task = Task.add(client, title, by=by, goal=goal, **fields)
    db.session.commit()
    return task


def a_step(task, by, title="Shadow Rosa on a Thursday close"):
    step = Step.add(task, title, by=by)
    db.session.commit()
    return step


def a_comment(task, by, body="31 steps, which is too many."):
    comment = Comment.add(task, body, by=by)
    db.session.commit()
    return comment


def seat_of(person, client):
    return db.session.scalars(
        db.select(Seat).where(Seat.person_id == person.id, Seat.client_id == client.id, Seat.live())
    ).one()


def titled(model, title):
    """The one record of this model with this title, read again from the database."""
    db.session.expire_all()
    return db.session.scalars(select(model).where(model.title == title)).one()


def stored(model):
    """The number of its rows, as they are in the database."""
    db.session.rollback()
    return db.session.query(model).count()


def recorded_actions():
    """The actions of all events, oldest first."""
    return list(db.session.scalars(select(Event.action).order_by(Event.id)))


def set_columns(record, **values):
    """Set columns directly, for a past that no method creates, such as an old date."""
    db.session.execute(update(type(record)).where(type(record).id == record.id).values(**values))
    db.session.commit()
    db.session.refresh(record)


A_DAY = date(2026, 12, 4)
