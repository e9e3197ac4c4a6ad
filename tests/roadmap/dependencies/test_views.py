"""Dependencies between tasks: in the panel, in the rows, and when a blocker is done."""

import threading
from itertools import pairwise

import pytest

from tests.query_counter import counted
from tests.roadmap.people import HOME, at, history
from tests.world import a_goal, a_task, seat_of, set_columns
from tracker.foundation import clock
from tracker.foundation.database import db, writing
from tracker.foundation.exceptions import DomainError
from tracker.history.models import Event
from tracker.roadmap.models import TaskDependency
from tracker.roadmap.models.dependency import lock_dependencies
from tracker.roadmap.models.statuses import Status


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
    return [(wait.task_id, wait.blocker_id) for wait in db.session.scalars(db.select(TaskDependency))]


def test_a_task_waits_for_another_and_both_say_so(dana, cast, task, bank):
    parts = dana.swap(at(task, "/waits"), other="Ask the bank", at="panel").parts
    assert pairs() == [(task.id, bank.id)]
    assert parts["task-1-panel-dependencies"].select_one("li a").text == "Ask the bank"
    assert "Blocks Write the closing checklist" in " ".join(parts["task-2-panel-dependencies"].text.split())
    assert "blocked by 1 task" in parts["task-1"].text
    assert (
        history(task, seat_of(cast.dana, cast.fornello))[-1] == "Dana marked it as blocked by “Ask the bank”"
    )
    page = dana.get(at(bank))
    assert page.one("#task-2-panel-dependencies li a")["href"] == at(task)


@pytest.mark.parametrize("typed", ["2", "#2", "ask the bank", "2 · Ask the bank"])
def test_it_works_without_scripts(dana, task, bank, typed):
    form = dana.get(at(task, "/waits"))
    assert [option["value"] for option in form.soup.select("#task-1-panel-dependencies-list option")] == [
        "2 · Ask the bank"
    ]
    assert dana.post(at(task, "/waits"), other=typed, at="panel").location == at(task)
    assert dana.post(at(task, "/waits"), other=typed, at="panel").location == at(task)
    assert pairs() == [(task.id, bank.id)]


def test_it_says_what_still_blocks_a_task(dana, cast, task, plan):
    """A task that is under way, and one blocker of two is removed."""
    menu = a_task(cast.fornello, cast.dana, "Choose the menu")
    TaskDependency.add(plan, menu, by=cast.dana)
    db.session.commit()
    said = dana.swap(at(plan, "/waits/end"), other="2", at="panel").words("#toast")
    assert "No longer blocked by “Ask the bank”, still blocked by “Choose the menu”" in said
    plan.set_status(Status.ON_TRACK, by=cast.dana)
    db.session.commit()
    said = dana.swap(at(plan, "/waits/end"), other=str(menu.number), at="panel").words("#toast")
    assert "No longer blocked by “Choose the menu”" in said and "still" not in said


def test_it_can_be_removed_from_either_task(dana, cast, task, bank, plan):
    assert (
        "Free to start now: Print the plan" in dana.swap(at(plan, "/waits/end"), other="2", at="panel").text
    )
    assert pairs() == []
    assert "no longer blocked" in history(plan, seat_of(cast.dana, cast.fornello))[-1]
    TaskDependency.add(plan, bank, by=cast.dana)
    db.session.commit()
    assert dana.post(at(plan, "/waits/end"), other="2", at="other").location == at(bank)
    assert pairs() == []
    dana.post(at(plan, "/waits/end"), other="2")


def test_a_circle_is_refused_with_its_path(dana, cast, bank, plan):
    last = a_task(cast.fornello, cast.dana, "Hang it up")
    TaskDependency.add(last, plan, by=cast.dana)
    db.session.commit()
    answer = dana.swap(at(bank, "/waits"), 422, other="Hang it up", at="panel")
    assert (
        "That would go in a circle: “Ask the bank” is blocked by “Hang it up”, “Hang it up” is blocked by"
        in answer.text
    )
    assert answer.one("[name=other]")["value"] == "Hang it up"
    page = dana.post(at(bank, "/waits"), 422, other="Hang it up", at="panel")
    assert "“Print the plan” is blocked by “Ask the bank”." in page.text
    assert len(pairs()) == 2


