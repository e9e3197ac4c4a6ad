"""Title and details, written in place."""

import pytest

from tests.roadmap.people import at, event_count, history
from tests.world import seat_of


def test_dana_rewrites_the_title(dana, cast, task):
    form = dana.get(at(task, "/edit?only=title&at=sheet"), htmx=True).parts["task-1-sheet-title"]
    assert (
        form.select_one("[name=title]")["value"] == form.select_one("[name=was_title]")["value"] == task.title
    )

    answer = dana.swap(at(task), title="Cut the checklist to one page", was_title=task.title, at="sheet")
    assert task.title == "Cut the checklist to one page"
    assert answer.parts["task-1-sheet-title"].h1.text == task.title
    assert task.title in answer.parts["task-1"].text
    assert "renamed" in answer.parts["task-1-sheet-thread"].text
    assert "renamed “Write the closing checklist” to" in history(task, seat_of(cast.dana, cast.fornello))[-1]


def test_details_are_written_alone(dana, task):
    answer = dana.swap(at(task), details="Grouped by **station**.\n\nNo times.", was_details="", at="sheet")
    assert task.details == "Grouped by **station**.\n\nNo times."
    assert answer.parts["task-1-sheet-details"].strong.text == "station"
    assert task.title == "Write the closing checklist"


def test_it_works_without_scripts(marco, task):
    page = marco.get(at(task, "/edit"))
    assert {field["name"] for field in page.soup.select("#task-1-sheet-title .field [name]")} == {
        "title",
        "details",
    }

    answer = marco.post(at(task), title="Close the kitchen", details="In order.", at="sheet")
    assert answer.location == at(task)
    assert (task.title, task.details) == ("Close the kitchen", "In order.")


def test_the_team_edits_its_own_only(rosa, task, roses):
    rosa.get(at(task, "/edit"), 403)
    rosa.swap(at(task), 403, title="Mine now")
    rosa.swap(at(roses), title="Photograph both fryers")
    assert (task.title, roses.title) == ("Write the closing checklist", "Photograph both fryers")


def test_vera_and_strangers_do_not(vera, adaeze, task):
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
def test_a_bad_title_comes_back_with_words(dana, task, title, words):
    part = dana.swap(at(task), 422, title=title, details="Kept", at="sheet").parts["task-1-sheet-title"]
    assert words in part.select_one(".error").text
    assert part.textarea.text.strip() == "Kept"

    page = dana.post(at(task), 422, title=title, details="Kept", at="sheet")
    assert words in page.words("#task-1-sheet-title .error")
    assert "Kept" in page.one("#task-1-sheet-title-text").text
    assert task.title == "Write the closing checklist"


def test_the_same_words_again_leave_no_line(dana, task):
    before = event_count()
    dana.swap(at(task), title=task.title, was_title="Something older")
    assert event_count() == before


def test_kind_is_one_of_three(dana, rosa, vera, adaeze, task):
    answer = dana.swap(at(task, "/kind"), kind="strategy", at="sheet")
    assert task.kind == "strategy"
    assert answer.parts["task-1-sheet-kind"].select_one("option[selected]").text == "Strategy"

    dana.swap(at(task, "/kind"), 422, kind="custom")
    rosa.swap(at(task, "/kind"), 403, kind="build")
    vera.swap(at(task, "/kind"), 403, kind="build")
    adaeze.swap(at(task, "/kind"), 404, kind="build")
    assert dana.post(at(task, "/kind"), kind="routine", at="sheet").location == at(task)
    assert task.kind == "routine"


def test_a_form_can_be_left_without_saving(dana, task):
    assert "task-1-sheet-title" in dana.get(at(task, "/facts?field=title&at=sheet"), htmx=True).parts
    assert "task-1" in dana.get(at(task, "/facts?field=due&at=row"), htmx=True).parts
    assert dana.get(at(task, "/facts?field=due&at=sheet"), 303).location == at(task)
