"""Live updates: other people's changes appear on an open page, in place, as far as its reader may see them."""

import json
import re
from datetime import timedelta

import pytest
import time_machine

from tests.query_counter import counted
from tests.roadmap.people import HOME
from tests.world import a_goal, a_task, seat_of, set_columns
from tracker.accounts.models import SignIn
from tracker.foundation import clock
from tracker.foundation.database import db, writing
from tracker.roadmap.live_updates import changes
from tracker.roadmap.models import Task, TaskDependency
from tracker.roadmap.models.statuses import Status

EARLIER = timedelta(minutes=5)


def since(ago=timedelta(0)):
    """The moment a page was shown, as its address carries it."""
    return format(int((clock.now() - ago).timestamp() * 1000) + 1, "x")


def ask(visitor, moment, room=HOME, status=200, **args):
    return visitor.get(f"{room}/news", status, htmx=True, query_string={"since": moment, **args})


def facts(answer):
    return json.loads(answer.one("#live-updates")["data-facts"])


@pytest.fixture
def moment(task, roses):
    """A page is shown now, with two tasks under a goal."""
    return since()


def test_nothing_new_is_a_204_and_three_queries(dana, moment):
    with counted() as asked:
        answer = ask(dana, moment, status=204)
    assert answer.html == ""
    assert len(asked) <= 4, asked


def test_a_changed_row_names_its_author_and_place(dana, rosa, task, moment):
    rosa.swap(f"{HOME}/tasks/1/status", status="done")
    answer = ask(dana, moment)
    assert "done" in answer.parts["task-1"].select_one("li")["class"]
    assert answer.parts["goal-1-progress"].get_text(strip=True) == "1 of 2"
    assert "1 of 2" in answer.parts["client-counts"].get_text()
    fact = facts(answer)["task-1"]
    assert re.fullmatch(r"Changed by Rosa at \d\d:\d\d", fact["words"])
    assert (fact["list"], fact["after"], fact["fits"], fact["moved"]) == ("goal-1-tasks", [], True, False)
    assert set(answer.parts) & {"task-2", "goal-1-head"} == set()


def test_a_change_is_sent_only_once(dana, rosa, moment):
    rosa.swap(f"{HOME}/tasks/1/status", status="done")
    following = ask(dana, moment).one("#live-updates")["data-poll-url"]
    with time_machine.travel(clock.now() + timedelta(seconds=20), tick=True):
        assert dana.get(following, htmx=True).parts, "a little is told twice rather than missed"
        later = dana.get(following, htmx=True).one("#live-updates")["data-poll-url"]
        assert dana.get(later, 204, htmx=True).html == ""


def test_the_readers_own_change_is_not_marked(dana, moment):
    dana.swap(f"{HOME}/tasks/1/status", status="watch")
    answer = ask(dana, moment)
    assert "task-1" in answer.parts and facts(answer)["task-1"]["words"] == ""


def test_a_new_task_names_the_rows_above_it(dana, marco, moment):
    marco.swap(f"{HOME}/tasks", title="Price the second oven", goal=1)
    fact = facts(ask(dana, moment))["task-3"]
    assert (fact["list"], fact["after"]) == ("goal-1-tasks", ["task-2", "task-1"])


def test_after_eight_done_tasks_a_row_names_open_ones_above(dana, marco, cast, goal, moment):
    """A page that folds the done ones has none of them."""
    for number in range(9):
        set_columns(a_task(cast.fornello, cast.dana, f"Bake {number}", goal=goal), status=Status.DONE)
    db.session.commit()
    marco.swap(f"{HOME}/tasks", title="Price the second oven", goal=1)
    after = facts(ask(dana, moment))["task-12"]["after"]
    assert after == [f"task-{number}" for number in (11, 10, 9, 8, 7, 6, 5, 4, 2, 1)]


