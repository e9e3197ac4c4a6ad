"""Editing title, details and kind in place."""

import pytest

from tests.roadmap.people import at, event_count, history
from tests.world import seat_of


def test_dana_rewrites_the_title(dana, cast, task):
    form = dana.get(at(task, "/edit?only=title&at=panel"), htmx=True).parts["task-1-panel-title"]
    assert (
        form.select_one("[name=title]")["value"] == form.select_one("[name=was_title]")["value"] == task.title
    )

    answer = dana.swap(at(task), title="Cut the checklist to one page", was_title=task.title, at="panel")
    assert task.title == "Cut the checklist to one page"
    assert answer.parts["task-1-panel-title"].h1.text == task.title
    assert task.title in answer.parts["task-1"].text
    assert "renamed" in answer.parts["task-1-panel-thread"].text
    assert "renamed “Write the closing checklist” to" in history(task, seat_of(cast.dana, cast.fornello))[-1]


def test_details_are_saved_alone(dana, task):
    answer = dana.swap(at(task), details="Grouped by **station**.\n\nNo times.", was_details="", at="panel")
    assert task.details == "Grouped by **station**.\n\nNo times."
    assert answer.parts["task-1-panel-details"].strong.text == "station"
    assert task.title == "Write the closing checklist"


def test_it_works_without_scripts(marco, task):
    page = marco.get(at(task, "/edit"))
    assert {field["name"] for field in page.soup.select("#task-1-panel-title .field [name]")} == {
        "title",
        "details",
    }

    answer = marco.post(at(task), title="Close the kitchen", details="In order.", at="panel")
    assert answer.location == at(task)
    assert (task.title, task.details) == ("Close the kitchen", "In order.")


def test_the_team_edits_its_own_only(rosa, task, roses):
    rosa.get(at(task, "/edit"), 403)
    rosa.swap(at(task), 403, title="Mine now")
    rosa.swap(at(roses), title="Photograph both fryers")
    assert (task.title, roses.title) == ("Write the closing checklist", "Photograph both fryers")


def test_viewers_and_people_without_access_may_not_edit(vera, adaeze, task):
    vera.swap(at(task), 403, title="Hello")
    adaeze.swap(at(task), 404, title="Hello")
    adaeze.get(at(task, "/edit"), 404)
    assert task.title == "Write the closing checklist"


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("  ", "Give the task a title."),
        ("x" * 201, "Keep it to 200 characters."),
        ("a\x07b", "cannot be shown"),
    ],
)
def test_an_invalid_title_gets_a_message(dana, task, title, words):
    part = dana.swap(at(task), 422, title=title, details="Kept", at="panel").parts["task-1-panel-title"]
    assert words in part.select_one(".error").text
    assert part.textarea.text.strip() == "Kept"

    page = dana.post(at(task), 422, title=title, details="Kept", at="panel")
    assert words in page.words("#task-1-panel-title .error")
    assert "Kept" in page.one("#task-1-panel-title-text").text
    assert task.title == "Write the closing checklist"


def test_the_same_text_again_writes_no_history(dana, task):
    before = event_count()
    dana.swap(at(task), title=task.title, was_title="Something older")
    assert event_count() == before


def test_kind_is_one_of_three(dana, rosa, vera, adaeze, task):
    answer = dana.swap(at(task, "/kind"), kind="strategy", at="panel")
    assert task.kind == "strategy"
    assert answer.parts["task-1-panel-kind"].select_one("option[selected]").text == "Strategy"

    dana.swap(at(task, "/kind"), 422, kind="custom")
    rosa.swap(at(task, "/kind"), 403, kind="build")
    vera.swap(at(task, "/kind"), 403, kind="build")
    adaeze.swap(at(task, "/kind"), 404, kind="build")
    assert dana.post(at(task, "/kind"), kind="routine", at="panel").location == at(task)
    assert task.kind == "routine"


def test_a_form_can_be_left_without_saving(dana, task):
    assert "task-1-panel-title" in dana.get(at(task, "/facts?field=title&at=panel"), htmx=True).parts
    assert "task-1" in dana.get(at(task, "/facts?field=due&at=row"), htmx=True).parts
    assert dana.get(at(task, "/facts?field=due&at=panel"), 303).location == at(task)
