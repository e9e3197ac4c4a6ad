"""A date that was set this week and corrected did not move; a vision is asked about only of its author."""

from datetime import date

from tests.world import a_goal, a_person, a_task, seat_of
from tracker.clients.models import Role, Seat
from tracker.foundation.database import db
from tracker.roadmap.models.statuses import Status

LETTER = "/clients/fornello-pizza/letter"


def test_a_date_set_and_corrected_this_week_is_not_later(cast, marco, friday):
    task = a_task(cast.fornello, cast.dana, "Order flour")
    task.set_date(date(2026, 12, 7), by=cast.dana)
    task.set_date(date(2026, 12, 17), by=cast.dana)
    db.session.commit()
    page = marco.get(LETTER)
    assert "later than planned" not in page.text and not page.soup.select("#dates")


def test_only_its_author_is_asked_whether_the_vision_is_true(cast, marco, visit):
    a_goal(cast.fornello, cast.dana)
    carla = a_person("Carla Bellini", "carla@fornello.example")
    Seat.give(cast.fornello, carla, Role.CEO, by=cast.dana)
    cast.fornello.write_vision("Open on Sundays.", None, by=cast.marco)
    db.session.commit()
    assert "Still true?" in marco.get(LETTER).words("#vision")
    assert "Still true?" not in visit(carla).get(LETTER).words("#vision")


def test_what_is_finished_is_told_by_whoever_finished_it(cast, marco, friday):
    task = a_task(cast.fornello, cast.dana, "Order flour", owner=seat_of(cast.marco, cast.fornello))
    task.set_status(Status.DONE, by=cast.rosa)
    db.session.commit()
    assert "Order flour Rosa, " in marco.get(LETTER).words("#moved")
