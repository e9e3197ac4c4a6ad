"""What others changed reaches an open page: quietly, in its place, and no further than its reader may see."""

import json
import re
from datetime import timedelta

import pytest
import time_machine

from tests.query_counter import counted
from tests.world import a_goal, a_task, set_columns
from tracker.accounts.models import SignIn
from tracker.foundation import clock
from tracker.foundation.database import db, writing
from tracker.roadmap.live_updates import changes
from tracker.roadmap.models import Task
from tracker.roadmap.models.statuses import Status

ROOM = "/clients/fornello-pizza"
EARLIER = timedelta(minutes=5)


def since(ago=timedelta(0)):
    """The moment a page was shown, as its address carries it."""
    return format(int((clock.now() - ago).timestamp() * 1000) + 1, "x")


def ask(visitor, moment, room=ROOM, status=200, **args):
    return visitor.get(f"{room}/news", status, htmx=True, query_string={"since": moment, **args})


def facts(answer):
    return json.loads(answer.one("#news")["data-facts"])


@pytest.fixture
def moment(task, roses):
    """A page is shown now, with two tasks under a goal."""
    return since()


def test_nothing_new_is_204_and_three_questions(dana, moment):
    with counted() as asked:
        answer = ask(dana, moment, status=204)
    assert answer.html == ""
    assert len(asked) <= 4, asked


def test_a_changed_row_comes_with_who_did_it_and_where_it_lies(dana, rosa, task, moment):
    rosa.swap(f"{ROOM}/tasks/1/status", status="done")
    answer = ask(dana, moment)
    assert "done" in answer.parts["task-1"].select_one("li")["class"]
    assert answer.parts["goal-1-progress"].get_text(strip=True) == "1 of 2"
    assert "1 of 2" in answer.parts["client-counts"].get_text()
    fact = facts(answer)["task-1"]
    assert re.fullmatch(r"Changed by Rosa at \d\d:\d\d", fact["words"])
    assert (fact["list"], fact["after"], fact["fits"], fact["moved"]) == ("goal-1-tasks", [], True, False)
    assert set(answer.parts) & {"task-2", "goal-1-head"} == set()


def test_it_is_told_once_the_new_moment_is_asked_from(dana, rosa, moment):
    rosa.swap(f"{ROOM}/tasks/1/status", status="done")
    following = ask(dana, moment).one("#news")["data-from"]
    with time_machine.travel(clock.now() + timedelta(seconds=20), tick=True):
        assert dana.get(following, htmx=True).parts, "a little is told twice rather than missed"
        later = dana.get(following, htmx=True).one("#news")["data-from"]
        assert dana.get(later, 204, htmx=True).html == ""


def test_ones_own_change_needs_no_mark(dana, moment):
    dana.swap(f"{ROOM}/tasks/1/status", status="watch")
    answer = ask(dana, moment)
    assert "task-1" in answer.parts and facts(answer)["task-1"]["words"] == ""


def test_a_new_task_knows_the_rows_above_it(dana, marco, moment):
    marco.swap(f"{ROOM}/tasks", title="Price the second oven", goal=1)
    fact = facts(ask(dana, moment))["task-3"]
    assert (fact["list"], fact["after"]) == ("goal-1-tasks", ["task-2", "task-1"])


def test_a_task_that_moved_says_its_new_list(dana, marco, moment):
    marco.swap(f"{ROOM}/tasks/1/goal", goal="")
    answer = ask(dana, moment)
    assert facts(answer)["task-1"]["list"] == "inbox-tasks"
    assert answer.parts["goal-1-progress"].get_text(strip=True) == "0 of 1"


def test_a_new_goal_comes_whole_and_a_changed_one_by_its_head(dana, marco, moment):
    marco.post(f"{ROOM}/goals", title="Saturdays off", span="", quarter="")
    marco.swap(f"{ROOM}/goals/1/status", status="watch")
    answer = ask(dana, moment)
    assert answer.parts["goal-2"].select_one("section.goal h3").get_text(strip=True) == "Saturdays off"
    assert facts(answer)["goal-2"]["after"] == ["goal-1"]
    assert "goal-1" not in answer.parts and "goal-1-head" in answer.parts


def test_a_filtered_list_is_told_what_no_longer_fits(dana, rosa, moment):
    rosa.swap(f"{ROOM}/tasks/1/status", status="done")
    fact = facts(ask(dana, moment, done="hidden"))["task-1"]
    assert fact["fits"] is False and "the filter leaves it out now" in fact["words"]


def test_what_goes_to_the_trash_goes_from_the_page(dana, marco, task, moment):
    task.status = Status.PARKED
    set_columns(task, trashed_at=clock.now())
    task.log("trashed", by=marco.person)
    db.session.commit()
    answer = ask(dana, moment)
    assert facts(answer)["task-1"]["gone"] is True
    assert "task-1" not in answer.parts


