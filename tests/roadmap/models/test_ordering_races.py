"""Another move is saved while ours waits for the lock: the answer says so, and no task loses its place."""

import pytest

from tests.roadmap.people import HOME
from tests.world import a_goal, a_task
from tracker.clients.models import Client
from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.roadmap.models import Task, ordering
from tracker.roadmap.models import task as task_model


@pytest.fixture
def two(cast):
    """Two goals; the first has two tasks."""
    goals = [a_goal(cast.fornello, cast.dana, title) for title in ("Second oven", "Saturdays off")]
    for title in ("One", "Two"):
        a_task(cast.fornello, cast.dana, title, goal=goals[0])
    return goals


@pytest.fixture
def meanwhile(monkeypatch):
    """Run a statement as another transaction just before ours takes the lock."""

    def let(statement):
        table, values = db.metadata.tables[statement[0]], statement[1]

        def other(*_args, **_named):
            monkeypatch.undo()
            db.session.execute(table.update().where(table.c.number == 1).values(values))
            return 9

        for room in (ordering, task_model):
            monkeypatch.setattr(room, "lock_order", other)
        monkeypatch.setattr(Client, "next_number", other)

    return let


@pytest.mark.parametrize("values", [{"goal_id": None}, {"trashed_at": clock.now()}])
@pytest.mark.parametrize("direction", ["up", "down"])
def test_a_move_past_a_task_that_was_moved_elsewhere(two, dana, meanwhile, direction, values):
    meanwhile(("task", values))
    assert (
        "Someone else moved that row in the meantime."
        in dana.swap(f"{HOME}/tasks/1/move", 422, direction=direction).text
    )


@pytest.mark.parametrize(
    "path, form",
    [("/tasks/2/place", {"goal": "1", "after": ""}), ("/tasks/2/goal", {"goal": "1"}),
     ("/tasks/many", {"task": "2", "do": "goal", "goal": "1"}), ("/tasks", {"title": "Three", "goal": "1"})],
)  # fmt: skip
def test_nothing_joins_a_goal_trashed_meanwhile(two, dana, meanwhile, path, form):
    dana.swap(f"{HOME}/tasks/2/goal", goal="2")
    meanwhile(("goal", {"trashed_at": clock.now()}))
    answer = dana.swap(f"{HOME}{path}", 422, **form)
    assert "“Second oven” is in the trash by now." in answer.text
    assert db.session.query(Task).filter_by(goal_id=two[0].id).count() == 1
