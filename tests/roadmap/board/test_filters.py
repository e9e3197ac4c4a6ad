"""Filters of the road map, which are part of the address."""

import pytest

from tests.query_counter import counted
from tests.roadmap.people import HOME
from tests.world import a_goal, a_task, seat_of
from tracker.clients.models import Span
from tracker.foundation.database import db
from tracker.roadmap.models import Goal, SavedFilters, Task
from tracker.roadmap.models.statuses import Status
from tracker.roadmap.presentation.filters import Filters


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
        a_task(cast.fornello, cast.dana, title, goal=goal).set_status(status, by=cast.dana)
    db.session.commit()


def shown(visitor, query=""):
    page = visitor.get(f"{HOME}/{query}")
    goals = [row.get_text() for row in page.soup.select("section.goal h3 a")]
    return goals, [row.get_text() for row in page.soup.select("li.task .title a")]


def test_without_filters_everything_is_shown(dana, plan):
    goals, tasks = shown(dana)
    assert goals == ["Second oven decided", "A third neighbourhood"]
    assert len(tasks) == 4


def test_a_quarter_hides_the_other_goals(dana, plan):
    assert shown(dana, "?quarter=2027-Q1") == (["A third neighbourhood"], ["Walk the streets"])


def test_a_status_hides_other_work(vera, plan):
    assert shown(vera, "?status=watch") == (["Second oven decided"], ["Ask the bank", "Call the plumber"])


def test_filters_can_be_combined(dana, plan):
    assert shown(dana, "?quarter=2026-Q4&status=watch") == (["Second oven decided"], ["Ask the bank"])
    assert "Measure the wall" not in shown(dana, "?done=hidden")[1]


def test_no_match_offers_to_clear_the_filters(dana, plan):
    page = dana.get(f"{HOME}/?quarter=2027-Q1&status=waiting")
    assert "No goal matches." in page.text
    assert page.one(".empty a")["href"] == f"{HOME}/?show=all"


def test_counts_include_everything_whatever_is_shown(dana, plan):
    page = dana.get(f"{HOME}/?status=watch")
    assert page.words("#client-counts") == "1 of 4 tasks done"
    assert page.words("#goal-1-progress") == "1 of 2"


@pytest.mark.parametrize("query", ["?status=red", "?quarter=2026-Q9", "?quarter=';--", "?done=maybe"])
def test_an_unknown_filter_is_ignored_with_a_message(dana, plan, query):
    page = dana.get(f"{HOME}/{query}")
    assert "This link has a filter that doesn’t exist" in page.text
    assert len(page.soup.select("li.task")) == 4


def test_a_chip_sets_or_removes_a_filter():
    now = Filters.asked({"quarter": "2026-Q4", "status": "watch"})
    assert now.toggled(status="done") == {"quarter": "2026-Q4", "status": "done"}
    assert now.toggled(status="watch") == {"quarter": "2026-Q4"}
    assert now.toggled(hide_done=True) == {"quarter": "2026-Q4", "status": "watch", "done": "hidden"}
    assert Filters.asked({"mine": "yes"}).toggled(mine=True) == {"show": "all"}


@pytest.fixture
def work(cast, plan):
    """Rosa owns a task, the plumber another; one is routine; one goal has a span."""
    tasks = {task.title: task for task in db.session.scalars(Task.of(cast.fornello))}
    tasks["Ask the bank"].assign(seat_of(cast.rosa, cast.fornello), by=cast.dana)
    tasks["Call the plumber"].assign("Ida Plumber", by=cast.dana)
    tasks["Walk the streets"].change(by=cast.dana, kind="routine")
    goal = db.session.scalars(Goal.of(cast.fornello).order_by(Goal.number)).first()
    goal.set_span(db.session.scalars(Span.of(cast.fornello).order_by(Span.number)).first(), by=cast.dana)
    db.session.commit()


@pytest.mark.parametrize(
    ("query", "tasks"),
    [
        ("?kind=routine", ["Walk the streets"]),
        ("?span=1", ["Ask the bank", "Measure the wall"]),
        ("?span=none", ["Walk the streets"]),
        ("?owner=4", ["Ask the bank"]),
        ("?owner=Ida+Plumber", ["Call the plumber"]),
        ("?owner=nobody", ["Measure the wall", "Walk the streets"]),
        ("?owner=nobody&done=hidden", ["Walk the streets"]),
        ("?span=1&status=watch&kind=build", ["Ask the bank"]),
    ],
)
def test_kind_span_and_owner(dana, cast, work, query, tasks):
    query = query.replace("owner=4", f"owner={seat_of(cast.rosa, cast.fornello).number}")
    assert shown(dana, query)[1] == tasks