def test_a_draft_is_no_news_to_the_client(cast, dana, marco, rosa, moment):
    draft = a_goal(cast.fornello, cast.dana, "Sell the shop", life="draft")
    a_task(cast.fornello, cast.dana, "Ask what it is worth", goal=draft)
    assert "Sell the shop" in ask(dana, moment).html
    for reader in (marco, rosa):
        assert ask(reader, moment, status=204).html == ""


def test_what_is_for_leads_only_is_no_news_to_the_team(cast, marco, rosa, moment):
    a_task(cast.fornello, cast.dana, "Talk about pay", visibility="leads")
    assert "Talk about pay" in ask(marco, moment).html
    assert ask(rosa, moment, status=204).html == ""


def test_another_client_hears_nothing(cast, dana, adaeze, rosa, moment):
    rosa.swap(f"{ROOM}/tasks/1/status", status="done")
    ask(adaeze, moment, status=404)
    ask(dana, moment, room="/clients/okafor-immigration-law", status=204)


def test_the_open_task_hears_what_was_said(dana, rosa, moment):
    rosa.post(f"{ROOM}/tasks/1/comments", body="The fryer is back.")
    rosa.swap(f"{ROOM}/tasks/1/status", status="watch")
    with counted() as asked:
        answer = ask(dana, moment, open="1")
    assert len(asked) <= 15, "\n".join(asked)  # four of them ask what of it can still be undone
    assert "The fryer is back." in answer.parts["task-1-sheet-talk"].get_text()
    assert answer.parts["task-1-sheet-status"].select_one("option[selected]")["value"] == "watch"
    assert not {"task-1-sheet-compose", "task-1-sheet-due"} & set(answer.parts)
    assert "The fryer is back." not in ask(dana, moment, open="2").html


def test_very_much_is_not_put_in_place_one_by_one(cast, dana, marco, task, moment):
    for number in range(changes.AT_MOST + 1):
        Task.add(cast.fornello, f"Line {number}", by=cast.marco)
    db.session.commit()
    answer = ask(dana, moment)
    assert set(answer.parts) == {"news"}
    assert answer.words("#news") == "Others changed a lot here. Show it"
    assert len(ask(marco, moment, status=204).html) == 0, "it was he"


@pytest.mark.parametrize("strange", ["", "x", "-1", "f" * 12, "9" * 400, "٣", "0x10", "1 0"])
def test_a_moment_that_is_none_offers_the_whole(dana, moment, strange):
    answer = dana.get(f"{ROOM}/news", htmx=True, query_string={"since": strange})
    assert answer.one("#news")


def test_without_htmx_the_road_map_is_the_news(dana, moment):
    assert dana.get(f"{ROOM}/news?since={moment}", 303).location == f"{ROOM}/"


def test_asking_keeps_no_session_alive(dana, moment):
    before = db.session.query(SignIn.seen_at).filter_by(person_id=dana.person.id).one()
    with time_machine.travel(clock.now() + timedelta(hours=1), tick=True):
        ask(dana, since(), status=204)
        assert db.session.query(SignIn.seen_at).filter_by(person_id=dana.person.id).one() == before
        dana.get(f"{ROOM}/")
        assert db.session.query(SignIn.seen_at).filter_by(person_id=dana.person.id).one() != before


def test_a_session_that_is_over_is_told_without_leaving_the_page(dana, moment):
    dana.person.end_every_session()
    db.session.commit()
    answer = ask(dana, moment, status=401)
    assert "HX-Redirect" not in answer.response.headers
    assert "You have been signed out" in answer.parts["toasts"].get_text()


def test_asking_waits_for_no_writer(app, dana, cast, moment):
    before = writing.set(True)
    db.session.rollback()
    db.session.execute(db.text("UPDATE client SET colour = colour"))  # somebody holds the lock and is slow
    writing.reset(before)
    assert dana.http.get(f"{ROOM}/news?since={moment}", headers={"HX-Request": "true"}).status_code == 204


def test_every_page_that_asks_says_since_when(dana, marco, moment):
    for address in ("/", "/goals/1", "/tasks/1"):
        assert "/news?since=" in dana.get(f"{ROOM}{address}").one("#news")["data-from"]
    assert not marco.get(f"{ROOM}/letter").soup.select("#news"), "the letter never asks"


def test_it_says_who_took_it_away_and_when_not_who_touched_it_last(cast, marco, rosa, dana, friday):
    task = a_task(cast.fornello, cast.dana, "Order flour")
    asked_from = since()
    rosa.swap(f"{ROOM}/tasks/{task.number}/status", status="watch")
    marco.post(f"{ROOM}/tasks/{task.number}/trash")
    task.log("title_changed", cast.rosa, previous="Order flour", current="Order rye", before={})
    db.session.commit()
    assert facts(ask(dana, asked_from))[task.dom_name]["words"] == "Marco removed this at 12:00"
