"""When access ends, the person's work is listed, then handed over in one step or flagged on Today."""

from datetime import UTC, datetime

import pytest

from tests.roadmap.people import HOME, history
from tests.world import a_goal, a_person, a_task, seat_of, set_columns
from tracker.clients.models import Role, Seat
from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.roadmap.models.statuses import Status, Visibility


@pytest.fixture
def seat(cast):
    return seat_of(cast.rosa, cast.fornello)


@pytest.fixture
def held(cast, seat):
    """A goal and a task of Rosa's, and a task of Dana's that waits on her."""
    goal = a_goal(cast.fornello, cast.dana, "Two ovens run", owner=seat)
    owned = a_task(cast.fornello, cast.dana, "Ring the maker", goal=goal, owner=seat)
    waiting = a_task(cast.fornello, cast.dana, "Choose the oven", owner=seat_of(cast.dana, cast.fornello))
    waiting.set_status(Status.WAITING, by=cast.dana, waiting_on=seat)
    done = a_task(cast.fornello, cast.dana, "Measure the wall", owner=seat)
    done.set_status(Status.DONE, by=cast.dana)
    db.session.commit()
    return goal, owned, waiting, done


def ended(seat):
    return db.session.get(Seat, seat.id).ended_at is not None


def test_the_people_page_links_to_the_persons_open_work(dana, seat, held):
    link = dana.get(f"{HOME}/people").one(f"#seat-{seat.number}-end")
    page = dana.get(link["href"])
    assert "Rosa still has one goal and two tasks open, one of them waiting on Rosa" in page.text
    assert [one.text for one in page.soup.select(".hand-over li a")] == [
        "Two ovens run", "Ring the maker", "Choose the oven",
    ]  # fmt: skip
    offered = page.soup.select(".hand-over option[data-initials]")
    assert {one.text for one in offered} == {"Dana Whitlock", "Marco Bellini", "Vera Lindqvist"}


def test_everything_is_handed_over_as_one_change_that_can_be_undone(dana, cast, seat, held):
    goal, owned, waiting, done = held
    answer = dana.post(f"{HOME}/people/{seat.number}/hand-over", owner="marco")
    marco = seat_of(cast.marco, cast.fornello)
    assert answer.location == f"{HOME}/people" and ended(seat)
    assert {goal.owner_seat_id, owned.owner_seat_id, waiting.waiting_seat_id} == {marco.id}
    said = dana.get(f"{HOME}/people?changed={answer.changed}").words("#toast span")
    assert said == (
        "Rosa’s access ended, and the open work is handed over. "
        "Undo gives back the work; access needs a new invitation."
    )
    assert done.owner_seat_id == seat.id, "what is finished stays theirs"
    assert "Marco Bellini" in history(owned, seat_of(cast.dana, cast.fornello))[-1]
    dana.post(f"{HOME}/undo/{answer.changed}")
    assert {goal.owner_seat_id, owned.owner_seat_id, waiting.waiting_seat_id} == {seat.id}
    assert ended(seat), "access is not given back by Undo"


def test_an_outsider_may_take_over_but_the_field_may_not_be_empty(dana, seat, held):
    page = dana.post(f"{HOME}/people/{seat.number}/hand-over", 422, owner="")
    assert "Choose who takes over" in page.text and not ended(seat)
    page = dana.post(f"{HOME}/people/{seat.number}/hand-over", 422, owner="Corewell")
    assert page.one("[name=owner_outsider]")["value"] == "Corewell" and not ended(seat)
    dana.post(f"{HOME}/people/{seat.number}/hand-over", owner="", owner_outsider="Corewell")
    assert held[1].owner_name == "Corewell" and ended(seat)


def test_work_is_not_handed_to_the_person_who_leaves(dana, seat, held):
    dana.post(f"{HOME}/people/{seat.number}/hand-over", 422, owner="Rosa Delgado")
    assert not ended(seat)


def test_work_is_not_assigned_to_a_person_who_cannot_see_it(dana, cast, seat, held):
    set_columns(held[1], visibility="leads")
    words = dana.swap(f"{HOME}/people/{seat.number}/hand-over", 422, owner="vera").text
    assert "Vera does not see this task" in words and not ended(seat)