def test_a_moved_task_names_its_new_list(dana, marco, moment):
    marco.swap(f"{HOME}/tasks/1/goal", goal="")
    answer = ask(dana, moment)
    assert facts(answer)["task-1"]["list"] == "inbox-tasks"
    assert answer.parts["goal-1-progress"].get_text(strip=True) == "0 of 1"


def test_a_new_goal_is_sent_whole_and_a_changed_one_as_its_header(dana, marco, moment):
    marco.post(f"{HOME}/goals", title="Saturdays off", span="", quarter="")
    marco.swap(f"{HOME}/goals/1/status", status="watch")
    answer = ask(dana, moment)
    assert answer.parts["goal-2"].select_one("section.goal h3").get_text(strip=True) == "Saturdays off"
    assert facts(answer)["goal-2"]["after"] == ["goal-1"]
    assert "goal-1" not in answer.parts and "goal-1-head" in answer.parts


def test_work_that_no_longer_matches_the_filter_is_removed(dana, rosa, moment):
    rosa.swap(f"{HOME}/tasks/1/status", status="done")
    fact = facts(ask(dana, moment, done="hidden"))["task-1"]
    assert fact["fits"] is False and "the filter leaves it out now" in fact["words"]


def test_trashed_work_is_removed_from_the_page(dana, marco, task, moment):
    task.status = Status.PARKED
    set_columns(task, trashed_at=clock.now())
    task.log("trashed", by=marco.person)
    db.session.commit()
    answer = ask(dana, moment)
    assert facts(answer)["task-1"]["gone"] is True
    assert "task-1" not in answer.parts


def test_a_draft_causes_no_update_for_the_client(cast, dana, marco, rosa, moment):
    draft = a_goal(cast.fornello, cast.dana, "Sell the shop", approval_state="draft")
    a_task(cast.fornello, cast.dana, "Ask what it is worth", goal=draft)
    assert "Sell the shop" in ask(dana, moment).html
    for reader in (marco, rosa):
        assert ask(reader, moment, status=204).html == ""


@pytest.mark.parametrize("how", ["moved", "many", "dragged", "undone"])
def test_a_task_moved_into_a_draft_is_removed_from_the_page(cast, dana, marco, rosa, task, moment, how):
    draft = a_goal(cast.fornello, cast.dana, "Sell the shop", approval_state="draft")
    if how == "undone":
        task.move_to_goal(draft, by=cast.dana)
        db.session.commit()
        change = dana.post(f"{HOME}/tasks/1/goal", goal="1").changed
        moment = since()
        dana.post(f"{HOME}/undo/{change}")
    elif how == "many":
        dana.post(f"{HOME}/tasks/many", do="goal", goal=str(draft.number), task="1")
    elif how == "dragged":
        dana.post(f"{HOME}/tasks/1/place", goal=str(draft.number), after="")
    else:
        dana.post(f"{HOME}/tasks/1/goal", goal=str(draft.number))
    assert task.in_draft()
    for reader in (marco, rosa):
        answer = ask(reader, moment)
        assert facts(answer)["task-1"]["gone"] is True
        assert "Dana removed this" in facts(answer)["task-1"]["words"] and "Sell the shop" not in answer.html


def test_a_task_moved_into_a_draft_and_then_for_leads_is_removed(cast, dana, marco, rosa, task, moment):
    draft = a_goal(cast.fornello, cast.dana, "Sell the shop", approval_state="draft")
    dana.post(f"{HOME}/tasks/1/goal", goal=str(draft.number))
    dana.post(f"{HOME}/tasks/1/visibility", visibility="leads")
    for reader in (marco, rosa):
        assert facts(ask(reader, moment))["task-1"]["gone"], reader.person.name


def test_a_move_between_drafts_causes_no_update(cast, dana, marco, rosa, moment):
    first, second = (
        a_goal(cast.fornello, cast.dana, title, approval_state="draft") for title in ("One", "Two")
    )
    task = a_task(cast.fornello, cast.dana, "Ask what it is worth", goal=first)
    dana.post(f"{HOME}/tasks/{task.number}/goal", goal=str(second.number))
    for reader in (marco, rosa):
        assert ask(reader, moment, status=204).html == ""


