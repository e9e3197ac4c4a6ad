"""“Nothing. Let it run.” is said only where nothing asks for anything; what waits on the reader is on Today."""

from datetime import timedelta

from tests.world import a_goal, a_person, a_task, seat_of
from tracker.clients.models import Role, Seat
from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.roadmap.models.statuses import ApprovalState, Status


def need(visitor, client="fornello-pizza"):
    return visitor.get("/").words(f"#client-{client} .need")


def waits(work, cast, who):
    work.set_status(Status.WAITING, by=cast.dana, waiting_on=seat_of(who, cast.fornello))
    db.session.commit()


def test_a_client_of_whom_nothing_asks_runs(cast, dana):
    a_goal(cast.fornello, cast.dana)
    assert need(dana) == "Nothing. Let it run."


def test_what_waits_on_dana_herself_is_said_and_listed(cast, dana):
    goal = a_goal(cast.fornello, cast.dana)
    task = a_task(cast.fornello, cast.dana, "Choose the bands", goal=goal)
    waits(task, cast, cast.dana)
    assert need(dana) == "“Choose the bands” waits on Dana, asked today."
    page = dana.get("/")
    assert "Choose the bands asked today · Fornello Pizza" in page.words("#on-me")
    assert "Nothing of yours is due" not in page.text


def test_what_waits_on_ash_in_a_team_is_on_his_today(cast, ash):
    seat = Seat.give(cast.fornello, cast.ash, Role.TEAM, by=cast.dana)
    task = a_task(cast.fornello, cast.dana, "Count the trays")
    task.set_status(Status.WAITING, by=cast.dana, waiting_on=seat)
    db.session.commit()
    page = ash.get("/")
    assert "Count the trays" in page.words("#on-me")
    assert "Nothing of yours is due" not in page.text


def test_a_health_that_needs_care_says_why(cast, dana):
    a_goal(cast.fornello, cast.dana)
    cast.fornello.set_health("step_in", "", by=cast.dana)
    db.session.commit()
    assert need(dana) == "“Step in” has no reason yet."


def test_a_wish_to_discuss_a_goal_asks(cast, dana):
    goal = a_goal(cast.fornello, cast.dana, "Second oven", life=ApprovalState.PROPOSED)
    goal.request_discussion(by=cast.marco)
    db.session.commit()
    assert need(dana) == "“Second oven” is to be discussed first."


def test_what_is_listed_above_is_not_nothing(cast, dana):
    a_goal(cast.fornello, cast.dana).set_status(Status.WATCH, by=cast.dana)
    db.session.commit()
    assert need(dana) == "Nothing besides what is listed above."


def test_a_parked_goal_is_a_goal(cast, dana):
    a_goal(cast.fornello, cast.dana).set_status(Status.PARKED, by=cast.dana)
    db.session.commit()
    row = dana.get("/").words("#client-fornello-pizza")
    assert "No open goals" in row and "No goals yet" not in row


def test_a_ceo_who_left_was_one(cast, dana):
    a_goal(cast.fornello, cast.dana)
    assert "Marco Bellini" in dana.get("/").words("#client-fornello-pizza")
    seat_of(cast.marco, cast.fornello).end(cast.dana)
    db.session.commit()
    assert "No CEO now" in dana.get("/").words("#client-fornello-pizza")


def test_a_late_task_alone_is_due_and_the_week_has_nothing_else(cast, dana):
    late = clock.today(cast.fornello) - timedelta(days=8)
    a_task(cast.fornello, cast.dana, "Call the baker", owner=seat_of(cast.dana, cast.fornello), due=late)
    page = dana.get("/")
    assert page.words("#h-due") == "Due, 1"
    assert "Nothing else of yours has a date this week." in page.text


def test_another_coo_is_named(cast, dana):
    noor = a_person("Noor Haddad", "noor@whitlock.example", "coo")
    Seat.give(cast.fornello, noor, Role.COO, by=cast.dana)
    task = a_task(cast.fornello, cast.dana, "Payroll", goal=a_goal(cast.fornello, cast.dana))
    waits(task, cast, noor)
    assert need(dana) == "“Payroll” waits on Noor, asked today."
    assert not dana.get("/").soup.select("#on-me")
