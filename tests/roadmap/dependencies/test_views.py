"""Waits-for between tasks: on the sheet, in the rows, and when one is done."""

import threading
from itertools import pairwise

import pytest

from tests.query_counter import counted
from tests.roadmap.people import HOME, at, history
from tests.world import a_goal, a_task, seat_of, set_columns
from tracker.foundation.database import db, writing
from tracker.foundation.exceptions import DomainError
from tracker.history.models import Event
from tracker.roadmap.models import TaskDependency


@pytest.fixture
def bank(cast, goal):
    return a_task(cast.fornello, cast.dana, "Ask the bank", goal=goal)


@pytest.fixture
def plan(cast, goal, bank):
    """Waits for the bank."""
    task = a_task(cast.fornello, cast.dana, "Print the plan", goal=goal)
    TaskDependency.add(task, bank, by=cast.dana)
    db.session.commit()
    return task


def pairs():
    return [(wait.task_id, wait.before_id) for wait in db.session.scalars(db.select(TaskDependency))]


def test_a_task_waits_for_another_and_both_say_so(dana, cast, task, bank):
    parts = dana.swap(at(task, "/waits"), other="Ask the bank", at="sheet").parts
    assert pairs() == [(task.id, bank.id)]
    assert parts["task-1-sheet-waits"].select_one("li a").text == "Ask the bank"
    assert "Blocks Write the closing checklist" in " ".join(parts["task-2-sheet-waits"].text.split())
    assert "blocked by 1 task" in parts["task-1"].text
    assert (
        history(task, seat_of(cast.dana, cast.fornello))[-1] == "Dana marked it as blocked by “Ask the bank”"
    )
    page = dana.get(at(bank))
    assert page.one("#task-2-sheet-waits li a")["href"] == at(task)


@pytest.mark.parametrize("typed", ["2", "#2", "ask the bank", "2 · Ask the bank"])
def test_it_works_without_scripts(dana, task, bank, typed):
    form = dana.get(at(task, "/waits"))
    assert [option["value"] for option in form.soup.select("#task-1-sheet-waits-list option")] == [
        "2 · Ask the bank"
    ]
    assert dana.post(at(task, "/waits"), other=typed, at="sheet").location == at(task)
    assert dana.post(at(task, "/waits"), other=typed, at="sheet").location == at(task)
    assert pairs() == [(task.id, bank.id)]


def test_it_is_taken_away_from_either_side(dana, cast, task, bank, plan):
    assert (
        "Free to start now: Print the plan" in dana.swap(at(plan, "/waits/end"), other="2", at="sheet").text
    )
    assert pairs() == []
    assert "no longer blocked" in history(plan, seat_of(cast.dana, cast.fornello))[-1]
    TaskDependency.add(plan, bank, by=cast.dana)
    db.session.commit()
    assert dana.post(at(plan, "/waits/end"), other="2", at="other").location == at(bank)
    assert pairs() == []
    dana.post(at(plan, "/waits/end"), other="2")


def test_a_circle_is_refused_with_the_way_round(dana, cast, bank, plan):
    last = a_task(cast.fornello, cast.dana, "Hang it up")
    TaskDependency.add(last, plan, by=cast.dana)
    db.session.commit()
    answer = dana.swap(at(bank, "/waits"), 422, other="Hang it up", at="sheet")
    assert (
        "That would go in a circle: “Ask the bank” is blocked by “Hang it up”, “Hang it up” is blocked by"
        in answer.text
    )
    assert answer.one("[name=other]")["value"] == "Hang it up"
    page = dana.post(at(bank, "/waits"), 422, other="Hang it up", at="sheet")
    assert "“Print the plan” is blocked by “Ask the bank”." in page.text
    assert len(pairs()) == 2


