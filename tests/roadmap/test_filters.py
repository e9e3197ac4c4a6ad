"""Filters live in the address."""

import pytest

from tests.roadmap.people import HOME
from tests.world import a_goal, a_task
from tracker.foundation.db import db
from tracker.roadmap.filters import Filters
from tracker.roadmap.status import Status


@pytest.fixture
def plan(cast):
    """Two quarters, three statuses, and something in the inbox."""
    now = a_goal(cast.fornello, cast.dana, "Second oven decided", quarter="2026-Q4")
    later = a_goal(cast.fornello, cast.dana, "A third neighbourhood", quarter="2027-Q1")
    for title, goal, status in (
        ("Ask the bank", now, Status.WATCH),
        ("Measure the wall", now, Status.DONE),
        ("Walk the streets", later, Status.ON_TRACK),
        ("Call the plumber", None, Status.WATCH),
    ):
        a_task(cast.fornello, cast.dana, title, goal=goal).move_to(status, by=cast.dana)
    db.session.commit()


def shown(visitor, query=""):
    page = visitor.get(f"{HOME}/{query}")
    goals = [row.get_text() for row in page.soup.select("section.goal h3 a")]
    return goals, [row.get_text() for row in page.soup.select("li.task .t a")]


def test_without_filters_everything_is_there(dana, plan):
    goals, tasks = shown(dana)
    assert goals == ["Second oven decided", "A third neighbourhood"]
    assert len(tasks) == 4


def test_a_quarter_leaves_the_other_goals_out(dana, plan):
    assert shown(dana, "?quarter=2027-Q1") == (["A third neighbourhood"], ["Walk the streets"])


def test_a_status_leaves_other_work_out(vera, plan):
    assert shown(vera, "?status=watch") == (["Second oven decided"], ["Ask the bank", "Call the plumber"])


def test_filters_go_together(dana, plan):
    assert shown(dana, "?quarter=2026-Q4&status=watch") == (["Second oven decided"], ["Ask the bank"])
    assert "Measure the wall" not in shown(dana, "?done=hidden")[1]


def test_nothing_matches_and_one_way_on(dana, plan):
    page = dana.get(f"{HOME}/?quarter=2027-Q1&status=waiting")
    assert "No goal matches." in page.text
    assert page.one(".empty a")["href"] == f"{HOME}/?show=all"


def test_counts_are_of_everything_whatever_is_shown(dana, plan):
    page = dana.get(f"{HOME}/?status=watch")
    assert page.words("#client-counts") == "1 of 4"
    assert page.words("#goal-1-progress") == "1 of 2"


@pytest.mark.parametrize("query", ["?status=red", "?quarter=2026-Q9", "?quarter=';--", "?done=maybe"])
def test_a_filter_there_is_not_is_left_out_in_words(dana, plan, query):
    page = dana.get(f"{HOME}/{query}")
    assert "The address asks for a filter there is not." in page.text
    assert len(page.soup.select("li.task")) == 4


def test_a_chip_puts_a_filter_in_place_or_takes_it_away():
    now = Filters.asked({"quarter": "2026-Q4", "status": "watch"})
    assert now.toggled(status="done") == {"quarter": "2026-Q4", "status": "done"}
    assert now.toggled(status="watch") == {"quarter": "2026-Q4"}
    assert now.toggled(hide_done=True) == {"quarter": "2026-Q4", "status": "watch", "done": "hidden"}
