"""Today shows the first forty lines of a list and counts the others, each client by its own date and zone."""

from datetime import timedelta

import pytest

from tests.world import a_goal, a_task, seat_of, set_columns
from tracker.clients.models import Role, Seat
from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.roadmap.models.statuses import Status, Visibility


def due_tasks(cast, number, days=0):
    due = clock.today(cast.fornello) + timedelta(days=days)
    owner = seat_of(cast.dana, cast.fornello)
    return [a_task(cast.fornello, cast.dana, f"Task {n}", owner=owner, due=due) for n in range(number)]


def waiting_tasks(cast, number, who, **fields):
    tasks = [a_task(cast.fornello, cast.dana, f"Asked {n}", **fields) for n in range(number)]
    for task in tasks:
        task.set_status(Status.WAITING, by=cast.dana, waiting_on=who)
    db.session.commit()
    return tasks


def test_the_first_forty_due_tasks_are_shown_and_all_are_counted(cast, dana):
    due_tasks(cast, 43)
    section = dana.get("/").one("[aria-labelledby=heading-due]")
    assert len(section.select("a.title")) == 40
    assert section.select_one(".count").get_text() == ", 43"
    assert "And 3 on the road maps." in section.get_text()


def test_the_next_days_count_what_they_do_not_show(cast, dana):
    due_tasks(cast, 42, days=3)
    section = dana.get("/").one("[aria-labelledby=heading-week]")
    assert len(section.select("a.title")) == 40
    assert section.select_one(".count").get_text() == ", 42"


def test_what_waits_is_shown_longest_first_and_counted_for_the_client(cast, dana):
    tasks = waiting_tasks(cast, 42, seat_of(cast.marco, cast.fornello))
    for days, task in enumerate(tasks):
        set_columns(task, waiting_since=clock.now() - timedelta(days=days))
    page = dana.get("/")
    shown = [link.get_text() for link in page.one("#waiting-on-others").select("a.title")]
    assert shown == [f"Asked {n}" for n in range(41, 1, -1)]
    assert page.one("#waiting-on-others .count").get_text() == ", 42"
    assert "42 things wait on Marco." in page.words("#client-fornello-pizza .need")


def test_tasks_that_wait_on_nobody_are_counted_apart(cast, dana):
    waiting_tasks(cast, 41, None)
    section = dana.get("/").one("#waiting-on-others")
    assert len(section.select("a.title")) == 40
    assert "Details missing, 41" in section.get_text(" ", strip=True).replace(" , ", ", ")


def test_a_due_task_that_waits_on_the_reader_is_listed_once(cast, dana):
    seat = seat_of(cast.dana, cast.fornello)
    due = clock.today(cast.fornello)
    waiting_tasks(cast, 1, seat, owner=seat, due=due)
    waiting_tasks(cast, 1, seat, owner=seat, due=due + timedelta(days=1))
    page = dana.get("/")
    assert (
        len(page.one("[aria-labelledby=heading-due]").select(".with-checks:not(#waiting-on-me) a.title")) == 1
    )
    assert len(page.one("#waiting-on-me").select("a.title")) == 1


def test_a_goal_that_waits_only_through_its_tasks_is_not_counted_too(cast, dana):
    marco = seat_of(cast.marco, cast.fornello)
    goal = a_goal(cast.fornello, cast.dana, "Second oven")
    goal.set_status(Status.WAITING, by=cast.dana, waiting_on=marco)
    waiting_tasks(cast, 2, marco, goal=goal)
    page = dana.get("/")
    assert page.one("#waiting-on-others .count").get_text() == ", 2"
    assert "Two things wait on Marco." in page.words("#client-fornello-pizza .need")


@pytest.mark.parametrize("role", [Role.TEAM, Role.VIEWER])
def test_another_role_is_shown_and_counted_only_what_it_may_read(cast, ash, role):
    seat = Seat.give(cast.fornello, cast.ash, role, by=cast.dana)
    today = clock.today(cast.fornello)
    a_task(cast.fornello, cast.dana, "Shared", owner=seat, due=today)
    hidden = a_task(cast.fornello, cast.dana, "Canary", owner=seat, due=today)
    waiting_tasks(cast, 1, seat)
    (asked,) = waiting_tasks(cast, 1, seat)
    set_columns(hidden, visibility=Visibility.LEADS)
    set_columns(asked, visibility=Visibility.LEADS, title="Canary")
    page = ash.get("/")
    assert "Canary" not in page.html
    assert [each.get_text() for each in page.soup.select(".today .count")] == [", 1", ", 1"]