def test_a_circle_through_what_one_may_not_read_names_nothing(rosa, cast, goal, bank, plan):
    secret = a_task(cast.fornello, cast.dana, "Talk about pay", goal=goal, visibility="leads")
    own = a_task(cast.fornello, cast.rosa, "Photograph the fryer", goal=goal)
    TaskDependency.add(secret, own, by=cast.dana)
    TaskDependency.add(bank, secret, by=cast.dana)
    db.session.commit()
    answer = rosa.swap(at(own, "/waits"), 422, other="Print the plan", at="sheet")
    assert (
        "“Ask the bank” is blocked by something else, something else is blocked by “Photograph" in answer.text
    )
    assert "pay" not in answer.html


@pytest.mark.parametrize("hidden", ["leads", "draft"])
def test_what_one_may_not_read_is_something_else(rosa, vera, dana, cast, goal, task, hidden):
    draft = a_goal(cast.fornello, cast.dana, "Sell the shop", life="draft")
    where = {"goal": draft} if hidden == "draft" else {"goal": goal, "visibility": "leads"}
    secrets = [a_task(cast.fornello, cast.dana, f"Talk about pay {each}", **where) for each in (1, 2)]
    for secret in secrets:
        TaskDependency.add(task, secret, by=cast.dana)
    db.session.commit()
    for reader in (rosa, vera):
        page = reader.get(at(task))
        assert "Something else" in page.words("#task-1-sheet-waits")
        assert "it as blocked by something else" in page.text and "pay" not in page.html
        board = reader.get(f"{HOME}/")
        assert (
            board.one("#task-1 [title='something else']").text == "blocked by 1 task"
            and "pay" not in board.html
        )
    assert "Talk about pay 1" in dana.get(at(task)).words("#task-1-sheet-waits")
    assert dana.get(f"{HOME}/").one("#task-1 .note").text == "blocked by 2 tasks"


def test_when_it_is_done_the_answer_says_what_is_free(dana, plan, bank, cast, goal):
    both = a_task(cast.fornello, cast.dana, "Order the oven", goal=goal)
    for before in (bank, plan):
        TaskDependency.add(both, before, by=cast.dana)
    db.session.commit()
    answer = dana.swap(at(bank, "/status"), status="done")
    assert answer.words("#toast span") == "Marked done. Free to start now: Print the plan."
    assert "waits" not in answer.parts["task-2:not(:has(.wants))"].text
    assert "blocked by 1 task" in answer.parts["task-3:not(:has(.wants))"].text


def test_starting_what_waits_is_allowed_and_said(rosa, plan):
    answer = rosa.swap(at(plan, "/status"), status="on_track")
    assert answer.words("#toast span") == "Moved to On track. It is still blocked by “Ask the bank”."
    assert plan.status == "on_track"


def test_a_trashed_task_holds_nothing_up_and_comes_back(dana, cast, bank, plan):
    set_columns(bank, trashed_at=bank.created_at)
    assert "waits for" not in dana.get(f"{HOME}/").words("#goal-1-tasks")
    assert not dana.get(at(plan)).soup.select("#task-2-sheet-waits li")
    with pytest.raises(DomainError):
        TaskDependency.add(bank, plan, by=cast.dana)
    db.session.rollback()
    set_columns(bank, trashed_at=None)
    assert "blocked by 1 task" in dana.get(f"{HOME}/").words("#task-2")


@pytest.mark.parametrize(
    ("typed", "words"),
    [("", "Write the number or the title"), ("nobody", "No open task has that name."),
     ("1", "A task can’t block itself."), ("9", "No open task has that name."),
     ("x" * 300, "Keep it to 220 characters."), ("a\0b", "cannot be shown")],
)  # fmt: skip
def test_bad_input_comes_back_with_words(dana, cast, task, typed, words):
    for number in range(9):
        a_task(cast.okafor, cast.dana, f"Intake form {number}")
    assert words in dana.swap(at(task, "/waits"), 422, other=typed, at="sheet").text
    page = dana.post(at(task, "/waits"), 422, other=typed, at="sheet")
    assert words in page.text
    assert pairs() == []


