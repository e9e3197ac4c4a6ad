"""A goal is drafted, proposed, and agreed by the CEO; or talked over first. Nothing of a draft reaches a client."""

from datetime import date

import pytest

from tests.roadmap.people import HOME
from tests.world import a_goal, a_task, set_columns
from tracker.clients.models import Seat
from tracker.foundation.database import db
from tracker.history.models import Event
from tracker.roadmap.models import Goal
from tracker.roadmap.models.statuses import ApprovalState

ONE, BOARD = f"{HOME}/goals/1", f"{HOME}/"


@pytest.fixture
def draft(cast):
    """From a time when drafts were counted, too: it has kept its number."""
    goal = a_goal(
        cast.fornello, cast.dana, "Pizzaiolo ladder", life=ApprovalState.DRAFT, done_by=date(2031, 12, 4)
    )
    set_columns(goal, number=1)
    return goal


@pytest.fixture
def proposed(cast, draft):
    draft.propose(by=cast.dana)
    db.session.commit()
    return draft


def actions():
    return list(
        db.session.scalars(db.select(Event.action).where(Event.goal_id.is_not(None)).order_by(Event.id))
    )


def told(visitor):
    return [line.get_text(" ", strip=True) for line in visitor.get(ONE).soup.select("#lines li")]


def test_dana_drafts_by_default_and_only_she_sees_it(dana, marco, rosa, vera, cast):
    dana.post(f"{HOME}/goals", title="Pizzaiolo ladder", span="", quarter="")
    goal = db.session.scalars(db.select(Goal)).one()
    assert (goal.life, goal.agreed_at) == (ApprovalState.DRAFT, None)
    assert "Draft, only you see it" in dana.get(BOARD).words(f"#{goal.dom_name}-life")
    for visitor in (marco, rosa, vera):
        assert "Pizzaiolo" not in visitor.get(BOARD).html
        visitor.get(f"{HOME}/goals/{goal.number}", 404)


def test_the_form_asks_the_coo_how_far_it_is(dana, marco, cast):
    words = [label.get_text() for label in dana.get(f"{HOME}/goals/new").soup.select(".picks label")]
    assert words == ["A draft for now", "Propose it to Marco"]
    assert not marco.get(f"{HOME}/goals/new").soup.select("[name=life]")
    said = dana.post(f"{HOME}/goals", 422, title="Ladder", span="", quarter="", life="agreed").text
    assert "agreeing is the CEO’s" in said


def test_proposed_at_once_it_says_so_and_is_not_told_as_added(dana, marco, cast):
    for _ in range(2):
        dana.post(f"{HOME}/goals", title="Ladder", span="", quarter="", life="proposed", form_key="one")
    assert actions() == ["goal_added", "goal_proposed"]
    assert told(marco)[-1].startswith("Dana proposed it")


def test_a_ceos_own_goal_is_agreed_at_once(marco, cast):
    refused = marco.post(f"{HOME}/goals", 422, title="Ladder", span="", quarter="", life="draft")
    assert "Who can see this can’t be chosen here." in refused.text and "Ladder" in refused.html
    marco.post(f"{HOME}/goals", title="Ladder", span="", quarter="")
    assert db.session.scalars(db.select(Goal)).one().is_agreed


def test_without_a_ceo_the_coo_may_write_it_down_as_agreed(visit, cast):
    ash = visit(cast.ash)
    home = "/clients/juniper-catering"
    ash.post(f"{home}/goals", title="Vans", span="", quarter="", life="agreed")
    ash.post(f"{home}/goals", title="Ladder", span="", quarter="", life="proposed")
    assert "Nobody has access as CEO" in ash.get(f"{home}/").words("#goal-2-life")
    assert "Agreed" in ash.swap(f"{home}/goals/2/agree").text
    assert {goal.life for goal in db.session.scalars(db.select(Goal))} == {"agreed"}


def test_dana_proposes_it_in_place(dana, marco, draft):
    head = dana.swap(f"{ONE}/life", life="proposed").parts["goal-1-head"]
    assert "Proposed. It needs an answer from Marco" in head.get_text(" ", strip=True)
    assert "Dana proposed this goal" in marco.get(BOARD).words("#goal-1-life")
    assert dana.post(f"{ONE}/life", life="draft", at="goal").location == ONE
    marco.get(ONE, 404)


def test_proposed_tasks_are_in_no_order_of_when_they_were_drafted(dana, marco, cast, draft):
    """What was touched last stands first in the search; the COO's work on a draft must not be read from that."""
    one, two = (a_task(cast.fornello, cast.dana, title, goal=draft) for title in ("Write it", "Teach it"))
    for touched in one, two, one:
        touched.change(cast.dana, details=f"{touched.details}.")
        db.session.commit()
    dana.post(f"{ONE}/life", life="proposed")
    lately = [hit.get_text() for hit in marco.get("/search").soup.select("a.opt .name")]
    assert lately[:2] == ["Teach it", "Write it"], "the newer one first"


def test_marco_agrees_in_place(marco, proposed):
    parts = marco.swap(f"{ONE}/agree").parts
    assert not parts["goal-1-head"].select(".life")
    assert proposed.is_agreed and proposed.agreed_at
    assert marco.post(f"{ONE}/agree").location == f"{HOME}/#goal-1"
    assert actions().count("goal_agreed") == 1


