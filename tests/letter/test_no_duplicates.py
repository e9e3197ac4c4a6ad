"""A goal that waits because of its own task is not asked about a second time."""

import pytest

from tests.world import a_goal, a_task, seat_of
from tracker.clients.models import Seat
from tracker.foundation.database import db
from tracker.roadmap.models.statuses import Status

LETTER = "/clients/fornello-pizza/letter"


@pytest.fixture
def oven(cast):
    """The goal and its task both wait on Marco."""
    marco = seat_of(cast.marco, cast.fornello)
    goal = a_goal(cast.fornello, by=cast.dana, title="Second oven decided")
    task = a_task(cast.fornello, by=cast.dana, title="Choose: lease or buy", goal=goal)
    for work in (goal, task):
        work.set_status(Status.WAITING, by=cast.dana, waiting_on=marco)
    db.session.commit()
    return goal, task


def test_marco_is_asked_once(marco, oven):
    letter = marco.get(LETTER)
    assert [ask.get_text(strip=True) for ask in letter.soup.select(".request-card h3")] == [
        "Choose: lease or buy"
    ]
    assert "One thing needs" in letter.words("h1")


def test_dana_sees_the_same_number(dana, oven):
    today = dana.get("/")
    assert today.text.count("Choose: lease or buy") >= 1
    assert [line.get_text(strip=True) for line in today.soup.select("[id$=-waiting] a.title")] == [
        "Choose: lease or buy"
    ]


def test_a_goal_that_waits_by_itself_is_asked(cast, marco, oven):
    seats = list(db.session.scalars(Seat.of(cast.fornello)))
    oven[1].set_status(Status.DONE, by=cast.dana)
    db.session.commit()
    assert seats
    letter = marco.get(LETTER)
    assert [ask.get_text(strip=True) for ask in letter.soup.select(".request-card h3")] == [
        "Second oven decided"
    ]
