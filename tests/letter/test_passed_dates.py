"""Dates in the letter: passed, removed, moved earlier after later, moved back and redone."""

from datetime import date, timedelta

import pytest

from tests.world import a_goal, a_person, a_task, seat_of, set_columns
from tracker.clients.models import Role, Seat
from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.roadmap.models import Task
from tracker.roadmap.models.statuses import ApprovalState, Status

BASE = "/clients/fornello-pizza"
LETTER = f"{BASE}/letter"


@pytest.fixture
def payroll(cast, friday):
    goal = a_goal(cast.fornello, cast.dana, "Payroll", target_date=date(2026, 12, 11))
    goal.set_status(Status.ON_TRACK, by=cast.dana)
    task = a_task(cast.fornello, cast.dana, "Call the bank", goal=goal, due=date(2026, 12, 4))
    db.session.commit()
    set_columns(task, created_at=task.created_at)
    return goal


def test_a_goal_whose_date_has_passed_is_not_on_track(payroll, marco):
    set_columns(payroll, target_date=date(2026, 11, 2), original_target_date=date(2026, 11, 2))
    page = marco.get(LETTER)
    assert (
        page.words("h1") == "Things take longer than planned, Marco. One date has passed. Nothing needs you."
    )
    assert "Your goal was planned for an earlier day." in page.words(".greeting")
    assert "planned for 2 November, still open" in page.words("#goal-1-card")


@pytest.mark.parametrize("status", [Status.WAITING, Status.WATCH, Status.NOT_STARTED])
def test_a_passed_date_is_reported_whatever_the_goal_waits_for(cast, payroll, marco, status):
    set_columns(payroll, target_date=date(2026, 11, 2), original_target_date=date(2026, 11, 2))
    payroll.set_status(status, by=cast.dana)
    if status == Status.WAITING:
        payroll.set_waiting_on(seat_of(cast.rosa, cast.fornello), by=cast.dana)
    db.session.commit()
    page = marco.get(LETTER)
    steady = "Mostly steady" if status == Status.WAITING else "Things take longer than planned"
    assert page.words("h1") == f"{steady}, Marco. One date has passed. Nothing needs you."
    assert "planned for 2 November, still open" in page.words("#goal-1-card")


def test_a_passed_date_is_reported_for_a_goal_that_waits_because_of_its_task(cast, payroll, marco):
    """The goal is not asked about beside its task; its date is reported all the same, and once."""
    set_columns(payroll, target_date=date(2026, 11, 2), original_target_date=date(2026, 11, 2))
    seat = seat_of(cast.marco, cast.fornello)
    payroll.set_status(Status.WAITING, by=cast.dana, waiting_on=seat)
    db.session.commit()
    assert marco.get(LETTER).words("h1") == "Mostly steady, Marco. One thing needs your answer."
    task = a_task(cast.fornello, cast.dana, "Choose the bank", goal=payroll)
    task.set_status(Status.WAITING, by=cast.dana, waiting_on=seat)
    db.session.commit()
    page = marco.get(LETTER)
    assert page.words("h1") == "Mostly steady, Marco. One thing needs your answer."
    assert not page.soup.select("#goal-1-ask")


@pytest.mark.parametrize("status", [Status.DONE, Status.PARKED])
def test_the_date_of_a_closed_goal_has_not_passed(cast, payroll, marco, status):
    set_columns(payroll, target_date=date(2026, 11, 2), original_target_date=date(2026, 11, 2))
    payroll.set_status(status, by=cast.dana)
    db.session.commit()
    assert "has passed" not in marco.get(LETTER).words("h1")


def test_late_tasks_are_not_steady(cast, payroll, marco):
    for title in ("Order flour", "Sign the lease"):
        a_task(cast.fornello, cast.dana, title, due=date(2026, 11, 5))
    db.session.commit()
    first = marco.get(LETTER).words("h1")
    assert first == "Every goal is on track, Marco. Two dates have passed. Nothing needs you."


def test_a_promised_date_that_was_removed_is_reported(cast, payroll, marco, dana):
    dana.post(f"{BASE}/tasks/1/due", due="", why="No idea when")
    page = marco.get(LETTER)
    assert "Call the bank has no date for now (was 4 December). No idea when" in page.words("#dates")
    assert page.words("h1") == "Mostly steady, Marco. One date was removed."


def test_an_earlier_date_does_not_get_the_reason_for_a_later_one(payroll, marco, dana):
    dana.post(f"{BASE}/tasks/1/due", due="2026-12-10", why="Rosa is ill")
    assert "(was 4 December). Rosa is ill" in marco.get(LETTER).words("#dates")
    dana.post(f"{BASE}/tasks/1/due", due="2026-12-02")
    told = marco.get(LETTER).words("#dates")
    assert "is now due 2 December (was 4 December)." in told and "Rosa is ill" not in told