def test_two_of_one_title_are_a_choice(dana, cast, task):
    for _ in range(2):
        a_task(cast.fornello, cast.dana, "Ask the bank")
    assert (
        "Write the number instead: 2 or 3." in dana.swap(at(task, "/waits"), 422, other="Ask the bank").text
    )


def test_who_may_not(rosa, vera, adaeze, task, roses, bank):
    for action in ("/waits", "/waits/end"):
        rosa.swap(at(task, action), 403, other=str(bank.number))
        vera.swap(at(roses, action), 403, other=str(bank.number))
        adaeze.swap(at(roses, action), 404, other=str(bank.number))
    rosa.swap(at(roses, "/waits"), other="Ask the bank")
    assert pairs() == [(roses.id, bank.id)]
    for number in ("99", "x", ""):
        rosa.swap(at(roses, "/waits/end"), 404, other=number)


def test_two_people_at_once_cannot_close_a_circle(app, cast, dana, marco, task, bank):
    meet, found = threading.Barrier(2), []

    def link(visitor, one, other, token):
        writing.set(True)
        meet.wait()
        found.append(visitor.http.post(one, data={"other": other, "csrf_token": token}).status_code)

    hands = [(dana, at(task, "/waits"), "2", dana.csrf()), (marco, at(bank, "/waits"), "1", marco.csrf())]
    threads = [threading.Thread(target=link, args=each) for each in hands]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    db.session.rollback()
    assert sorted(found) == [303, 422]
    assert len(pairs()) == 1


def test_a_page_asks_few_questions_however_many_wait(dana, cast, goal):
    tasks = [a_task(cast.fornello, cast.dana, f"Task {each}", goal=goal) for each in range(40)]
    for one, two in pairwise(tasks):
        TaskDependency.add(two, one, by=cast.dana)
    db.session.commit()
    with counted() as asked:
        page = dana.get(f"{HOME}/")
    assert page.text.count("blocked by 1 task") == 39
    assert len(asked) <= 12, "\n".join(asked)
    address = at(tasks[20])
    with counted() as asked:
        dana.get(address)
    assert len(asked) <= 12, "\n".join(asked)


def test_waiting_is_taken_back_and_brought_back(dana, task, bank):
    for action in ("/waits", "/waits/end"):
        dana.swap(at(task, action), other="2", at="sheet")
        last = db.session.scalars(db.select(Event).order_by(Event.id.desc())).first()
        before = pairs()
        dana.post(f"{HOME}/undo/{last.change}")
        assert pairs() != before
        dana.post(at(task, "/waits"), other="2")


def test_a_filter_leaves_only_what_is_free_to_start(dana, cast, task, plan, bank):
    task.set_status("on_track", by=cast.dana)
    db.session.commit()

    def shown():
        page = dana.get(f"{HOME}/?free=1")
        assert page.one("#filters [aria-current]")["aria-label"] == "Free to start, remove"
        return [row.get_text() for row in page.soup.select("li.task .t a")]

    assert shown() == ["Ask the bank"]
    bank.set_status("parked", by=cast.dana)
    db.session.commit()
    assert shown() == ["Print the plan"]
    assert "a filter that doesn’t exist" in dana.get(f"{HOME}/?free=perhaps").text


def test_today_names_what_became_free(dana, marco, cast, plan, bank):
    assert not dana.get("/").soup.select("#free li")
    bank.set_status("done", by=cast.dana)
    db.session.commit()
    assert dana.get("/").one("#free li a")["href"] == at(plan)
    plan.set_status("on_track", by=cast.dana)
    db.session.commit()
    assert not dana.get("/").soup.select("#free li")


def test_when_it_is_not_done_after_all_the_others_wait_again(dana, plan, bank):
    answer = dana.swap(at(bank, "/status"), status="done")
    undone = dana.swap(answer.one("#toast form")["action"])
    assert "blocked by 1 task" in undone.parts["task-2:not(:has(.wants))"].text
