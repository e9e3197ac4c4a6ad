"""Dates in the letter: which changes count as moved, since when, and with which reason."""

from datetime import date, timedelta

import pytest

from tests.world import a_goal, a_person, a_task, seat_of, set_columns
from tracker.clients.models import Role, Seat
from tracker.foundation.database import db
from tracker.history.models import Event
from tracker.roadmap.models.statuses import Status

LETTER = "/clients/fornello-pizza/letter"


def test_a_date_corrected_without_a_reason_on_the_day_it_was_set_is_not_later(cast, marco, friday):
    task = a_task(cast.fornello, cast.dana, "Order flour")
    task.set_date(date(2026, 12, 7), by=cast.dana)
    task.set_date(date(2026, 12, 17), by=cast.dana)
    db.session.commit()
    page = marco.get(LETTER)
    assert "later than planned" not in page.text and not page.soup.select("#dates")


def test_only_the_author_of_the_vision_is_asked_to_confirm_it(cast, marco, visit):
    a_goal(cast.fornello, cast.dana)
    carla = a_person("Carla Bellini", "carla@fornello.example")
    Seat.give(cast.fornello, carla, Role.CEO, by=cast.dana)
    cast.fornello.write_vision("Open on Sundays.", None, by=cast.marco)
    db.session.commit()
    assert "Still true?" in marco.get(LETTER).words("#vision")
    assert "Still true?" not in visit(carla).get(LETTER).words("#vision")


def test_finished_work_names_the_person_who_finished_it(cast, marco, friday):
    task = a_task(cast.fornello, cast.dana, "Order flour", owner=seat_of(cast.marco, cast.fornello))
    task.set_status(Status.DONE, by=cast.rosa)
    db.session.commit()
    assert "Order flour Rosa, " in marco.get(LETTER).words("#moved-this-week")


@pytest.mark.parametrize("days", [0, 2])
def test_a_date_set_this_week_and_moved_with_a_reason_is_reported(cast, marco, friday, days):
    """A date promised on Monday and moved on Wednesday is reported, although it did not exist a week ago."""
    goal = a_goal(cast.fornello, cast.dana, "Payroll")
    task = a_task(cast.fornello, cast.dana, "Order flour", goal=goal)
    task.set_date(date(2026, 12, 1), by=cast.dana)
    db.session.commit()
    for event in db.session.query(Event).filter_by(action="task_date_changed"):
        set_columns(event, happened_at=event.happened_at - timedelta(days=days))
    task.set_date(date(2026, 12, 15), by=cast.dana, why="The mill is shut")
    db.session.commit()
    page = marco.get(LETTER)
    assert "Order flour is now due 15 December (was 1 December). The mill is shut" in page.words("#dates")
    assert "One date moved later." in page.words("h1")


def test_a_date_corrected_on_a_later_day_is_reported_with_the_old_date(cast, marco, friday):
    task = a_task(cast.fornello, cast.dana, "Order flour")
    task.set_date(date(2026, 12, 7), by=cast.dana)
    task.set_date(date(2026, 12, 8), by=cast.dana)
    db.session.commit()
    for event in db.session.query(Event).filter_by(action="task_date_changed"):
        set_columns(event, happened_at=event.happened_at - timedelta(days=2))
    task.set_date(date(2026, 12, 17), by=cast.dana)
    db.session.commit()
    assert "is now due 17 December (was 8 December)." in marco.get(LETTER).words("#dates")


def test_a_promise_starts_with_the_first_agreement(cast, marco, friday):
    """Proposing a goal again ends no promise: a date that moved meanwhile counts as moved."""
    goal = a_goal(cast.fornello, cast.dana, "Second oven", target_date=date(2026, 12, 4))
    goal.propose(by=cast.dana)
    goal.set_date(date(2026, 12, 25), by=cast.dana, why="The electrician")
    db.session.commit()
    goal.agree(by=cast.marco)
    db.session.commit()
    letter = marco.get(LETTER)
    assert "Second oven is now due 25 December (was 4 December)." in letter.words("#dates")
    assert "three weeks later" in letter.words(f"#goal-{goal.number}-card")


def test_a_date_moved_before_the_first_agreement_was_no_promise(cast, marco, friday):
    goal = a_goal(
        cast.fornello, cast.dana, "Second oven", approval_state="draft", target_date=date(2026, 12, 4)
    )
    goal.propose(by=cast.dana)
    goal.set_date(date(2026, 12, 25), by=cast.dana, why="The electrician")
    goal.agree(by=cast.marco)
    db.session.commit()
    goal.propose(by=cast.dana)
    goal.agree(by=cast.marco)
    db.session.commit()
    letter = marco.get(LETTER)
    assert not letter.soup.select("#dates")
    assert "later" not in letter.words(f"#goal-{goal.number}-card")


def test_a_reason_is_shown_only_with_its_own_date(cast, marco, friday):
    goal = a_goal(cast.fornello, cast.dana, "Payroll")
    task = a_task(cast.fornello, cast.dana, "Call", goal=goal, due=date(2026, 12, 4))
    task.set_date(date(2026, 12, 10), by=cast.dana, why="The mill is closed until the 9th.")
    db.session.commit()
    assert "The mill is closed until the 9th." in marco.get(LETTER).words("#dates")
    goal.return_to_draft(by=cast.dana)
    task.set_date(date(2026, 12, 23), by=cast.dana, why="Marco must not know.")
    goal.propose(by=cast.dana)
    db.session.commit()
    page = marco.get(LETTER)
    assert "Call is now due 23 December (was 4 December)." in page.words("#dates")
    assert "The mill" not in page.text and "must not know" not in page.text


@pytest.mark.parametrize(
    ("quarters", "said"), [(["2026-Q3"], False), (["2026-Q3", "2026-Q4"], False), (["2026-Q4"], True)]
)
def test_this_quarter_counts_only_goals_of_this_quarter(cast, marco, friday, quarters, said):
    for quarter in [*quarters, "2027-Q1"]:
        a_goal(cast.fornello, cast.dana, f"Goal of {quarter}", quarter=quarter)
    assert ("this quarter" in marco.get(LETTER).words("main")) == said


def test_a_later_change_without_a_reason_has_none(cast, marco, friday):
    goal = a_goal(cast.fornello, cast.dana, "Payroll")
    task = a_task(cast.fornello, cast.dana, "Call", goal=goal, due=date(2026, 12, 4))
    task.set_date(date(2026, 12, 20), by=cast.dana, why="The mill is closed until the 18th.")
    task.set_date(date(2026, 12, 12), by=cast.dana)
    db.session.commit()
    assert marco.get(LETTER).words("#dates").endswith("Call is now due 12 December (was 4 December).")


def test_work_is_not_steady_while_what_waits_on_the_reader_is_late(cast, marco, friday):
    goal = a_goal(cast.fornello, cast.dana, "Payroll")
    task = a_task(cast.fornello, cast.dana, "Call", goal=goal, due=date(2026, 11, 20))
    task.set_status(Status.WAITING, by=cast.dana, waiting_on=seat_of(cast.marco, cast.fornello))
    db.session.commit()
    head = marco.get(LETTER).words("h1")
    assert "Things are steady" not in head and head.startswith("Mostly steady, Marco.")
