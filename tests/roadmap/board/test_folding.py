"""Long lists on the road map: what is finished is folded to one line, and comes when the line is opened."""

import pytest

from tests.roadmap.people import HOME
from tests.world import a_goal, a_task, set_columns, titled
from tracker.foundation.database import db
from tracker.roadmap.models import Task
from tracker.roadmap.models.statuses import ApprovalState, Status, Visibility

PAGE, EVERY_TASK = f"{HOME}/", f"{HOME}/?show=all&folded=no"


def add_tasks(cast, goal, many, status=Status.NOT_STARTED, word="Bake loaf", **columns):
    for place in range(many):
        task = a_task(cast.fornello, cast.dana, f"{word} {place + 1}", goal=goal)
        set_columns(task, status=status, **columns)
    db.session.commit()


@pytest.fixture
def done(cast, goal):
    """Thirteen done tasks and two open ones, the first and the last, under a goal that is under way."""
    a_task(cast.fornello, cast.dana, "Light the oven", goal=goal)
    add_tasks(cast, goal, 13, Status.DONE)
    a_task(cast.fornello, cast.dana, "Close the oven", goal=goal)
    db.session.commit()
    return goal


def titles(answer):
    return [link.get_text() for link in answer.soup.select("li.task .title > a")]


def lines(answer):
    return [line.get_text() for line in answer.soup.select("li.folded")]


@pytest.mark.parametrize("who", ["dana", "marco", "rosa", "vera"])
def test_more_than_a_dozen_done_tasks_are_one_line(request, done, who):
    page = request.getfixturevalue(who).get(PAGE)
    assert titles(page) == ["Light the oven", "Close the oven"]
    assert lines(page) == ["13 done"]
    assert page.words("#goal-1-progress").startswith("13 of 15"), "progress counts what is folded"
    assert "13 of 15 tasks done" in page.words("#client-counts")


def test_a_dozen_done_tasks_stay(dana, cast, goal):
    add_tasks(cast, goal, 12, Status.DONE)
    page = dana.get(PAGE)
    assert len(titles(page)) == 12
    assert not lines(page) and not page.soup.select("#show-all, #show-less")


def test_a_goal_with_nothing_left_to_do_is_its_line(dana, cast, goal):
    add_tasks(cast, goal, 13, Status.DONE)
    page = dana.get(PAGE)
    assert titles(page) == [] and lines(page) == ["13 done"]
    assert page.one("#goal-1-add"), "and a task can be added"


@pytest.mark.parametrize("status", [Status.DONE, Status.PARKED])
def test_a_finished_goal_is_its_title_and_a_line(dana, cast, done, status):
    set_columns(done, status=status)
    db.session.commit()
    page = dana.get(PAGE)
    assert titles(page) == [] and lines(page) == ["15 tasks"]
    assert page.one("#goal-1-open")


def test_a_finished_goal_with_few_tasks_shows_them(dana, cast, goal):
    add_tasks(cast, goal, 12)
    set_columns(goal, status=Status.DONE)
    db.session.commit()
    assert len(titles(dana.get(PAGE))) == 12


def test_the_inbox_folds_too(dana, cast):
    add_tasks(cast, None, 13, Status.DONE)
    page = dana.get(PAGE)
    assert lines(page) == ["13 done"]
    assert len(titles(opened(dana, page.one("#inbox-folded a")))) == 13


def test_goals_after_two_hundred_rows_are_their_titles(dana, cast):
    for number in range(5):
        add_tasks(cast, a_goal(cast.fornello, cast.dana, f"Shop {number}"), 60)
    page = dana.get(PAGE)
    assert len(titles(page)) == 180
    assert lines(page) == ["60 tasks", "60 tasks"]
    assert len(page.soup.select("section.goal h3 a")) == 5


def test_one_long_goal_is_shown_whole(dana, cast, goal):
    add_tasks(cast, goal, 210)
    small = a_goal(cast.fornello, cast.dana, "Another")
    add_tasks(cast, small, 1)
    page = dana.get(PAGE)
    assert len(titles(page)) == 210 and lines(page) == ["1 task"]


