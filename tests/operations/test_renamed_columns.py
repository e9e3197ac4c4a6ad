"""The migration that renames columns keeps data, and earlier changes can still be undone."""

import io
import json

import pytest
from sqlalchemy import text

from tests import world
from tests.imports.files import a_board, a_card
from tests.visitor import Browser, Visitor
from tracker.accounts.models import Person
from tracker.clients.models import Client
from tracker.foundation.database import db, writing
from tracker.ops import migrations
from tracker.roadmap.models import Goal, Task, TaskDependency
from tracker.roadmap.models.statuses import Status

BEFORE = "20261128_required_actor"
HOME = "/clients/fornello-pizza"
NOT_RESTORED = {"last_activity_at", "version", "position", "agreed_at", "promised_date"}

CHANGES = [
    ("goals/1/life", {"life": "draft"}, "goal_put_back", ["life", "agreed_at", "talk_at", "said"]),
    ("goals/2", {"measure": "Weeks", "measure_to": "2"}, "goal_measure_changed", ["measure", "measure_to"]),
    ("goals/2", {"done_by": "2031-12-04"}, "goal_date_changed", ["first"]),
    ("goals/2/measure-now", {"measure_now": "3"}, "goal_measure_now_changed", "measure_now"),
    ("goals/2/status", {"status": "watch", "why": "Snow."}, "goal_status_changed", None),
    ("goals/2/status", {"status": "watch", "why": "Ice."}, "goal_why_changed", "why_watch"),
    ("tasks/1/goal", {"goal": ""}, "task_goal_changed", ["goal", "behind", "joined_at"]),
    ("tasks/2/waits", {"other": "3"}, "task_wait_added", ["other"]),
    ("settings/business", {"zone": "Europe/Rome"}, "client_zone_changed", "zone"),
]
"""An address, its form, the action as it was called, and what its event kept: the names, or the name of a field."""


@pytest.fixture
def dana(unmigrated_app):
    """The COO of a client with two goals and three tasks, in a migrated database."""
    unmigrated_app.test_client_class = Browser
    migrations.migrate(unmigrated_app)
    before = writing.set(False)  # a test that reads must not hold the lock its visitors need
    with unmigrated_app.app_context():
        cast = world.create_cast()
        first = world.a_goal(cast.fornello, cast.dana, "Trained")
        second = world.a_goal(cast.fornello, cast.dana, "Second oven")
        for name, goal in (("One", first), ("Two", second), ("Three", second)):
            world.a_task(cast.fornello, cast.dana, name, goal=goal)
        db.session.commit()
        yield Visitor(unmigrated_app, cast.dana)
        db.session.remove()
    writing.reset(before)


def restorable_rows():
    """Return what undo restores, by table and number."""
    db.session.expire_all()
    return {
        (model.__name__, row.id): {
            column.name: getattr(row, column.name)
            for column in row.__table__.columns
            if column.name not in NOT_RESTORED
            and not column.name.endswith(("_html", "_rendering_key", "_count"))
        }
        for model in (Client, Goal, Task, TaskDependency)
        for row in db.session.scalars(db.select(model))
        if getattr(row, "trashed_at", None) is None
    }


def newest_json(query):
    """Return the JSON in the first column of the newest row."""
    with db.engine.connect() as connection:
        found = connection.execute(text(f"{query} ORDER BY id DESC")).scalar()
    return json.loads(found) if isinstance(found, str) else found


def migrate(app, to):
    db.session.remove()
    db.engine.dispose()
    migrations.migrate(app, to=to)


def test_an_earlier_change_can_be_undone_after_the_migration(dana, unmigrated_app):
    start, made = restorable_rows(), []
    for path, form, _, _ in CHANGES:
        made.append(dana.post(f"{HOME}/{path}", **form).changed)
    changed = restorable_rows()
    assert all(made) and changed != start
    migrate(unmigrated_app, BEFORE)
    for _, _, action, kept in CHANGES:
        before = newest_json(f"SELECT details FROM event WHERE action = '{action}'")["before"]
        assert kept is None or (
            before["field"] == kept if isinstance(kept, str) else sorted(before) == sorted(kept)
        )
    migrate(unmigrated_app, "head")
    assert restorable_rows() == changed
    for change in reversed(made):
        dana.post(f"{HOME}/undo/{change}")
    assert restorable_rows() == start


def test_an_earlier_import_can_be_undone_after_the_migration(dana, unmigrated_app):
    def import_card(card):
        at = dana.post(f"{HOME}/import", file=(io.BytesIO(a_board(card)), "board.json")).location
        dana.post(f"{at}/apply")

    import_card(a_card(name="Flour"))
    task = db.session.query(Task).filter_by(title="Flour").one()
    task.set_status(Status.WATCH, db.session.query(Person).first(), why="Late.")
    db.session.commit()
    start = restorable_rows()
    import_card(a_card(name="Rye", due="2026-12-04T10:00:00.000Z"))
    assert restorable_rows() != start
    migrate(unmigrated_app, BEFORE)
    result = newest_json("SELECT counts FROM import_run")
    assert result["life"] and sorted(result["before"]["task"][0]) == ["due", "first_due", "row", "title"]
    migrate(unmigrated_app, "head")
    dana.post(f"{HOME}/undo/{result['change']}")
    assert restorable_rows() == start


def test_rows_keep_their_data_up_and_down(dana, unmigrated_app):
    task, other = db.session.query(Task).order_by(Task.id).limit(2)
    TaskDependency.add(task, other, db.session.query(Person).first())
    db.session.commit()
    pairs = [
        ("task_dependency", "wait", "blocker_id", "before_id"),
        ("task", "task", "original_due", "first_due"),
        ("goal", "goal", "approval_state", "life"),
        ("person", "person", "public_id", "pid"),
        ("client", "client", "time_zone", "zone"),
        ("event", "event", "change_set_id", "change"),
        ("task", "task", "added_to_goal_at", "joined_at"),
    ]

    def column(table, name):
        with db.engine.connect() as connection:
            return connection.execute(text(f"SELECT id, {name} FROM {table} ORDER BY id")).all()

    now = [column(table, name) for table, _, name, _ in pairs]
    migrate(unmigrated_app, BEFORE)
    assert [column(table, name) for _, table, _, name in pairs] == now
    migrate(unmigrated_app, "head")
    assert [column(table, name) for table, _, name, _ in pairs] == now and all(now)