def test_a_leads_task_moved_into_a_draft_causes_no_update_for_the_team(cast, dana, marco, rosa, goal):
    task = a_task(cast.fornello, cast.dana, "Talk about pay", goal=goal, visibility="leads")
    draft, moment = a_goal(cast.fornello, cast.dana, "Sell the shop", approval_state="draft"), since()
    dana.post(f"{HOME}/tasks/{task.number}/goal", goal=str(draft.number))
    assert facts(ask(marco, moment))[task.dom_name]["gone"] is True
    assert ask(rosa, moment, status=204).html == ""


def test_a_leads_task_causes_no_update_for_the_team(cast, marco, rosa, moment):
    a_task(cast.fornello, cast.dana, "Talk about pay", visibility="leads")
    assert "Talk about pay" in ask(marco, moment).html
    assert ask(rosa, moment, status=204).html == ""


def test_another_client_gets_no_update(cast, dana, adaeze, rosa, moment):
    rosa.swap(f"{HOME}/tasks/1/status", status="done")
    ask(adaeze, moment, status=404)
    ask(dana, moment, room="/clients/okafor-immigration-law", status=204)


def test_the_open_task_shows_new_comments(dana, rosa, moment):
    rosa.post(f"{HOME}/tasks/1/comments", body="The fryer is back.")
    rosa.swap(f"{HOME}/tasks/1/status", status="watch")
    with counted() as asked:
        answer = ask(dana, moment, open="1")
    assert len(asked) <= 15, "\n".join(asked)  # four of them ask what of it can still be undone
    assert "The fryer is back." in answer.parts["task-1-panel-discussion"].get_text()
    assert answer.parts["task-1-panel-status"].select_one("option[selected]")["value"] == "watch"
    assert not {"task-1-panel-comment-form", "task-1-panel-due"} & set(answer.parts)
    assert "The fryer is back." not in ask(dana, moment, open="2").html


def test_many_changes_offer_a_reload_instead(cast, dana, marco, task, moment):
    for number in range(changes.RECORDS_AT_MOST + 1):
        Task.add(cast.fornello, f"Line {number}", by=cast.marco)
    db.session.commit()
    answer = ask(dana, moment)
    assert set(answer.parts) == {"live-updates"}
    assert answer.words("#live-updates") == "Others changed a lot here. Show it"
    assert len(ask(marco, moment, status=204).html) == 0, "it was he"


@pytest.mark.parametrize("strange", ["", "x", "-1", "f" * 12, "9" * 400, "٣", "0x10", "1 0"])
def test_an_invalid_time_offers_a_reload(dana, moment, strange):
    answer = dana.get(f"{HOME}/news", htmx=True, query_string={"since": strange})
    assert answer.one("#live-updates")


def test_without_htmx_the_answer_is_the_road_map(dana, moment):
    assert dana.get(f"{HOME}/news?since={moment}", 303).location == f"{HOME}/"


def test_polling_keeps_no_session_alive(dana, moment):
    before = db.session.query(SignIn.seen_at).filter_by(person_id=dana.person.id).one()
    with time_machine.travel(clock.now() + timedelta(hours=1), tick=True):
        ask(dana, since(), status=204)
        assert db.session.query(SignIn.seen_at).filter_by(person_id=dana.person.id).one() == before
        dana.get(f"{HOME}/")
        assert db.session.query(SignIn.seen_at).filter_by(person_id=dana.person.id).one() != before


def test_an_ended_session_is_reported_without_leaving_the_page(dana, moment):
    dana.person.end_every_session()
    db.session.commit()
    answer = ask(dana, moment, status=401)
    assert "HX-Redirect" not in answer.response.headers
    assert "You have been signed out" in answer.parts["toasts"].get_text()