def test_remaining_work_is_flagged_on_today_with_a_link(dana, cast, seat, held):
    assert not dana.get("/").soup.select("#access-ended")
    dana.post(f"{HOME}/people/{seat.number}/end")
    line = dana.get("/").one("#access-ended a")
    day = clock.today(cast.fornello)
    ended_on = f"Access ended {day.day} {day:%B}"
    assert (
        line.text
        == f"Rosa Delgado still has one goal and one task. One more task is waiting on Rosa. {ended_on}."
    )
    page = dana.get(line["href"])
    assert [one.text for one in page.soup.select(".task .title a")] == ["Ring the maker", "Choose the oven"]

    dana.post(f"{HOME}/people/{seat.number}/hand-over", owner="marco")
    assert not dana.get("/").soup.select("#access-ended")


def test_a_closed_account_is_flagged_too(dana, cast, held):
    cast.rosa.deactivate(cast.dana)
    db.session.commit()
    assert "Rosa Delgado still has" in dana.get("/").words("#access-ended") and "Account closed" in dana.get(
        "/"
    ).words("#access-ended")


def test_work_shared_by_two_former_members_is_listed_under_both(dana, ash, cast):
    luca = a_person("Luca Ferri", "luca@fornello.example")
    gone = Seat.give(cast.fornello, luca, Role.TEAM, by=cast.dana)
    for title in ("Weigh the flour", "Call the miller", "Oil the mixer"):
        a_task(cast.fornello, cast.dana, title, owner=gone)
    waiting = a_task(cast.fornello, cast.dana, "Sign the form", owner=gone)
    waiting.set_status(Status.WAITING, by=cast.dana, waiting_on=seat_of(cast.vera, cast.fornello))
    done = a_task(cast.fornello, cast.dana, "Old work", owner=gone)
    done.set_status(Status.DONE, by=cast.dana)
    for seat in (gone, seat_of(cast.vera, cast.fornello)):
        seat.end(by=cast.dana)
    db.session.commit()
    set_columns(gone, ended_at=datetime(2025, 11, 12, 12, tzinfo=UTC))
    day = clock.today(cast.fornello)
    assert [line.text for line in dana.get("/").soup.select("#access-ended a")] == [
        "Luca Ferri still has four tasks. Access ended 12 November 2025.",
        f"One task is waiting on Vera Lindqvist. Access ended {day.day} {day:%B}.",
    ]
    assert not ash.get("/").soup.select("#access-ended"), "another COO does not read it"


def test_a_ceo_hands_over_only_work_they_may_read(marco, cast, seat, held):
    draft = a_goal(cast.fornello, cast.dana, "Secret plan", owner=seat)
    set_columns(draft, approval_state="draft")
    page = marco.get(f"{HOME}/people/{seat.number}/end")
    assert "one goal and two tasks" in page.text and "Secret plan" not in page.html
    marco.post(f"{HOME}/people/{seat.number}/hand-over", owner="Marco Bellini")
    assert draft.owner_seat_id == seat.id


def test_access_of_a_person_without_work_simply_ends(dana, cast):
    vera = seat_of(cast.vera, cast.fornello)
    page = dana.get(f"{HOME}/people/{vera.number}/end")
    assert not page.soup.select(".hand-over select") and page.one(f"#seat-{vera.number}-hand-over-end")


def test_who_may_not(rosa, vera, adaeze, marco, dana, cast):
    for who, number, status in (
        (rosa, seat_of(cast.vera, cast.fornello).number, 403),
        (vera, seat_of(cast.rosa, cast.fornello).number, 403),
        (adaeze, seat_of(cast.rosa, cast.fornello).number, 404),
        (marco, seat_of(cast.dana, cast.fornello).number, 403),
        (dana, seat_of(cast.dana, cast.fornello).number, 403),
        (dana, 999, 404),
    ):
        who.get(f"{HOME}/people/{number}/end", status)
        who.post(f"{HOME}/people/{number}/hand-over", status, owner="Marco Bellini")


