"""Shifting a goal and its tasks by some days: previewed first, then saved as one change."""

import time
from datetime import date, timedelta

import pytest
from sqlalchemy import insert

from tests.query_counter import counted
from tests.roadmap.people import HOME, event_count, history
from tests.world import a_goal, a_task, seat_of
from tracker.foundation.database import db
from tracker.foundation.exceptions import DomainError
from tracker.history.models import Event
from tracker.roadmap.models import Task
from tracker.roadmap.models.statuses import ApprovalState, Status
from tracker.roadmap.reschedule.plan import days_of, move_day

SHIFT = f"{HOME}/goals/1/shift"
FRIDAY = date(2030, 12, 6)


@pytest.fixture
def oven(cast):
    goal = a_goal(cast.fornello, cast.dana, "Second oven decided", target_date=FRIDAY)
    for title, due, status in (
        ("Ask the bank", date(2030, 11, 25), Status.ON_TRACK),
        ("Measure the wall", date(2030, 11, 20), Status.DONE),
        ("Paint it", date(2030, 12, 2), Status.PARKED),
        ("Tell the neighbours", None, Status.NOT_STARTED),
    ):
        a_task(cast.fornello, cast.dana, title, goal=goal, due=due).set_status(status, by=cast.dana)
    db.session.commit()
    return goal


def dates(goal):
    found = db.session.scalars(db.select(Task).where(Task.goal_id == goal.id).order_by(Task.id))
    return goal.target_date, *(task.due for task in found)


def shown(page):
    return page.one("[name=shown]")["value"]


@pytest.mark.parametrize(
    ("typed", "days"),
    [("14", 14), ("+14", 14), ("-7", -7), ("−7", -7), ("- 7", -7), ("3,650", 3650), ("007", 7)],
)
def test_a_number_of_days_is_read(typed, days):
    assert days_of(typed) == days


@pytest.mark.parametrize(
    ("typed", "words"),
    [("", "Write a number"), ("soon", "Write a number"), ("1.5", "Write a number"), ("--7", "Write a number"),
     ("²", "Write a number"), ("٣", "Write a number"), ("0", "zero days"), ("-0", "zero days"), ("3651", "Ten years"),
     ("-3651", "Ten years"), ("9" * 5000, "Ten years")],
)  # fmt: skip
def test_what_is_no_number_of_days(typed, words):
    with pytest.raises(DomainError, match=words):
        days_of(typed)


def test_dates_beyond_the_calendar_are_refused():
    with pytest.raises(DomainError, match="“X” would fall in the year 2101"):
        move_day(date(2100, 12, 31), 1, "X")
    with pytest.raises(DomainError, match="the year 1999"):
        move_day(date(2000, 1, 1), -1, "X")


def test_the_shift_is_previewed_first(marco, oven):
    before = event_count()
    page = marco.get(f"{SHIFT}?days=1")
    rows = [" ".join(row.get_text(" ").split()) for row in page.soup.select(".date-table tbody tr")]
    assert rows == [
        "Second oven decided the goal Fri 6 Dec 2030 Sat 7 Dec 2030 a Saturday",
        "Ask the bank Mon 25 Nov 2030 Tue 26 Nov 2030",
    ]
    assert "One new date falls on a weekend." in page.text
    assert "Left alone: one done task, one parked task, one task without a date." in page.text
    assert event_count() == before


def test_everything_moves_as_one_change(dana, cast, oven):
    page = dana.get(f"{SHIFT}?done_by=2030-12-20")
    assert page.one("[name=days][type=hidden]")["value"] == "14"
    answer = dana.post(SHIFT, days="14", shown=shown(page), why="The grant office is shut.")
    told = dana.get(f"{HOME}/goals/1?changed={answer.changed}").words("#toast")
    assert "Moved the dates of one goal and one task" in told
    assert dates(oven) == (date(2030, 12, 20), date(2030, 12, 9), date(2030, 11, 20), date(2030, 12, 2), None)
    assert oven.original_target_date == FRIDAY
    moved = db.session.scalars(db.select(Event).where(Event.action.like("%_date_changed"))).all()
    assert [event.action for event in moved] == ["goal_date_changed", "task_date_changed"]
    assert len({event.change_set_id for event in moved}) == 1 and moved[0].change_set_id
    task = db.session.scalars(db.select(Task).where(Task.title == "Ask the bank")).one()
    assert history(task, seat_of(cast.dana, cast.fornello))[-1].endswith("“The grant office is shut.”")