def opened(visitor, link):
    """What htmx gets when the line is opened."""
    return visitor.get(link["hx-get"], htmx=True)


def test_the_line_brings_all_rows_in_their_order(dana, done):
    answer = opened(dana, dana.get(PAGE).one(".folded a"))
    assert titles(answer) == ["Light the oven", *(f"Bake loaf {n + 1}" for n in range(13)), "Close the oven"]
    assert answer.one("ul")["id"] == "goal-1-tasks"


def test_without_scripts_the_line_leads_to_every_task(dana, done):
    link = dana.get(PAGE).one(".folded a")
    assert link["href"] == f"{EVERY_TASK}#goal-1"
    page = dana.get(link["href"].partition("#")[0])
    assert len(titles(page)) == 15 and not lines(page)


def test_show_all_and_back(dana, done):
    link = dana.get(PAGE).one("#show-all")
    assert link.get_text() == "Show all tasks"
    page = dana.get(link["href"])
    assert len(titles(page)) == 15
    assert lines(dana.get(page.one("#show-less")["href"])) == ["13 done"]


def test_the_address_of_the_rows_leads_a_browser_to_every_task(dana, done):
    assert dana.get(f"{HOME}/folded?goal=1", 303).location.endswith("/?show=all&folded=no")


def test_a_task_in_an_address_finds_its_list(dana, done):
    answer = dana.get(f"{HOME}/folded?task=5", htmx=True)
    assert "Bake loaf 4" in titles(answer)


@pytest.mark.parametrize("query", ["task=999", "goal=999", "task=999999999999"])
def test_what_is_not_there_brings_nothing(dana, done, query):
    assert dana.get(f"{HOME}/folded?{query}", 204, htmx=True)


def test_hidden_work_brings_nothing_to_those_it_is_hidden_from(cast, dana, marco, rosa, done):
    draft = a_goal(cast.fornello, cast.dana, "Sell the shop", approval_state=ApprovalState.DRAFT)
    add_tasks(cast, draft, 14, Status.DONE, word="Ask a broker")
    add_tasks(cast, None, 14, Status.DONE, word="Talk about Rosa", visibility=Visibility.LEADS)
    broker, about = titled(Task, "Ask a broker 1").number, titled(Task, "Talk about Rosa 1").number
    for visitor in (marco, rosa):
        visitor.get(f"{HOME}/folded?goal={draft.number}", 204, htmx=True)
        visitor.get(f"{HOME}/folded?task={broker}", 204, htmx=True)
    rosa.get(f"{HOME}/folded?task={about}", 204, htmx=True)
    assert titles(rosa.get(f"{HOME}/folded?goal=", htmx=True)) == []
    assert lines(rosa.get(PAGE)) == ["13 done"]
    assert lines(marco.get(PAGE)) == ["13 done", "14 done"]
    assert lines(dana.get(PAGE)) == ["13 done", "14 done", "14 done"]


@pytest.mark.parametrize("query", ["status=done", "owner=nobody", "kind=build", "status=done&quarter=none"])
def test_what_a_filter_picks_is_all_there(dana, done, query):
    page = dana.get(f"{PAGE}?{query}")
    assert len(titles(page)) >= 13 and not lines(page)


def test_a_quarter_alone_still_folds(dana, done):
    page = dana.get(f"{PAGE}?quarter=none")
    assert lines(page) == ["13 done"]
    assert page.one("#show-all")["href"] == f"{PAGE}?quarter=none&folded=no"
    assert len(titles(dana.get(page.one("#show-all")["href"]))) == 15


def test_done_tasks_that_are_hidden_are_not_announced(dana, done):
    page = dana.get(f"{PAGE}?done=hidden")
    assert titles(page) == ["Light the oven", "Close the oven"] and not lines(page)


def test_selected_rows_of_a_refused_change_are_there(dana, done):
    answer = dana.post(f"{HOME}/tasks/many", 422, task="5", do="due", due="2026-99-99")
    assert "Bake loaf 4" in titles(answer)


def test_a_goals_own_page_shows_all_of_it(dana, done):
    page = dana.get(f"{HOME}/goals/1")
    assert len(titles(page)) == 15 and not lines(page)
