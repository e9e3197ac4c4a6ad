"""Stored times: since when a person is asked, and which tasks joined a goal after it was agreed."""

from datetime import UTC, datetime

import pytest
import time_machine

from tests.world import a_goal, a_task, seat_of, set_columns
from tracker.foundation.database import db
from tracker.roadmap.models import Task
from tracker.roadmap.models.statuses import Status
from tracker.roadmap.presentation.queries import progress_of

HOME = "/clients/fornello-pizza"
TUESDAY = datetime(2026, 11, 24, 15, tzinfo=UTC)


@pytest.fixture
def asked(cast):
    """A task that has waited on Rosa since Tuesday."""
    with time_machine.travel(TUESDAY):
        task = a_task(cast.fornello, cast.dana, "Lease or buy")
        task.set_status(Status.WAITING, by=cast.dana, waiting_on=seat_of(cast.rosa, cast.fornello))
        db.session.commit()
    return task


def test_a_newly_asked_person_is_asked_since_now(friday, cast, asked, dana, marco):
    change = dana.post(f"{HOME}/tasks/1/status", status="waiting", waiting_on="Marco Bellini").changed
    assert "Asked today." in marco.get(f"{HOME}/letter").words("#task-1-ask")
    dana.post(f"{HOME}/undo/{change}")
    assert asked.waiting_since.date() == TUESDAY.date()


def test_asked_again_of_the_same_person_nothing_changes(friday, cast, asked):
    asked.set_waiting_on(seat_of(cast.rosa, cast.fornello), by=cast.dana)
    db.session.commit()
    assert asked.waiting_since.date() == TUESDAY.date()


def test_a_handover_restarts_the_waiting_time(friday, cast, asked, dana, marco):
    number = seat_of(cast.rosa, cast.fornello).number
    dana.post(f"{HOME}/people/{number}/hand-over", owner="Marco Bellini")
    assert "Asked today." in marco.get(f"{HOME}/letter").words("#task-1-ask")


@pytest.fixture
def agreed(cast):
    with time_machine.travel(datetime(2026, 11, 18, 15, tzinfo=UTC)):
        goal = a_goal(cast.fornello, cast.dana, "Ladder")
        for title in ("One", "Two", "Three", "Four"):
            a_task(cast.fornello, cast.dana, title, goal=goal)
    set_columns(goal, agreed_at=datetime(2026, 11, 18, 16, tzinfo=UTC))
    return goal


def test_to_the_inbox_and_back_adds_no_scope(friday, cast, agreed):
    a_task(cast.fornello, cast.dana, "Loose")
    tasks = db.session.scalars(db.select(Task).order_by(Task.number)).all()
    one, two, three = tasks[:3]
    one.move_to_goal(None, by=cast.dana)
    one.move_to_goal(agreed, by=cast.dana)
    for task in (two, three):
        task.move_to_goal(None, by=cast.dana)
    Task.move_all_to_goal([two, three], agreed, by=cast.dana)
    db.session.commit()
    assert progress_of(agreed, seat_of(cast.dana, cast.fornello)).growth_note == ""
    tasks[4].move_to_goal(agreed, by=cast.dana)
    db.session.commit()
    assert progress_of(agreed, seat_of(cast.dana, cast.fornello)).growth_note == "1 added since agreed"
