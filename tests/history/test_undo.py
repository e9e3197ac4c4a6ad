"""Taking changes back: what is offered, what is refused, and what a change is."""

from datetime import timedelta

import pytest

from tests.world import a_task, set_columns
from tracker.foundation.database import db
from tracker.history.models import Event

HOME = "/clients/fornello-pizza"


@pytest.fixture
def task(cast):
    return a_task(cast.fornello, cast.dana)


@pytest.fixture
def tapped(dana, task):
    """Dana moved a task to Done; the name of that change."""
    return dana.post(f"{HOME}/tasks/1/status", status="done").changed


def lines(change):
    return list(db.session.scalars(db.select(Event).where(Event.change == change)))


def test_a_tap_is_taken_back_and_brought_back(dana, task, tapped):
    back = dana.swap(f"{HOME}/undo/{tapped}")
    assert task.status == "not_started" and task.done_at is None
    assert back.words("#toast span") == "Undone" and back.words("#toast-undo") == "Redo"
    assert back.parts["task-1"].select_one("option[selected]")["value"] == "not_started"
    again = dana.swap(back.one("#toast form")["action"])
    assert task.status == "done"
    assert again.words("#toast span") == "Redone" and again.words("#toast-undo") == "Undo"


def test_it_works_without_scripts(dana, task, tapped):
    answer = dana.post(f"{HOME}/undo/{tapped}")
    assert answer.location == f"{HOME}/#task-1" and task.status == "not_started"
    shown = dana.get(f"{HOME}/?changed={answer.changed}")
    assert shown.words("#toast span") == "Undone" and shown.words("#toast-undo") == "Redo"


def test_the_next_page_says_what_was_done(dana, tapped):
    shown = dana.get(f"{HOME}/?changed={tapped}")
    said = "Moved “Write the closing checklist” from Not started to Done"
    assert shown.words("#toast span") == said
    assert shown.one("#toast form")["action"] == f"{HOME}/undo/{tapped}"


def test_nobody_else_is_told_and_a_strange_name_is_no_fault(dana, marco, adaeze, tapped):
    assert not marco.get(f"{HOME}/?changed={tapped}").soup.select("#toast")
    assert not adaeze.get(f"/clients/okafor-immigration-law/?changed={tapped}").soup.select("#toast")
    for strange in ("x", "é" * 16, "a" * 500, "'\"><b>"):
        assert not dana.get(f"{HOME}/", query_string={"changed": strange}).soup.select("#toast")


def test_what_was_undone_says_so_and_is_not_undone_twice(dana, task, tapped):
    dana.swap(f"{HOME}/undo/{tapped}")
    assert lines(tapped)[0].undone_at is not None
    answer = dana.swap(f"{HOME}/undo/{tapped}", 422)
    assert "undone already" in answer.text and task.status == "not_started"
    assert not dana.get(f"{HOME}/?changed={tapped}").soup.select("#toast")


def test_after_a_day_it_is_too_late(dana, task, tapped):
    event = lines(tapped)[0]
    set_columns(event, happened_at=event.happened_at - timedelta(hours=24, minutes=1))
    assert "more than a day ago" in dana.swap(f"{HOME}/undo/{tapped}", 422).text
    assert task.status == "done"


def test_what_changed_since_is_named_and_stays(dana, rosa, task, tapped):
    rosa.post(f"{HOME}/tasks/1/status", status="watch")
    answer = dana.swap(f"{HOME}/undo/{tapped}", 422)
    assert (
        "Nothing was undone: since then, Rosa moved “Write the closing checklist” from Done to Watch."
        in answer.text
    )
    assert task.status == "watch" and not answer.soup.select("#toast-undo")


def test_a_change_of_it_that_was_taken_back_itself_is_no_hindrance(dana, task, tapped):
    later = dana.post(f"{HOME}/tasks/1/status", status="watch").changed
    dana.post(f"{HOME}/undo/{later}")
    dana.post(f"{HOME}/undo/{tapped}")
    assert task.status == "not_started"


def test_taking_back_what_lies_below_a_later_undo_ends_its_redo(dana, task, tapped):
    later = dana.post(f"{HOME}/tasks/1/status", status="watch").changed
    redo = dana.post(f"{HOME}/undo/{later}").changed
    dana.post(f"{HOME}/undo/{tapped}")
    assert "since" in dana.swap(f"{HOME}/undo/{redo}", 422).text
    assert task.status == "not_started"


def test_other_clients_people_find_nothing(adaeze, ash, visit, tapped):
    assert adaeze.post(f"{HOME}/undo/{tapped}", 404).status == 404
    assert adaeze.post(f"/clients/okafor-immigration-law/undo/{tapped}", 404).status == 404
    assert ash.post(f"/clients/juniper-catering/undo/{tapped}", 404).status == 404
    assert visit().post(f"{HOME}/undo/{tapped}", 401).status == 401


@pytest.mark.parametrize("change", ["x", "a" * 65, "never-was-there-00", "%27%22", "..%2f.."])
def test_a_name_that_is_none_is_a_404(dana, change):
    assert dana.post(f"{HOME}/undo/{change}", 404).status == 404


def test_a_viewer_may_not_and_who_may_move_may_undo(rosa, vera, task, tapped):
    assert vera.post(f"{HOME}/undo/{tapped}", 403).status == 403
    rosa.post(f"{HOME}/undo/{tapped}")
    assert task.status == "not_started"


def test_access_is_never_taken_back_by_a_button(dana, cast):
    fields = {"name": "Luca", "email": "luca@fornello.example", "role": "viewer", "anyway": "yes"}
    answer = dana.swap(f"{HOME}/people/invite", **fields)
    assert not answer.soup.select("#toast-undo")
    change = db.session.scalars(db.select(Event.change).where(Event.action == "person_invited")).one()
    assert "can’t be undone" in dana.swap(f"{HOME}/undo/{change}", 422).text


def test_old_lines_without_what_it_takes_are_not_offered(dana, task, tapped):
    event = lines(tapped)[0]
    set_columns(event, details={"previous": "not_started", "current": "done"})
    assert not dana.get(f"{HOME}/?changed={tapped}").soup.select("#toast")
    assert "can’t be undone" in dana.swap(f"{HOME}/undo/{tapped}", 422).text


def test_a_tap_answers_lightly(dana, task):
    answer = dana.swap(f"{HOME}/tasks/1/status", status="done")
    assert len(answer.html.encode()) <= 4096
    assert answer.one("#toast-undo").text == "Undo"
