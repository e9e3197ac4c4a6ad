"""Hidden work is not revealed by messages, refusals, live updates or history."""

from datetime import timedelta

import pytest

from tests.query_counter import counted
from tests.roadmap.people import HOME, last_change
from tests.world import a_goal, a_task, seat_of, set_columns
from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.history.models import Event
from tracker.roadmap.models import Goal, Task


def retitle(dana, title):
    dana.post(f"{HOME}/goals/1", title=title, why="", span="", quarter="")


@pytest.fixture
def hidden_again(cast, dana, marco):
    """The id of Marco's change of a goal, which was made a draft again and renamed since."""
    a_goal(cast.fornello, cast.dana)
    retitle(marco, "Second oven bought")
    change = last_change()
    dana.swap(f"{HOME}/goals/1/life", life="draft")
    retitle(dana, "Sell the shop")
    return change


def test_a_message_about_ones_own_change_names_no_draft(marco, hidden_again):
    page = marco.get(f"{HOME}/?changed={hidden_again}")
    assert "Sell the shop" not in page.html and not page.soup.select("#toast-undo")


@pytest.mark.parametrize("page", [f"{HOME}/", f"{HOME}/mine", "/search"])
def test_a_message_about_ones_own_change_names_no_hidden_task(cast, rosa, marco, page):
    a_task(cast.fornello, cast.rosa, "Clean the fridge")
    rosa.swap(f"{HOME}/tasks/1/status", status="done")
    change = last_change()
    assert "Clean the fridge" in rosa.get(f"{page}?changed={change}").words("#toasts")
    marco.swap(f"{HOME}/tasks/1/visibility", visibility="leads")
    marco.swap(f"{HOME}/tasks/1", title="Talk to Rosa")
    assert "Talk to Rosa" not in rosa.get(f"{page}?changed={change}").html


@pytest.mark.parametrize("strange", ["short", "x" * 65, "nul-in-it\0", "' OR 1=1 --", "é" * 9, "<b>bold</b>"])
def test_an_invalid_change_id_needs_no_query(cast, dana, strange):
    with counted() as asked:
        page = dana.get(f"{HOME}/mine", query_string={"changed": strange})
    assert not page.soup.select("#toast-undo") and not [sql for sql in asked if "event.change_set_id" in sql]


def test_a_refused_undo_does_not_name_the_draft(dana, marco, hidden_again):
    retitle(dana, "Third oven")
    dana.swap(f"{HOME}/goals/1/life", life="proposed")
    answer = marco.swap(f"{HOME}/undo/{hidden_again}", 422)
    assert "since then, “Third oven” changed." in answer.text and "Sell the shop" not in answer.html
    assert "Sell the shop" in dana.swap(f"{HOME}/undo/{hidden_again}", 422).html


def test_tasks_of_a_draft_copy_are_shown_to_coos_only(cast, dana, marco):
    a_task(cast.fornello, cast.dana, "Old words", goal=a_goal(cast.fornello, cast.dana))
    dana.post(f"{HOME}/goals/1/copy", title="Once more", steps="y", owners="y")
    dana.post(f"{HOME}/tasks/1", title="Left as they were")
    copied = db.session.query(Task).order_by(Task.id.desc()).first()
    dana.post(f"{HOME}/tasks/{copied.number}", title="New words")
    dana.swap(f"{HOME}/goals/{db.session.get(Goal, copied.goal_id).number}/life", life="proposed")
    lines = db.session.query(Event).filter_by(task_id=copied.id).all()
    assert lines and all(line.details["draft"] for line in lines)
    assert "added" not in marco.get(f"{HOME}/tasks/{copied.number}").words(
        f"#{copied.dom_name}-panel-discussion"
    )


def test_a_moved_leads_task_causes_no_update_for_the_team(cast, marco, rosa):
    a_goal(cast.fornello, cast.dana)
    quiet = a_task(cast.fornello, cast.dana, "Talk about pay", visibility="leads")
    added = db.session.query(Event).filter_by(action="task_added").one()
    set_columns(added, happened_at=clock.now() - timedelta(days=1))
    moment = format(int((clock.now() - timedelta(seconds=5)).timestamp() * 1000), "x")
    marco.swap(f"{HOME}/tasks/{quiet.number}/goal", goal="1")
    words = rosa.http.get(f"{HOME}/news?since={moment}", headers={"HX-Request": "true"}).get_data(
        as_text=True
    )
    assert quiet.dom_name not in words and "removed this" not in words


@pytest.mark.parametrize("said", ["agree", "talk"])
def test_an_undone_answer_of_the_ceo_is_not_restored_by_others(cast, dana, marco, said):
    goal = a_goal(cast.fornello, cast.dana, approval_state="proposed")
    marco.swap(f"{HOME}/goals/1/{said}")
    marco.swap(f"{HOME}/undo/{last_change()}")
    dana.swap(f"{HOME}/undo/{last_change()}", 403)
    assert (goal.approval_state, goal.discussion_requested_at) == ("proposed", None)
    marco.swap(f"{HOME}/undo/{last_change()}")
    assert goal.approval_state == "agreed" or goal.discussion_requested_at


def test_a_ceo_makes_no_draft_of_what_was_agreed_before_they_came(cast, dana, marco):
    goal, seat = a_goal(cast.fornello, cast.dana, approval_state="draft"), seat_of(cast.marco, cast.fornello)
    set_columns(seat, ended_at=clock.now())
    dana.swap(f"{HOME}/goals/{goal.number}/agree")
    change = last_change()
    set_columns(seat, ended_at=None)
    marco.swap(f"{HOME}/undo/{change}", 403)
    dana.swap(f"{HOME}/undo/{change}")
    assert goal.approval_state == "draft"
