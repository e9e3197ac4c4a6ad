"""The add line under every goal and under the inbox."""

import pytest

from tests.roadmap.people import HOME
from tests.world import a_goal
from tracker.foundation.database import db
from tracker.roadmap.models import Task

ADD = f"{HOME}/tasks"


def tasks():
    return list(db.session.scalars(db.select(Task).order_by(Task.id)))


def test_rosa_adds_one_and_the_line_is_ready_for_the_next(rosa, goal):
    parts = rosa.swap(ADD, title="Laminate both checklists", goal=1, form_key="one").parts

    assert [(task.title, task.goal_id) for task in tasks()] == [("Laminate both checklists", goal.id)]
    assert "0 of 1" in parts["goal-1-progress"].text
    assert parts["client-counts"].text.strip() == "0 of 1 task done"
    assert parts["announcement"].text == "Task added"


def test_the_row_comes_above_a_fresh_line(rosa, goal):
    answer = rosa.swap(ADD, title="Laminate", goal=1, form_key="one")
    first, second = answer.soup.select("x-part[hx-target='#goal-1-add']")

    assert (first["hx-swap"], second["hx-swap"]) == ("beforebegin", "outerHTML")
    assert first.select_one("li")["id"] == "task-1"
    assert second.select_one("[name=title]")["value"] == ""
    assert second.select_one("[name=form_key]")["value"] not in ("", "one")


def test_a_form_sent_twice_adds_one_task_and_one_row(rosa, goal):
    rosa.swap(ADD, title="Laminate", goal=1, form_key="one")
    again = rosa.swap(ADD, title="Laminate", goal=1, form_key="one")

    assert len(tasks()) == 1
    assert again.parts["task-1"]["hx-swap"] == "delete"
    assert len(again.soup.select("li.task")) == 1


def test_it_works_without_scripts(dana, goal):
    assert dana.post(ADD, title="Laminate", goal=1).location == f"{HOME}/#task-1"
    page = dana.get(f"{HOME}/")
    assert "Laminate" in page.words("#goal-1-tasks")


def test_without_a_goal_it_goes_to_the_inbox(marco, cast):
    answer = marco.swap(ADD, title="Call the plumber", goal="")
    assert tasks()[0].goal_id is None
    assert "inbox-add" in answer.parts
    assert "Call the plumber" in marco.get(f"{HOME}/").words("#inbox-tasks")


def test_a_viewer_adds_nothing(vera, goal):
    vera.swap(ADD, 403, title="Laminate", goal=1)
    assert not tasks()


@pytest.mark.parametrize("who", ["ash", "adaeze"])
def test_other_clients_people_find_no_such_page(request, goal, who):
    request.getfixturevalue(who).post(ADD, 404, title="Laminate", goal=1)


def test_another_clients_goal_is_a_404(marco, cast, goal):
    for _ in range(2):
        far = a_goal(cast.okafor, cast.dana, "Intake within a day")
    marco.swap(ADD, 404, title="Laminate", goal=far.number)
    assert not tasks()


@pytest.mark.parametrize("title", ["", "   ", "x" * 201])
def test_an_invalid_title_stays_in_the_line(dana, goal, title):
    line = dana.swap(ADD, 422, title=title, goal=1, form_key="one").parts["goal-1-add"]

    assert line.select_one("[name=title]")["value"] == title.strip()
    assert line.select_one("[name=form_key]")["value"] == "one"
    assert line.select_one(".error").text.strip() in ("Give the task a title.", "Keep it to 200 characters.")


def test_without_scripts_an_invalid_title_stays_on_the_page(dana, goal):
    page = dana.post(ADD, 422, title="x" * 201, goal=1)
    assert page.one("#goal-1-add-title")["value"] == "x" * 201
    assert page.words("#goal-1-add-error") == "Keep it to 200 characters."


def test_a_goal_that_is_no_number_is_refused_with_a_message(dana, goal):
    assert "There is no such goal." in dana.swap(ADD, 422, title="Laminate", goal="1 OR 1").text
