"""A task for leads never waits on a person who cannot see it."""

import pytest

from tests.roadmap.people import HOME, at
from tests.world import a_task, seat_of
from tracker.foundation.database import db
from tracker.foundation.exceptions import DomainError
from tracker.history.models import Event
from tracker.roadmap.models.statuses import Status, Visibility


@pytest.fixture
def private(cast, goal):
    return a_task(cast.fornello, cast.dana, "Plan the sale", goal=goal, visibility=Visibility.LEADS)


@pytest.mark.parametrize("scripts", [True, False])
def test_it_is_not_put_to_wait_on_them(cast, dana, private, scripts):
    send = dana.swap if scripts else dana.post
    answer = send(at(private, "/status"), 422, waiting_on="rosa", status="waiting")
    assert "Rosa does not see this task. Share it with everyone first." in answer.text
    assert private.status == Status.NOT_STARTED and private.waiting_seat_id is None
    dana.post(at(private, "/status"), status="waiting", waiting_on="marco")
    assert private.waiting_seat_id == seat_of(cast.marco, cast.fornello).id


def test_they_are_not_offered(dana, private):
    dana.post(at(private, "/status"), status="waiting")
    offered = dana.get(at(private)).one("[name=waiting_on]").select("option:not([disabled])")
    names = " ".join(option.text for option in offered)
    assert "Marco" in names and "Rosa" not in names and "Vera" not in names


def test_nor_by_the_record_itself(cast, private):
    rosa = seat_of(cast.rosa, cast.fornello)
    with pytest.raises(DomainError, match="Rosa does not see this task"):
        private.set_status(Status.WAITING, by=cast.dana, waiting_on=rosa)


def test_what_waits_on_them_is_not_hidden(cast, dana, task):
    dana.post(at(task, "/status"), status="waiting", waiting_on="rosa")
    answer = dana.swap(at(task, "/visibility"), 422, visibility="leads", at="panel")
    assert "This task is waiting on Rosa. Choose someone else, or no one, first." in answer.text
    assert task.visibility == Visibility.ALL


def test_undo_does_not_bring_it_about(cast, dana, task):
    dana.post(at(task, "/status"), status="waiting", waiting_on="rosa")
    dana.post(at(task, "/status"), status="on_track")
    change = db.session.query(Event).filter_by(action="task_status_changed").order_by(Event.id.desc()).first()
    dana.post(at(task, "/visibility"), visibility="leads")
    answer = dana.swap(f"{HOME}/undo/{change.change_set_id}", 422)
    assert "Rosa does not see this task" in answer.text and task.status == Status.ON_TRACK
