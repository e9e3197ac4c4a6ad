"""Access ends: what the person still has is shown, and handed over in one step or flagged on Today."""

from datetime import UTC, datetime

import pytest

from tests.roadmap.people import HOME, history
from tests.world import a_goal, a_person, a_task, seat_of, set_columns
from tracker.clients.models import Role, Seat
from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.roadmap.models.statuses import Status


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


def test_the_people_page_leads_to_what_somebody_still_has(dana, seat, held):
    link = dana.get(f"{HOME}/people").one(f"#seat-{seat.number}-end")
    page = dana.get(link["href"])
    assert "Rosa still has one goal and two tasks open, one of them waiting on Rosa" in page.text
    assert [one.text for one in page.soup.select(".hand-over li a")] == [
        "Two ovens run", "Ring the maker", "Choose the oven",
    ]  # fmt: skip
    offered = page.soup.select(".hand-over option[data-i]")
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


def test_an_outsider_may_take_over_and_nobody_may_not(dana, seat, held):
    page = dana.post(f"{HOME}/people/{seat.number}/hand-over", 422, owner="")
    assert "Choose who takes over" in page.text and not ended(seat)
    page = dana.post(f"{HOME}/people/{seat.number}/hand-over", 422, owner="Corewell")
    assert page.one("[name=owner_outsider]")["value"] == "Corewell" and not ended(seat)
    dana.post(f"{HOME}/people/{seat.number}/hand-over", owner="", owner_outsider="Corewell")
    assert held[1].owner_name == "Corewell" and ended(seat)


def test_it_is_not_handed_to_the_person_who_goes(dana, seat, held):
    dana.post(f"{HOME}/people/{seat.number}/hand-over", 422, owner="Rosa Delgado")
    assert not ended(seat)


def test_nobody_is_given_what_they_cannot_see(dana, cast, seat, held):
    set_columns(held[1], visibility="leads")
    words = dana.swap(f"{HOME}/people/{seat.number}/hand-over", 422, owner="vera").text
    assert "Vera does not see this task" in words and not ended(seat)


def test_what_is_left_is_flagged_on_today_with_a_way_to_it(dana, cast, seat, held):
    assert not dana.get("/").soup.select("#ended")
    dana.post(f"{HOME}/people/{seat.number}/end")
    line = dana.get("/").one("#ended a")
    day = clock.today(cast.fornello)
    ended_on = f"access ended {day.day} {day:%B}"
    assert (
        line.text == f"Rosa Delgado had one goal and one task; one task of others waits on them; {ended_on}"
    )
    page = dana.get(line["href"])
    assert [one.text for one in page.soup.select(".task .t a")] == ["Ring the maker", "Choose the oven"]

    dana.post(f"{HOME}/people/{seat.number}/hand-over", owner="marco")
    assert not dana.get("/").soup.select("#ended")


def test_a_closed_account_is_flagged_too(dana, cast, held):
    cast.rosa.deactivate(cast.dana)
    db.session.commit()
    assert "Rosa Delgado had" in dana.get("/").words("#ended") and "account closed" in dana.get("/").words(
        "#ended"
    )


def test_two_who_left_are_two_lines_and_work_between_them_is_told_of_both(dana, ash, cast):
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
    assert [line.text for line in dana.get("/").soup.select("#ended a")] == [
        "Luca Ferri had four tasks; access ended 12 November 2025",
        f"One task waits on Vera Lindqvist; access ended {day.day} {day:%B}",
    ]
    assert not ash.get("/").soup.select("#ended"), "another COO does not read it"


def test_a_ceo_sees_and_hands_over_only_what_they_may_read(marco, cast, seat, held):
    draft = a_goal(cast.fornello, cast.dana, "Secret plan", owner=seat)
    set_columns(draft, life="draft")
    page = marco.get(f"{HOME}/people/{seat.number}/end")
    assert "one goal and two tasks" in page.text and "Secret plan" not in page.html
    marco.post(f"{HOME}/people/{seat.number}/hand-over", owner="Marco Bellini")
    assert draft.owner_seat_id == seat.id


def test_who_has_nothing_just_goes(dana, cast):
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
    assert dana.get("/").soup.select("#ended")
    again = Seat.give(cast.fornello, cast.rosa, Role.TEAM, by=cast.dana)
    db.session.commit()
    assert held[1].owner_seat_id == again.id and not dana.get("/").soup.select("#ended")
