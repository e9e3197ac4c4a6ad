"""Many tasks at once: all of them, or none."""

from datetime import date
from time import process_time

import pytest

from tests.query_counter import counted
from tests.roadmap.people import HOME, history
from tests.visitor import HTMX
from tests.world import A_DAY, a_goal, a_task, seat_of
from tracker.foundation.database import db
from tracker.history.models import Event
from tracker.roadmap.models import Task

MANY = f"{HOME}/tasks/many"


def send(visitor, do, tasks, expect=200, by="swap", **fields):
    numbers = [str(getattr(task, "number", task)) for task in tasks]
    return getattr(visitor, by)(MANY, expect, do=do, task=numbers, **fields)


def changes():
    """The events that requests have written."""
    return db.session.scalars(
        db.select(Event).where(Event.change_set_id.is_not(None)).order_by(Event.id)
    ).all()


def test_a_status_for_all_of_them_is_one_change(dana, cast, three, roses):
    parts = send(dana, "status", three, status="done").parts
    assert [task.status for task in three] == ["done"] * 3 and roses.status == "not_started"
    assert {"task-1", "task-2", "task-3", "goal-1-progress", "client-counts", "bulk-edit-bar"} <= set(parts)
    assert "Three tasks marked done" in parts["toasts"].text
    assert len(changes()) == 3 and len({line.change_set_id for line in changes()}) == 1
    assert (
        history(three[0], seat_of(cast.dana, cast.fornello))[-1] == "Dana moved it from Not started to Done"
    )
    dana.swap(f"{HOME}/undo/{changes()[0].change_set_id}")
    assert [task.status for task in three] == ["not_started"] * 3


def test_an_owner(marco, cast, three):
    three[1].assign(seat_of(cast.rosa, cast.fornello), by=cast.dana)
    db.session.commit()
    assert "Two tasks assigned to Rosa Delgado" in send(marco, "owner", three, owner="rosa delgado").text
    assert {task.owner_seat_id for task in three} == {seat_of(cast.rosa, cast.fornello).id}
    send(marco, "owner", three[:2], owner="")
    assert (three[0].owner_seat_id, three[2].owner_seat_id) == (None, seat_of(cast.rosa, cast.fornello).id)


def test_moved_dates_share_one_reason(dana, cast, three):
    send(dana, "due", three, due="2026-12-04")
    assert {task.due for task in three} == {A_DAY}
    refused = send(dana, "due", three, 422, due="2026-12-11")
    assert "Say in a few words why the date moves." in refused.text and three[0].due == A_DAY
    assert refused.parts["bulk-edit-bar"].select_one("[name=due]")["value"] == "2026-12-11"
    send(dana, "due", three, due="2026-12-11", why="The oven is late")
    assert {(task.due, task.original_due) for task in three} == {(date(2026, 12, 11), A_DAY)}
    assert {line.details["why"] for line in changes() if line.details["previous"]} == {"The oven is late"}
    send(dana, "due", three, due="2026-12-01")
    assert {task.due for task in three} == {date(2026, 12, 1)}, "an earlier day needs no reason"


def test_tasks_keep_their_order_under_another_goal(dana, cast, goal, three):
    other = a_goal(cast.fornello, cast.dana, "Second oven decided")
    a_task(cast.fornello, cast.dana, "Ask the bank", goal=other)
    parts = send(dana, "goal", [three[2], three[0]], goal="2").parts
    found = db.session.scalars(
        db.select(Task.title).where(Task.goal_id == other.id).order_by(*Task.in_order())
    )
    assert found.all() == ["Ask the bank", "One", "Three"]
    assert {"task-1", "task-3", "goal-2-add", "goal-1-progress", "goal-2-progress"} <= set(parts)
    moved = [line.details for line in changes()]
    assert [each["before"]["behind"] for each in moved] == [None, 2]
    send(dana, "goal", three, goal="")
    assert {task.goal_id for task in three} == {None}


def test_parked_and_put_in_the_trash(dana, three):
    send(dana, "park", three[:2])
    assert [task.status for task in three] == ["parked", "parked", "not_started"]
    assert send(dana, "trash", three).parts["task-1"]["hx-swap"] == "delete"
    assert all(task.trashed_at for task in three)


