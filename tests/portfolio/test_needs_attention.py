"""“Nothing. Let it run.” appears only if nothing needs the COO; work waiting on the reader is on Today."""

from datetime import timedelta

import pytest

from tests.world import a_goal, a_person, a_task, seat_of
from tracker.clients.create import create_client
from tracker.clients.models import Role, Seat
from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.roadmap.models import Goal
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
    assert "Choose the bands asked today · Fornello Pizza" in page.words("#waiting-on-me")
    assert "Nothing of yours is due" not in page.text


def test_what_waits_on_ash_in_a_team_is_on_his_today(cast, ash):
    seat = Seat.give(cast.fornello, cast.ash, Role.TEAM, by=cast.dana)
    task = a_task(cast.fornello, cast.dana, "Count the trays")
    task.set_status(Status.WAITING, by=cast.dana, waiting_on=seat)
    db.session.commit()
    page = ash.get("/")
    assert "Count the trays" in page.words("#waiting-on-me")
    assert "Nothing of yours is due" not in page.text


def test_a_health_that_needs_care_says_why(cast, dana):
    a_goal(cast.fornello, cast.dana)
    cast.fornello.set_health("step_in", "", by=cast.dana)
    db.session.commit()
    assert need(dana) == "“Step in” has no reason yet."


def test_a_request_to_discuss_a_goal_needs_the_coo(cast, dana):
    goal = a_goal(cast.fornello, cast.dana, "Second oven", approval_state=ApprovalState.PROPOSED)
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


def test_goals_in_the_trash_were_goals(cast, marco, dana):
    """ "Yet" is said only to those who saw no goal before: of a draft in the trash the CEO knows nothing."""
    draft = a_goal(cast.fornello, cast.dana, "Ladder", approval_state=ApprovalState.DRAFT)
    draft.put_in_trash(cast.dana)
    db.session.commit()
    row = dana.get("/").words("#client-fornello-pizza")
    assert "No goals now" in row and "No goals yet" not in row
    letter, mine = "/clients/fornello-pizza/letter", "/clients/fornello-pizza/mine"
    assert "Nothing for you to do yet, Marco." in marco.get(letter).words("h1")
    a_goal(cast.fornello, cast.dana).put_in_trash(cast.dana)
    db.session.commit()
    page = marco.get(letter)
    assert "Things are quiet, Marco. Nothing needs you." in page.words("h1")
    assert page.words("#goals") == "Your goals No goals now."
    for path in (mine, "/clients/fornello-pizza/", "/clients/fornello-pizza/timeline"):
        text = marco.get(path).words("main")
        assert "do yet" not in text, path


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
    assert page.words("#heading-due") == "Due, 1"
    assert "Nothing else of yours has a date in the next seven days." in page.text


def test_another_coo_is_named(cast, dana):
    noor = a_person("Noor Haddad", "noor@whitlock.example", "coo")
    Seat.give(cast.fornello, noor, Role.COO, by=cast.dana)
    task = a_task(cast.fornello, cast.dana, "Payroll", goal=a_goal(cast.fornello, cast.dana))
    waits(task, cast, noor)
    assert need(dana) == "“Payroll” waits on Noor, asked today."
    assert not dana.get("/").soup.select("#waiting-on-me")


@pytest.mark.parametrize("ever", [True, False])
def test_proposals_that_nobody_can_answer_ask_for_a_ceo(cast, dana, ever):
    """The CEO's access was removed, or there never was a CEO."""
    client, people = cast.fornello, "/clients/fornello-pizza/people"
    if ever:
        seat_of(cast.marco, client).end(cast.dana)
    else:
        client, people = (
            create_client("Hoops", "hoops", "UTC", coo=cast.dana, by=cast.dana),
            "/clients/hoops/people",
        )
    a_goal(client, cast.dana, "Second oven", approval_state=ApprovalState.PROPOSED)
    db.session.commit()
    assert need(dana, client.slug) == "One goal is proposed, and nobody has access as CEO."
    a_goal(client, cast.dana, "Closing", approval_state=ApprovalState.PROPOSED)
    db.session.commit()
    page, said = dana.get("/"), "Two goals are proposed, and nobody has access as CEO."
    assert need(dana, client.slug) == said and page.one(f"#client-{client.slug} .need a")["href"] == people
    assert (
        f"{said} {client.name}" in page.words("#waiting-on-others")
        and page.one("#waiting-on-others li a")["href"] == people
    )
    assert "Nothing is waiting on anyone else." not in page.text
    assert "Nobody has access as CEO" in dana.get(f"/clients/{client.slug}/").text
    assert "No CEO has access" in dana.get(f"/clients/{client.slug}/letter").text


def test_a_proposal_with_a_ceo_or_a_parked_one_asks_for_no_ceo(cast, dana):
    a_goal(cast.fornello, cast.dana, "Second oven", approval_state=ApprovalState.PROPOSED)
    assert "nobody has access" not in dana.get("/").text
    seat_of(cast.marco, cast.fornello).end(cast.dana)
    db.session.query(Goal).one().set_status(Status.PARKED, by=cast.dana)
    db.session.commit()
    assert "nobody has access" not in dana.get("/").text
