"""A goal's measure: in words, or as start, target and present value."""

import pytest

from tests.roadmap.people import HOME
from tests.world import a_goal
from tracker.foundation.database import db
from tracker.history.models import Event
from tracker.roadmap.models import Goal
from tracker.roadmap.models.metric import metric_line, number_text, read_number

ONE, NOW = f"{HOME}/goals/1", f"{HOME}/goals/1/measure-now"
SCALE = {"metric_start": 6, "metric_target": 2, "metric_unit": "weeks", "metric_current": 3}


@pytest.fixture
def training(cast):
    return a_goal(cast.fornello, cast.dana, "New hires trained", **SCALE)


@pytest.mark.parametrize(("typed", "number", "shown"), [
    ("6", 6, "6"), ("2.5", 2.5, "2.5"), ("2,5", 2.5, "2.5"), ("12,000", 12000, "12,000"), ("", None, ""),
    ("1 200.50", 1200.5, "1,200.5"), ("-3", -3, "−3"), ("−3", -3, "−3"), ("-0", 0, "0"),
    ("999999999999.99", 999999999999.99, "999,999,999,999.99"),
])  # fmt: skip
def test_a_number_is_read_and_shown(typed, number, shown):
    assert read_number(typed) == number
    assert number_text(read_number(typed)) == shown
    assert read_number(shown) == number


NO_NUMBERS = ["six", "6 weeks", "1e9", "1.234", "12,34,5", "\u0663", "--1", "9999999999999", "nan", "$5"]


@pytest.mark.parametrize("typed", NO_NUMBERS)
def test_anything_else_is_no_number(typed):
    with pytest.raises(ValueError, match="Write a number, like 6"):
        read_number(typed)


@pytest.mark.parametrize(("fields", "line"), [
    (SCALE, "from 6 to 2 weeks, now 3"),
    ({"metric": "Weeks alone", "metric_target": 2}, "Weeks alone: to 2"),
    ({"metric": "Saturdays off"}, "Saturdays off"),
    ({"metric_start": 0, "metric_target": 5, "metric_unit": "calls"}, "from 0 to 5 calls"),
    ({"metric_current": 3, "metric_unit": "weeks"}, "now 3 weeks"),
    ({}, ""),
])  # fmt: skip
def test_a_measure_is_worded_in_one_line(fields, line):
    assert metric_line(Goal(**{"metric": "", "metric_unit": "", **fields})) == line


def test_dana_sets_a_measure_and_everybody_reads_it(dana, vera, cast):
    dana.post(
        f"{HOME}/goals",
        title="Hires",
        span="",
        quarter="",
        life="proposed",
        measure="Weeks",
        measure_from="6",
        measure_to="2",
        measure_unit="weeks",
        measure_now="3",
    )
    for page in (vera.get(f"{HOME}/"), vera.get(ONE)):
        assert "from 6 to 2 weeks, now 3" in page.words("#goal-1-head")
    assert "Weeks: from 6 to 2 weeks, now 3" in vera.get(ONE).words("#goal-1-facts")
    assert not vera.get(ONE).soup.select("#goal-1-measure form")


def test_one_save_is_one_line_of_history(dana, training):
    dana.post(ONE, measure="Weeks", measure_from="7", measure_to="2", measure_unit="weeks")
    dana.post(ONE, measure_from="7.0")
    assert (training.metric, training.metric_start) == ("Weeks", 7)
    lines = dana.get(ONE).words("#goal-history")
    assert lines.count("set the measure: Weeks: from 7 to 2 weeks, now 3") == 1
    assert db.session.scalars(db.select(Event.action)).all().count("goal_metric_changed") == 1


@pytest.mark.parametrize("name", ["measure_from", "measure_to", "measure_now"])
def test_invalid_text_stays_in_the_field(dana, training, name):
    for answer in (dana.swap(ONE, 422, **{name: "six"}), dana.post(ONE, 422, **{name: "six"})):
        assert "Write a number, like 6 or 2.5" in answer.text
        assert answer.one(f"[name={name}]")["value"] == "six"
    assert training.metric_start == 6


def test_marco_updates_the_present_value(marco, training):
    parts = marco.swap(NOW, measure_now="2,5", was_measure_now="3", at="goal").parts
    assert training.metric_current == 2.5
    assert "now 2.5" in parts["goal-1-facts"].get_text()
    assert "Marco updated the measure from 3 weeks to 2.5 weeks" in parts["goal-history"].get_text()
    assert marco.post(NOW, measure_now="", at="goal").location == ONE
    assert training.metric_current is None


@pytest.mark.parametrize("way", ["swap", "post"])
def test_a_wrong_number_is_refused_in_place(dana, training, way):
    answer = getattr(dana, way)(NOW, 422, measure_now="soon", at="goal")
    field = answer.one("#goal-1-measure [name=measure_now]")
    assert field["value"] == "soon" and field.has_attr("autofocus")


@pytest.mark.parametrize("way", ["swap", "post"])
def test_two_people_who_change_one_number_get_a_question(dana, marco, training, way):
    marco.post(NOW, measure_now="4", was_measure_now="3")
    answer = getattr(dana, way)(NOW, 409, measure_now="5", was_measure_now="3", at="goal")
    both = answer.words("#conflict-texts")
    assert "Now, yours 5" in both and "Now, Marco’s 4" in both
    assert training.metric_current == 4
    dana.post(NOW, measure_now="5", was_measure_now="4", theirs="measure_now")
    assert training.metric_current == 4


def test_only_leads_measure(rosa, vera, adaeze, training):
    for visitor, status in ((rosa, 403), (vera, 403), (adaeze, 404)):
        visitor.post(NOW, status, measure_now="1")
    assert training.metric_current == 3
