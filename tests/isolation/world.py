"""The two marked clients, ten people, and what each of them may know."""

from dataclasses import dataclass, field

from sqlalchemy import insert, select, text, update

from tests.isolation import fixtures
from tests.isolation.fixtures import NUMBERS, PRACTICE_TABLES, plant_row, token_for
from tracker.accounts.models import Person, Practice, ResetLink
from tracker.clients.models import Client, Role, Seat
from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.history.models import PracticeEvent
from tracker.imports.models.run import SENTENCES

TAGS = ("A", "B")
ROLES = {"coo": Role.COO, "ceo": Role.CEO, "team": Role.TEAM, "viewer": Role.VIEWER}


@dataclass
class Actor:
    """A person who sends requests, with their client and role."""

    name: str
    token: str = ""
    tag: str = ""
    role: str = ""
    csrf: str = ""

    def role_at(self, tag):
        """OWN, COO, CEO, TEAM or VIEW at their own client; everywhere else OUT."""
        if self.name == "owner":
            return "OWN"
        return (
            {"viewer": "VIEW"}.get(self.role, self.role.upper()) if self.role and tag == self.tag else "OUT"
        )


@dataclass
class World:
    actors: dict = field(default_factory=dict)
    ids: dict = field(default_factory=dict)
    rows: dict = field(default_factory=dict)
    public_ids: dict = field(default_factory=dict)
    people: dict = field(default_factory=dict)

    def rows_now(self, table):
        found = [dict(row._mapping) for row in db.session.execute(select(table).order_by(*table.primary_key))]
        db.session.rollback()
        return found

    def restore(self):
        """Restore every table to the state it was created in."""
        if db.engine.dialect.name == "sqlite":
            db.session.execute(text("PRAGMA defer_foreign_keys=ON"))
        tables = db.metadata.sorted_tables
        for table in reversed(tables):
            db.session.execute(table.delete())
        for table in tables:
            if self.rows[table.name]:
                db.session.execute(insert(table), self.rows[table.name])
        db.session.commit()


def tell():
    """Create both clients and give everybody access."""
    world = World()
    db.session.add(Practice(name="CANARY-P practice"))
    owner = fixtures.person("P", "owner", staff_role="owner")
    world.actors["anon"] = Actor("anon")
    world.actors["owner"] = Actor("owner", token_for(owner))
    for tag in TAGS:
        plant_client(world, tag)
    db.session.add(PracticeEvent(action="client_added", details={"client": "CANARY-P"}, actor_id=owner.id))
    db.session.commit()
    world.rows = {table.name: world.rows_now(table) for table in db.metadata.sorted_tables}
    return world


def plant_client(world, tag):
    coo = fixtures.person(tag, "coo", staff_role="coo")
    ids = world.ids[tag] = {"person": coo.id}
    client = db.metadata.tables["client"]
    ids["client"] = plant_row(
        client, tag, ids, slug=f"canary-{tag.lower()}", idempotency_key=None, seat_count=100
    )
    db.session.flush()
    for offset, (role, seat_role) in enumerate(ROLES.items(), start=1):
        somebody = coo if role == "coo" else fixtures.person(tag, role)
        ids[role] = somebody.id
        ids[f"{role} seat"] = plant_seat(world, tag, somebody, seat_role, NUMBERS[tag] + offset).id
        world.people[f"{role}_{tag.lower()}"] = somebody.public_id
        world.actors[f"{role}_{tag.lower()}"] = Actor(f"{role}_{tag.lower()}", token_for(somebody), tag, role)
    plant_ex_people(world, tag)
    for table in db.metadata.sorted_tables:
        if table.name not in PRACTICE_TABLES:
            plant_tables(world, table, tag)
    world.public_ids[tag] = {
        "invitation": db.session.scalar(
            select(db.metadata.tables["invitation"].c.public_id).where(
                db.metadata.tables["invitation"].c.client_id == ids["client"]
            )
        ),
    }
    ResetLink.make(db.session.get(Person, coo.id))