def test_mine(rosa, vera, work):
    assert shown(rosa, "?mine=yes")[1] == ["Ask the bank"]
    assert "Mine" not in vera.get(f"{HOME}/").one("#filters").get_text()


def test_a_person_without_work_here_is_no_filter(dana, vera, work):
    for owner in ("99", "Nobody Inparticular", "2 OR 1"):
        page = dana.get(f"{HOME}/", query_string={"owner": owner})
        assert "a filter that doesn’t exist" in page.text and len(page.soup.select("li.task")) == 4
    choices = [
        option.get_text() for option in vera.get(f"{HOME}/?show=all").soup.select("#filter-owner option")
    ]
    assert choices == ["Any", "Ida", "Rosa", "Nobody yet"]
    assert shown(vera, "?owner=Ida")[1] == ["Call the plumber"]
    assert "a filter that doesn’t exist" in vera.get(f"{HOME}/?owner=Ida+Plumber").text


def test_an_active_filter_is_a_chip_that_removes_it(dana, work):
    page = dana.get(f"{HOME}/?span=1&status=done")
    chips = {
        chip.get_text(strip=True): chip["href"] for chip in page.soup.select("#filters .chip[aria-current]")
    }
    assert chips == {"Done": f"{HOME}/?span=1", "Training new people": f"{HOME}/?status=done"}
    assert page.one("#filter-span option[selected]")["value"] == "1"


def test_the_list_opens_with_the_last_filter(dana, marco, work):
    dana.get(f"{HOME}/?status=watch&owner=nobody")
    assert dana.get(f"{HOME}/", 302).location == f"{HOME}/?status=watch&owner=nobody"
    assert dana.get(f"{HOME}/?changed=abcdefgh", 302).changed == "abcdefgh"
    marco.get(f"{HOME}/")
    dana.get("/clients/okafor-immigration-law/")
    dana.get(f"{HOME}/?status=red")
    dana.get(f"{HOME}/")
    dana.get(f"{HOME}/?kind=build")
    dana.get(f"{HOME}/?show=all")
    dana.get(f"{HOME}/")


def test_a_filter_is_saved_after_the_answer_and_only_when_it_changes(dana, work):
    for _ in range(3):
        dana.get(f"{HOME}/?status=watch")
    kept = db.session.scalars(db.select(SavedFilters)).one()
    assert kept.query_string == "status=watch"
    with counted() as asked:
        dana.get(f"{HOME}/?status=watch")
    assert not [each for each in asked if "INSERT" in each or "UPDATE" in each]
    assert len(asked) <= 12, "\n".join(asked)


BROWSER = {"Sec-Fetch-Site": "same-origin", "Referer": f"http://localhost{HOME}/?show=all"}


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "cross-site", "Referer": "https://elsewhere.example/"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "same-site", "Referer": "http://blog.localhost/"},
        {"Sec-Fetch-Site": "same-origin"},
        BROWSER | {"Referer": f"http://localhost{HOME}/tasks/1"},
        {"Referer": "https://elsewhere.example/clients/fornello-pizza/"},
        {"Referer": "http://["},
    ],
    ids=str,
)
def test_a_link_from_elsewhere_shows_its_filter_once(dana, work, headers):
    """A link in a mail, on another site or in a comment shows its filter without saving it."""
    dana.http.get(f"{HOME}/?status=watch", headers=BROWSER).close()
    for address in (f"{HOME}/?status=done&owner=nobody", f"{HOME}/?show=all", f"{HOME}/?done=hidden"):
        answer = dana.http.get(address, headers=headers)
        answer.close()
        assert answer.status_code == 200
    db.session.rollback()
    assert dana.get(f"{HOME}/", 302).location == f"{HOME}/?status=watch"


def test_a_filter_chosen_on_the_page_is_saved(dana, work):
    dana.http.get(f"{HOME}/?kind=build", headers=BROWSER).close()
    db.session.rollback()
    assert dana.get(f"{HOME}/", 302).location == f"{HOME}/?kind=build"
