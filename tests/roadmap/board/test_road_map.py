"""The road map as each role reads it."""

from datetime import date

import pytest

from tests.query_counter import counted
from tests.roadmap.people import HOME
from tests.world import a_goal, a_task, seat_of, set_columns
from tracker.clients.models import Health
from tracker.foundation.database import db
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.models.statuses import Status

PAGE = f"{HOME}/"


@pytest.fixture
def oven(cast):
    """A goal that waits on Marco, moved once, with a task of Rosa's."""
    rosa, marco = seat_of(cast.rosa, cast.fornello), seat_of(cast.marco, cast.fornello)
    goal = a_goal(
        cast.fornello, cast.dana, why="So Friday nights stop topping out.", target_date=date(2031, 11, 20)
    )
    goal.set_date(date(2031, 12, 4), by=cast.dana, why="The bank is slow")
    goal.set_status(Status.WAITING, by=cast.dana, waiting_on=marco)
    a_task(cast.fornello, cast.dana, "Choose: lease or buy", goal=goal, owner=rosa, due=date(2031, 11, 30))
    cast.fornello.write_vision("Two more neighbourhoods by 2029.", None, by=cast.dana)
    db.session.commit()
    return goal


def test_dana_sees_the_whole_goal(dana, oven):
    page = dana.get(PAGE)
    head = page.words("#goal-1-head")

    assert page.words("#goal-1-title") == "Second oven decided"
    assert "So Friday nights stop topping out." in head
    assert "was 20 Nov" in head and "Thu 4 Dec 2031" in head
    assert page.words("#goal-1-status option[selected]") == "Waiting on Marco"
    assert page.words("#goal-1-progress") == "0 of 1"


def test_the_header_summarises_the_client(dana, cast, oven):
    cast.fornello.set_health(Health.WATCH, "Payroll moves.", by=cast.dana)
    db.session.commit()
    page = dana.get(PAGE)

    assert page.one("#client-health option[selected]")["value"] == "watch"
    assert "“Two more neighbourhoods by 2029.” Written down by you" in page.words("#client-head")
    assert page.words("#client-counts") == "0 of 1 task done"
    number = seat_of(cast.marco, cast.fornello).number
    assert page.one("#client-head a.button")["href"] == f"{HOME}/letter?as={number}"


def test_marco_reads_the_ceos_wording(marco, oven):
    page = marco.get(PAGE)
    assert page.words("#goal-1-status option[selected]") == "Waiting on you"
    assert page.words("#task-1 option[selected]") == "Coming up"
    assert not page.soup.select("#client-health")


def test_rosa_taps_tasks_and_leaves_goals_alone(rosa, oven):
    page = rosa.get(PAGE)
    assert page.soup.select("#task-1 select, #goal-1-add") and page.soup.select("#task-1 a.due")
    assert not page.soup.select("#goal-1-head form, #goal-1-more, #add-goal")


def test_rosa_sees_other_peoples_dates_as_plain_text(rosa, cast, oven):
    a_task(cast.fornello, cast.dana, "Ask the bank", goal=oven)
    page = rosa.get(PAGE)
    assert page.soup.select("#task-2 select") and not page.soup.select("#task-2 a.due, #task-2 a.avatar")


def test_vera_reads_first_names_and_touches_nothing(vera, oven):
    page = vera.get(PAGE)
    assert not page.soup.select("main form[method=post]:not(#reorder-form), main select:not(#filters *)")
    assert "Delgado" not in page.html and "Bellini" not in page.html
    assert page.one("#task-1 .avatar")["aria-label"] == "Rosa"
    assert page.words("#goal-1-head .status") == "Waiting on Marco"


def test_without_scripts_every_control_leads_somewhere(dana, oven):
    row = dana.get(PAGE).one("#task-1")
    assert row.select_one("form.tick")["action"] == f"{HOME}/tasks/1/status?was=not_started"
    assert {link["href"] for link in row.select("a")} == {
        f"{HOME}/tasks/1{end}" for end in ("", "/due", "/owner")
    }
    assert all(link["hx-get"] == "" for link in row.select("a:not(.comment-count)"))


def test_the_page_asks_who_a_task_waits_on_until_it_is_set(dana, cast, oven):
    task = a_task(cast.fornello, cast.dana, "Ask the bank", goal=oven)
    task.set_status(Status.WAITING, by=cast.dana)
    db.session.commit()
    assert dana.get(PAGE).one("#task-2-question-row select[name=waiting_on]")


def test_people_without_access_get_a_404(ash, adaeze, visit, cast):
    ash.get(PAGE, 404)
    adaeze.get(PAGE, 404)
    visit().get(PAGE, 303)


def test_a_new_client_begins_with_three_steps(dana, cast):
    page = dana.get(PAGE)
    ways = [link["href"] for link in page.soup.select(".onboarding-steps a")]
    assert ways == [f"{HOME}/goals/new", f"{HOME}/import", f"{HOME}/people"]


def test_people_who_cannot_add_goals_need_not_do_anything(rosa, cast):
    assert "That’s how it should feel." in rosa.get(PAGE).text


@pytest.fixture
def full(cast):
    """Twenty goals with twenty-five tasks each, at a client with a long name."""
    client, dana = cast.okafor, cast.dana
    seat = seat_of(dana, client)
    for number in range(20):
        title = f"Every new client file starts the same way, part {number}"
        goal = Goal.add(
            client, title, by=dana, why="So a missed form never keeps a family waiting.", owner=seat
        )
        for place in range(25):
            verb = ("Write", "Проверить", "Łap")[place % 3]
            words = f"{verb} the {number * 7919 % 97} forms of room {place * 31 % 89}"
            Task.add(client, words, by=dana, goal=goal, owner=seat, due=date(2026, 12, place + 1))
    db.session.commit()
    for place, task in enumerate(db.session.scalars(Task.of(client))):
        set_columns(
            task, status=list(Status)[place * 7 % 6], comment_count=place % 4, waiting_name="Corewell"
        )


EVERY_TASK = "/clients/okafor-immigration-law/?show=all&folded=no"


def test_five_hundred_tasks_are_one_light_page(dana, full):
    with counted() as asked:
        page = dana.get(EVERY_TASK)

    rows = page.soup.select("li.task")
    assert len(rows) == 500
    assert max(len(str(row).encode()) for row in rows) <= 1_800
    packed = dana.http.get(EVERY_TASK, headers={"Accept-Encoding": "gzip"})
    assert len(packed.get_data()) <= 40_000
    assert len(asked) <= 12, "\n".join(asked)
