"""Figures are kept by seat: they are counted anew after a change, on another day, and when a goal goes quiet."""

from datetime import timedelta

import pytest
import time_machine

from tests.world import a_goal, a_task, seat_of, set_columns
from tracker.clients.models import Role, Seat
from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.portfolio import kept_counts
from tracker.roadmap.models.statuses import Status


@pytest.fixture
def counted(monkeypatch):
    """The clients whose figures are counted, a list for each time."""
    seen, count = [], kept_counts.count_clients

    def counting(zones, values, client_ids):
        seen.append(list(client_ids))
        return count(zones, values, client_ids)

    monkeypatch.setattr(kept_counts, "count_clients", counting)
    return seen


def test_only_a_changed_client_is_counted(cast, dana, counted):
    task = a_task(cast.fornello, cast.dana)
    db.session.commit()
    dana.get("/")
    assert cast.fornello.id in counted.pop()
    dana.get("/")
    assert counted == []
    task.set_status(Status.DONE, by=cast.dana)
    db.session.commit()
    dana.get("/")
    assert counted == [[cast.fornello.id]]


def test_another_role_is_counted_anew(cast, dana, ash, counted):
    Seat.give(cast.fornello, cast.ash, Role.COO, by=cast.dana)
    db.session.commit()
    ash.get("/")
    counted.clear()
    set_columns(seat_of(cast.ash, cast.fornello), role=Role.TEAM)
    ash.get("/")
    assert counted == [[cast.fornello.id]]


def test_each_reader_has_their_own(cast, dana, ash, counted):
    Seat.give(cast.fornello, cast.ash, Role.COO, by=cast.dana)
    a_task(cast.fornello, cast.dana, owner=seat_of(cast.dana, cast.fornello), due=clock.today(cast.fornello))
    db.session.commit()
    dana.get("/")
    counted.clear()
    assert "Write the closing checklist" not in ash.get("/").words("#today-sections")
    assert any(cast.fornello.id in each for each in counted)


def test_another_day_is_counted_anew(cast, visit, counted):
    today = clock.today(cast.fornello)
    a_task(cast.fornello, cast.dana, due=today)
    db.session.commit()
    assert "is late" not in visit(cast.dana).get("/").words("#client-fornello-pizza")
    with time_machine.travel(clock.now() + timedelta(days=1)):
        assert "One task is late." in visit(cast.dana).get("/").words("#client-fornello-pizza")


@pytest.mark.parametrize("on_a_task", [False, True])
def test_a_goal_goes_quiet_without_a_change(cast, dana, counted, on_a_task):
    goal = a_goal(cast.fornello, cast.dana, "Oven")
    goal.set_status(Status.ON_TRACK, by=cast.dana)
    task = a_task(cast.fornello, cast.dana, goal=goal)
    db.session.commit()
    last, before = clock.now() - timedelta(days=14, seconds=-30), clock.now() - timedelta(days=20)
    set_columns(goal, last_activity_at=before if on_a_task else last)
    set_columns(task, last_activity_at=last if on_a_task else before)
    assert "gone quiet" not in dana.get("/").words("#client-fornello-pizza")
    counted.clear()
    dana.get("/")
    assert counted == [], "kept until then"
    with time_machine.travel(clock.now() + timedelta(seconds=31)):
        assert "“Oven” has gone quiet." in dana.get("/").words("#client-fornello-pizza")


def test_a_process_keeps_no_more_than_it_may(cast, dana, monkeypatch):
    dana.get("/")
    monkeypatch.setattr(kept_counts, "SEATS", 0)
    kept_counts.kept[0] = "of somebody else"
    a_task(cast.fornello, cast.dana)
    db.session.commit()
    dana.get("/")
    assert 0 not in kept_counts.kept
