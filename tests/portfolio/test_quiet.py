"""A goal has gone quiet when nobody touched it, nor a task under it."""

from datetime import timedelta

from tests.world import a_goal, a_task, set_columns
from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.roadmap.models.statuses import Status


def test_work_on_its_tasks_is_heard(cast, dana):
    goal = a_goal(cast.fornello, cast.dana, "Oven")
    goal.set_status(Status.ON_TRACK, by=cast.dana)
    task = a_task(cast.fornello, cast.dana, goal=goal)
    db.session.commit()
    long_ago = clock.now() - timedelta(days=15)
    set_columns(goal, last_activity_at=long_ago)
    assert "gone quiet" not in dana.get("/").words("#client-fornello-pizza")
    set_columns(task, last_activity_at=long_ago)
    assert "“Oven” has gone quiet." in dana.get("/").words("#client-fornello-pizza")
