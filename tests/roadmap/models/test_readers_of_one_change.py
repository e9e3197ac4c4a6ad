"""Several edits in one change: text written while few could read it stays with them, in any order."""

import pytest

from tests.roadmap.people import HOME
from tests.world import a_goal, a_step, a_task
from tracker.foundation.database import db, writing
from tracker.history.models import Event


@pytest.fixture
def draft(cast):
    return a_goal(cast.fornello, cast.dana, "Sell the shop", approval_state="draft")


@pytest.fixture
def in_one_change(app):
    before = writing.set(True)
    with app.test_request_context():
        yield
    writing.reset(before)


def opened(how, task, goal, draft, by):
    if how == "moved":
        task.move_to_goal(goal, by=by)
    elif how == "many":
        type(task).move_all_to_goal([task], goal, by=by)
    elif how == "shared":
        task.share("all", by=by)
    else:
        draft.propose(by=by) if how == "proposed" else draft.agree(by=by)


@pytest.mark.parametrize("how", ["moved", "many", "shared", "proposed", "agreed"])
def test_earlier_text_stays_with_its_readers(cast, goal, draft, in_one_change, how):
    under = {"goal": goal, "visibility": "leads"} if how == "shared" else {"goal": draft}
    task = a_task(cast.fornello, cast.dana, "Let Luca go", **under)
    step = a_step(task, cast.dana, "Ask Zoe")
    last = db.session.scalar(db.select(db.func.max(Event.id)))
    opened(how, task, goal, draft, cast.dana)
    task.change(by=cast.dana, title="Order flour")
    step.rename(task, "Call the mill", by=cast.dana)
    db.session.commit()
    lines = db.session.query(Event).filter(Event.id > last).order_by(Event.id).all()
    mark = "leads" if how == "shared" else "draft"
    assert mark not in lines[0].details
    assert [line.details.get(mark) for line in lines[1:]] == [True, True]


def test_the_next_change_is_for_everybody(cast, goal, draft, dana, marco):
    task = a_task(cast.fornello, cast.dana, "Order flour", goal=draft)
    dana.post(f"{HOME}/tasks/{task.number}/goal", goal=str(goal.number))
    dana.post(f"{HOME}/tasks/{task.number}", title="Order rye", details="")
    assert "“Order flour”" in marco.get(f"{HOME}/history").text
