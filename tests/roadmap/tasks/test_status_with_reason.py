"""A person and a reason sent together are both saved; a missing goal is not the inbox."""

import pytest

from tests.roadmap.people import HOME, at
from tests.world import seat_of
from tracker.foundation.database import db
from tracker.roadmap.models.statuses import Status


def test_a_new_person_and_a_new_reason_are_both_kept(dana, cast, task):
    dana.post(at(task, "/status"), status="waiting", waiting_on="Marco Bellini", why="The oven first")
    dana.post(at(task, "/status"), status="waiting", waiting_on="Rosa Delgado", why="The dough first")
    db.session.refresh(task)
    assert task.waiting_seat_id == seat_of(cast.rosa, cast.fornello).id
    assert task.status_reason == "The dough first"
    page = dana.get(at(task)).words("main")
    assert "set it to wait on Rosa" in page and "gave the reason: “The dough first”" in page
    assert task.status == Status.WAITING


@pytest.mark.parametrize("sent", ["0", "00", "x", "-1", None])
def test_a_goal_that_is_none_is_refused(dana, task, sent):
    form = {} if sent is None else {"goal": sent}
    dana.post(at(task, "/goal"), 422, **form)
    dana.post(f"{HOME}/tasks/many", 422, do="goal", task=str(task.number), **form)
    if sent is not None:
        dana.post(f"{HOME}/tasks", 422, title="Another", **form)
        dana.post(at(task, "/place"), 422, after="", **form)
    db.session.refresh(task)
    assert task.goal_id is not None, "it stays under its goal"


def test_the_inbox_is_chosen_by_its_empty_value(dana, task):
    dana.post(at(task, "/goal"), goal="")
    db.session.refresh(task)
    assert task.goal_id is None
