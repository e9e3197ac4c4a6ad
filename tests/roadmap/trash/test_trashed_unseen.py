"""A task trashed in a draft stays hidden from the client, also when the goal is proposed later."""

import pytest

from tests.roadmap.people import HOME, at
from tests.world import a_goal, a_step, a_task
from tracker.foundation.database import db
from tracker.roadmap.models import Task, TaskDependency

SECRET = "Talk about pay"


@pytest.fixture
def oven(cast):
    return a_goal(cast.fornello, cast.dana, "Open the bistro", approval_state="draft")


@pytest.fixture
def trashed(dana, cast, oven, goal):
    """A task between two shared ones, trashed while its goal is a draft, which is proposed afterwards."""
    hidden = a_task(cast.fornello, cast.dana, SECRET, goal=oven)
    one, two = (a_task(cast.fornello, cast.dana, title, goal=goal) for title in ("Print it", "Hang it up"))
    TaskDependency.add(hidden, one, by=cast.dana)
    TaskDependency.add(two, hidden, by=cast.dana)
    hidden.put_in_trash(by=cast.dana)
    db.session.commit()
    dana.post(f"{HOME}/goals/{oven.number}/life", life="proposed")
    return hidden, one, two


def waits(blocked, blocker):
    db.session.rollback()
    return TaskDependency.between(blocked, blocker) is not None


def test_it_closes_no_circle_for_people_who_never_saw_it(marco, trashed):
    _, one, two = trashed
    answer = marco.swap(at(one, "/waits"), other="Hang it up", at="panel")
    assert answer.words("#toast span") == "Now blocked by “Hang it up”" and "pay" not in answer.html
    assert waits(one, two)


def test_it_is_not_restored_into_a_circle_that_others_would_see(dana, marco, trashed):
    hidden, one, _ = trashed
    marco.swap(at(one, "/waits"), other="Hang it up", at="panel")
    answer = dana.swap(at(hidden, "/restore"), None)
    assert (
        "“Talk about pay” (in the trash), “Print it” and “Hang it up” would block each other." in answer.text
    )
    marco.get(at(hidden), 404)
    dana.swap(at(one, "/waits/end"), other=str(trashed[2].number))
    dana.post(at(hidden, "/restore"))
    assert SECRET in marco.get(at(hidden)).text


def test_people_who_may_restore_it_read_where_it_is(dana, trashed):
    _, one, _ = trashed
    answer = dana.swap(at(one, "/waits"), 422, other="Hang it up", at="panel")
    assert "“Hang it up” is blocked by “Talk about pay” (in the trash)" in answer.text


def test_a_refusal_to_share_does_not_name_it(marco, cast, trashed, goal):
    _, one, two = trashed
    private = a_task(cast.fornello, cast.dana, "Give notice", goal=goal, visibility="leads")
    TaskDependency.add(private, two, by=cast.dana)
    db.session.add(TaskDependency(client_id=one.client_id, task_id=one.id, blocker_id=private.id))
    db.session.commit()
    answer = marco.swap(at(private, "/visibility"), visibility="all")
    assert SECRET not in answer.html
    assert db.session.get(Task, private.id, populate_existing=True).visibility == "all"


def test_no_list_of_the_client_has_it(marco, rosa, trashed, oven):
    pages = [
        f"{HOME}/",
        f"{HOME}/trash",
        f"{HOME}/history",
        f"{HOME}/goals/{oven.number}",
        at(trashed[1]),
        at(trashed[2]),
    ]
    for page in pages:
        assert SECRET not in marco.get(page).html


def test_a_client_whose_work_was_all_trashed_in_drafts_has_none_yet(dana, marco, cast, oven):
    """Otherwise the page would say that there was something."""
    before = marco.get(f"{HOME}/").text
    task = a_task(cast.fornello, cast.dana, SECRET, goal=oven)
    task.put_in_trash(by=cast.dana)
    task.move_to_goal(None, by=cast.dana)
    db.session.commit()
    assert marco.get(f"{HOME}/").text == before


def test_a_step_trashed_in_the_open_is_still_there_to_restore(dana, marco, cast, goal):
    task = a_task(cast.fornello, cast.dana, goal=goal)
    step = a_step(task, cast.dana, "Ask Luca")
    dana.post(at(task, f"/steps/{step.number}/trash"))
    assert "Ask Luca" in marco.get(f"{HOME}/trash").text
