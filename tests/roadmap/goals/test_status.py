"""Setting the status of a goal."""

import pytest

from tests.roadmap.people import HOME, a_second_rosa
from tests.world import recorded_actions, seat_of
from tracker.roadmap.models.statuses import Status

TAP = f"{HOME}/goals/1/status"


@pytest.mark.parametrize("status", list(Status))
def test_dana_sets_any_of_the_six(dana, goal, status):
    head = dana.swap(TAP, status=status).parts["goal-1-head"]
    assert goal.status == status
    assert head.select_one("#goal-1-status option[selected]")["value"] == status


def test_marco_does_it_without_scripts(marco, goal):
    assert marco.post(TAP, status="done").location == f"{HOME}/#goal-1"
    assert goal.is_done and goal.done_at


def test_watch_is_saved_at_once_and_asks_why(dana, goal):
    head = dana.swap(TAP, status="watch").parts["goal-1-head"]
    assert goal.status == Status.WATCH
    assert head.select_one("[name=why]").has_attr("autofocus")

    answered = dana.swap(TAP, status="watch", why="The bank is slow.").parts["goal-1-head"]
    assert goal.status_reason == "The bank is slow."
    assert not answered.select("[name=why]") and "The bank is slow." in answered.text


def test_waiting_takes_a_person_or_a_name(dana, cast, goal):
    dana.swap(TAP, status="waiting", waiting_on="marco@fornello.example")
    assert goal.waiting_seat_id == seat_of(cast.marco, cast.fornello).id
    head = dana.swap(TAP, status="waiting", waiting_on_outsider="Corewell").parts["goal-1-head"]
    assert (goal.waiting_seat_id, goal.waiting_name) == (None, "Corewell")
    assert head.select_one("option[selected]").text == "Waiting on Corewell"


def test_two_people_with_one_name_are_both_listed(dana, cast, goal):
    a_second_rosa(cast)
    answer = dana.swap(TAP, 422, status="waiting", waiting_on="Rosa Delgado")
    assert "rosa@fornello.example" in answer.text
    assert goal.status == Status.NOT_STARTED


@pytest.mark.parametrize("who", ["rosa", "vera"])
def test_only_coo_and_ceo_set_a_goals_status(request, goal, who):
    request.getfixturevalue(who).swap(TAP, 403, status="done")
    assert goal.status == Status.NOT_STARTED


@pytest.mark.parametrize("who", ["ash", "adaeze"])
def test_other_clients_people_find_no_such_page(request, goal, who):
    request.getfixturevalue(who).swap(TAP, 404, status="done")


@pytest.mark.parametrize("status", ["", "red", "DONE"])
def test_an_unknown_status_is_refused_with_a_message(dana, goal, status):
    assert "Choose one of the six." in dana.swap(TAP, 422, status=status).text


def test_the_same_status_again_writes_no_event(dana, goal):
    dana.swap(TAP, status="on_track")
    before = recorded_actions()
    dana.swap(TAP, status="on_track", was_status="not_started")
    assert recorded_actions() == before


def test_a_status_from_an_old_page_overwrites_nothing(dana, marco, goal):
    marco.swap(TAP, status="parked")
    answer = dana.swap(TAP, 409, status="done", was_status="not_started")

    assert goal.status == Status.PARKED
    assert answer.parts["goal-1-head"].select_one("#goal-1-status option[selected]")["value"] == "parked"
    assert f"Meanwhile, Marco moved “{goal.title}” to Parked." in answer.parts["announcement"].text
    assert [each.text for each in answer.parts["toasts"].select("b")] == ["Done", "Parked"]
    assert "meanwhile" in dana.post(TAP, 409, status="done", was_status="not_started").text