def test_with_htmx_it_returns_to_the_goal(dana, oven):
    answer = dana.swap(SHIFT, 204, days="-7", shown=shown(dana.get(f"{SHIFT}?days=-7")), why="Sooner")
    assert answer.response.headers["HX-Redirect"].startswith(f"{HOME}/goals/1")
    assert dates(oven)[:2] == (date(2030, 11, 29), date(2030, 11, 18))


def test_a_date_changed_meanwhile_stops_the_whole_shift(dana, cast, oven):
    page = dana.get(f"{SHIFT}?days=14")
    task = db.session.scalars(db.select(Task).where(Task.title == "Ask the bank")).one()
    task.set_date(date(2030, 11, 28), by=cast.dana, why="A holiday")
    db.session.commit()
    before = dates(oven)
    for send in (dana.swap, dana.post):
        answer = send(SHIFT, 409, days="14", shown=shown(page), why="The grant office is shut.")
        assert "Someone changed a date in the meantime" in answer.text
        assert "Ask the bank changed meanwhile Thu 28 Nov 2030 Thu 12 Dec 2030" in answer.text
        assert answer.one("[name=why]")["value"] == "The grant office is shut."
        assert dates(oven) == before
    dana.post(SHIFT, days="14", shown=shown(answer), why="The grant office is shut.")
    assert dates(oven)[1] == date(2030, 12, 12)


def test_dates_move_to_an_earlier_day_without_a_reason(dana, oven):
    before = dates(oven)[0]
    page = dana.get(f"{SHIFT}?days=-7")
    dana.post(SHIFT, days="-7", shown=shown(page))
    assert dates(oven)[0] == before - timedelta(days=7)


def test_dates_that_were_agreed_move_with_a_reason(dana, cast, oven):
    answer = dana.swap(SHIFT, 422, days="14")
    assert "Say in a few words why the date moves." in answer.text
    assert len(answer.soup.select(".date-table tbody tr")) == 2
    assert dates(oven)[0] == FRIDAY
    a_goal(cast.fornello, cast.dana, "A third shop", target_date=FRIDAY, approval_state="proposed")
    page = dana.get(f"{HOME}/goals/2/shift?days=7")
    assert not page.soup.select("[name=why]")
    dana.post(f"{HOME}/goals/2/shift", days="7", shown=shown(page))


@pytest.mark.parametrize("goal_now", ["proposed", "draft"])
def test_a_task_that_was_promised_moves_with_a_reason_under_a_goal_never_agreed(dana, cast, goal_now):
    task = a_task(cast.fornello, cast.dana, "Ask the bank", due=FRIDAY)
    goal = a_goal(
        cast.fornello, cast.dana, "A third shop", target_date=FRIDAY, approval_state=ApprovalState(goal_now)
    )
    task.move_to_goal(goal, cast.dana)
    db.session.commit()
    address = f"{HOME}/goals/{goal.number}/shift"
    page = dana.get(f"{address}?days=14")
    assert page.soup.select("[name=why]")
    answer = dana.post(address, 422, days="14", shown=shown(page))
    assert "Say in a few words why the date moves." in answer.text and task.due == FRIDAY
    dana.post(address, days="14", shown=shown(page), why="The grant office is shut.")
    assert task.due == FRIDAY + timedelta(days=14)


def test_a_move_to_earlier_asks_for_no_reason(dana, oven):
    assert not dana.get(f"{SHIFT}?days=-7").soup.select("[name=why]")


