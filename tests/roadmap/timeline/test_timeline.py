"""The timeline as each role reads it."""

from datetime import date, datetime

import pytest

from tests.query_counter import counted
from tests.roadmap.people import HOME
from tests.world import a_goal, a_task, seat_of, set_columns
from tracker.clients.models import Span
from tracker.demo import bulk
from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.roadmap.models import Goal
from tracker.roadmap.models.statuses import ApprovalState, Status

PAGE = f"{HOME}/timeline"


@pytest.fixture(autouse=True)
def in_november(monkeypatch):
    """It is Saturday 21 November 2026 at noon, whenever this runs."""
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 21, 17, tzinfo=clock.UTC))


@pytest.fixture
def oven(cast):
    """A goal of this quarter in the fifth span, moved once, waiting on Marco; one of two tasks is done."""
    goal = a_goal(cast.fornello, cast.dana, quarter="2026-Q4", target_date=date(2026, 11, 20))
    goal.set_date(date(2026, 12, 18), by=cast.dana, why="The bank is slow")
    goal.set_span(db.session.scalars(Span.of(cast.fornello)).all()[4], by=cast.dana)
    goal.set_status(Status.WAITING, by=cast.dana, waiting_on=seat_of(cast.marco, cast.fornello))
    a_task(cast.fornello, cast.dana, "Measure the wall", goal=goal).set_status(Status.DONE, by=cast.dana)
    a_task(cast.fornello, cast.dana, "Ask the bank", goal=goal)
    db.session.commit()
    return goal


def lanes(page):
    """The text of each lane's bars, by span."""
    drawn = page.soup.select("section.timeline__lane")
    return {
        lane.h3.get_text(): [" ".join(a.get_text().split()) for a in lane.select("li a")] for lane in drawn
    }


def test_a_goal_is_a_bar_in_the_lane_of_its_span(dana, oven):
    page = dana.get(PAGE)
    assert next(iter(lanes(page))) == "Training new people" and len(lanes(page)) == 5
    bar = page.one("#goal-1-bar")
    assert bar.parent["class"] == ["from-7", "span-6"] and bar["href"] == f"{HOME}/goals/1"
    assert page.words("#goal-1-bar .visually-hidden") == (
        ", Waiting on Marco, 1 of 2 tasks done, Thu 1 Oct to Fri 18 Dec, was 20 Nov"
    )
    assert "Second oven decided 1/2 was 20 Nov" in lanes(page)["Room to grow"][0]


def test_where_the_date_moved_the_first_one_is_marked(dana, oven):
    assert dana.get(PAGE).one("#goal-1-bar .first-date")["class"] == ["first-date", "from-4", "span-1"]


def test_the_quarters_and_today(dana, oven):
    page = dana.get(PAGE)
    assert page.one("#timeline")["aria-label"] == "Timeline, July 2026 to June 2027"
    assert [head.get_text() for head in page.soup.select(".timeline__quarter")] == [
        "Q3 2026",
        "Q4 2026",
        "Q1 2027",
        "Q2 2027",
    ]
    assert page.words(".timeline__quarter.now") == "Q4 2026" and page.one(".timeline__today")["class"][
        -2:
    ] == ["from-10", "slot-part-1"]
    assert "Drawn to the nearest half month." in page.text


def test_marco_reads_his_own_words(marco, oven):
    page = marco.get(PAGE)
    assert "Waiting on you" in page.words("#goal-1-bar") and "Set aside for now" in page.words(
        ".timeline-legend"
    )


def test_vera_reads_first_names_and_rosa_reads_too(vera, rosa, oven):
    page = vera.get(PAGE)
    assert "Waiting on Marco" in page.words("#goal-1-bar") and "Bellini" not in page.html
    assert rosa.get(PAGE).words("#goal-1-bar")
    assert not page.soup.select("main form")


def test_other_clients_people_get_nothing(adaeze, ash, visit, oven):
    assert adaeze.get(PAGE, status=404) and ash.get(PAGE, status=404)
    assert visit().get(PAGE, status=303)


def test_a_draft_is_the_coos_alone(dana, marco, rosa, cast):
    leeds = a_goal(
        cast.fornello,
        cast.dana,
        "Open in Leeds",
        approval_state=ApprovalState.DRAFT,
        target_date=date(2026, 12, 18),
    )
    a_goal(cast.fornello, cast.dana, "Open in York", approval_state=ApprovalState.DRAFT)
    page = dana.get(PAGE)
    assert "Open in Leeds Draft" in page.words(f"#{leeds.dom_name}-bar")
    assert "Open in York Draft" in page.words("#undated")
    for reader in (marco, rosa):
        seen = reader.get(PAGE)
        assert "Open in" not in seen.html and "Draft" not in seen.html
        assert "When there are goals, they will show up here." in seen.text


def test_a_proposed_goal_says_so(marco, cast):
    a_goal(
        cast.fornello,
        cast.dana,
        "Open in Leeds",
        approval_state=ApprovalState.PROPOSED,
        target_date=date(2026, 12, 18),
    )
    assert "Proposed" in marco.get(PAGE).words("#goal-1-bar")


