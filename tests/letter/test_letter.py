"""The letter that the CEO reads, and what it never contains."""

from datetime import timedelta

import pytest

from tests.query_counter import counted
from tests.world import a_goal, a_person, a_task, seat_of, set_columns
from tracker.clients.models import Role, Seat
from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.history.models import Event
from tracker.roadmap.models.quarters import quarter_of, quarters_later
from tracker.roadmap.models.statuses import Status

LETTER = "/clients/fornello-pizza/letter"


@pytest.fixture
def oven(cast):
    """A goal on track, with a task that waits on Marco since Monday week."""
    goal = a_goal(cast.fornello, cast.dana, why="So Saturdays don’t need you.")
    goal.set_status(Status.ON_TRACK, by=cast.dana)
    task = a_task(cast.fornello, cast.dana, title="Lease or buy the oven", goal=goal)
    ask(cast, task, why="I’d lease, at $410 a month.")
    return task


def ask(cast, work, why=""):
    work.set_status(Status.WAITING, by=cast.dana, waiting_on=seat_of(cast.marco, cast.fornello), why=why)
    db.session.commit()


def days(cast, number):
    return clock.today(cast.fornello) + timedelta(days=number)


def test_it_begins_with_the_state_of_things_and_has_no_signature(oven, marco):
    page = marco.get(LETTER)
    assert page.words("h1") == "Things are steady, Marco. One thing needs your answer."
    assert page.words(".greeting .meta").endswith("· Dana, your COO")
    assert "Your goal is on track." in page.words(".greeting")


def test_what_needs_the_reader_says_why_and_what_the_button_does(oven, marco):
    card = marco.get(LETTER).one("#task-1-ask")
    assert "I’d lease, at $410 a month." in card.get_text()
    assert "Asked today." in card.get_text()
    assert card.select_one("button").get_text() == "It’s done"
    assert card.select_one("a")["href"] == "/clients/fornello-pizza/tasks/1#task-1-panel-comment-form-body"
    assert (
        marco.get("/clients/fornello-pizza/tasks/1").one("#task-1-panel-comment-form-body").name == "textarea"
    )


def test_pressing_the_button_moves_the_task_and_updates_the_letter(oven, marco):
    parts = marco.swap("/clients/fornello-pizza/tasks/1/status", status="done", back="letter").parts
    assert oven.status == Status.DONE
    letter = parts["letter"]
    assert letter.select_one("h1").get_text() == "Every goal is on track, Marco. Nothing needs you."
    assert "Lease or buy the oven" in letter.select_one("#moved-this-week").get_text()


def test_a_task_of_another_owner_only_stops_waiting_on_the_reader(cast, oven, marco):
    oven.assign(seat_of(cast.rosa, cast.fornello), by=cast.dana)
    db.session.commit()
    form = marco.get(LETTER).one("#task-1-ask form")
    assert form.select_one("button").get_text() == "I’ve done my part"
    marco.post(form["action"], **{field["name"]: field["value"] for field in form.select("input")})
    assert oven.status == Status.ON_TRACK
    assert "Lease or buy" not in marco.get(LETTER).words("#moved-this-week")


def test_each_of_two_ceos_can_be_looked_at(cast, dana):
    carla = a_person("Carla Bellini", "carla@fornello.example")
    Seat.give(cast.fornello, carla, Role.CEO, by=cast.dana)
    a_goal(cast.fornello, cast.dana)
    number = seat_of(cast.marco, cast.fornello).number
    assert (
        dana.get("/clients/fornello-pizza/").one("#client-head a.button")["href"] == f"{LETTER}?as={number}"
    )
    other = dana.get(f"{LETTER}?as={number}").one(".viewing-as p a")
    assert dana.get(other["href"]).words("h1").startswith("Things are steady, Carla.")


def test_without_scripts_the_button_returns_to_the_letter(oven, marco):
    assert (
        marco.post("/clients/fornello-pizza/tasks/1/status", status="done", back="letter").location == LETTER
    )
    assert oven.status == Status.DONE


