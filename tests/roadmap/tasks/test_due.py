"""Setting and moving a task's date."""

from datetime import date

import pytest

from tests.roadmap.people import at, event_count, history
from tests.visitor import words_of
from tests.world import A_DAY, seat_of, set_columns

LATER = date(2026, 12, 11)


@pytest.fixture
def dated(task):
    set_columns(task, due=A_DAY, original_due=A_DAY)
    return task


def test_the_first_date_needs_no_reason_and_is_kept(dana, task):
    form = dana.get(at(task, "/due?at=panel"), htmx=True).parts["task-1-panel-due"]
    assert form.select_one("[name=due]") and not form.select_one("[name=why]")

    answer = dana.swap(at(task, "/due"), due="2026-12-04", was_due="", at="panel")
    assert (task.due, task.original_due) == (A_DAY, A_DAY)
    assert "Fri 4 Dec" in answer.parts["task-1-panel-due"].text


def test_a_date_that_moves_says_why(dana, cast, dated):
    answer = dana.swap(at(dated, "/due"), due="2026-12-11", why="The lease first", at="panel")
    assert (dated.due, dated.original_due) == (LATER, A_DAY)
    assert "was 4 Dec" in answer.parts["task-1-panel-due"].text
    assert "The lease first" in history(dated, seat_of(cast.dana, cast.fornello))[-1]


@pytest.mark.parametrize("moved_to", ["2026-12-11", ""])
def test_without_a_reason_it_is_asked_for(dana, dated, moved_to):
    form = dana.swap(at(dated, "/due"), 422, due=moved_to, at="panel").parts["task-1-panel-due"]
    assert "Say in a few words why the date moves." in form.select_one(".error").text
    assert form.select_one("[name=due]")["value"] == moved_to
    assert form.select_one("[name=why]").has_attr("autofocus")
    assert dated.due == A_DAY


def test_an_earlier_day_needs_no_reason_and_is_no_warning(dana, dated):
    row = dana.swap(at(dated, "/due"), due="2026-12-01").parts["task-1"]
    assert dated.due == date(2026, 12, 1)
    assert "Tue 1 Dec" in row.get_text() and not row.select(".moved")


def test_in_the_list_it_opens_and_closes_in_its_place(dana, dated):
    assert "task-1-due" in dana.get(at(dated, "/due"), htmx=True).parts
    assert "task-1-due" in dana.swap(at(dated, "/due"), 422, due="2026-12-11").parts
    answer = dana.swap(at(dated, "/due"), due="2026-12-11", why="The lease first")
    assert "Fri 11 Dec" in answer.parts["task-1"].text
    assert "task-1-panel-due" not in answer.parts


def test_it_works_without_scripts(dana, dated):
    assert dana.get(at(dated, "/due")).one("#task-1-panel-due [name=due]")["value"] == "2026-12-04"
    page = dana.post(at(dated, "/due"), 422, due="2026-12-11", at="panel")
    assert "Say in a few words why the date moves." in page.text
    assert dana.post(at(dated, "/due"), due="2026-12-11", why="x", at="panel").location == at(dated)
    assert dated.due == LATER


@pytest.mark.parametrize(
    ("typed", "words"), [("soon", "Enter a date like"), ("1999-01-01", "between the years")]
)
def test_what_is_no_date_comes_back(dana, dated, typed, words):
    form = dana.swap(at(dated, "/due"), 422, due=typed, why="Because", at="panel").parts["task-1-panel-due"]
    assert words in form.select_one(".error").text
    assert form.select_one("[name=due]")["value"] == typed
    assert form.select_one("[name=why]")["value"] == "Because"


@pytest.mark.usefixtures("friday")
def test_a_date_moved_by_another_person_shows_both_dates(dana, dated):
    dana.swap(at(dated, "/due"), due="2026-12-11", why="The lease first")
    answer = dana.swap(at(dated, "/due"), 409, due="2026-12-18", was_due="2026-12-04", why="Mine", at="panel")
    form = answer.parts["task-1-panel-due"]
    assert "Due, yours Friday 18 December Due, theirs Friday 11 December" in words_of(form)
    assert form.select_one("[name=was_due]")["value"] == "2026-12-11"
    assert form.select_one("[name=why]")["value"] == "Mine"
    assert dated.due == LATER


def test_keeping_theirs_changes_nothing(dana, dated):
    before = event_count()
    dana.swap(at(dated, "/due"), due="2026-12-18", was_due="2026-12-04", theirs="due", at="panel")
    assert (dated.due, event_count()) == (A_DAY, before)


def test_the_same_date_again_is_no_change(dana, dated):
    before = event_count()
    dana.swap(at(dated, "/due"), due="2026-12-04", was_due="2026-11-30")
    assert event_count() == before


def test_who_may_not(rosa, vera, adaeze, dated):
    rosa.get(at(dated, "/due"), 403)
    rosa.swap(at(dated, "/due"), 403, due="2026-12-11", why="x")
    vera.swap(at(dated, "/due"), 403, due="2026-12-11", why="x")
    adaeze.swap(at(dated, "/due"), 404, due="2026-12-11", why="x")
    adaeze.get(at(dated, "/due"), 404)
    assert dated.due == A_DAY


def test_the_team_sets_dates_of_its_own_tasks(rosa, roses):
    rosa.swap(at(roses, "/due"), due="2026-12-04")
    assert roses.due == A_DAY
