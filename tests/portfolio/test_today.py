"""Today: the COO's due tasks, what waits, and which client needs them, for their own clients only."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from tests.query_counter import counted
from tests.world import a_goal, a_person, a_task, seat_of, set_columns
from tracker.clients.create import create_client
from tracker.clients.models import Role, Seat
from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.models.statuses import Status


def mine(cast, client, title, number, **fields):
    """A task of Dana's, due so many days from the client's today."""
    due = clock.today(client) + timedelta(days=number)
    return a_task(client, cast.dana, title=title, owner=seat_of(cast.dana, client), due=due, **fields)


def titles(page, heading):
    return [link.get_text() for link in page.one(f"[aria-labelledby={heading}]").select("a.title")]


def test_my_due_tasks_of_all_clients_stand_together(cast, dana):
    mine(cast, cast.fornello, "Call the baker", -2)
    mine(cast, cast.okafor, "Cover plan", 0)
    mine(cast, cast.okafor, "Later", 3)
    a_task(cast.fornello, cast.dana, title="Nobody’s", due=clock.today(cast.fornello))
    page = dana.get("/")
    assert titles(page, "heading-due") == ["Call the baker", "Cover plan"]
    assert titles(page, "heading-week") == ["Later"]
    assert page.words("#task-fornello-pizza-1") == "Call the baker Fornello Pizza · Two days late"
    assert "red" not in page.one("#task-fornello-pizza-1 .caution")["class"]


def test_closed_tasks_and_other_peoples_are_not_mine_to_do(cast, dana):
    for status in (Status.DONE, Status.PARKED):
        mine(cast, cast.fornello, f"Closed {status}", -1).set_status(status, by=cast.dana)
    a_task(cast.fornello, cast.dana, owner=seat_of(cast.rosa, cast.fornello), due=clock.today(cast.fornello))
    db.session.commit()
    assert "Nothing of yours is due." in dana.get("/").words("#today-sections")


def test_a_tick_is_answered_with_the_day_and_the_ledger(cast, dana):
    task = mine(cast, cast.fornello, "Call the baker", 0)
    form = dana.get("/").one("#task-fornello-pizza-1 form")
    parts = dana.swap(
        form["action"], **{field["name"]: field["value"] for field in form.select("input")}
    ).parts
    assert task.status == Status.DONE
    assert "Nothing of yours is due." in parts["today-sections"].get_text()
    assert "1 of 1 task done" in parts["clients"].select_one("#client-fornello-pizza").get_text()


def test_a_tick_without_scripts_comes_back_to_today(cast, dana):
    task = mine(cast, cast.fornello, "Call the baker", 0)
    answer = dana.post("/clients/fornello-pizza/tasks/1/status", status="done", back="today")
    assert answer.location == "/" and task.status == Status.DONE


def test_a_clients_person_naming_that_place_gets_nothing_of_it(cast, marco):
    a_task(cast.fornello, cast.dana)
    parts = marco.swap("/clients/fornello-pizza/tasks/1/status", status="done", back="today").parts
    assert "today-sections" not in parts and "clients" not in parts


def test_what_waits_on_clients_says_on_whom_and_since_when(cast, dana):
    goal = a_goal(cast.fornello, cast.dana, title="Second oven decided")
    goal.set_status(Status.WAITING, by=cast.dana, waiting_on=seat_of(cast.marco, cast.fornello))
    task = a_task(cast.okafor, cast.dana, title="Payroll records")
    task.set_status(Status.WAITING, by=cast.dana, waiting_on="Corewell")
    own = a_task(cast.okafor, cast.dana, title="My own homework")
    own.set_status(Status.WAITING, by=cast.dana, waiting_on=seat_of(cast.dana, cast.okafor))
    db.session.commit()
    set_columns(goal, waiting_since=clock.now() - timedelta(days=30))
    page = dana.get("/")
    assert titles(page, "heading-waiting-on-others") == ["Second oven decided", "Payroll records"]
    assert "Corewell · waiting since today · Okafor Immigration Law" in page.words("#waiting-on-others")


def test_a_missing_reason_is_listed_until_it_is_given(cast, dana):
    a_task(cast.fornello, cast.dana, title="On nobody").set_status(Status.WAITING, by=cast.dana)
    goal = a_goal(cast.fornello, cast.dana, title="Watched")
    goal.set_status(Status.WATCH, by=cast.dana)
    db.session.commit()
    page = dana.get("/")
    assert page.one("#task-fornello-pizza-1-waiting .link")["href"] == "/clients/fornello-pizza/tasks/1"
    assert page.words("#goal-fornello-pizza-1-waiting .link") == "Why?"
    goal.set_status(Status.WATCH, by=cast.dana, why="Corewell is slow.")
    db.session.commit()
    assert not dana.get("/").soup.select("#goal-fornello-pizza-1-waiting")


def test_empty_columns_say_so_calmly(dana):
    told = dana.get("/").words("#today-sections")
    assert "Nothing of yours is due." in told and "Nothing is waiting on anyone else." in told
    assert "Nothing of yours has a date in the next seven days." in told


def test_who_needs_her_most_comes_first(cast, dana):
    for name, slug, health in (
        ("Hoops", "hoops", "steady"),
        ("Physio", "physio", "step_in"),
        ("Vets", "vets", "watch"),
    ):
        create_client(name, slug, "UTC", coo=cast.dana, by=cast.dana).set_health(health, "", by=cast.dana)
    mine(cast, cast.okafor, "Late", -1)
    order = [link.get_text() for link in dana.get("/").soup.select("#clients h3 a")]
    assert order == ["Physio", "Vets", "Okafor Immigration Law", "Fornello Pizza", "Hoops"]


@pytest.mark.parametrize(("show", "names"), [("watch", ["Fornello Pizza"]), ("step_in", []), ("bogus", None)])
def test_the_ledger_is_narrowed_in_the_address(cast, dana, show, names):
    cast.fornello.set_health("watch", "Marco hasn’t chosen", by=cast.dana)
    db.session.commit()
    page = dana.get(f"/?show={show}")
    shown = [link.get_text() for link in page.soup.select("#clients h3 a")]
    assert shown == names if names is not None else len(shown) == 2
    assert page.words("#show-watch") == "Watch 1"


def test_a_row_tells_goals_progress_and_movement(cast, dana):
    goal = a_goal(cast.fornello, cast.dana, title="Oven")
    for number in range(5):
        task = a_task(cast.fornello, cast.dana, goal=goal)
        if number < 3:
            task.set_status(Status.DONE, by=cast.dana)
            set_columns(task, done_at=clock.now() - timedelta(days=20 * number))
    page = dana.get("/")
    row = page.words("#client-fornello-pizza")
    assert "Marco Bellini" in row and "3 of 5 tasks done" in row and "1 this week" in row
    assert page.one("#client-fornello-pizza .goal-glyphs i")["aria-label"] == "Oven: Not started"
    spark = page.one("#client-fornello-pizza .sparkline")["aria-label"]
    assert spark.endswith("0, 0, 1, 0, 0, 1, 0, 1")


@pytest.mark.parametrize(("zone", "late"), [("Pacific/Kiritimati", True), ("Pacific/Pago_Pago", False)])
def test_late_is_late_where_the_client_is(cast, dana, zone, late):
    cast.fornello.time_zone = zone
    day = datetime(2026, 11, 20, tzinfo=UTC).date()
    a_task(cast.fornello, cast.dana, title="Order flour", owner=seat_of(cast.dana, cast.fornello), due=day)
    with time_machine.travel(datetime(2026, 11, 20, 23, tzinfo=UTC), tick=False):
        dana.sign_in(cast.dana)
        page = dana.get("/")
    assert ("A day late" in page.words("#today-sections")) is late
    assert ("One task is late." in page.words("#client-fornello-pizza")) is late


def test_access_as_a_team_member_shows_tasks_and_no_client_list(cast, ash):
    seat = Seat.give(cast.fornello, cast.ash, Role.TEAM, by=cast.dana)
    goal = a_goal(cast.fornello, cast.dana)
    today = clock.today(cast.fornello)
    a_task(cast.fornello, cast.dana, title="Count the trays", owner=seat, due=today)
    a_task(cast.fornello, cast.dana, title="Canary", owner=seat, due=today, goal=goal)
    set_columns(goal, approval_state="draft")
    page = ash.get("/")
    assert titles(page, "heading-due") == ["Count the trays"]
    assert "Canary" not in page.html and not page.soup.select("#client-fornello-pizza")


def test_a_full_practice_asks_no_more_than_a_small_one(cast, dana):
    for number in range(18):
        client = create_client(f"Client {number}", f"client-{number}", "UTC", coo=cast.dana, by=cast.dana)
        Seat.give(client, a_person(f"Ceo {number}", f"ceo{number}@x.example"), Role.CEO, by=cast.dana)
    seats = db.session.scalars(db.select(Seat).where(Seat.person_id == cast.dana.id)).all()
    for seat in seats:
        fill(seat, cast.dana)
    db.session.commit()
    with counted() as asked:
        answer = dana.http.get("/")
    assert answer.status_code == 200 and len(asked) <= 12, asked
    packed = dana.http.get("/", headers={"Accept-Encoding": "gzip"})
    assert len(packed.data) <= 15_000


def fill(seat, by):
    """Twenty goals of twenty-five tasks, in two statements."""
    goals = [
        {"client_id": seat.client_id, "number": n, "title": f"Goal {n}", "position": n} for n in range(1, 21)
    ]
    db.session.execute(
        db.insert(Goal), [goal | {"status": list(Status)[goal["number"] % 6]} for goal in goals]
    )
    ids = db.session.scalars(db.select(Goal.id).where(Goal.client_id == seat.client_id)).all()
    due = clock.now().date()
    tasks = [
        {
            "client_id": seat.client_id, "number": n, "title": f"Task {n}", "position": n, "goal_id": ids[n % 20],
            "status": list(Status)[n % 6], "owner_seat_id": seat.id if n % 10 == 0 else None,
            "due": due + timedelta(days=n % 40 - 20), "done_at": clock.now() - timedelta(days=n % 60),
        }
        for n in range(1, 501)
    ]  # fmt: skip
    db.session.execute(db.insert(Task), tasks)


def test_how_many_are_late_leads_to_exactly_those(cast, dana):
    goal, draft = (
        a_goal(cast.fornello, cast.dana),
        a_goal(cast.fornello, cast.dana, "Draft", approval_state="draft"),
    )
    yesterday, tomorrow = (clock.today(cast.fornello) + timedelta(days=days) for days in (-1, 1))
    for title, due, under in (("Late", yesterday, goal), ("Late too", yesterday, None), ("In time", tomorrow, goal),
                              ("Late in a draft", yesterday, draft)):  # fmt: skip
        a_task(cast.fornello, cast.dana, title, goal=under, due=due)
    link = dana.get("/").one("#client-fornello-pizza .need a")
    assert link.get_text() == "Two tasks are late."
    page = dana.get(link["href"])
    assert [row.get_text() for row in page.soup.select("li.task .title a")] == ["Late", "Late too"]
    assert "Late" in page.words("#filters [aria-label='Late, remove']")


def test_a_goal_past_its_date_is_late_as_the_letter_says(cast, dana, marco):
    """A proposal's date and a draft's are no promises; a done or parked goal is not late."""
    passed = clock.today(cast.fornello) - timedelta(days=8)
    a_goal(cast.fornello, cast.dana, "The phone is answered", target_date=passed)
    for title, fields in (
        ("Draft", {"approval_state": "draft"}),
        ("Proposed", {"approval_state": "proposed"}),
    ):
        a_goal(cast.fornello, cast.dana, title, target_date=passed, **fields)
    for status in (Status.DONE, Status.PARKED):
        a_goal(cast.fornello, cast.dana, f"Is {status}", target_date=passed).set_status(status, by=cast.dana)
    db.session.commit()
    row = dana.get("/").one("#client-fornello-pizza .need")
    link = row.select_one("a")
    assert link.get_text() == f"“The phone is answered” was due {passed.day} {passed:%B}."
    assert "Let it run" not in row.get_text()
    assert "was planned for an earlier day" in marco.get("/clients/fornello-pizza/letter").words(
        "#letter header"
    )
    page = dana.get(link["href"])
    assert [goal.get_text() for goal in page.soup.select("section.goal h3 a")] == ["The phone is answered"]


def test_late_goals_put_a_client_above_a_steady_one(cast, dana):
    a_goal(cast.okafor, cast.dana, target_date=clock.today(cast.okafor) - timedelta(days=1))
    order = [link.get_text() for link in dana.get("/").soup.select("#clients h3 a")]
    assert order == ["Okafor Immigration Law", "Fornello Pizza"]