def test_a_circle_through_a_hidden_task_is_not_refused(rosa, cast, goal, bank, plan):
    """A refusal would say that there is something between them."""
    secret = a_task(cast.fornello, cast.dana, "Talk about pay", goal=goal, visibility="leads")
    own = a_task(cast.fornello, cast.rosa, "Photograph the fryer", goal=goal)
    TaskDependency.add(secret, own, by=cast.dana)
    TaskDependency.add(bank, secret, by=cast.dana)
    db.session.commit()
    answer = rosa.swap(at(own, "/waits"), other="Print the plan", at="panel")
    assert answer.words("#toast span") == "Now blocked by “Print the plan”" and "pay" not in answer.html
    assert (own.id, plan.id) in pairs()


CIRCLE = "“Talk about pay”, “Print the plan” and “Ask the bank” would block each other."


def circle_through(hidden, plan, bank, cast):
    """The bank waits for the hidden task, which waits for the plan, which waits for the bank."""
    TaskDependency.add(hidden, plan, by=cast.dana)
    db.session.add(TaskDependency(client_id=hidden.client_id, task_id=bank.id, blocker_id=hidden.id))
    db.session.commit()


@pytest.mark.parametrize("who", ["dana", "marco"])
def test_sharing_the_last_task_of_a_circle_is_refused_with_the_names(
    request, rosa, cast, goal, bank, plan, who
):
    hidden = a_task(cast.fornello, cast.dana, "Talk about pay", goal=goal, visibility="leads")
    circle_through(hidden, plan, bank, cast)
    answer = request.getfixturevalue(who).swap(at(hidden, "/visibility"), None, visibility="all")
    assert CIRCLE in answer.text
    rosa.get(at(hidden), 404)


@pytest.mark.parametrize("how", ["propose", "agree", "goal", "place", "many"])
def test_proposing_a_draft_that_closes_a_circle_is_refused_with_the_names(
    dana, marco, cast, goal, bank, plan, how
):
    draft = a_goal(cast.fornello, cast.dana, "Sell the shop", approval_state="draft")
    hidden = a_task(cast.fornello, cast.dana, "Talk about pay", goal=draft)
    circle_through(hidden, plan, bank, cast)
    if how == "agree":
        with pytest.raises(DomainError, match="would block each other"):
            draft.agree(cast.marco)
        return
    sent = {
        "propose": (f"{HOME}/goals/{draft.number}/life", {"life": "proposed"}),
        "goal": (at(hidden, "/goal"), {"goal": str(goal.number)}),
        "place": (at(hidden, "/place"), {"goal": str(goal.number), "after": ""}),
        "many": (f"{HOME}/tasks/many", {"do": "goal", "goal": str(goal.number), "task": str(hidden.number)}),
    }
    address, form = sent[how]
    assert CIRCLE in dana.swap(address, None, **form).text
    marco.get(at(hidden), 404)


def test_a_task_that_closes_no_circle_is_shared(dana, rosa, cast, goal, bank, plan):
    hidden = a_task(cast.fornello, cast.dana, "Talk about pay", goal=goal, visibility="leads")
    TaskDependency.add(hidden, plan, by=cast.dana)
    db.session.commit()
    dana.swap(at(hidden, "/visibility"), visibility="all")
    assert "Talk about pay" in rosa.get(at(hidden)).text


@pytest.fixture(params=["leads", "draft"])
def secrets(request, cast, goal):
    """Two tasks that are hidden from some readers."""
    draft = a_goal(cast.fornello, cast.dana, "Sell the shop", approval_state="draft")
    where = {"goal": draft} if request.param == "draft" else {"goal": goal, "visibility": "leads"}
    return [a_task(cast.fornello, cast.dana, f"Talk about pay {each}", **where) for each in (1, 2)]