def test_tasks_between_the_leads_are_not_counted_for_the_team(dana, rosa, cast, oven):
    task = a_task(cast.fornello, cast.dana, "What the lease costs us", goal=oven)
    set_columns(task, visibility="leads")
    assert "1/3" in dana.get(PAGE).words("#goal-1-bar")
    assert "1/2" in rosa.get(PAGE).words("#goal-1-bar")


def test_goals_without_a_date_or_a_span_come_last(dana, cast, oven):
    a_goal(cast.fornello, cast.dana, "A third neighbourhood")
    a_goal(cast.fornello, cast.dana, "Tidy the cellar", target_date=date(2027, 1, 20))
    page = dana.get(PAGE)
    assert list(lanes(page))[-1] == "No span yet" and "Tidy the cellar" in lanes(page)["No span yet"][0]
    assert "A third neighbourhood" in page.words("#undated")


def test_other_quarters_are_a_link_away(dana, cast, oven):
    a_goal(
        cast.fornello, cast.dana, "A third neighbourhood", target_date=date(2027, 11, 2), quarter="2027-Q4"
    )
    page = dana.get(PAGE)
    assert "Not in these quarters: 1 later." in page.text
    later = page.one("#filters [rel=next]")["href"]
    assert later == f"{PAGE}?from=2027-Q1"
    page = dana.get(later)
    assert page.soup.select("#goal-2-bar") and not page.soup.select(".timeline__today, #goal-1-bar")
    assert "Not in these quarters: 1 earlier." in page.text
    assert page.soup.find("a", string="This quarter")["href"] == PAGE


def test_a_bar_cut_at_the_edge_is_marked(dana, oven):
    bar = dana.get(f"{PAGE}?from=2026-Q1").one("#goal-1-bar .timeline__bar")
    assert "continues-after" not in bar["class"]
    set_columns(oven, target_date=date(2027, 2, 3))
    assert "continues-after" in dana.get(f"{PAGE}?from=2026-Q1").one("#goal-1-bar .timeline__bar")["class"]
    assert "continues-before" in dana.get(f"{PAGE}?from=2027-Q1").one("#goal-1-bar .timeline__bar")["class"]


def test_filters_go_with_the_quarters(dana, cast, oven):
    done = a_goal(cast.fornello, cast.dana, "Opening runs itself", target_date=date(2026, 10, 2))
    done.set_status(Status.DONE, by=cast.dana)
    db.session.commit()
    assert not dana.get(f"{PAGE}?done=hidden").soup.select("#goal-2-bar")
    page = dana.get(f"{PAGE}?status=waiting&from=2026-Q4")
    assert page.soup.select("#goal-1-bar") and not page.soup.select("#goal-2-bar")
    chosen = page.one("#filters [aria-current]")
    assert "Waiting" in chosen.get_text() and chosen["href"] == f"{PAGE}?from=2026-Q4"
    assert "No goal matches." in dana.get(f"{PAGE}?status=watch").text


@pytest.mark.parametrize(
    "query", ["from=2026-Q9", "from=%00", "from=9999-Q1&from=1", "status=late", "from=2099-Q4"]
)
def test_what_the_address_may_not_ask_is_left_out(dana, oven, query):
    page = dana.get(f"{PAGE}?{query}")
    assert "so it was ignored." in page.text and page.soup.select("#goal-1-bar")


def test_nothing_yet(dana, vera, cast):
    page = dana.get(PAGE)
    assert "Nothing to draw yet." in page.text and page.one(".empty a")["href"] == f"{HOME}/goals/new"
    assert not vera.get(PAGE).soup.select(".empty a")


def test_the_list_and_the_timeline_lead_to_each_other(dana, vera, oven):
    for reader in (dana, vera):
        assert reader.get(f"{HOME}/").one("#tools .segments a:not([aria-current])")["href"] == PAGE
        page = reader.get(PAGE)
        assert page.one("#tools .segments a:not([aria-current])")["href"] == f"{HOME}/"
        assert page.one("#tools-print")["type"] == "button"


def test_a_client_at_the_edge_of_the_world(dana, cast):
    for number, day in enumerate((date.min, date(1999, 12, 31), date(2101, 1, 1), date.max), 1):
        a_goal(cast.fornello, cast.dana, f"Goal {number}", target_date=day)
    page = dana.get(PAGE)
    assert (
        "Not in these quarters: 2 earlier." in page.text
        and len(page.soup.select(".timeline__bar.continues-after")) == 2
    )


def test_few_questions_whatever_its_size(visit, app):
    bulk.create_bulk(20, 20, 25)
    person = db.session.scalars(db.select(Goal)).first().created_by_id
    assert person
    dana = visit(db.session.get(bulk.Person, person))
    with counted() as asked:
        dana.get("/clients/client-001/timeline")
    assert len(asked) <= 12, asked
