"""A client's revision is another one after every change of its work and people, however it is written."""

import pytest
from sqlalchemy import Table, delete, insert, text, update
from sqlalchemy.sql import visitors

from tests.world import a_goal, a_task, seat_of
from tracker.accounts.models import Person
from tracker.clients.models import Seat
from tracker.foundation.database import db
from tracker.history.models import Event
from tracker.portfolio.client_counts import counts
from tracker.portfolio.client_revisions import WATCHED, revisions_of
from tracker.roadmap.models import Goal, Task

WATCHED_COLUMNS = [
    (name, column.name)
    for name in WATCHED
    for column in db.metadata.tables[name].columns
    if not column.primary_key
]


def revisions(person):
    """The revisions of the clients of a person, by the clients' ids, as another transaction reads them."""
    db.session.commit()
    return {each.client_id: (each.number, each.people) for each in revisions_of(person.id)}


@pytest.fixture
def work(cast):
    goal = a_goal(cast.fornello, cast.dana)
    task = a_task(cast.fornello, cast.dana, goal=goal)
    db.session.commit()
    return {"goal": goal.id, "task": task.id, "seat": seat_of(cast.marco, cast.fornello).id}


def test_figures_are_counted_from_what_is_watched_only(app):
    """Of events, only those about a trashed task are read, and nothing in the trash is counted."""
    read = {}
    for each in visitors.iterate(counts(1)):
        names = getattr(getattr(each, "table", None), "element", getattr(each, "table", None))
        if isinstance(names, Table) and hasattr(each, "key"):
            read.setdefault(names.name, set()).add(each.key)
    assert read.keys() - {*WATCHED} == {"client", "event", "person"}
    assert read["person"] == {"id", "name"}
    assert read["client"] == {"id", "time_zone"}


@pytest.mark.parametrize("table, column", WATCHED_COLUMNS)
def test_every_column_is_watched(cast, work, table, column):
    before, model = revisions(cast.dana), db.metadata.tables[table]
    db.session.execute(update(model).where(model.c.id == work[table]).values({column: model.c[column]}), {})
    after = revisions(cast.dana)
    assert after[cast.fornello.id] != before[cast.fornello.id]
    assert after[cast.okafor.id] == before[cast.okafor.id], "no other client's"


def test_new_and_deleted_rows_are_watched(cast, work):
    seen = [revisions(cast.dana)[cast.fornello.id]]
    copied = dict(db.session.execute(db.metadata.tables["task"].select()).mappings().one())
    for key in ("id", "number"):
        copied[key] += 1_000
    db.session.execute(insert(Task.__table__).values(copied))
    seen.append(revisions(cast.dana)[cast.fornello.id])
    db.session.execute(delete(Task).where(Task.id == copied["id"]))
    seen.append(revisions(cast.dana)[cast.fornello.id])
    assert len(set(seen)) == 3


def test_a_row_that_moves_changes_both_clients(cast, work):
    db.session.execute(delete(Event).where(Event.task_id == work["task"]))
    before = revisions(cast.dana)
    moved = update(Task).where(Task.id == work["task"])
    db.session.execute(moved.values(client_id=cast.okafor.id, goal_id=None, number=900))
    after = revisions(cast.dana)
    assert all(after[client.id] != before[client.id] for client in (cast.fornello, cast.okafor))


def test_a_name_changes_all(cast, work):
    before = revisions(cast.dana)
    db.session.execute(update(Person).where(Person.id == cast.marco.id).values(name="Mario Ricci"))
    after = revisions(cast.dana)
    assert all(after[key] != before[key] for key in before)


def test_a_change_that_is_rolled_back_leaves_no_number_behind(cast, work):
    before = revisions(cast.dana)[cast.fornello.id]
    db.session.execute(update(Goal).where(Goal.id == work["goal"]).values(title="Another"))
    within = {each.client_id: each.number for each in revisions_of(cast.dana.id)}[cast.fornello.id]
    db.session.rollback()
    assert revisions(cast.dana)[cast.fornello.id] == before
    assert within != before[0]
    if db.engine.dialect.name == "postgresql":
        assert within is None, "a transaction that has written keeps no figures"


def test_two_writers_of_a_client_do_not_wait_for_each_other(cast, work):
    """On PostgreSQL the number is replaced at the end: until then another transaction may change another row."""
    if db.engine.dialect.name != "postgresql":
        pytest.skip("SQLite has one writer at a time")
    before = revisions(cast.dana)[cast.fornello.id]
    title = text("UPDATE goal SET title = 'One' WHERE id = :id")
    with db.engine.connect() as one, db.engine.connect() as other:
        for each in (one, other):
            each.execute(text("SET lock_timeout = '2s'"))
        one.execute(title, {"id": work["goal"]})
        other.execute(text("UPDATE task SET title = 'Two' WHERE id = :id"), {"id": work["task"]})
        other.commit()
        between = revisions(cast.dana)[cast.fornello.id]
        one.commit()
    assert len({before, between, revisions(cast.dana)[cast.fornello.id]}) == 3


def test_a_seat_that_is_given_changes_the_client(cast):
    before = revisions(cast.dana)[cast.fornello.id]
    Seat.give(cast.fornello, cast.ash, "viewer", by=cast.dana)
    assert revisions(cast.dana)[cast.fornello.id] != before
