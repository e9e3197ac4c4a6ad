"""Moving a task to another goal or position."""

import pytest

from tests.roadmap.people import HOME, at, history
from tests.world import a_goal, seat_of
from tracker.foundation.database import db
from tracker.roadmap.models import Task


def order(goal):
    found = db.session.scalars(db.select(Task).where(Task.goal_id == goal.id).order_by(*Task.in_order()))
    return [task.title for task in found]


def test_a_task_moves_up_and_down(dana, marco, goal, three):
    dana.swap(at(three[2], "/move"), direction="up")
    assert order(goal) == ["One", "Three", "Two"]
    marco.swap(at(three[0], "/move"), direction="down")
    assert order(goal) == ["Three", "One", "Two"]


def test_the_rows_change_places_if_both_are_on_the_page(dana, three):
    up = dana.swap(at(three[1], "/move"), direction="up").parts
    assert set(up) - {"announcement", "toasts"} == {"task-1 ~ #task-2", "task-1:has(~ #task-2)"}
    assert up["task-1:has(~ #task-2)"]["hx-swap"] == "beforebegin"
    assert up["task-1:has(~ #task-2)"].li["id"] == "task-2"

    down = dana.swap(at(three[1], "/move"), direction="down", at="panel").parts
    assert down["task-2 ~ #task-1"]["hx-swap"] == "afterend"
    assert "2 of 3" in down["task-2-panel-place"].text


def test_at_either_end_nothing_happens(dana, goal, three):
    dana.swap(at(three[0], "/move"), direction="up")
    dana.swap(at(three[2], "/move"), direction="down")
    assert order(goal) == ["One", "Two", "Three"]


def test_it_moves_under_another_goal(dana, cast, goal, task):
    other = a_goal(cast.fornello, cast.dana, "Paperwork off the kitchen table")
    parts = dana.swap(at(task, "/goal"), goal=str(other.number), at="panel").parts
    assert task.goal_id == other.id
    assert parts["task-1"]["hx-swap"] == "delete"
    assert parts["goal-2-add"].li["id"] == "task-1"
    assert {"goal-1-progress", "goal-2-progress"} <= set(parts)
    assert other.title in parts["task-1-panel"].header.text
    assert parts["task-1-panel"].select_one("[name=goal] option[selected]").text == other.title
    assert "under “Paperwork" in history(task, seat_of(cast.dana, cast.fornello))[-1]


def test_it_moves_to_the_inbox(dana, task):
    parts = dana.swap(at(task, "/goal"), goal="").parts
    assert task.goal_id is None
    assert parts["inbox-add"].li["id"] == "task-1"


def test_a_move_to_its_own_goal_changes_nothing(dana, goal, task):
    parts = dana.swap(at(task, "/goal"), goal=str(goal.number)).parts
    assert "task-1" not in parts and "goal-1-add" not in parts


def test_it_works_without_scripts(dana, goal, three):
    assert dana.post(at(three[1], "/move"), direction="up", at="panel").location == at(three[1])
    assert dana.post(at(three[1], "/goal"), goal="").location == f"{HOME}/#task-2"
    assert order(goal) == ["One", "Three"]


@pytest.mark.parametrize("number", ["99", "2"])
def test_a_foreign_or_absent_goal_is_a_404(dana, cast, goal, task, number):
    a_goal(cast.okafor, cast.dana, "Intake within a day")
    a_goal(cast.okafor, cast.dana, "Files start the same way")
    dana.swap(at(task, "/goal"), 404, goal=number)
    assert task.goal_id == goal.id


def test_bad_input_gets_a_message(dana, goal, task):
    assert "Move it up or down." in dana.swap(at(task, "/move"), 422, direction="sideways").text
    assert "Choose one from the list." in dana.swap(at(task, "/goal"), 422, goal="1 OR 1").text
    assert dana.post(at(task, "/goal"), 422, goal="-1").status == 422
    assert task.goal_id == goal.id


def test_who_may_not(rosa, vera, adaeze, goal, task):
    for action, form in (("/move", {"direction": "up"}), ("/goal", {"goal": ""})):
        rosa.swap(at(task, action), 403, **form)
        vera.swap(at(task, action), 403, **form)
        adaeze.swap(at(task, action), 404, **form)
    assert task.goal_id == goal.id


def test_the_team_moves_its_own(rosa, roses):
    rosa.swap(at(roses, "/goal"), goal="")
    assert roses.goal_id is None