def test_on_its_own_page_facts_and_history_follow(marco, proposed):
    parts = marco.swap(f"{ONE}/agree", at="goal").parts
    assert "Marco agreed to it" in parts["lines"].get_text()
    assert "Agreed" in parts["goal-1-facts"].get_text()


def test_talk_it_over_first_keeps_his_words(marco, dana, proposed):
    parts = marco.swap(f"{ONE}/talk", why="Is May too early?").parts
    assert "You want to discuss this with Dana first" in parts["goal-1-head"].get_text(" ", strip=True)
    marco.swap(f"{ONE}/talk", why="Is May too early?")
    assert actions().count("goal_talk_wanted") == 1
    assert "Marco wants to discuss this first: “Is May too early?”" in dana.get(ONE).words("#goal-1-life")
    assert "Marco wants to discuss it first: “Is May too early?”" in told(dana)[0]
    dana.swap(f"{ONE}/life", life="proposed")
    assert proposed.talk_at is None and proposed.is_proposed


def test_going_back_from_agreed_is_recorded(dana, marco, proposed):
    marco.post(f"{ONE}/agree")
    first = proposed.agreed_at
    assert "Propose it to Marco again" in dana.get(ONE).words("#goal-1-reopen")
    assert not marco.get(ONE).soup.select("#goal-1-reopen form")
    head = dana.swap(f"{ONE}/life", life="proposed", at="goal").parts["goal-1-head"]
    assert "It needs an answer from Marco" in head.get_text()
    assert proposed.is_proposed and proposed.agreed_at == first
    assert "Dana proposed it anew" in told(marco)[0]


@pytest.mark.parametrize(("who", "path"), [
    ("rosa", "agree"), ("vera", "agree"), ("dana", "agree"), ("rosa", "talk"), ("dana", "talk"),
    ("marco", "life"), ("rosa", "life"), ("rosa", "measure-now"), ("vera", "measure-now"),
])  # fmt: skip
def test_whose_word_it_is(request, proposed, who, path):
    request.getfixturevalue(who).post(f"{ONE}/{path}", 403, life="draft")
    assert proposed.is_proposed and proposed.talk_at is None


@pytest.mark.parametrize("path", ["agree", "talk", "life", "measure-now"])
def test_other_clients_people_find_no_such_page(adaeze, ash, proposed, path):
    for visitor in (adaeze, ash):
        visitor.post(f"{ONE}/{path}", 404, life="draft")


def test_wrong_words_are_refused_in_words(dana, marco, proposed):
    assert "Draft it or propose it" in dana.swap(f"{ONE}/life", 422, life="agreed").text
    assert "Keep it to 300" in marco.swap(f"{ONE}/talk", 422, why="x" * 301).text
    marco.post(f"{ONE}/agree")
    assert "agreed already" in marco.swap(f"{ONE}/talk", 422).text


def test_until_it_is_agreed_its_dates_move_freely(dana, marco, cast, proposed):
    task = a_task(cast.fornello, cast.dana, goal=proposed, due=date(2031, 11, 20))
    dana.post(ONE, done_by="2031-12-11")
    dana.post(f"{HOME}/tasks/1/due", due="2031-11-27")
    assert (proposed.first_done_by, task.first_due) == (date(2031, 12, 11), date(2031, 11, 27))
    assert not dana.get(f"{HOME}/tasks/1/due").soup.select("[name=why]")
    marco.post(f"{ONE}/agree")
    assert "Say in a few words why" in dana.post(ONE, 422, done_by="2031-12-18").text
    dana.post(f"{HOME}/tasks/1/due", due="2031-12-01", why="Ovens")
    assert task.first_due == date(2031, 11, 27)


def test_agreeing_fixes_the_dates_as_they_are(cast, draft):
    task = a_task(cast.fornello, cast.dana, goal=draft, due=date(2031, 11, 20))
    task.due, draft.done_by = date(2031, 11, 25), date(2031, 12, 9)  # as an import would set them
    draft.agree(by=cast.marco)
    db.session.commit()
    db.session.refresh(task)
    assert (task.first_due, draft.first_done_by) == (date(2031, 11, 25), date(2031, 12, 9))


def test_scope_that_grew_since_it_was_agreed(dana, marco, cast, proposed):
    for title in ("One", "Two"):
        a_task(cast.fornello, cast.dana, title, goal=proposed)
    assert "since agreed" not in dana.get(BOARD).text
    marco.post(f"{ONE}/agree")
    for title in ("Three", "Four", "Five"):
        a_task(cast.fornello, cast.dana, title, goal=proposed)
    dana.post(f"{HOME}/tasks/5/status", status="parked")
    for page in (dana.get(BOARD), dana.get(ONE), marco.get(BOARD)):
        assert "0 of 4 2 added since agreed" in page.words("#goal-1-progress")
    assert (
        "2 added since agreed"
        in dana.swap(f"{ONE}/status", status="on_track").parts["goal-1-head"].get_text()
    )


def test_a_goal_agreed_empty_has_nothing_to_grow_from(dana, cast, goal):
    a_task(cast.fornello, cast.dana, goal=goal)
    assert "since agreed" not in dana.get(BOARD).text


def test_two_coos_are_both_named(dana, cast, draft):
    Seat.give(cast.fornello, cast.ash, "coo", by=cast.dana)
    db.session.commit()
    assert "Draft, only you and Ash see it" in dana.get(BOARD).words("#goal-1-life")
