"""What somebody may not read, or no more, is told by no back door: not by a message, a refusal, news, or history."""

from datetime import timedelta

import pytest

from tests.query_counter import counted
from tests.world import a_goal, a_task, seat_of, set_columns
from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.history.models import Event
from tracker.roadmap.models import Goal, Task

ROOM = "/clients/fornello-pizza"


def last_change():
    return db.session.query(Event).order_by(Event.id.desc()).first().change


def retitle(dana, title):
    dana.post(f"{ROOM}/goals/1", title=title, why="", span="", quarter="")


@pytest.fixture
def hidden_again(cast, dana, marco):
    """Marco changed a goal; then it is a draft again and called otherwise. The name of his change."""
    a_goal(cast.fornello, cast.dana)
    retitle(marco, "Second oven bought")
    change = last_change()
    dana.swap(f"{ROOM}/goals/1/life", life="draft")
    retitle(dana, "Sell the shop")
    return change


def test_ones_own_change_names_no_draft(marco, hidden_again):
    page = marco.get(f"{ROOM}/?changed={hidden_again}")
    assert "Sell the shop" not in page.html and not page.soup.select("#toast-undo")


@pytest.mark.parametrize("page", [f"{ROOM}/", f"{ROOM}/mine", "/search"])
def test_ones_own_change_names_no_task_kept_from_one(cast, rosa, marco, page):
    a_task(cast.fornello, cast.rosa, "Clean the fridge")
    rosa.swap(f"{ROOM}/tasks/1/status", status="done")
    change = last_change()
    assert "Clean the fridge" in rosa.get(f"{page}?changed={change}").words("#toasts")
    marco.swap(f"{ROOM}/tasks/1/visibility", visibility="leads")
    marco.swap(f"{ROOM}/tasks/1", title="Talk to Rosa")
    assert "Talk to Rosa" not in rosa.get(f"{page}?changed={change}").html


@pytest.mark.parametrize("strange", ["short", "x" * 65, "nul-in-it\0", "' OR 1=1 --", "é" * 9, "<b>bold</b>"])
def test_a_change_that_cannot_be_one_is_not_even_looked_for(cast, dana, strange):
    with counted() as asked:
        page = dana.get(f"{ROOM}/mine", query_string={"changed": strange})
    assert not page.soup.select("#toast-undo") and not [sql for sql in asked if "event.change" in sql]


def test_a_way_back_that_is_refused_tells_nothing_of_the_draft(dana, marco, hidden_again):
    retitle(dana, "Third oven")
    dana.swap(f"{ROOM}/goals/1/life", life="proposed")
    answer = marco.swap(f"{ROOM}/undo/{hidden_again}", 422)
    assert "since then, “Third oven” changed." in answer.text and "Sell the shop" not in answer.html
    assert "Sell the shop" in dana.swap(f"{ROOM}/undo/{hidden_again}", 422).html


def test_a_copy_that_is_a_draft_tells_its_tasks_to_the_coo_alone(cast, dana, marco):
    a_task(cast.fornello, cast.dana, "Old words", goal=a_goal(cast.fornello, cast.dana))
    dana.post(f"{ROOM}/goals/1/copy", title="Once more", steps="y", owners="y")
    dana.post(f"{ROOM}/tasks/1", title="Left as they were")
    copied = db.session.query(Task).order_by(Task.id.desc()).first()
    dana.post(f"{ROOM}/tasks/{copied.number}", title="New words")
    dana.swap(f"{ROOM}/goals/{db.session.get(Goal, copied.goal_id).number}/life", life="proposed")
    lines = db.session.query(Event).filter_by(task_id=copied.id).all()
    assert lines and all(line.details["draft"] for line in lines)
    assert "added" not in marco.get(f"{ROOM}/tasks/{copied.number}").words(f"#{copied.dom_name}-sheet-talk")


def test_a_task_for_leads_that_moves_is_no_news_to_the_team(cast, marco, rosa):
    a_goal(cast.fornello, cast.dana)
    quiet = a_task(cast.fornello, cast.dana, "Talk about pay", visibility="leads")
    added = db.session.query(Event).filter_by(action="task_added").one()
    set_columns(added, happened_at=clock.now() - timedelta(days=1))
    moment = format(int((clock.now() - timedelta(seconds=5)).timestamp() * 1000), "x")
    marco.swap(f"{ROOM}/tasks/{quiet.number}/goal", goal="1")
    words = rosa.http.get(f"{ROOM}/news?since={moment}", headers={"HX-Request": "true"}).get_data(
        as_text=True
    )
    assert quiet.dom_name not in words and "removed this" not in words


@pytest.mark.parametrize("said", ["agree", "talk"])
def test_what_the_ceo_took_back_nobody_says_again_for_them(cast, dana, marco, said):
    goal = a_goal(cast.fornello, cast.dana, life="proposed")
    marco.swap(f"{ROOM}/goals/1/{said}")
    marco.swap(f"{ROOM}/undo/{last_change()}")
    dana.swap(f"{ROOM}/undo/{last_change()}", 403)
    assert (goal.life, goal.talk_at) == ("proposed", None)
    marco.swap(f"{ROOM}/undo/{last_change()}")
    assert goal.life == "agreed" or goal.talk_at


def test_a_ceo_makes_no_draft_of_what_was_agreed_before_they_came(cast, dana, marco):
    goal, seat = a_goal(cast.fornello, cast.dana, life="draft"), seat_of(cast.marco, cast.fornello)
    set_columns(seat, ended_at=clock.now())
    dana.swap(f"{ROOM}/goals/{goal.number}/agree")
    change = last_change()
    set_columns(seat, ended_at=None)
    marco.swap(f"{ROOM}/undo/{change}", 403)
    dana.swap(f"{ROOM}/undo/{change}")
    assert goal.life == "draft"