def test_a_waiting_goal_is_answered_for_the_reader_only(cast, marco):
    goal = a_goal(cast.fornello, cast.dana)
    ask(cast, goal)
    form = marco.get(LETTER).one("#goal-1-ask form")
    assert form.select_one("button").get_text() == "I’ve done my part"
    marco.post(form["action"], **{field["name"]: field["value"] for field in form.select("input")})
    assert goal.status == Status.ON_TRACK


def test_more_than_three_are_named_below(cast, oven, marco):
    for number in range(4):
        ask(cast, a_task(cast.fornello, cast.dana, title=f"Small thing {number}"))
    page = marco.get(LETTER)
    assert page.words("h1") == "Several things need your answer, Marco. The first three are here."
    assert len(page.soup.select(".request-card")) == 3
    assert "Also waiting for you: Small thing" in page.words("#needs-you")
    assert "call" not in page.words("#needs-you")


def test_nothing_asked_is_the_best_state(cast, marco):
    a_goal(cast.fornello, cast.dana).set_status(Status.ON_TRACK, by=cast.dana)
    db.session.commit()
    page = marco.get(LETTER)
    assert page.words("h1") == "Every goal is on track, Marco. Nothing needs you."
    assert page.words("#needs-you p") == "Nothing."


def test_a_moved_date_is_shown_with_both_dates_and_the_reason(friday, cast, marco):
    goal = a_goal(cast.fornello, cast.dana, title="Payroll", target_date=days(cast, 10))
    goal.set_date(days(cast, 17), by=cast.dana, why="Corewell asked for records.")
    goal.set_status(Status.WATCH, by=cast.dana)
    db.session.commit()
    page = marco.get(LETTER)
    assert page.words("h1") == "Mostly steady, Marco. One date moved later."
    assert "Your goal is now due a week later." in page.words(".greeting")
    told, now = page.words("#dates"), days(cast, 17)
    assert f"Payroll is now due {now.day} {now:%B} (was" in told and "Corewell asked for records." in told
    assert "A week later" in page.words("#goal-1-card")


def test_a_date_moved_long_ago_or_moved_back_is_not_reported(cast, marco):
    old = a_goal(cast.fornello, cast.dana, title="Old", target_date=days(cast, 10))
    old.set_date(days(cast, 17), by=cast.dana, why="Long ago.")
    back = a_task(cast.fornello, cast.dana, title="Back", due=days(cast, 3))
    back.set_date(days(cast, 9), by=cast.dana, why="A slip.")
    back.set_date(days(cast, 3), by=cast.dana, why="And back.")
    db.session.commit()
    for line in db.session.scalars(Event.of(cast.fornello).where(Event.goal_id == old.id)):
        set_columns(line, happened_at=clock.now() - timedelta(days=20))
    assert not marco.get(LETTER).soup.select("#dates")


def test_a_first_date_is_not_a_moved_one(cast, marco):
    a_goal(cast.fornello, cast.dana).set_date(days(cast, 10), by=cast.dana)
    db.session.commit()
    assert not marco.get(LETTER).soup.select("#dates")


def test_next_and_late_work_are_both_shown(cast, marco):
    for title, due in (("Soon", 3), ("Far", 30), ("Slipped", -2), ("Undated", None)):
        a_task(cast.fornello, cast.dana, title=title, due=None if due is None else days(cast, due))
    a_goal(cast.fornello, cast.dana)
    told = marco.get(LETTER).words("#next")
    assert "Soon" in told and "Far" not in told and "Undated" not in told
    assert "One still open from before: Slipped." in told


def test_before_there_is_a_road_map_nothing_is_asked(marco):
    page = marco.get(LETTER)
    assert page.words("h1") == "Nothing for you to do yet, Marco. That’s how it should feel."
    assert "Your COO proposes goals." in page.words("#what-happens")
    assert page.one("#vision a")["href"] == "/clients/fornello-pizza/vision"


