"""The letter says which goals it counts: this quarter's, and whether others have a date."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from tests.world import a_goal
from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.roadmap.models.statuses import Status

LETTER = "/clients/fornello-pizza/letter"


@pytest.fixture
def goals(cast, friday):
    for title in ("One", "Two"):
        a_goal(cast.fornello, cast.dana, title, quarter="2026-Q4").set_status(Status.ON_TRACK, by=cast.dana)
    db.session.commit()


def test_every_goal_is_every_goal_there_is(cast, marco, goals):
    assert marco.get(LETTER).words("h1").startswith("Every goal is on track, Marco.")
    a_goal(cast.fornello, cast.dana, "Next year", quarter="2027-Q1").set_status(Status.WATCH, by=cast.dana)
    db.session.commit()
    page = marco.get(LETTER)
    assert page.words("h1").startswith("Every goal this quarter is on track, Marco.")
    assert "Both of your goals this quarter are on track." in page.words(".greeting")


def test_the_count_names_its_quarter(cast, marco, goals):
    a_goal(cast.fornello, cast.dana, "Three", quarter="2026-Q4").set_status(Status.WATCH, by=cast.dana)
    a_goal(cast.fornello, cast.dana, "Next year", quarter="2027-Q1")
    db.session.commit()
    assert "Of your three goals this quarter, two are on track" in marco.get(LETTER).words(".greeting")


def test_a_goal_with_a_date_is_something_with_a_date(cast, marco, goals):
    assert "Nothing has a date in the next two weeks." in marco.get(LETTER).words("#next")
    soon = clock.today(cast.fornello) + timedelta(days=5)
    a_goal(cast.fornello, cast.dana, "Oven", quarter="2026-Q4", target_date=soon)
    assert "Nothing else has a date in the next two weeks." in marco.get(LETTER).words("#next")


def test_only_a_later_date_is_no_date_in_two_weeks(cast, marco):
    with time_machine.travel(datetime(2026, 11, 27, 17, tzinfo=UTC)):
        marco.sign_in(cast.marco)
        a_goal(cast.fornello, cast.dana, "Oven", target_date=clock.today(cast.fornello) + timedelta(days=20))
        assert "Nothing has a date in the next two weeks." in marco.get(LETTER).words("#next")