def test_a_later_date_redone_keeps_its_reason(payroll, marco, dana):
    for number in (1, 2, 3):
        made = dana.post(f"{BASE}/tasks/1/due", due=f"2026-12-1{number}", why="Rosa is ill")
        back = dana.post(f"{BASE}/undo/{made.changed}")
        assert "Rosa is ill" not in marco.get(LETTER).words("#letter")
        again = dana.post(f"{BASE}/undo/{back.changed}")
        assert f"is now due 1{number} December (was 4 December). Rosa is ill" in marco.get(LETTER).words(
            "#dates"
        )
        dana.post(f"{BASE}/undo/{again.changed}")


def test_a_task_in_a_draft_asks_nobody_at_the_client(cast, payroll, marco, dana):
    goal = a_goal(cast.fornello, cast.dana, "Pizzaiolo ladder", approval_state=ApprovalState.DRAFT)
    task = a_task(cast.fornello, cast.dana, "Three pay bands", goal=goal)
    task.set_status(Status.WAITING, by=cast.dana, waiting_on=seat_of(cast.marco, cast.fornello))
    db.session.commit()
    long_ago = clock.now() - timedelta(days=9)
    set_columns(task, waiting_since=long_ago, asked_in_draft_at=long_ago)
    assert "Three pay bands" not in dana.get("/").words("main")
    goal.propose(by=cast.dana)
    db.session.commit()
    assert "Three pay bands Marco · asked today" in dana.get("/").words("main")
    card = next(
        card
        for card in marco.get(LETTER).soup.select(".request-card")
        if "Three pay bands" in card.get_text()
    )
    assert "Asked today." in card.get_text()


def test_a_comment_is_seen_by_both_until_the_task_is_answered(cast, payroll, marco, rosa, dana):
    dana.post(f"{BASE}/tasks/1/status", status="waiting", waiting_on="marco")
    assert "You wrote" not in marco.get(LETTER).text and "asked today" in dana.get("/").text
    rosa.post(f"{BASE}/tasks/1/comments", body="The bank opens at nine.")
    assert "wrote" not in dana.get("/").text, "he is asked, not she"
    marco.post(f"{BASE}/tasks/1/comments", body="I would rather wait until the new year.")
    assert "You wrote today." in marco.get(LETTER).words("#task-1-ask")
    assert "Call the bank Marco · asked today · wrote today" in dana.get("/").words("main")


def test_one_of_two_ceos_is_enough_for_an_answer(cast, marco, dana):
    Seat.give(cast.fornello, a_person("Carla Bellini", "carla@fornello.example"), Role.CEO, by=cast.dana)
    goal = a_goal(cast.fornello, cast.dana, "Pizzaiolo ladder", approval_state=ApprovalState.DRAFT)
    goal.propose(by=cast.dana)
    db.session.commit()
    page = dana.get(f"{BASE}/goals/{goal.number}")
    assert "It needs an answer from Marco or Carla" in page.text


@pytest.mark.parametrize("status", [Status.PARKED, Status.DONE])
def test_a_proposal_that_is_closed_asks_for_no_answer(cast, marco, dana, status):
    goal = a_goal(cast.fornello, cast.dana, "Pizzaiolo ladder", approval_state=ApprovalState.DRAFT)
    goal.propose(by=cast.dana)
    goal.set_status(status, by=cast.dana)
    db.session.commit()
    for who in (marco, dana):
        text = who.get(f"{BASE}/goals/{goal.number}").text
        assert "Proposed, not agreed" in text and "needs an answer" not in text and "Go with it" not in text
    assert "Goal reached" not in marco.get(LETTER).text


def test_goals_without_a_quarter_are_not_counted_as_this_quarters(cast, friday, marco):
    for title, quarter in (("Payroll", "2026-Q4"), ("Ladder", None), ("Oven", "2027-Q2")):
        a_goal(cast.fornello, cast.dana, title, quarter=quarter).set_status(Status.ON_TRACK, by=cast.dana)
    db.session.commit()
    page = marco.get(LETTER)
    assert page.words("h1") == "Every goal at present is on track, Marco. Nothing needs you."
    assert "Both of your goals at present are on track." in page.words(".greeting")


@pytest.mark.parametrize("first", [date(2026, 11, 2), date(2026, 12, 4)])
def test_a_goal_set_aside_has_no_date_to_keep(cast, payroll, marco, first):
    set_columns(payroll, target_date=first if first.month == 11 else date(2026, 12, 9))
    set_columns(payroll, original_target_date=first)
    payroll.set_status(Status.PARKED, by=cast.dana)
    db.session.commit()
    page = marco.get(LETTER)
    assert page.words("#goal-1-card") == "Payroll Set aside for now 0 of 1 task done"
    assert "Nothing has a date" not in page.words("#next"), "the task has one"
    set_columns(db.session.query(Task).one(), due=None)
    assert "Nothing has a date in the next two weeks." in marco.get(LETTER).words("#next")