def test_it_works_without_scripts(dana, three):
    page = dana.get(f"{HOME}/?marks=yes")
    boxes = page.soup.select("li.task input[name=task][form=bulk-edit]")
    assert [box["value"] for box in boxes] == ["1", "2", "3"]
    assert page.one("form#bulk-edit")["action"] == MANY
    assert send(dana, "status", three, 303, by="post", status="watch").location == f"{HOME}/"
    again = send(dana, "due", three[:2], 422, by="post", due="soon")
    assert len(again.soup.select("[name=task][checked]")) == 2
    assert again.one("#bulk-edit-due-day")["value"] == "soon"


def test_with_one_foreign_absent_or_hidden_number_nothing_changes(dana, rosa, cast, three, elsewhere):
    draft = a_goal(cast.fornello, cast.dana, "In private", approval_state="draft")
    hidden = a_task(cast.fornello, cast.dana, "Not yet", goal=draft)
    leads = a_task(cast.fornello, cast.dana, "Between us", visibility="leads")
    far = [a_task(cast.okafor, cast.dana, f"Intake {number}") for number in range(9)][-1]
    for visitor, number in ((dana, 99), (dana, far.number), (rosa, hidden.number), (rosa, leads.number)):
        send(visitor, "status", [*three, number], 404, status="done")
    dana.swap(MANY, 404, do="goal", task=["1", "2"], goal="99")
    assert [task.status for task in three] == ["not_started"] * 3 and not changes()


def test_the_team_sets_statuses_and_edits_its_own_tasks(rosa, vera, adaeze, three, roses):
    send(rosa, "status", [*three, roses], status="done")
    assert {task.status for task in three} == {"done"}
    for do, fields in (
        ("owner", {"owner": ""}),
        ("due", {"due": "2026-12-04"}),
        ("goal", {"goal": ""}),
        ("trash", {}),
    ):
        send(rosa, do, [three[0], roses], 403, **fields)
        send(vera, do, three, 403, **fields)
        send(adaeze, do, three, 404, **fields)
    send(rosa, "due", [roses], due="2026-12-04")
    assert (roses.due, three[0].due, three[0].trashed_at) == (A_DAY, None, None)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"do": "status", "status": "red", "task": ["1"]}, "Choose one of the six."),
        ({"do": "explode", "task": ["1"]}, "Choose an action for the selected tasks."),
        ({"do": "park"}, "Select a task first."),
        ({"do": "park", "task": ["1", "-2"]}, "Select rows of the list."),
        ({"do": "due", "due": "soon", "task": ["1"]}, "Enter a date like 2026-12-04."),
        ({"do": "goal", "goal": "1 OR 1", "task": ["1"]}, "Choose one from the list."),
    ],
)
def test_bad_input_gets_a_message(dana, three, fields, words):
    assert words in dana.swap(MANY, 422, **fields).text
    assert words in dana.post(MANY, 422, **fields).text
    assert not changes()


def send_plainly(visitor, **form):
    """Send a form without files as a browser does, with many fields."""
    return visitor.http.post(MANY, data={**form, "csrf_token": visitor.csrf()}, headers=HTMX)


def test_more_than_five_hundred_are_too_many(dana, three):
    answer = send_plainly(dana, do="park", task=list(range(1, 502)))
    assert answer.status_code == 422 and "At most 500 at once." in answer.text and not changes()


def test_a_task_is_not_assigned_to_a_person_who_cannot_see_it(dana, cast, three):
    leads = a_task(cast.fornello, cast.dana, "Between us", visibility="leads")
    assert (
        "Rosa does not see this task." in send(dana, "owner", [*three, leads], 422, owner="Rosa Delgado").text
    )
    assert three[0].owner_seat_id is None


@pytest.mark.parametrize(
    ("do", "fields"),
    [
        ("status", {"status": "watch"}),
        ("goal", {"goal": "2"}),
        ("owner", {"owner_outsider": "The plumber"}),
        ("due", {"due": "2026-12-04"}),
        ("trash", {}),
    ],
)
def test_five_hundred_at_once(dana, cast, goal, do, fields, record_property):
    a_goal(cast.fornello, cast.dana, "Second oven decided")
    for number in range(500):
        Task.add(cast.fornello, f"Task {number}", by=cast.dana, goal=goal)
    db.session.commit()
    with counted() as asked:
        began = process_time()
        assert send_plainly(dana, do=do, task=list(range(1, 501)), **fields).status_code == 200
        took = process_time() - began
    record_property(f"500 tasks, {do}", f"{took:.2f} s, {len(asked)} statements")
    assert took < 3, f"{took:.2f} s, {len(asked)} statements"
    assert len(changes()) == 500


def test_a_number_of_5000_digits_is_no_row(dana):
    dana.post(MANY, 422, task="9" * 5000, do="park")