def test_another_role_keeps_the_work_and_so_does_coming_back(dana, cast, seat, held):
    lead = Seat.give(cast.fornello, cast.rosa, Role.CEO, by=cast.dana)
    db.session.commit()
    assert {held[0].owner_seat_id, held[1].owner_seat_id, held[2].waiting_seat_id} == {lead.id}
    lead.end(by=cast.dana)
    db.session.commit()
    assert dana.get("/").soup.select("#access-ended")
    again = Seat.give(cast.fornello, cast.rosa, Role.TEAM, by=cast.dana)
    db.session.commit()
    assert held[1].owner_seat_id == again.id and not dana.get("/").soup.select("#access-ended")


@pytest.mark.parametrize("role", [Role.VIEWER, Role.TEAM])
def test_a_page_kept_open_says_that_the_person_has_access_again(dana, cast, seat, held, role):
    seat.end(by=cast.dana)
    again = Seat.give(cast.fornello, cast.rosa, role, by=cast.dana)
    db.session.commit()
    said = dana.swap(f"{HOME}/people/{seat.number}/hand-over", 422, owner="marco").text
    assert "Rosa Delgado has access again since this page was opened. Nothing was changed." in said
    assert held[1].owner_seat_id == again.id and again.is_open


def test_work_that_a_new_role_does_not_see_stays_flagged(dana, visit, cast):
    """Marco gets access again as a team member. He no longer sees tasks for leads, so Today flags his."""
    seat = seat_of(cast.marco, cast.fornello)
    secret = a_task(cast.fornello, cast.dana, "Salary list", owner=seat, visibility=Visibility.LEADS)
    shared = a_task(cast.fornello, cast.dana, "Order flour", owner=seat)
    dana.post(f"{HOME}/people/{seat.number}/end")
    team = Seat.give(cast.fornello, cast.marco, Role.TEAM, by=cast.dana)
    db.session.commit()
    db.session.refresh(secret)
    db.session.refresh(shared)
    assert (secret.owner_seat_id, shared.owner_seat_id) == (seat.id, team.id)
    assert "Marco Bellini still has one task." in dana.get("/").words("#access-ended")
    visit(cast.marco).get(f"{HOME}/tasks/{secret.number}", 404)


@pytest.fixture
def private(dana, cast):
    """Two tasks for leads, Marco's and one that waits on him; he left and came back as a team member."""
    seat = seat_of(cast.marco, cast.fornello)
    owned = a_task(cast.fornello, cast.dana, "Salary list", owner=seat, visibility=Visibility.LEADS)
    waiting = a_task(cast.fornello, cast.dana, "Choose the bank", visibility=Visibility.LEADS)
    waiting.set_status(Status.WAITING, by=cast.dana, waiting_on=seat)
    db.session.commit()
    dana.post(f"{HOME}/people/{seat.number}/end")
    team = Seat.give(cast.fornello, cast.marco, Role.TEAM, by=cast.dana)
    db.session.commit()
    return owned, waiting, seat, team


def test_work_that_is_shared_later_follows_the_person_to_the_new_role(dana, visit, private):
    owned, waiting, seat, team = private
    marco = visit(team.person)
    assert "Salary list" not in marco.get(f"{HOME}/mine").text
    dana.post(f"{HOME}/tasks/{owned.number}/visibility", visibility="all")
    assert (owned.owner_seat_id, waiting.waiting_seat_id) == (team.id, seat.id)
    shared = dana.post(f"{HOME}/tasks/{waiting.number}/visibility", visibility="all")
    assert waiting.waiting_seat_id == team.id
    page = marco.get(f"{HOME}/mine")
    assert "Salary list" in page.text and "Choose the bank" in page.text
    marco.post(f"{HOME}/tasks/{owned.number}/due", due="2031-12-04")
    assert not dana.get("/").soup.select("#access-ended")

    undone = dana.post(f"{HOME}/undo/{shared.changed}")
    assert waiting.is_for_leads and waiting.waiting_seat_id == seat.id, "he does not see it any more"
    marco.get(f"{HOME}/tasks/{waiting.number}", 404)
    assert "One task is waiting on Marco Bellini." in dana.get("/").words("#access-ended")
    dana.post(f"{HOME}/undo/{undone.changed}")
    assert not waiting.is_for_leads and waiting.waiting_seat_id == team.id


