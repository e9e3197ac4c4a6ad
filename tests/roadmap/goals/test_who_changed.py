"""Two people change a goal: the person who is named changed that field, not one that shares its action."""

import pytest

from tests.roadmap.people import HOME
from tests.world import a_goal, a_person
from tracker.clients.models import Role, Seat
from tracker.foundation.database import db
from tracker.roadmap.models.statuses import Status

ONE = f"{HOME}/goals/1"


@pytest.fixture
def carl(cast):
    """A second CEO, because Ash has no access to Fornello."""
    person = a_person("Carl Bellini", "carl@fornello.example")
    Seat.give(cast.fornello, person, Role.CEO, by=cast.dana)
    db.session.commit()
    return person


@pytest.fixture
def oven(cast):
    goal = a_goal(cast.fornello, cast.dana, why="So ovens rest.", metric="Days", metric_target=9.0)
    goal.set_status(Status.WATCH, cast.dana, why="Slow bank")
    db.session.commit()
    return goal


def test_a_stale_status_names_who_changed_the_reason_and_not_the_why(cast, marco, carl, oven):
    form = {"status": "done", "was_status": marco.get(ONE).one("[name=was_status]")["value"]}
    oven.set_status_reason("Supplier on strike", cast.dana)
    oven.change(carl, why="So cooks rest.")
    db.session.commit()
    said = marco.swap(f"{ONE}/status", 409, **form).text
    assert f"Meanwhile, Dana changed the reason of “{oven.title}”." in said and "Carl" not in said


def test_a_stale_why_names_who_changed_it_and_not_the_reason(cast, marco, carl, oven):
    oven.change(carl, why="So cooks rest.")
    oven.set_status_reason("Supplier on strike", cast.dana)
    db.session.commit()
    said = marco.swap(ONE, 409, why="Mine", was_why="So ovens rest.").text
    assert "Carl changed this while you were writing" in said and "Dana" not in said


def test_a_why_that_nobody_changed_since_names_nobody_for_the_reason(cast, marco, oven):
    oven.set_status_reason("Supplier on strike", cast.dana)
    db.session.commit()
    assert "Dana" not in marco.swap(ONE, 409, why="Mine", was_why="Never shown").words(".conflict")


@pytest.mark.parametrize("all_fields", [False, True], ids=["one field", "every field"])
def test_each_field_of_the_measure_names_who_changed_it(cast, marco, carl, oven, all_fields):
    oven.define_metric(cast.dana, metric="Weeks")
    oven.define_metric(carl, metric_target=2.0, **({"metric": "Weeks"} if all_fields else {}))
    db.session.commit()
    form = {"measure": "Months", "was_measure": "Days", "measure_to": "3", "was_measure_to": "9"}
    said = marco.swap(ONE, 409, **form).words(".conflict")
    assert "How you will know, Dana’s Weeks" in said and "To, Carl’s 2" in said


def test_an_undo_of_the_measure_names_who_undid_it(cast, marco, dana, oven):
    form = {"measure": "Weeks", "was_measure": "Days"}
    changed = marco.post(ONE, **form).changed
    dana.post(f"{HOME}/undo/{changed}")
    said = marco.swap(ONE, 409, measure="Months", was_measure="Weeks").words(".conflict")
    assert "How you will know, Dana’s Days" in said
