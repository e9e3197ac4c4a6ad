"""Two people change one choice: a conflict is asked about, as for any other field."""

import pytest

from tests.roadmap.people import at, event_count
from tests.world import a_goal


def choice_in(answer):
    """The choices that the question offers, and its form."""
    form = answer.parts["toasts"].select_one("form")
    fields = {
        field["name"]: field["value"] for field in form.select("input[name]") if field["name"] != "csrf_token"
    }
    return [each.text for each in form.select("b")], form["action"], fields


@pytest.fixture
def other(cast):
    return a_goal(cast.fornello, cast.dana, "Saturdays off")


def test_mine_is_kept_with_one_more_press(dana, rosa, task):
    rosa.swap(at(task, "/status"), status="done")
    answer = dana.swap(at(task, "/status"), 409, status="parked", was_status="not_started")
    offered, address, fields = choice_in(answer)
    assert offered == ["Parked", "Done"]
    dana.swap(address, **fields)
    assert task.status == "parked"


def test_theirs_is_kept_without_a_line_of_history(dana, rosa, task):
    rosa.swap(at(task, "/status"), status="done")
    answer = dana.swap(
        at(task, "/status"), 409, status="parked", was_status="not_started", why="Later", at="panel"
    )
    before, (_, address, fields) = event_count(), choice_in(answer)
    assert fields["why"] == "Later" and fields["at"] == "panel"
    dana.swap(address, **fields, theirs="status")
    assert (task.status, event_count()) == ("done", before)


def test_a_tick_asks_too_and_can_be_kept(dana, rosa, task):
    rosa.swap(at(task, "/status"), status="parked")
    answer = dana.swap(at(task, "/status"), 409, status="not_started", done="yes", was_status="not_started")
    offered, address, fields = choice_in(answer)
    assert offered == ["Done", "Parked"]
    dana.swap(address, **fields)
    assert task.is_done


def test_a_row_carries_what_it_showed(dana, rosa, task):
    row = dana.get("/clients/fornello-pizza/").one("#task-1")
    rosa.swap(at(task, "/status"), status="done")
    answer = dana.swap(row.select_one("form.tick")["action"], 409, status="parked")
    _, address, fields = choice_in(answer)
    dana.swap(address, **fields)
    assert task.status == "parked"


def test_a_kind(dana, marco, task):
    marco.swap(at(task, "/kind"), kind="routine", was_kind="build")
    answer = dana.swap(at(task, "/kind"), 409, kind="strategy", was_kind="build", at="panel")
    offered, address, fields = choice_in(answer)
    assert offered == ["Strategy", "Routine"]
    assert answer.parts["task-1-panel-kind"].select_one("[name=was_kind]")["value"] == "routine"
    dana.swap(address, **fields, theirs="kind")
    assert task.kind == "routine"
    dana.swap(address, **fields)
    assert task.kind == "strategy"


def test_the_goal_of_the_task(dana, marco, task, other):
    marco.swap(at(task, "/goal"), goal="", was_goal="1")
    answer = dana.swap(at(task, "/goal"), 409, goal="2", was_goal="1", at="panel")
    offered, address, fields = choice_in(answer)
    assert offered == ["Saturdays off", "Inbox"]
    dana.swap(address, **fields, theirs="goal")
    assert task.goal_id is None
    dana.swap(address, **fields)
    assert task.goal_id == other.id


@pytest.mark.parametrize(
    ("action", "first", "second"),
    [
        ("/kind", {"kind": "routine"}, {"kind": "strategy", "was_kind": "build"}),
        ("/goal", {"goal": ""}, {"goal": "2", "was_goal": "1"}),
    ],
)
def test_without_scripts_a_page_asks(dana, marco, task, other, action, first, second):
    marco.post(at(task, action), **first)
    page = dana.post(at(task, action), 409, **second)
    assert [button.text for button in page.soup.select("main button")] == ["Use mine", "Keep theirs"]


def test_the_same_choice_by_both_is_no_question(dana, marco, task):
    marco.swap(at(task, "/kind"), kind="routine", was_kind="build")
    dana.swap(at(task, "/kind"), kind="routine", was_kind="build")
    assert task.kind == "routine"
