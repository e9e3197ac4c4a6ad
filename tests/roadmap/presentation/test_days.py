"""A client's pages show dates in the client's time zone, whoever reads them."""

from datetime import UTC, datetime

import pytest
import time_machine

from tests.roadmap.people import at
from tests.world import a_comment, a_goal, a_person, a_task, seat_of
from tracker.clients.models import Role, Seat
from tracker.exports.content import export_content
from tracker.foundation.database import db
from tracker.roadmap.models.statuses import Status

FORNELLO = "/clients/fornello-pizza"
LATE_EVENING = datetime(2026, 11, 20, 4, 30, tzinfo=UTC)
"""Thursday 19 November, 23:30 at Fornello in New York; Friday 20 November in Auckland and in UTC."""


@pytest.fixture
def ash_in_auckland(cast, visit):
    """Ash, who has access to Fornello and reads its pages on the other side of the world."""
    cast.ash.time_zone = "Pacific/Auckland"
    Seat.give(cast.fornello, cast.ash, Role.COO, by=cast.dana)
    db.session.commit()
    return cast.ash


def test_every_page_of_a_client_shows_the_same_day(cast, visit, ash_in_auckland):
    with time_machine.travel(LATE_EVENING, tick=False):
        goal = a_goal(cast.fornello, cast.dana)
        task = a_task(cast.fornello, cast.dana, "Choose the bands", goal=goal)
        task.set_status(Status.WAITING, by=cast.dana, waiting_on=seat_of(cast.marco, cast.fornello))
        a_comment(task, cast.dana, "Which of the bands?")
        db.session.commit()
        for person in (cast.dana, ash_in_auckland):
            reader = visit(person)
            panel = reader.get(at(task)).words("main")
            assert "Thu 19 Nov" in panel and "Fri 20 Nov" not in panel, person.name
            assert "since Thu 19 Nov" in panel
            assert "Thu 19 Nov, 23:30" in panel
            assert "Today" in reader.get(f"{FORNELLO}/history").words("main")
            found = reader.get("/search?q=bands").words("main")
            assert "Thu 19 Nov" in found and "Fri 20 Nov" not in found, person.name
            trashed = a_task(cast.fornello, cast.dana, "Not needed", goal=goal)
            trashed.put_in_trash(by=cast.dana)
            db.session.commit()
            assert "Thu 19 Nov, 23:30" in reader.get(f"{FORNELLO}/trash").words("main")


def test_today_says_which_time_zone_its_days_follow(cast, visit, ash_in_auckland, dana):
    words = "Days follow each client’s time zone."
    assert words in visit(ash_in_auckland).get("/").words("main")
    okafors = "Okafor is in Chicago, Dana in New York"
    assert words in dana.get("/").words("main"), okafors
    assert words not in visit(a_person("Sam", "sam@whitlock.example", staff_role="coo")).get("/").words(
        "main"
    )


def test_the_year_follows_the_clients_date(cast, visit, ash_in_auckland):
    """New Year’s Eve at Fornello is New Year’s Day in UTC: the year of a day is left out by the client's date."""
    with time_machine.travel(datetime(2027, 1, 1, 3, tzinfo=UTC), tick=False):
        goal = a_goal(cast.fornello, cast.dana)
        task = a_task(cast.fornello, cast.dana, goal=goal)
        a_comment(task, cast.dana)
        page = visit(ash_in_auckland).get(at(task)).words("main")
        assert "Thu 31 Dec, 22:00" in page and "31 Dec 2026" not in page
        content = export_content(
            cast.fornello,
            seat_of(ash_in_auckland, cast.fornello),
            db.session.scalars(Seat.of(cast.fornello)).all(),
        )
        assert content.moment == "Thursday 31 December 2026, 22:00 (America/New_York)"
