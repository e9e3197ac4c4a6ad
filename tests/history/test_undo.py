"""Undo: when it is offered, when it is refused, and what one change is."""

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
def marked_done(dana, task):
    """The id of the change with which Dana marked a task done."""
    return dana.post(f"{HOME}/tasks/1/status", status="done").changed


def lines(change):
    return list(db.session.scalars(db.select(Event).where(Event.change_set_id == change)))


def test_a_status_change_is_undone_and_redone(dana, task, marked_done):
    back = dana.swap(f"{HOME}/undo/{marked_done}")
    assert task.status == "not_started" and task.done_at is None
    assert back.words("#toast span") == "Undone" and back.words("#toast-undo") == "Redo"
    assert back.parts["task-1"].select_one("option[selected]")["value"] == "not_started"
    again = dana.swap(back.one("#toast form")["action"])
    assert task.status == "done"
    assert again.words("#toast span") == "Redone" and again.words("#toast-undo") == "Undo"


def test_it_works_without_scripts(dana, task, marked_done):
    answer = dana.post(f"{HOME}/undo/{marked_done}")
    assert answer.location == f"{HOME}/#task-1" and task.status == "not_started"
    shown = dana.get(f"{HOME}/?changed={answer.changed}")
    assert shown.words("#toast span") == "Undone" and shown.words("#toast-undo") == "Redo"


def test_the_next_page_says_what_was_done(dana, marked_done):
    shown = dana.get(f"{HOME}/?changed={marked_done}")
    said = "Moved “Write the closing checklist” from Not started to Done"
    assert shown.words("#toast span") == said
    assert shown.one("#toast form")["action"] == f"{HOME}/undo/{marked_done}"


def test_only_the_author_gets_the_message_and_an_unknown_change_is_no_error(dana, marco, adaeze, marked_done):
    assert not marco.get(f"{HOME}/?changed={marked_done}").soup.select("#toast")
    assert not adaeze.get(f"/clients/okafor-immigration-law/?changed={marked_done}").soup.select("#toast")
    for strange in ("x", "é" * 16, "a" * 500, "'\"><b>"):
        assert not dana.get(f"{HOME}/", query_string={"changed": strange}).soup.select("#toast")


def test_an_undone_change_says_so_and_is_not_undone_twice(dana, task, marked_done):
    dana.swap(f"{HOME}/undo/{marked_done}")
    assert lines(marked_done)[0].undone_at is not None
    answer = dana.swap(f"{HOME}/undo/{marked_done}", 422)
    assert "undone already" in answer.text and task.status == "not_started"
    assert not dana.get(f"{HOME}/?changed={marked_done}").soup.select("#toast")


def test_after_a_day_it_is_too_late(dana, task, marked_done):
    event = lines(marked_done)[0]
    set_columns(event, happened_at=event.happened_at - timedelta(hours=24, minutes=1))
    assert "more than a day ago" in dana.swap(f"{HOME}/undo/{marked_done}", 422).text
    assert task.status == "done"


def test_a_later_change_is_named_and_kept(dana, rosa, task, marked_done):
    rosa.post(f"{HOME}/tasks/1/status", status="watch")
    answer = dana.swap(f"{HOME}/undo/{marked_done}", 422)
    assert (
        "Nothing was undone: since then, Rosa moved “Write the closing checklist” from Done to Watch."
        in answer.text
    )
    assert task.status == "watch" and not answer.soup.select("#toast-undo")


def test_a_later_change_that_was_undone_does_not_prevent_the_undo(dana, task, marked_done):
    later = dana.post(f"{HOME}/tasks/1/status", status="watch").changed
    dana.post(f"{HOME}/undo/{later}")
    dana.post(f"{HOME}/undo/{marked_done}")
    assert task.status == "not_started"


def test_undoing_an_earlier_change_ends_the_redo_of_a_later_one(dana, task, marked_done):
    later = dana.post(f"{HOME}/tasks/1/status", status="watch").changed
    redo = dana.post(f"{HOME}/undo/{later}").changed
    dana.post(f"{HOME}/undo/{marked_done}")
    assert "since" in dana.swap(f"{HOME}/undo/{redo}", 422).text
    assert task.status == "not_started"


def test_other_clients_people_find_nothing(adaeze, ash, visit, marked_done):
    assert adaeze.post(f"{HOME}/undo/{marked_done}", 404).status == 404
    assert adaeze.post(f"/clients/okafor-immigration-law/undo/{marked_done}", 404).status == 404
    assert ash.post(f"/clients/juniper-catering/undo/{marked_done}", 404).status == 404
    assert visit().post(f"{HOME}/undo/{marked_done}", 401).status == 401


@pytest.mark.parametrize("change", ["x", "a" * 65, "never-was-there-00", "%27%22", "..%2f.."])
def test_an_invalid_change_id_is_a_404(dana, change):
    assert dana.post(f"{HOME}/undo/{change}", 404).status == 404


def test_a_viewer_may_not_undo_and_the_team_may(rosa, vera, task, marked_done):
    assert vera.post(f"{HOME}/undo/{marked_done}", 403).status == 403
    rosa.post(f"{HOME}/undo/{marked_done}")
    assert task.status == "not_started"


def test_access_changes_have_no_undo(dana, cast):
    fields = {"name": "Luca", "email": "luca@fornello.example", "role": "viewer", "anyway": "yes"}
    answer = dana.swap(f"{HOME}/people/invite", **fields)
    assert not answer.soup.select("#toast-undo")
    change = db.session.scalars(db.select(Event.change_set_id).where(Event.action == "person_invited")).one()
    assert "can’t be undone" in dana.swap(f"{HOME}/undo/{change}", 422).text


def test_old_events_without_the_needed_details_are_not_offered(dana, task, marked_done):
    event = lines(marked_done)[0]
    set_columns(event, details={"previous": "not_started", "current": "done"})
    assert not dana.get(f"{HOME}/?changed={marked_done}").soup.select("#toast")
    assert "can’t be undone" in dana.swap(f"{HOME}/undo/{marked_done}", 422).text


def test_the_answer_to_a_status_change_is_small(dana, task):
    answer = dana.swap(f"{HOME}/tasks/1/status", status="done")
    assert len(answer.html.encode()) <= 4096
    assert answer.one("#toast-undo").text == "Undo"