def test_polling_waits_for_no_writer(app, dana, cast, moment):
    before = writing.set(True)
    db.session.rollback()
    db.session.execute(db.text("UPDATE client SET colour = colour"))  # somebody holds the lock and is slow
    writing.reset(before)
    assert dana.http.get(f"{HOME}/news?since={moment}", headers={"HX-Request": "true"}).status_code == 204


def test_every_polling_page_says_since_when(dana, marco, moment):
    for address in ("/", "/goals/1", "/tasks/1"):
        assert "/news?since=" in dana.get(f"{HOME}{address}").one("#live-updates")["data-poll-url"]
    assert not marco.get(f"{HOME}/letter").soup.select("#live-updates"), "the letter never asks"


def test_a_removal_names_the_person_who_removed_it_and_when(cast, marco, rosa, dana, friday):
    task = a_task(cast.fornello, cast.dana, "Order flour")
    asked_from = since()
    rosa.swap(f"{HOME}/tasks/{task.number}/status", status="watch")
    marco.post(f"{HOME}/tasks/{task.number}/trash")
    task.log("title_changed", cast.rosa, previous="Order flour", current="Order rye", before={})
    db.session.commit()
    assert facts(ask(dana, asked_from))[task.dom_name]["words"] == "Marco removed this at 12:00"


def test_a_new_goal_is_sent_only_to_pages_whose_filter_it_matches(cast, dana, rosa, moment):
    goal = a_goal(cast.fornello, cast.dana, "Open on Sundays", quarter="2027-Q1")
    for fits, asked in (
        (True, {}),
        (True, {"quarter": "2027-Q1"}),
        (True, {"span": "none"}),
        (False, {"quarter": "2026-Q4"}),
        (False, {"span": "2"}),
        (False, {"mine": "yes"}),
        (False, {"kind": "build"}),
    ):
        assert (goal.dom_name in ask(rosa, moment, **asked).parts) == fits, asked


@pytest.mark.parametrize("asked", [{"quarter": "2026-Q4"}, {"span": "2"}])
def test_an_inbox_task_is_not_sent_to_a_filter_without_the_inbox(cast, dana, rosa, moment, asked):
    loose = a_task(cast.fornello, cast.dana, "Order flour")
    assert facts(ask(rosa, moment))[loose.dom_name]["fits"]
    assert not facts(ask(rosa, moment, **asked))[loose.dom_name]["fits"]


def test_a_blocked_task_is_not_free_on_an_open_page_either(cast, rosa, task, roses, moment):
    TaskDependency.add(task, roses, cast.dana)
    task.change(by=cast.dana, title="Call the mill")
    db.session.commit()
    assert not facts(ask(rosa, moment, free="1"))[task.dom_name]["fits"]
    assert facts(ask(rosa, moment))[task.dom_name]["fits"]


def test_an_owner_is_filtered_by_a_typed_name_on_an_open_page_too(cast, dana, rosa, task, roses, moment):
    roses.assign(seat_of(cast.rosa, cast.fornello), cast.dana)
    task.change(by=cast.dana, title="Call the mill")
    db.session.commit()
    told = facts(ask(rosa, moment, owner="rosa"))
    assert told[roses.dom_name]["fits"] and not told[task.dom_name]["fits"]


def test_a_proposal_can_be_agreed_as_the_page_shows_it_now(marco, dana, cast):
    """Dana adds a task meanwhile; the open page shows it, so agreeing includes it."""
    goal = a_goal(cast.fornello, cast.dana, "Pizzaiolo ladder", approval_state="draft")
    goal.propose(cast.dana)
    task = a_task(cast.fornello, cast.dana, "Three steps", goal=goal)
    set_columns(goal, last_activity_at=clock.now() - EARLIER)
    moment = since()
    dana.post(f"{HOME}/tasks/{task.number}", title="Five steps", details="")
    head = ask(marco, moment).parts[f"goal-{goal.number}-head"]
    shown = head.select_one("form[action$='/agree'] [name=was_shown]")["value"]
    marco.swap(f"{HOME}/goals/{goal.number}/agree", was_shown=shown)
    db.session.refresh(goal)
    assert goal.is_agreed
