"""Setting the status of a task."""

import pytest

from tests.roadmap.people import a_second_rosa, at, event_count, history
from tests.world import seat_of
from tracker.roadmap.models.statuses import Status


def test_dana_sets_it_with_one_tap(dana, task, cast):
    answer = dana.swap(at(task, "/status"), status="on_track")

    assert task.status == Status.ON_TRACK
    assert answer.parts["task-1"].select_one("option[selected]")["value"] == "on_track"
    assert "0 of 1" in answer.parts["goal-1-progress"].text
    assert answer.parts["announcement"].text == "Moved to On track"
    assert (
        history(task, seat_of(cast.dana, cast.fornello))[-1] == "Dana moved it from Not started to On track"
    )


def test_a_status_answer_is_small(dana, task):
    assert len(dana.swap(at(task, "/status"), status="done").html) <= 4_000
    assert len(dana.swap(at(task, "/status"), status="on_track", at="panel").html) <= 4_700


def test_it_works_without_scripts(rosa, task):
    assert rosa.post(at(task, "/status"), status="done").location == "/clients/fornello-pizza/#task-1"
    assert rosa.post(at(task, "/status"), status="on_track", at="panel").location == at(task)
    assert task.status == Status.ON_TRACK


def test_the_tick_beats_the_choice_beside_it(rosa, task):
    rosa.swap(at(task, "/status"), status="on_track", done="yes")
    assert task.is_done
    rosa.swap(at(task, "/status"), status="done", done="no")
    assert task.status == Status.ON_TRACK


@pytest.mark.parametrize(("status", "field"), [("waiting", "waiting_on"), ("watch", "why")])
def test_the_reason_is_asked_for_after_saving(dana, task, status, field):
    row = dana.swap(at(task, "/status"), status=status).parts["task-1"]
    assert task.status == status
    assert row.select_one(f"[name={field}]").has_attr("autofocus")

    panel = dana.swap(at(task, "/status"), status=status, at="panel").parts["task-1-panel-status"]
    assert panel.select_one(f"[name={field}]") is not None
    assert dana.post(at(task, "/status"), status=status).location.startswith("/clients/fornello-pizza/")


def test_the_reason_may_be_sent_at_once_or_later(dana, task, cast):
    dana.swap(at(task, "/status"), status="waiting", waiting_on="Marco Bellini", why="His word on the lease")
    assert task.waiting_seat_id == seat_of(cast.marco, cast.fornello).id
    assert task.status_reason == "His word on the lease"

    answer = dana.swap(at(task, "/status"), status="waiting", waiting_on_outsider="Corewell")
    assert "Waiting on Corewell" in answer.parts["task-1"].text
    assert (task.waiting_seat_id, task.waiting_name) == (None, "Corewell")


def test_each_role_reads_who_it_waits_on(dana, marco, rosa, vera, task):
    dana.swap(at(task, "/status"), status="waiting", waiting_on="marco@fornello.example")
    assert "Waiting on you" in marco.get(at(task)).words("#task-1-panel-status")
    assert "Waiting on Marco" in rosa.get(at(task)).words("#task-1-panel-status")
    assert "Waiting on Marco" in vera.get(at(task)).words("#task-1-panel-status")
    assert "Bellini" not in vera.get(at(task)).text


def test_the_same_status_again_leaves_no_line(dana, task):
    dana.swap(at(task, "/status"), status="done")
    before = event_count()
    dana.swap(at(task, "/status"), status="done", was_status="not_started")
    assert event_count() == before


def test_a_stale_choice_names_the_person_who_was_first(dana, rosa, task):
    rosa.swap(at(task, "/status"), status="done")
    answer = dana.swap(
        at(task, "/status"), 409, status="watch", was_status="not_started", why="Nobody has looked"
    )

    assert task.is_done
    assert answer.parts["task-1"].select_one("option[selected]")["value"] == "done"
    assert answer.parts["announcement"].text.startswith(f"Meanwhile, Rosa moved “{task.title}” to Done.")
    choice = answer.parts["toasts"].select_one("form")
    assert choice.select_one("[name=why]")["value"] == "Nobody has looked"
    assert choice.select_one("[name=was_status]")["value"] == "done"


def test_a_stale_choice_without_scripts_shows_the_page(dana, rosa, task):
    rosa.post(at(task, "/status"), status="done")
    page = dana.post(at(task, "/status"), 409, status="watch", was_status="not_started", at="panel")
    assert page.words("h1") == f"Meanwhile, Rosa moved “{task.title}” to Done."
    assert [button.text for button in page.soup.select("main button")] == ["Use mine", "Keep theirs"]


def test_a_choice_that_shows_nothing_is_accepted(dana, rosa, task):
    rosa.swap(at(task, "/status"), status="done")
    dana.swap(at(task, "/status"), status="parked")
    assert task.status == Status.PARKED


def test_vera_may_only_read(vera, task):
    vera.swap(at(task, "/status"), 403, status="done")
    assert task.status == Status.NOT_STARTED


def test_adaeze_cannot_even_see_it(adaeze, task):
    adaeze.swap(at(task, "/status"), 404, status="done")
    assert task.status == Status.NOT_STARTED


def test_an_absent_task_is_a_404(dana, task):
    dana.swap("/clients/fornello-pizza/tasks/99/status", 404, status="done")


def test_a_status_of_goals_is_refused_with_a_message(dana, task):
    assert "Choose one of the six." in dana.swap(at(task, "/status"), 422, status="blocked").text
    page = dana.post(at(task, "/status"), 422, status="blocked", why="I typed this")
    assert "Choose one of the six." in page.text
    assert page.soup.select_one("[name=why]")["value"] == "I typed this"


def test_two_people_with_one_name_are_both_offered(dana, task, cast):
    a_second_rosa(cast)
    answer = dana.swap(at(task, "/status"), 422, status="waiting", waiting_on="Rosa Delgado")
    assert "rosa@fornello.example) and" in answer.text and "rosa2@fornello.example" in answer.text
    assert task.status == Status.NOT_STARTED
