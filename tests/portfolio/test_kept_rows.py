"""A client's row is kept by its figures: after every change it reads as if nothing had been kept."""

from datetime import timedelta

import pytest

from tests.world import a_goal, a_person, a_task, seat_of, set_columns
from tracker.clients.models import Health, Role, Seat
from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.portfolio import client_table, kept_counts, misleading_names
from tracker.roadmap.models.statuses import ApprovalState, Status


def row_of_fornello(visitor):
    return str(visitor.get("/").one("#client-fornello-pizza"))


def forget():
    for kept in (client_table.client_row, client_table.drawn, misleading_names.warnings_among):
        kept.cache_clear()
    kept_counts.kept.clear()


@pytest.fixture
def work(cast):
    goal = a_goal(cast.fornello, cast.dana, "Second oven")
    draft = a_goal(cast.fornello, cast.dana, "Third oven", approval_state=ApprovalState.DRAFT)
    task = a_task(cast.fornello, cast.dana, "Ask the bank", goal=goal)
    return {"goal": goal, "draft": draft, "task": task}


def long_ago(work):
    for each in (work["goal"], work["task"]):
        set_columns(each, status=Status.ON_TRACK, last_activity_at=clock.now() - timedelta(days=60))


CHANGES = {
    "a task waits": lambda cast, work: work["task"].set_status(
        Status.WAITING, by=cast.dana, waiting_on=seat_of(cast.marco, cast.fornello)
    ),
    "a task is done": lambda cast, work: work["task"].set_status(Status.DONE, by=cast.dana),
    "a task is late": lambda cast, work: set_columns(
        work["task"], due=clock.today(cast.fornello) - timedelta(days=2)
    ),
    "a task is added": lambda cast, work: a_task(cast.fornello, cast.dana, "Another", goal=work["goal"]),
    "a task is in the trash": lambda cast, work: work["task"].put_in_trash(by=cast.dana),
    "a goal waits": lambda cast, work: work["goal"].set_status(
        Status.WAITING, by=cast.dana, waiting_on="The bank"
    ),
    "a goal is parked": lambda cast, work: work["goal"].set_status(Status.PARKED, by=cast.dana),
    "a goal has another title": lambda cast, work: set_columns(work["goal"], title="Second big oven"),
    "a goal is of another quarter": lambda cast, work: set_columns(work["goal"], quarter="2031-Q1"),
    "a goal is quiet": lambda cast, work: long_ago(work),
    "a draft is proposed": lambda cast, work: work["draft"].propose(by=cast.dana),
    "a draft is discussed": lambda cast, work: (
        work["draft"].propose(by=cast.dana),
        work["draft"].request_discussion(by=cast.marco, words="First the rent"),
    ),
    "a goal is in the trash": lambda cast, work: work["draft"].put_in_trash(by=cast.dana),
    "the health": lambda cast, work: cast.fornello.set_health(Health.WATCH, "", by=cast.dana),
    "the reason": lambda cast, work: cast.fornello.set_health(Health.WATCH, "The rent", by=cast.dana),
    "the name of the client": lambda cast, work: set_columns(cast.fornello, name="Fornello & Sons"),
    "the time zone": lambda cast, work: set_columns(cast.fornello, time_zone="Pacific/Auckland"),
    "the name of the CEO": lambda cast, work: set_columns(cast.marco, name="Mario Ricci"),
    "the CEO leaves": lambda cast, work: set_columns(
        seat_of(cast.marco, cast.fornello), ended_at=clock.now()
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_seen_at_once(cast, dana, work, change):
    before = row_of_fornello(dana)
    assert row_of_fornello(dana) == before, "kept"

    CHANGES[change](cast, work)
    db.session.commit()
    after = row_of_fornello(dana)
    forget()

    assert row_of_fornello(dana) == after
    assert after != before or change == "the time zone"


def test_a_namesake_changes_who_is_meant(cast, dana, work):
    work["task"].set_status(Status.WAITING, by=cast.dana, waiting_on=seat_of(cast.marco, cast.fornello))
    db.session.commit()
    assert "waits on Marco," in row_of_fornello(dana)

    other = a_person("Marco Bianchi", "marco.bianchi@fornello.example")
    db.session.add(other)
    db.session.flush()
    Seat.give(cast.fornello, other, Role.TEAM, by=cast.dana)
    db.session.commit()
    assert "waits on Marco Bellini," in row_of_fornello(dana)


def test_what_is_listed_elsewhere_is_said(cast, dana):
    goal = a_goal(cast.fornello, cast.dana)
    assert "Nothing. Let it run." in row_of_fornello(dana)
    a_task(
        cast.fornello,
        cast.dana,
        goal=goal,
        owner=seat_of(cast.dana, cast.fornello),
        due=clock.today(cast.fornello),
    )
    assert "Nothing besides what is listed above." in row_of_fornello(dana)


def test_who_may_read_less_is_not_shown_what_is_kept(cast, dana, ash, work):
    Seat.give(cast.fornello, cast.ash, Role.TEAM, by=cast.dana)
    db.session.commit()
    assert "Third oven" in row_of_fornello(dana)
    page = ash.get("/")
    assert not page.soup.select("#client-fornello-pizza")
    assert "Third oven" not in page.html