def test_an_undo_skips_work_reassigned_since(dana, cast, private):
    owned, _, _, _ = private
    shared = dana.post(f"{HOME}/tasks/{owned.number}/visibility", visibility="all")
    dana.post(f"{HOME}/tasks/{owned.number}/owner", owner="dana")
    dana.post(f"{HOME}/undo/{shared.changed}")
    assert owned.is_for_leads and owned.owner_seat_id == seat_of(cast.dana, cast.fornello).id


def test_work_that_a_new_role_does_not_see_is_described_so(dana, cast, private):
    owned, _, _, team = private
    today = dana.get("/")
    assert today.words("#access-ended a") == (
        "Marco Bellini still has one task. One more task is waiting on Marco. "
        "Marco can’t see them in the new role, Team."
    )
    assert "New role" in today.words("#for-me h3") and "Access ended" not in today.words("#for-me")
    form = dana.get(f"{HOME}/tasks/{owned.number}/owner", htmx=True)
    chosen = form.parts[f"task-{owned.number}-owner"].select_one("option[selected]")
    assert chosen["data-meta"] == "Earlier role"
    rosa = seat_of(cast.rosa, cast.fornello)
    a_task(cast.fornello, cast.dana, "Ring the maker", owner=rosa)
    dana.post(f"{HOME}/people/{rosa.number}/end")
    assert dana.get("/").words("#for-me h3") == "Access ended, or a new role"
    team.end(by=cast.dana)
    db.session.commit()
    assert dana.get("/").words("#for-me h3") == "Access ended"


@pytest.mark.parametrize("role", [Role.TEAM, Role.VIEWER])
def test_undo_gives_work_back_to_the_access_that_had_it(dana, cast, role):
    """Marco's own work, and what waited on him, went to Dana. He came back in a role that does not see it."""
    seat = seat_of(cast.marco, cast.fornello)
    owned = a_task(cast.fornello, cast.dana, "Salary list", owner=seat, visibility=Visibility.LEADS)
    owned.set_status(Status.WAITING, by=cast.dana, waiting_on=seat)
    other = a_task(cast.fornello, cast.dana, "Choose the bank", visibility=Visibility.LEADS)
    other.set_status(Status.WAITING, by=cast.dana, waiting_on=seat)
    db.session.commit()
    done = dana.post(f"{HOME}/tasks/{other.number}/status", status="done")
    given = dana.post(f"{HOME}/people/{seat.number}/hand-over", owner="dana")
    Seat.give(cast.fornello, cast.marco, role, by=cast.dana)
    db.session.commit()
    dana.post(f"{HOME}/undo/{given.changed}")
    dana.post(f"{HOME}/undo/{done.changed}")
    assert (owned.owner_seat_id, owned.waiting_seat_id, other.waiting_seat_id) == (seat.id,) * 3


def test_a_person_with_several_periods_of_access_is_one_choice(dana, visit, cast, private):
    _, _, seat, team = private
    page = dana.get(f"{HOME}/history?who={seat.number}")
    choices = [one for one in page.soup.select("[name=who] option") if "Marco" in one.get_text()]
    assert [(one["value"], one.has_attr("selected")) for one in choices] == [(str(seat.number), True)]
    choices = dana.get(f"{HOME}/history").soup.select("[name=who] option")
    assert [one["value"] for one in choices if "Marco" in one.get_text()] == [str(team.number)]

    a_task(cast.fornello, cast.dana, "Order flour", owner=team)
    owners = [one.get_text() for one in dana.get(f"{HOME}/").soup.select("[name=owner] option")]
    assert owners.count("Marco Bellini (earlier role)") == 1
    owners = [one.get_text() for one in visit(cast.vera).get(f"{HOME}/").soup.select("[name=owner] option")]
    assert len([one for one in owners if "Marco" in one]) == 1