def test_hidden_tasks_block_nothing(rosa, vera, dana, cast, task, secrets):
    seen_before = {
        reader: (reader.get(at(task)).html, reader.get(f"{HOME}/").html) for reader in (rosa, vera)
    }
    touched = task.last_activity_at
    for secret in secrets:
        dana.swap(at(task, "/waits"), other=str(secret.number), at="panel")
    assert task.last_activity_at == touched
    for reader, before in seen_before.items():
        page, board = reader.get(at(task)), reader.get(f"{HOME}/")
        assert "blocked" not in page.text + board.text and "pay" not in page.html + board.html
        assert [len(html) for html in before] == [len(page.html), len(board.html)]
    assert "Talk about pay 1" in dana.get(at(task)).words("#task-1-panel-dependencies")
    assert dana.get(f"{HOME}/").one("#task-1 .note").text == "blocked by 2 tasks"
    assert "as blocked by “Talk about pay 1”" in dana.get(f"{HOME}/history").text


def test_a_task_blocked_by_a_hidden_one_looks_free_to_others(rosa, dana, cast, task, bank, secrets):
    TaskDependency.add(task, secrets[0], by=cast.dana)
    TaskDependency.add(task, bank, by=cast.dana)
    bank.assign(seat_of(cast.rosa, cast.fornello), by=cast.dana)
    task.assign(seat_of(cast.rosa, cast.fornello), by=cast.dana)
    db.session.commit()
    said = rosa.swap(at(bank, "/status"), status="done").words("#toast span")
    assert said == "Marked done. Free to start now: Write the closing checklist."
    assert rosa.get(f"{HOME}/?free=1").soup.select("#task-1")
    assert not dana.get(f"{HOME}/?free=1").soup.select("#task-1")
    said = rosa.swap(at(task, "/status"), status="on_track").words("#toast span")
    assert said == "Moved to On track"


def test_history_about_a_task_hidden_later_is_hidden_too(rosa, dana, cast, task, bank):
    dana.swap(at(task, "/waits"), other="Ask the bank", at="panel")
    assert "as blocked by “Ask the bank”" in rosa.get(at(task)).text
    bank.share("leads", by=cast.dana)
    db.session.commit()
    assert "as blocked by" not in rosa.get(at(task)).text
    assert "as blocked by “Ask the bank”" in dana.get(at(task)).text


def test_the_answer_names_who_cannot_see_the_blocker(dana, marco, task, secrets, bank):
    said = dana.swap(at(task, "/waits"), other=str(secrets[0].number), at="panel").words("#toast span")
    team = "Rosa and Vera" if secrets[0].is_for_leads else "Marco, Rosa and Vera"
    assert (
        said
        == f"Now blocked by “Talk about pay 1”. {team} can’t see that task, so they won’t see that this one is blocked"
    )
    said = dana.swap(at(task, "/waits"), other="Ask the bank", at="panel").words("#toast span")
    assert said == "Now blocked by “Ask the bank”"


def test_completing_a_blocker_names_the_tasks_that_became_free(dana, plan, bank, cast, goal):
    both = a_task(cast.fornello, cast.dana, "Order the oven", goal=goal)
    for before in (bank, plan):
        TaskDependency.add(both, before, by=cast.dana)
    db.session.commit()
    answer = dana.swap(at(bank, "/status"), status="done")
    assert answer.words("#toast span") == "Marked done. Free to start now: Print the plan."
    assert "waits" not in answer.parts["task-2:not(:has(.inline-form))"].text
    assert "blocked by 1 task" in answer.parts["task-3:not(:has(.inline-form))"].text


def test_starting_a_blocked_task_is_allowed_with_a_notice(rosa, plan):
    answer = rosa.swap(at(plan, "/status"), status="on_track")
    assert answer.words("#toast span") == "Moved to On track. It is still blocked by “Ask the bank”."
    assert plan.status == "on_track"