def vision_line(visitor):
    return visitor.get(LETTER).words("#vision").rpartition("” ")[2]


def test_a_vision_names_its_author(cast, marco, visit):
    a_goal(cast.fornello, cast.dana)
    carla = a_person("Carla Bellini", "carla@fornello.example")
    Seat.give(cast.fornello, carla, Role.CEO, by=cast.dana)
    on = days(cast, 0).replace(month=9, day=8)
    cast.fornello.write_vision("Every Saturday with my kids.", on, by=cast.marco)
    db.session.commit()
    assert vision_line(marco) == "Your words, 8 September. Still true? Change it any time."
    assert vision_line(visit(carla)).startswith("Marco’s words, 8 September.")
    cast.fornello.write_vision("Every Saturday off.", on, by=cast.dana)
    db.session.commit()
    assert vision_line(marco).startswith("Written down by Dana, 8 September.")


def test_undoing_a_change_of_the_vision_restores_its_author(cast, marco, dana):
    cast.fornello.write_vision("Every Saturday with my kids.", None, by=cast.marco)
    a_goal(cast.fornello, cast.dana)
    made = dana.post(
        "/clients/fornello-pizza/vision", vision="Growth.", was_vision="Every Saturday with my kids."
    )
    assert vision_line(marco).startswith("Written down by Dana, ")
    dana.post(f"/clients/fornello-pizza/undo/{made.changed}")
    assert vision_line(marco).startswith("Your words.")


def test_a_week_with_own_tasks_is_not_called_clear(cast, oven, marco):
    a_task(
        cast.fornello,
        cast.dana,
        "Sign the lease",
        due=days(cast, 3),
        owner=seat_of(cast.marco, cast.fornello),
    )
    page = marco.get(LETTER)
    assert page.words("h1") == "Things are steady, Marco. One thing needs your answer."
    marco.post("/clients/fornello-pizza/tasks/1/status", status="done")
    assert "clear" not in marco.get(LETTER).words("#letter")


def test_a_date_moved_to_an_earlier_day_is_no_warning(cast, marco):
    goal = a_goal(cast.fornello, cast.dana, title="Payroll", target_date=days(cast, 20))
    goal.set_status(Status.ON_TRACK, by=cast.dana)
    goal.set_date(days(cast, 10), by=cast.dana)
    db.session.commit()
    page = marco.get(LETTER)
    assert page.words("h1") == "Every goal is on track, Marco. Nothing needs you."
    assert "is now due" in page.words("#dates") and not page.soup.select("#dates .status--watch")


def test_after_a_bumpy_week_the_page_says_what_comes_next_only_if_it_does(cast, marco):
    a_goal(cast.fornello, cast.dana)
    cast.fornello.set_health("step_in", "Owner is drowning", by=cast.dana)
    db.session.commit()
    assert marco.get(LETTER).words("h1") == "Some things need extra care right now, Marco."
    a_task(cast.fornello, cast.dana, "Call the bank", due=days(cast, 2))
    page = marco.get(LETTER)
    assert page.words("h1") == "Some things need extra care right now, Marco. Here is what comes next."
    assert "Call the bank" in page.words("#next")


def test_the_count_under_the_goals_adds_up_to_them(cast, marco):
    now, later = (
        quarter_of(clock.today(cast.fornello)),
        quarters_later(quarter_of(clock.today(cast.fornello)), 2),
    )
    a_task(cast.fornello, cast.dana, goal=a_goal(cast.fornello, cast.dana, "Now", quarter=now))
    a_task(
        cast.fornello, cast.dana, "Later", goal=a_goal(cast.fornello, cast.dana, "In spring", quarter=later)
    )
    a_task(cast.fornello, cast.dana, "In the inbox")
    page = marco.get(LETTER)
    assert "0 of 1 task done." in page.words("#goals") and len(page.soup.select(".goal-card")) == 1


