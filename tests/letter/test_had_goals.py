"""A reader who has seen goals is not told that there are none yet."""

import pytest

from tests.world import a_goal, a_person, a_task
from tracker.clients.models import Role, Seat
from tracker.foundation.database import db
from tracker.roadmap.models.statuses import ApprovalState, Status

HOME = "/clients/fornello-pizza"
LETTER = f"{HOME}/letter"


@pytest.fixture
def back_to_draft(cast, dana):
    """The client's only goal, with a task finished this week, is a draft again."""
    goal = a_goal(cast.fornello, cast.dana, "Second oven")
    a_task(cast.fornello, cast.dana, "Ring the maker", goal=goal).set_status(Status.DONE, by=cast.dana)
    db.session.commit()
    dana.post(f"{HOME}/goals/{goal.number}/life", life="draft")
    return goal


def test_a_goal_that_is_a_draft_again_was_a_goal_before(cast, marco, rosa, back_to_draft):
    page = marco.get(LETTER)
    assert page.words("h1") == "Things are quiet, Marco. Nothing needs you."
    assert page.words("#goals") == "Your goals No goals now." and not page.soup.select("#what-happens")
    assert "Second oven" not in page.html
    for who, path in ((marco, f"{HOME}/"), (rosa, f"{HOME}/mine"), (rosa, f"{HOME}/")):
        assert "do yet" not in who.get(path).words("main"), path


def test_a_person_who_joined_since_learns_of_no_draft(cast, visit, back_to_draft):
    carla = a_person("Carla Bellini", "carla@fornello.example")
    Seat.give(cast.fornello, carla, Role.CEO, by=cast.dana)
    db.session.commit()
    assert visit(carla).get(LETTER).words("h1").startswith("Nothing for you to do yet, Carla.")


def test_a_person_with_an_earlier_role_had_goals(cast, visit, back_to_draft):
    Seat.give(cast.fornello, cast.rosa, Role.CEO, by=cast.dana)
    db.session.commit()
    assert visit(cast.rosa).get(LETTER).words("h1") == "Things are quiet, Rosa. Nothing needs you."


def test_a_proposal_that_was_undone_leaves_no_trace(cast, marco, dana):
    goal = a_goal(cast.fornello, cast.dana, "Ladder", approval_state=ApprovalState.DRAFT)
    proposed = dana.post(f"{HOME}/goals/{goal.number}/life", life="proposed")
    dana.post(f"{HOME}/undo/{proposed.changed}")
    assert goal.is_draft
    assert marco.get(LETTER).words("h1").startswith("Nothing for you to do yet, Marco.")