def test_a_trashed_task_blocks_nothing_until_it_is_restored(dana, cast, bank, plan):
    set_columns(bank, trashed_at=bank.created_at)
    assert "waits for" not in dana.get(f"{HOME}/").words("#goal-1-tasks")
    assert not dana.get(at(plan)).soup.select("#task-2-panel-dependencies li")
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
def test_bad_input_gets_a_message(dana, cast, task, typed, words):
    for number in range(9):
        a_task(cast.okafor, cast.dana, f"Intake form {number}")
    assert words in dana.swap(at(task, "/waits"), 422, other=typed, at="panel").text
    page = dana.post(at(task, "/waits"), 422, other=typed, at="panel")
    assert words in page.text
    assert pairs() == []


def test_two_tasks_with_one_title_are_offered_as_a_choice(dana, cast, task):
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


@pytest.mark.parametrize("how", ["visibility", "life"])
def test_sharing_waits_for_a_request_that_closes_the_circle_meanwhile(app, dana, cast, goal, bank, plan, how):
    """While the hidden task is being shared, a reader who can’t see it makes the bank it blocks block the plan."""
    draft = a_goal(cast.fornello, cast.dana, "Sell the shop", approval_state="draft")
    under = {"goal": goal, "visibility": "leads"} if how == "visibility" else {"goal": draft}
    hidden = a_task(cast.fornello, cast.dana, "Talk about pay", **under)
    TaskDependency.add(bank, hidden, by=cast.dana)
    db.session.commit()
    path, form = {
        "visibility": (at(hidden, "/visibility"), {"visibility": "all"}),
        "life": (f"{HOME}/goals/{draft.number}/life", {"life": "proposed"}),
    }[how]
    link = {
        "client_id": bank.client_id,
        "task_id": hidden.id,
        "blocker_id": plan.id,
        "created_at": clock.now(),
    }
    token, answers = dana.csrf(), []

    def share():
        writing.set(True)
        answers.append(dana.http.post(path, data={**form, "csrf_token": token}).get_data(as_text=True))

    thread, before = threading.Thread(target=share), writing.set(True)
    lock_dependencies(cast.fornello.id)
    db.session.execute(TaskDependency.__table__.insert(), link)
    thread.start()
    thread.join(0.5)
    db.session.commit()
    thread.join()
    writing.reset(before)
    assert "would block each other" in answers[0]


def test_a_page_needs_few_queries_however_many_tasks_wait(dana, cast, goal):
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


def test_a_dependency_is_undone_and_redone(dana, task, bank):
    for action in ("/waits", "/waits/end"):
        dana.swap(at(task, action), other="2", at="panel")
        last = db.session.scalars(db.select(Event).order_by(Event.id.desc())).first()
        before = pairs()
        dana.post(f"{HOME}/undo/{last.change_set_id}")
        assert pairs() != before
        dana.post(at(task, "/waits"), other="2")


def test_a_filter_shows_only_tasks_that_are_free_to_start(dana, cast, task, plan, bank):
    task.set_status("on_track", by=cast.dana)
    db.session.commit()

    def shown():
        page = dana.get(f"{HOME}/?free=1")
        assert page.one("#filters [aria-current]")["aria-label"] == "Free to start, remove"
        return [row.get_text() for row in page.soup.select("li.task .title a")]

    assert shown() == ["Ask the bank"]
    bank.set_status("parked", by=cast.dana)
    db.session.commit()
    assert shown() == ["Print the plan"]
    assert "a filter that doesn’t exist" in dana.get(f"{HOME}/?free=perhaps").text


def test_today_names_what_became_free(dana, marco, cast, plan, bank):
    assert not dana.get("/").soup.select("#unblocked li")
    bank.set_status("done", by=cast.dana)
    db.session.commit()
    assert dana.get("/").one("#unblocked li a")["href"] == at(plan)
    plan.set_status("on_track", by=cast.dana)
    db.session.commit()
    assert not dana.get("/").soup.select("#unblocked li")


def test_when_a_blocker_is_reopened_the_others_wait_again(dana, plan, bank):
    answer = dana.swap(at(bank, "/status"), status="done")
    undone = dana.swap(answer.one("#toast form")["action"])
    assert "blocked by 1 task" in undone.parts["task-2:not(:has(.inline-form))"].text
