"""The order of tasks within and across goals, and of goals."""

import pytest

from tests.roadmap.people import HOME, at
from tests.world import a_goal, a_task
from tracker.foundation.database import db
from tracker.history.models import Event
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.models.ordering import new_positions


@pytest.fixture
def other(cast):
    goal = a_goal(cast.fornello, cast.dana, "Second oven decided")
    a_task(cast.fornello, cast.dana, "Ask the bank", goal=goal)
    a_task(cast.fornello, cast.dana, "Measure the wall", goal=goal)
    return goal


def order(goal):
    db.session.expire_all()
    same = Task.goal_id == goal.id if goal else Task.goal_id.is_(None)
    return [task.title for task in db.session.scalars(db.select(Task).where(same).order_by(*Task.in_order()))]


def last_line():
    return db.session.scalars(db.select(Event).order_by(Event.id.desc())).first()


@pytest.mark.parametrize(
    ("now", "moved", "after", "then"),
    [
        ("abc", "c", None, "cab"),
        ("abc", "a", "c", "bca"),
        ("abc", "a", "b", "bac"),
        ("abc", "x", "a", "axbc"),
        ("abc", "x", None, "xabc"),
        ("", "x", None, "x"),
        ("abc", "b", "a", "abc"),
    ],
)
@pytest.mark.parametrize("places", [range(1, 9), range(10, 90, 10), [1] * 8, [3, 3, 4, 4, 5, 5, 6, 6]])
def test_every_task_has_its_own_position(now, moved, after, then, places):
    before = dict(zip(now, places, strict=False))
    found = before | new_positions([*before.items()], moved, after)
    assert sorted(found, key=found.get) == list(then)
    assert len(set(found.values())) == len(found)


def test_only_tasks_in_between_are_shifted():
    order = [(key, key * 10) for key in range(1, 9)]
    assert set(new_positions(order, moved=6, after=3)) == {4, 5, 6}


def test_within_a_goal(dana, goal, three):
    answer = dana.swap(at(three[2], "/place"), after="1", goal="1")
    assert order(goal) == ["One", "Three", "Two"]
    assert "Moved" in answer.parts["toasts"].text and "goal-1-progress" not in answer.parts
    assert last_line().details["before"] == {"behind": 2} and last_line().details["after"] == {"behind": 1}
    dana.swap(at(three[2], "/place"), after="", goal="1")
    assert order(goal) == ["Three", "One", "Two"]


def test_a_move_to_the_same_position_changes_nothing(dana, goal, three):
    lines = db.session.query(Event).count()
    dana.swap(at(three[1], "/place"), after="1", goal="1")
    dana.swap(at(three[0], "/place"), after="", goal="1")
    assert order(goal) == ["One", "Two", "Three"] and db.session.query(Event).count() == lines


def test_across_goals_and_into_the_inbox(marco, goal, three, other):
    parts = marco.swap(at(three[1], "/place"), after="4", goal="2").parts
    assert (order(goal), order(other)) == (["One", "Three"], ["Ask the bank", "Two", "Measure the wall"])
    assert {"goal-1-progress", "goal-2-progress"} <= set(parts)
    told = last_line()
    assert (told.details["previous"], told.details["current"]) == (goal.title, other.title)
    assert told.details["before"].items() >= {"goal": 1, "behind": 1}.items()
    marco.swap(at(three[1], "/place"), after="", goal="")
    assert order(None) == ["Two"]


def test_goals_too(dana, marco, goal, other, cast):
    third = a_goal(cast.fornello, cast.dana, "Paperwork off the table")
    dana.swap(f"{HOME}/goals/{third.number}/place", after="1")
    marco.swap(f"{HOME}/goals/1/place", after="2")
    titles = db.session.scalars(db.select(Goal.title).order_by(*Goal.in_order())).all()
    assert titles == [third.title, other.title, goal.title]


def test_it_works_without_scripts(dana, goal, three):
    place = dana.post(at(three[0], "/place"), after="3", goal="1").location
    assert place.startswith(f"{HOME}/") and place.endswith("#task-1")
    assert order(goal) == ["Two", "Three", "One"]


def test_the_task_before_was_moved_elsewhere_meanwhile(dana, goal, three, other):
    answer = dana.swap(at(three[0], "/place"), 422, after="4", goal="1")
    assert "Someone else moved that row in the meantime." in answer.text
    dana.swap(at(three[0], "/place"), 422, after="2", goal="2")
    assert order(goal) == ["One", "Two", "Three"]


def test_who_may_not(rosa, vera, adaeze, goal, three, roses):
    for visitor, status in ((rosa, 403), (vera, 403), (adaeze, 404)):
        visitor.swap(at(three[0], "/place"), status, after="3", goal="1")
        visitor.swap(f"{HOME}/goals/1/place", status, after="")
    rosa.swap(at(roses, "/place"), after="", goal="1")
    assert order(goal) == ["Photograph the fryer", "One", "Two", "Three"]


def test_bad_input(dana, cast, goal, three, elsewhere):
    assert "Choose one from the list." in dana.swap(at(three[0], "/place"), 422, after="x", goal="1").text
    assert dana.post(at(three[0], "/place"), 422, after="", goal="-1").status == 422
    dana.swap(at(three[0], "/place"), 404, after="99", goal="1")
    dana.swap(at(three[0], "/place"), 404, after="", goal="99")
    dana.swap(f"{HOME}/goals/1/place", 404, after="99")


def test_a_trashed_task_keeps_its_position(dana, cast, goal, three):
    three[1].put_in_trash(by=cast.dana)
    db.session.commit()
    dana.swap(at(three[2], "/move"), direction="up")
    db.session.refresh(three[1])
    three[1].restore(by=cast.dana)
    db.session.commit()
    places = db.session.scalars(db.select(Task.position)).all()
    assert sorted(order(goal)) == ["One", "Three", "Two"] and len(set(places)) == 3
    assert order(goal).index("Three") < order(goal).index("One")
