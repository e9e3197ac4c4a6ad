"""A goal is drafted, proposed, then agreed by the CEO or discussed first. The client sees nothing of a draft."""

from datetime import date, timedelta

import pytest

from tests.roadmap.people import HOME
from tests.world import a_goal, a_task, seat_of, set_columns
from tracker.clients.models import Seat
from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.history.models import Event
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.models.statuses import ApprovalState, Status

ONE, BOARD = f"{HOME}/goals/1", f"{HOME}/"


@pytest.fixture
def draft(cast):
    """A draft from the time when drafts had consecutive numbers; it has kept its number."""
    goal = a_goal(
        cast.fornello,
        cast.dana,
        "Pizzaiolo ladder",
        approval_state=ApprovalState.DRAFT,
        target_date=date(2031, 12, 4),
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
    return [line.get_text(" ", strip=True) for line in visitor.get(ONE).soup.select("#goal-history li")]


def test_dana_drafts_by_default_and_only_she_sees_it(dana, marco, rosa, vera, cast):
    dana.post(f"{HOME}/goals", title="Pizzaiolo ladder", span="", quarter="")
    goal = db.session.scalars(db.select(Goal)).one()
    assert (goal.approval_state, goal.agreed_at) == (ApprovalState.DRAFT, None)
    assert "Draft, only you see it" in dana.get(BOARD).words(f"#{goal.dom_name}-approval")
    for visitor in (marco, rosa, vera):
        assert "Pizzaiolo" not in visitor.get(BOARD).html
        visitor.get(f"{HOME}/goals/{goal.number}", 404)


def test_the_form_asks_the_coo_for_the_approval_state(dana, marco, cast):
    words = [label.get_text() for label in dana.get(f"{HOME}/goals/new").soup.select(".choices label")]
    assert words == ["A draft for now", "Propose it to Marco"]
    assert not marco.get(f"{HOME}/goals/new").soup.select("[name=life]")
    said = dana.post(f"{HOME}/goals", 422, title="Ladder", span="", quarter="", life="agreed").text
    assert "agreeing is the CEO’s" in said


def test_a_goal_proposed_at_once_is_not_reported_as_added(dana, marco, cast):
    for _ in range(2):
        dana.post(f"{HOME}/goals", title="Ladder", span="", quarter="", life="proposed", form_key="one")
    assert actions() == ["goal_added", "goal_proposed"]
    assert told(marco)[-1].startswith("Dana proposed it")


def test_the_message_says_that_it_was_proposed(dana, cast):
    answer = dana.swap(f"{HOME}/goals", place="list", title="Beta", span="", quarter="", life="proposed")
    assert "Added and proposed “Beta”" in answer.words("#toast")


def test_a_ceos_own_goal_is_agreed_at_once(marco, cast):
    refused = marco.post(f"{HOME}/goals", 422, title="Ladder", span="", quarter="", life="draft")
    assert "Who can see this can’t be chosen here." in refused.text and "Ladder" in refused.html
    marco.post(f"{HOME}/goals", title="Ladder", span="", quarter="")
    assert db.session.scalars(db.select(Goal)).one().is_agreed


def test_without_a_ceo_the_coo_may_mark_it_agreed(visit, cast):
    ash = visit(cast.ash)
    home = "/clients/juniper-catering"
    ash.post(f"{home}/goals", title="Vans", span="", quarter="", life="agreed")
    ash.post(f"{home}/goals", title="Ladder", span="", quarter="", life="proposed")
    assert "Nobody has access as CEO" in ash.get(f"{home}/").words("#goal-2-approval")
    assert "Marked as agreed" in ash.swap(f"{home}/goals/2/agree").text
    told = ash.get(f"{home}/goals/2").words("#goal-history")
    assert "Ash marked it as agreed" in told and "Ash agreed" not in told, "nobody agreed yet"
    added = ash.get(f"{home}/goals/1").words("#goal-history")
    assert "Ash marked it as agreed" in added and "Ash agreed" not in added
    assert {goal.approval_state for goal in db.session.scalars(db.select(Goal))} == {"agreed"}


def test_dana_proposes_it_in_place(dana, marco, draft):
    head = dana.swap(f"{ONE}/life", life="proposed").parts["goal-1-head"]
    assert "Proposed. It needs an answer from Marco" in head.get_text(" ", strip=True)
    assert "Dana proposed this goal" in marco.get(BOARD).words("#goal-1-approval")
    assert dana.post(f"{ONE}/life", life="draft", at="goal").location == ONE
    marco.get(ONE, 404)


def test_proposed_tasks_do_not_reveal_the_order_of_their_drafts(dana, marco, cast, draft):
    """Search puts recent work first, which must not reveal the order of the COO's work on a draft."""
    one, two = (a_task(cast.fornello, cast.dana, title, goal=draft) for title in ("Write it", "Teach it"))
    for touched in one, two, one:
        touched.change(cast.dana, details=f"{touched.details}.")
        db.session.commit()
    dana.post(f"{ONE}/life", life="proposed")
    lately = [hit.get_text() for hit in marco.get("/search").soup.select("a.option .name")]
    assert lately[:2] == ["Teach it", "Write it"], "the newer one first"


def test_marco_agrees_in_place(marco, proposed):
    parts = marco.swap(f"{ONE}/agree").parts
    assert not parts["goal-1-head"].select(".approval-banner")
    assert proposed.is_agreed and proposed.agreed_at
    assert marco.post(f"{ONE}/agree").location == f"{HOME}/#goal-1"
    assert actions().count("goal_agreed") == 1


def test_on_its_own_page_facts_and_history_are_updated(marco, proposed):
    parts = marco.swap(f"{ONE}/agree", at="goal").parts
    assert "Marco agreed to it" in parts["goal-history"].get_text()
    assert "Agreed" in parts["goal-1-facts"].get_text()


def test_discuss_first_keeps_his_comment(marco, dana, proposed):
    parts = marco.swap(f"{ONE}/talk", why="Is May too early?").parts
    assert "You want to discuss this with Dana first" in parts["goal-1-head"].get_text(" ", strip=True)
    marco.swap(f"{ONE}/talk", why="Is May too early?")
    assert actions().count("goal_discussion_requested") == 1
    assert "Marco wants to discuss this first: “Is May too early?”" in dana.get(ONE).words("#goal-1-approval")
    assert "Marco wants to discuss it first: “Is May too early?”" in told(dana)[0]
    dana.swap(f"{ONE}/life", life="proposed")
    assert proposed.discussion_requested_at is None and proposed.is_proposed


def test_withdrawing_an_agreement_is_recorded(dana, marco, proposed):
    marco.post(f"{ONE}/agree")
    first = proposed.agreed_at
    assert "Propose it to Marco" in dana.get(ONE).words("#goal-1-reopen")
    assert "again" not in dana.get(ONE).words("#goal-1-reopen"), "no record says that it was proposed before"
    assert not marco.get(ONE).soup.select("#goal-1-reopen form")
    head = dana.swap(f"{ONE}/life", life="proposed", at="goal").parts["goal-1-head"]
    assert "It needs an answer from Marco" in head.get_text()
    assert proposed.is_proposed and proposed.agreed_at == first
    assert "Dana proposed it again" in told(marco)[0]


@pytest.mark.parametrize(("who", "path"), [
    ("rosa", "agree"), ("vera", "agree"), ("dana", "agree"), ("rosa", "talk"), ("dana", "talk"),
    ("marco", "life"), ("rosa", "life"), ("rosa", "measure-now"), ("vera", "measure-now"),
])  # fmt: skip
def test_who_may_take_each_approval_step(request, proposed, who, path):
    request.getfixturevalue(who).post(f"{ONE}/{path}", 403, life="draft")
    assert proposed.is_proposed and proposed.discussion_requested_at is None


@pytest.mark.parametrize("path", ["agree", "talk", "life", "measure-now"])
def test_other_clients_people_find_no_such_page(adaeze, ash, proposed, path):
    for visitor in (adaeze, ash):
        visitor.post(f"{ONE}/{path}", 404, life="draft")


def test_an_unknown_state_is_refused_with_a_message(dana, marco, proposed):
    assert "Draft it or propose it" in dana.swap(f"{ONE}/life", 422, life="agreed").text
    assert "Keep it to 300" in marco.swap(f"{ONE}/talk", 422, why="x" * 301).text
    marco.post(f"{ONE}/agree")
    assert "agreed already" in marco.swap(f"{ONE}/talk", 422).text


def test_until_it_is_agreed_its_dates_need_no_reason(dana, marco, cast, proposed):
    task = a_task(cast.fornello, cast.dana, goal=proposed, due=date(2031, 11, 20))
    dana.post(ONE, done_by="2031-12-11")
    dana.post(f"{HOME}/tasks/1/due", due="2031-11-27")
    assert (proposed.original_target_date, task.original_due) == (date(2031, 12, 11), date(2031, 11, 27))
    assert not dana.get(f"{HOME}/tasks/1/due").soup.select("[name=why]")
    marco.post(f"{ONE}/agree")
    assert "Say in a few words why" in dana.post(ONE, 422, done_by="2031-12-18").text
    dana.post(f"{HOME}/tasks/1/due", due="2031-12-01", why="Ovens")
    assert task.original_due == date(2031, 11, 27)


@pytest.mark.parametrize("dated", [False, True], ids=["no date before", "a date before"])
def test_a_date_from_a_draft_is_no_first_date(dana, marco, cast, proposed, dated):
    """An agreed goal may become a draft again. Only a date that the client read stays the first date."""
    task = a_task(cast.fornello, cast.dana, goal=proposed, due=date(2031, 11, 20) if dated else None)
    dana.post(ONE, done_by="2031-12-11" if dated else "")
    marco.post(f"{ONE}/agree")
    dana.post(f"{ONE}/life", life="draft")
    for day, goal_day in (("2031-12-05", "2031-12-19"), ("2031-12-22", "2031-12-23")):
        dana.post(f"{HOME}/tasks/1/due", due=day, why="Later")
        dana.post(ONE, done_by=goal_day, date_why="Later")
    dana.post(f"{ONE}/life", life="proposed")
    first = [date(2031, 11, 20), date(2031, 12, 11)] if dated else [date(2031, 12, 22), date(2031, 12, 23)]
    assert [task.original_due, proposed.original_target_date] == first
    page = marco.get(f"{HOME}/tasks/1").text + marco.get(ONE).text
    assert " 5 Dec" not in page and "19 Dec" not in page and ("was" in page) == dated


def test_a_date_that_was_read_before_the_task_went_into_a_draft_stays_the_first(dana, marco, cast, proposed):
    marco.post(f"{ONE}/agree")
    dana.post(f"{ONE}/life", life="draft")
    task = a_task(cast.fornello, cast.dana, "Call")
    dana.post(f"{HOME}/tasks/{task.number}/due", due="2031-12-05")
    dana.post(f"{HOME}/tasks/{task.number}/goal", goal="1")
    dana.post(f"{HOME}/tasks/{task.number}/due", due="2031-12-10", why="Later")
    dana.post(f"{ONE}/life", life="proposed")
    db.session.refresh(task)
    assert (task.goal_id, task.original_due) == (proposed.id, date(2031, 12, 5))


def test_a_date_that_was_read_stays_the_first_through_other_drafts(dana, marco, cast, proposed):
    """The task is moved into another draft and back: the date read while the goal was agreed counts."""
    dana.post(f"{ONE}/life", life="draft")
    task = a_task(cast.fornello, cast.dana, "Order flour", goal=proposed, due=date(2031, 12, 5))
    dana.post(f"{ONE}/life", life="proposed")
    marco.post(f"{ONE}/agree")
    dana.post(f"{ONE}/life", life="draft")
    other = a_goal(cast.fornello, cast.dana, "Gamma", approval_state=ApprovalState.DRAFT)
    moved = dana.post(f"{HOME}/tasks/{task.number}/goal", goal=str(other.number)).changed
    dana.post(f"{HOME}/undo/{moved}")
    dana.post(f"{HOME}/tasks/{task.number}/due", due="2031-12-18", why="Later")
    db.session.refresh(task)
    assert (task.goal_id, task.original_due) == (proposed.id, date(2031, 12, 5))


def test_a_date_in_the_trash_while_its_goal_was_shown_was_not_read(dana, marco, cast, proposed):
    marco.post(f"{ONE}/agree")
    dana.post(f"{ONE}/life", life="draft")
    task = a_task(cast.fornello, cast.dana, "Order flour", goal=proposed, due=date(2031, 12, 5))
    dana.post(f"{HOME}/tasks/{task.number}/trash")
    dana.post(f"{ONE}/life", life="proposed")
    dana.post(f"{ONE}/life", life="draft")
    dana.post(f"{HOME}/tasks/{task.number}/restore")
    db.session.refresh(task)
    assert task.trashed_at is None
    dana.post(f"{HOME}/tasks/{task.number}/due", due="2031-12-18", why="Later")
    db.session.refresh(task)
    assert task.original_due == date(2031, 12, 18)


@pytest.mark.parametrize("how", ["added with it", "dated in another draft"])
def test_a_date_no_client_read_is_no_first_date_however_it_came(dana, marco, cast, proposed, how):
    marco.post(f"{ONE}/agree")
    dana.post(f"{ONE}/life", life="draft")
    other = a_goal(cast.fornello, cast.dana, "Another draft", approval_state=ApprovalState.DRAFT)
    under = proposed if how == "added with it" else other
    task = a_task(cast.fornello, cast.dana, "Call", goal=under, due=date(2031, 12, 5))
    if under is other:
        dana.post(f"{HOME}/tasks/{task.number}/goal", goal="1")
    dana.post(f"{HOME}/tasks/{task.number}/due", due="2031-12-10", why="Later")
    dana.post(f"{ONE}/life", life="proposed")
    db.session.refresh(task)
    assert (task.goal_id, task.original_due) == (proposed.id, date(2031, 12, 10))
    assert "was" not in marco.get(f"{HOME}/tasks/{task.number}").words("main")


def test_again_is_used_only_for_a_person_who_agreed_before(dana, marco, cast, proposed):
    marco.post(f"{ONE}/agree")
    dana.post(f"{ONE}/life", life="proposed")
    db.session.query(Event).filter_by(action="goal_agreed").update({"actor_id": cast.dana.id})
    db.session.commit()
    marco.post(f"{ONE}/agree")
    assert "Marco agreed to it" in told(dana)[0] and "again" not in told(dana)[0]
    dana.post(f"{ONE}/life", life="proposed")
    marco.post(f"{ONE}/agree")
    assert "Marco agreed to it again" in told(dana)[0]


def test_agreeing_makes_the_present_dates_the_first_ones(cast, draft):
    task = a_task(cast.fornello, cast.dana, goal=draft, due=date(2031, 11, 20))
    task.due, draft.target_date = date(2031, 11, 25), date(2031, 12, 9)  # as an import would set them
    draft.agree(by=cast.marco)
    db.session.commit()
    db.session.refresh(task)
    assert (task.original_due, draft.original_target_date) == (date(2031, 11, 25), date(2031, 12, 9))


def test_tasks_added_since_the_agreement_are_counted(dana, marco, cast, proposed):
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


def test_a_goal_agreed_without_tasks_counts_no_growth(dana, cast, goal):
    a_task(cast.fornello, cast.dana, goal=goal)
    assert "since agreed" not in dana.get(BOARD).text


def test_two_coos_are_both_named(dana, cast, draft):
    Seat.give(cast.fornello, cast.ash, "coo", by=cast.dana)
    db.session.commit()
    assert "Draft, only you and Ash see it" in dana.get(BOARD).words("#goal-1-approval")


def test_a_task_moved_out_of_a_draft_says_who_can_read_it_now(dana, cast):
    """Sharing says so as well; a move between drafts shows nothing to anybody new."""
    agreed = a_goal(cast.fornello, cast.dana, "Second oven decided")
    draft, other = (
        a_goal(cast.fornello, cast.dana, title, approval_state=ApprovalState.DRAFT)
        for title in ("One", "Two")
    )
    task = a_task(cast.fornello, cast.dana, "Three pay bands", goal=draft)
    said = dana.swap(f"{HOME}/tasks/{task.number}/goal", goal=other.number).words("#toast")
    assert "can read it" not in said
    said = dana.swap(f"{HOME}/tasks/{task.number}/goal", goal=agreed.number).words("#toast")
    assert "Moved to Second oven decided. Marco and two others can read it now." in said


def wait_for_marco(cast, work, days):
    """Set it to waiting on Marco, so many days ago."""
    work.set_status(Status.WAITING, cast.dana, waiting_on=seat_of(cast.marco, cast.fornello))
    db.session.commit()
    then = clock.now() - timedelta(days=days)
    event = (
        db.session.query(Event)
        .filter(Event.action.endswith("_status_changed"))
        .order_by(Event.id.desc())
        .first()
    )
    set_columns(event, happened_at=then)
    set_columns(work, waiting_since=then, asked_in_draft_at=then if work.in_draft() else None)
    return then


def is_asked_today(work):
    db.session.expire_all()
    return clock.now() - work.waiting_since < timedelta(minutes=1)


def test_a_question_that_was_seen_keeps_its_day_through_a_draft(cast):
    goal = a_goal(cast.fornello, cast.dana)
    task = a_task(cast.fornello, cast.dana, goal=goal)
    asked = wait_for_marco(cast, task, days=4)
    goal.return_to_draft(cast.dana)
    goal.propose(cast.dana)
    task.move_to_goal(
        a_goal(cast.fornello, cast.dana, "Ladder", approval_state=ApprovalState.DRAFT), cast.dana
    )
    task.move_to_goal(None, cast.dana)
    db.session.commit()
    assert task.waiting_since == asked


@pytest.mark.parametrize("way", ["proposed", "moved", "moved with others", "moved to another draft"])
def test_a_question_from_a_draft_is_asked_when_it_is_shown(cast, way):
    draft = a_goal(cast.fornello, cast.dana, "Ladder", approval_state=ApprovalState.DRAFT)
    task = a_task(cast.fornello, cast.dana, goal=draft)
    wait_for_marco(cast, task, days=5)
    other = a_goal(cast.fornello, cast.dana, "Oven")
    if way == "proposed":
        draft.propose(cast.dana)
    elif way == "moved":
        task.move_to_goal(other, cast.dana)
    elif way == "moved with others":
        Task.move_all_to_goal([task], other, cast.dana)
    else:
        other.return_to_draft(cast.dana)
        task.move_to_goal(other, cast.dana)
        db.session.commit()
        assert not is_asked_today(task)
        other.propose(cast.dana)
    db.session.commit()
    assert is_asked_today(task)


def test_a_goal_that_waited_as_a_draft_is_asked_when_it_is_shown(cast, draft):
    wait_for_marco(cast, draft, days=5)
    draft.propose(cast.dana)
    db.session.commit()
    assert is_asked_today(draft)


def test_a_proposal_by_mistake_asks_nobody(cast, dana, draft):
    task = a_task(cast.fornello, cast.dana, goal=draft)
    asked = wait_for_marco(cast, task, days=5)
    proposed = dana.swap(f"{HOME}/goals/{draft.number}/life", life="proposed")
    dana.post(proposed.parts["toasts"].select_one("form")["action"])
    db.session.expire_all()
    assert task.waiting_since == asked
    draft.propose(cast.dana)
    db.session.commit()
    assert is_asked_today(task)
