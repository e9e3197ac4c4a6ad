"""Later changes decide whether a field is restored, also those that another action made along the way."""

import pytest

from tests.roadmap.people import HOME, at
from tests.world import a_comment, a_step
from tracker.foundation.database import db
from tracker.roadmap.models import Step


@pytest.mark.parametrize("of", ["goal", "task"])
def test_a_reason_does_not_come_back_for_another_status(request, dana, of):
    work = request.getfixturevalue(of)
    address = f"{HOME}/{of}s/{work.number}/status"
    dana.post(address, status="watch", why="The bank is slow.")
    change = dana.post(address, status="watch", why="The bank said no.").changed
    dana.post(address, status="on_track")
    answer = dana.post(f"{HOME}/undo/{change}", 422)
    assert "since then" in answer.text
    db.session.refresh(work)
    assert (work.status, work.status_reason) == ("on_track", "")
    assert change not in dana.get(f"{HOME}/history").html


def test_why_a_goal_matters_comes_back_whatever_its_status(dana, goal):
    fields = {"title": goal.title, "span": "", "quarter": ""}
    dana.post(f"{HOME}/goals/1", why="So that Rosa can rest.", **fields)
    change = dana.post(f"{HOME}/goals/1", why="Because.", **fields).changed
    dana.post(f"{HOME}/goals/1/status", status="on_track")
    dana.post(f"{HOME}/undo/{change}")
    db.session.refresh(goal)
    assert goal.why == "So that Rosa can rest."


def test_a_vision_of_nobody_is_nobodys_again(cast, dana, marco):
    """It was written before authors were stored. The person who undoes the next one did not write it."""
    cast.fornello.vision, cast.fornello.vision_by_id = "Two shops.", None
    db.session.commit()
    change = marco.post(f"{HOME}/vision", vision="Three shops.", vision_on="").changed
    again = dana.post(f"{HOME}/undo/{change}").changed
    db.session.refresh(cast.fornello)
    assert (cast.fornello.vision, cast.fornello.vision_by_id) == ("Two shops.", None)
    dana.post(f"{HOME}/undo/{again}")
    db.session.refresh(cast.fornello)
    assert (cast.fornello.vision, cast.fornello.vision_by_id) == ("Three shops.", cast.marco.id)


@pytest.mark.parametrize("what", ["a step removed", "a step added", "a comment removed", "a comment added"])
def test_nothing_is_added_to_or_removed_from_a_task_in_the_trash(cast, dana, task, what):
    if what.endswith("added"):
        kind = {"title": "Ask"} if "step" in what else {"body": "Ask"}
        change = dana.post(at(task, "/steps" if "step" in what else "/comments"), **kind).changed
    else:
        one = a_step(task, cast.dana) if "step" in what else a_comment(task, cast.dana)
        kind = "steps" if "step" in what else "comments"
        change = dana.post(at(task, f"/{kind}/{one.number}/trash")).changed
    dana.post(at(task, "/trash"))
    assert "is in the trash. Restore it first." in dana.post(f"{HOME}/undo/{change}", 422).text
    assert change not in dana.get(f"{HOME}/history").html
    assert db.session.query(Step).filter_by(trashed_at=None).count() == (what == "a step added")
