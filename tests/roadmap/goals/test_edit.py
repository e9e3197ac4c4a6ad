"""Editing a goal: each field is one change, moved dates need a reason, conflicts are merged or asked about."""

from datetime import date

import pytest

from tests.roadmap.people import HOME
from tests.world import a_goal, seat_of
from tracker.foundation.database import db
from tracker.history.models import Event

ONE = f"{HOME}/goals/1"


@pytest.fixture
def oven(cast):
    rosa = seat_of(cast.rosa, cast.fornello)
    return a_goal(cast.fornello, cast.dana, why="So ovens rest.", target_date=date(2031, 11, 20), owner=rosa)


def last_actions():
    return list(
        db.session.scalars(db.select(Event.action).where(Event.goal_id.is_not(None)).order_by(Event.id))
    )[1:]


def as_shown(visitor):
    """Every field of the form, as a browser would send it."""
    form = visitor.get(f"{ONE}/edit").one("#goal-1-form form")
    typed = {field["name"]: field.get("value", "") for field in form.select("input[name]")}
    chosen = {field["name"]: field.select_one("[selected]")["value"] for field in form.select("select")}
    return {**typed, **chosen}


def test_saving_what_it_shows_changes_nothing(dana, oven):
    assert dana.post(ONE, **as_shown(dana)).location == ONE
    assert last_actions() == []


def test_marco_changes_what_he_likes(marco, cast, oven):
    changed = {"title": "One oven", "why": "", "span": "2", "owner_outsider": "Luca"}
    answer = marco.swap(ONE, 204, **{**as_shown(marco), **changed})
    assert answer.elsewhere == ONE
    assert (oven.title, oven.why, oven.owner) == ("One oven", "", "Luca")
    assert sorted(last_actions()) == [
        "goal_owner_changed", "goal_span_changed", "goal_title_changed", "goal_why_changed",
    ]  # fmt: skip


def test_a_field_that_was_not_sent_is_not_changed(dana, oven):
    dana.post(ONE, title="One oven")
    assert (oven.title, oven.why, oven.owner_seat_id is None) == ("One oven", "So ovens rest.", False)


def test_a_date_that_moves_says_why(dana, oven):
    answer = dana.swap(ONE, 422, **{**as_shown(dana), "done_by": "2031-12-04"})
    assert answer.one("[name=date_why]").has_attr("autofocus")
    assert answer.one("[name=done_by]")["value"] == "2031-12-04"
    assert "Say in a few words why the date moves." in answer.text
    assert oven.target_date == date(2031, 11, 20)

    dana.post(ONE, **{**as_shown(dana), "done_by": "2031-11-13"})
    assert oven.target_date == date(2031, 11, 13), "an earlier day needs no reason"

    dana.post(ONE, **{**as_shown(dana), "done_by": "2031-12-04", "date_why": "The bank is slow"})
    assert (oven.original_target_date, oven.target_date) == (date(2031, 11, 20), date(2031, 12, 4))


def test_the_first_date_needs_no_reason(dana, goal):
    dana.post(ONE, **{**as_shown(dana), "done_by": "2031-12-04"})
    assert goal.original_target_date == date(2031, 12, 4)


def test_different_fields_merge(dana, marco, oven):
    danas = as_shown(dana)
    marco.post(ONE, **{**as_shown(marco), "why": "So Fridays flow."})
    dana.post(ONE, **{**danas, "title": "One oven"})
    assert (oven.title, oven.why) == ("One oven", "So Fridays flow.")


@pytest.mark.parametrize("way", ["swap", "post"])
def test_the_same_field_shows_both_texts(dana, marco, oven, way):
    danas = as_shown(dana)
    marco.post(ONE, **{**as_shown(marco), "title": "An oven at last"})
    answer = getattr(dana, way)(ONE, 409, **{**danas, "title": "One oven", "why": "Mine"})

    both = answer.words("#conflict-texts")
    assert "One oven" in both and "An oven at last" in both
    assert "Marco changed this while you were writing" in both and "Goal, Marco’s" in both
    assert answer.one("[name=title]")["value"] == "One oven"
    assert answer.one("[name=was_title]")["value"] == "An oven at last"
    assert (oven.title, oven.why) == ("An oven at last", "So ovens rest.")


@pytest.mark.parametrize(("choice", "title"), [({}, "One oven"), ({"theirs": "title"}, "An oven at last")])
def test_keep_mine_or_keep_theirs(dana, marco, oven, choice, title):
    danas = {**as_shown(dana), "why": "Mine", "title": "One oven"}
    marco.post(ONE, **{**as_shown(marco), "title": "An oven at last"})
    dana.post(ONE, **{**danas, "was_title": "An oven at last"}, **choice)
    assert (oven.title, oven.why) == (title, "Mine")


def test_invalid_input_stays_in_the_form(dana, oven):
    answer = dana.post(ONE, 422, **{**as_shown(dana), "title": "", "why": "Kept"})
    assert "Give the goal a title." in answer.text
    assert answer.one("[name=why]")["value"] == "Kept"


@pytest.mark.parametrize(
    "is_draft, readers", [(False, "Everyone with access sees this."), (True, "Only COOs see this")]
)
def test_the_form_says_who_reads_the_reason_for_a_date(cast, dana, marco, oven, is_draft, readers):
    """The reason given in a draft stays with the COOs after it is agreed again."""
    if is_draft:
        oven.return_to_draft(cast.dana)
        db.session.commit()
    assert readers in dana.get(f"{ONE}/edit").words("#goal-1-form")
    changed = {"done_by": "2031-12-24", "date_why": "The bank is slow."}
    assert dana.post(ONE, **{**as_shown(dana), **changed}).location == ONE
    if is_draft:
        oven.propose(cast.dana)
        db.session.commit()
    assert ("The bank is slow." in marco.get(f"{HOME}/history").text) is not is_draft