def test_a_task_without_a_date_is_something_to_do(cast, marco):
    a_task(cast.fornello, cast.dana, "Sign the lease", owner=seat_of(cast.marco, cast.fornello))
    page = marco.get(LETTER)
    assert page.words("h1") == "Things are quiet, Marco. Nothing needs you."
    assert "Nothing for you" not in page.text


@pytest.mark.parametrize("who", ["rosa", "vera"])
def test_team_and_viewer_have_no_letter(cast, visit, who):
    visit(getattr(cast, who)).get(LETTER, status=403)


@pytest.mark.parametrize("who", ["adaeze", "ash"])
def test_it_does_not_exist_for_other_clients_people(cast, visit, who):
    visit(getattr(cast, who)).get(LETTER, status=404)


def test_the_reason_for_a_clients_health_is_never_shown(cast, marco):
    a_goal(cast.fornello, cast.dana)
    cast.fornello.set_health("step_in", "Owner is drowning", by=cast.dana)
    db.session.commit()
    page = marco.get(LETTER)
    assert page.words("h1") == "Some things need extra care right now, Marco."
    assert "drowning" not in page.html


def test_a_draft_goal_and_its_tasks_are_for_coos_only(cast, marco):
    goal = a_goal(cast.fornello, cast.dana, title="Canary draft", target_date=days(cast, 5))
    ask(cast, a_task(cast.fornello, cast.dana, title="Canary task", goal=goal, due=days(cast, 2)))
    goal.set_date(days(cast, 9), by=cast.dana)
    set_columns(goal, approval_state="draft")
    assert "Canary" not in marco.get(LETTER).html


def test_at_most_twelve_queries_however_much_there_is(cast, marco):
    for number in range(20):
        goal = a_goal(cast.fornello, cast.dana, title=f"Goal {number}", target_date=days(cast, number))
        goal.set_date(days(cast, number + 7), by=cast.dana)
        ask(cast, a_task(cast.fornello, cast.dana, goal=goal, due=days(cast, number % 9)))
    with counted() as asked:
        answer = marco.http.get(LETTER, headers={"Accept-Encoding": "gzip"})
    assert len(asked) <= 12, asked
    assert answer.status_code == 200 and len(answer.data) <= 15_000


@pytest.mark.parametrize("kind", ["goals", "tasks"])
def test_an_undo_does_not_make_somebody_else_the_one_who_finished_it(cast, dana, marco, kind):
    work = {"goals": a_goal, "tasks": a_task}[kind](cast.fornello, cast.dana, "Every bill goes to one inbox")
    status = f"/clients/fornello-pizza/{kind}/{work.number}/status"
    dana.post(status, status="done")
    reopened = marco.post(status, status="on_track").changed
    marco.post(f"/clients/fornello-pizza/undo/{reopened}")
    moved = marco.get(LETTER).words("#moved-this-week")
    assert "Dana, " in moved and "Marco" not in moved


def test_undone_and_redone_it_still_names_the_person_who_finished_it(cast, dana, rosa, marco):
    task = a_task(cast.fornello, cast.dana, "Every bill goes to one inbox")
    done = rosa.post(f"/clients/fornello-pizza/tasks/{task.number}/status", status="done").changed
    undone = dana.post(f"/clients/fornello-pizza/undo/{done}").changed
    dana.post(f"/clients/fornello-pizza/undo/{undone}")
    assert "Every bill goes to one inbox Rosa, " in marco.get(LETTER).words("#moved-this-week")


def test_a_goal_that_waits_on_nobody_known_waits_on_nobody_else(cast, marco):
    goal = a_goal(cast.fornello, cast.dana)
    goal.set_status(Status.WAITING, by=cast.dana)
    db.session.commit()
    said = marco.get(LETTER).words("#letter")
    assert "is waiting" in said and "someone else" not in said