@pytest.mark.parametrize(
    ("query", "words"),
    [("days=soon", "Write a number of days"), ("days=0", "zero days"), ("days=99999", "Ten years are the most"),
     ("days=3&done_by=2030-12-20", "Fill in one of the two"), ("done_by=2030-13-40", "Enter a date like"),
     ("done_by=2030-12-06", "zero days"), ("done_by=2099-12-06", "Ten years"), ("days=%00", "cannot be shown")],
)  # fmt: skip
def test_bad_input_gets_a_message(dana, oven, query, words):
    page = dana.get(f"{SHIFT}?{query}")
    assert words in page.text and not page.soup.select(".date-table")
    form = dict(pair.split("=") for pair in query.replace("%00", "\0").split("&"))
    assert words in dana.swap(SHIFT, 422, why="x", **form).text
    assert words in dana.post(SHIFT, 422, why="x", **form).text
    assert "Write a number of days" in dana.swap(SHIFT, 422, why="x").text
    assert dates(oven)[0] == FRIDAY


def test_a_calendar_that_ends_is_said(dana, cast):
    a_goal(cast.fornello, cast.dana, "Retire", target_date=date(2099, 12, 1))
    assert "“Retire” would fall in the year 2101." in dana.get(f"{SHIFT}?days=600").text


def test_dates_in_the_past_and_nothing_to_move_are_mentioned(dana, cast, oven):
    assert "Two new dates fall in the past." in dana.get(f"{SHIFT}?days=-3650").text
    a_goal(cast.fornello, cast.dana, "Someday")
    page = dana.get(f"{HOME}/goals/2/shift?days=7")
    assert "Nothing here has a date that could move." in page.text
    assert "The goal has no date" in dana.get(f"{HOME}/goals/2/shift?done_by=2031-01-01").text


def test_who_may_not(rosa, vera, adaeze, ash, oven):
    for visitor, status in ((rosa, 403), (vera, 403), (adaeze, 404), (ash, 404)):
        visitor.get(f"{SHIFT}?days=7", status)
        visitor.swap(SHIFT, status, days="7", why="x")
    assert dates(oven)[0] == FRIDAY


def test_five_hundred_tasks_move_in_three_seconds(dana, cast, oven):
    count = 500
    row = {
        "client_id": oven.client_id,
        "goal_id": oven.id,
        "due": FRIDAY,
        "original_due": FRIDAY,
        "version": 1,
    }
    task = {"title": "Weigh the dough", "created_by_id": cast.dana.id, "status": "not_started"}
    first = cast.fornello.next_number("task", count)
    db.session.execute(
        insert(Task), [row | task | {"number": first + n, "position": n} for n in range(count)]
    )
    db.session.commit()
    with counted() as asked:
        page = dana.get(f"{SHIFT}?days=7")
    assert len(asked) <= 12, "\n".join(asked)
    began = time.process_time()
    dana.post(SHIFT, days="7", shown=shown(page), why="A week later")
    assert time.process_time() - began < 3
    moved = db.select(db.func.count()).where(Task.goal_id == oven.id, Task.due == FRIDAY + timedelta(7))
    assert db.session.scalar(moved) == count


def test_a_shift_is_undone_as_a_whole(dana, oven):
    before = dates(oven)
    dana.post(SHIFT, days="7", why="A week later")
    change = db.session.scalars(db.select(Event).order_by(Event.id.desc())).first().change_set_id
    assert dates(oven) != before
    dana.post(f"{HOME}/undo/{change}")
    assert dates(oven) == before


def test_a_date_that_goes_too_far_is_refused_where_it_was_typed(dana, oven, cast):
    a_task(cast.fornello, cast.dana, "Paint the sign", goal=oven, due=date(2100, 12, 1))
    page = dana.get(f"{SHIFT}?done_by=2031-12-31")
    assert "would fall in the year" in page.one("#goal-1-reschedule-date-error").get_text()
    assert not page.soup.select("#goal-1-reschedule-days-error")