def plant_tables(world, table, tag):
    """One marked row a table; for goals and tasks also the ones that not everybody may read."""
    ids = world.ids[tag]
    if table.name == "seat":
        ids["seat"] = db.session.scalars(
            select(Seat.id).where(Seat.client_id == ids["client"], Seat.role == Role.COO)
        ).one()
        return
    extra = {"client_id": ids["client"]}
    if table.name in ("goal", "task"):
        plant_hidden(table, tag, ids, extra)
    if table.name in ("goal", "task", "step", "comment"):
        plant_row(table, tag, ids, **extra, number=NUMBERS[tag] + 4, trashed_at=clock.now())
    if table.name == "step":
        for kind in ("draft", "leads"):
            plant_row(
                table, tag, ids, **extra, task_id=ids[f"{kind} task"], title=f"{kind.upper()}-{tag} step"
            )
    if table.name == "import_run":  # the COO's, not yet brought in, perhaps as drafts; and the CEO's own
        plant_row(table, tag, ids, **extra, number=NUMBERS[tag] + 1, created_by_id=ids["coo"])
        told = {kind: [f"DRAFT-{tag} words of the file"] for kind in SENTENCES}
        done = {
            "state": "applied",
            "applied_at": clock.now(),
            "result": {"approval_state": "proposed"},
            "file_hash": tag * 64,
        }
        plant_row(
            table, tag, ids, **extra, **done, messages=told, number=NUMBERS[tag] + 2, created_by_id=ids["coo"]
        )
        extra |= {"created_by_id": ids["ceo"]}
    if table.name == "event":
        plant_change(table, tag, ids, extra)
    if table.name == "invitation":
        extra |= {
            "email": f"guest@{tag.lower()}.example",
            "token_hash": f"{tag}" * 64,
            "public_id": f"invite-{tag.lower()}-0001",
        }
    if table.name == "span":
        for number in range(1, 5):
            plant_row(table, tag, ids, **extra, number=number)
    if table.name == "task_dependency":  # for what not everybody may read
        plant_row(table, tag, ids, **extra, blocker_id=ids["draft task"])
        extra |= {"blocker_id": ids["leads task"]}
    ids[table.name] = plant_row(table, tag, ids, **extra)


def plant_change(table, tag, ids, extra):
    """A change that can be undone: of a title."""
    words = f"CANARY-{tag}-event-title"
    details = {"previous": words, "current": words, "before": {"field": "title", "value": words}}
    title = {
        "action": "task_title_changed",
        "details": details,
        "task_id": ids["task"],
        "goal_id": ids["goal"],
    }
    plant_row(table, tag, ids, **extra, **title, change_set_id=f"undo-at-{tag.lower()}-a")
    for kind, goal, task in ("draft", ids["draft"], None), ("leads", None, ids["leads task"]):
        words = f"{kind.upper()}-{tag} event"
        details = {"previous": words, "current": words, "before": {"field": "title", "value": words}}
        details |= {"draft": True} if kind == "draft" else {}
        about = {"action": f"{'task' if task else 'goal'}_title_changed", "task_id": task, "goal_id": goal}
        plant_row(
            table,
            tag,
            ids,
            **extra,
            **about,
            details=details,
            change_set_id=f"undo-{kind}-{tag.lower()}-a",
        )


def plant_hidden(table, tag, ids, extra):
    """A draft goal with a task, and a task for CEO and COO only."""
    number = NUMBERS[tag] + 1
    if table.name == "goal":
        ids["draft"] = plant_row(
            table,
            tag,
            ids,
            **extra,
            number=number,
            title=f"DRAFT-{tag} goal",
            approval_state="draft",
            owner_seat_id=ids["team seat"],
        )
        return
    hidden = {**extra, "number": number, "goal_id": ids["draft"], "title": f"DRAFT-{tag} task"}
    hidden |= {"owner_name": f"DRAFT-{tag} outsider"}
    ids["draft task"] = plant_row(table, tag, ids, **hidden)
    leads = {**extra, "number": number + 1, "title": f"LEADS-{tag} task", "visibility": "leads",
             "owner_name": f"LEADS-{tag} outsider"}  # fmt: skip
    ids["leads task"] = plant_row(table, tag, ids, **leads)
    plant_row(table, tag, ids, **extra, number=number + 2, goal_id=None)  # in the inbox


def plant_seat(world, tag, somebody, role, number):
    seat = Seat(client_id=world.ids[tag]["client"], person_id=somebody.id, role=role, number=number)
    db.session.add(seat)
    db.session.flush()
    return seat


def plant_ex_people(world, tag):
    """A deactivated person and one whose access ended; both still have a session row."""
    if tag != "A":
        return
    ex = fixtures.person(tag, "ex", name="An ex person", deactivated_at=clock.now())
    plant_seat(world, tag, ex, Role.CEO, 91)
    left = fixtures.person(tag, "left", name="A person who left")
    seat = plant_seat(world, tag, left, Role.CEO, 92)
    db.session.execute(update(Seat).where(Seat.id == seat.id).values(ended_at=clock.now()))
    world.actors["ex_a"] = Actor("ex_a", token_for(ex))
    world.actors["left_a"] = Actor("left_a", token_for(left))
    assert db.session.get(Client, world.ids[tag]["client"])
