"""An undo restores an answer to a proposed goal with its author and its day."""

from datetime import UTC, datetime

import pytest
import time_machine

from tests.world import a_goal, a_person
from tracker.clients.models import Role, Seat
from tracker.foundation.database import db
from tracker.roadmap.models.statuses import ApprovalState

HOME = "/clients/fornello-pizza"
ONE, LETTER = f"{HOME}/goals/1", f"{HOME}/letter"


@pytest.fixture
def carla(cast, visit):
    person = a_person("Carla Bellini", "carla@fornello.example")
    Seat.give(cast.fornello, person, Role.CEO, by=cast.dana)
    db.session.commit()
    return visit(person)


@pytest.fixture
def goal(cast):
    """Proposed on 18 November."""
    with time_machine.travel(datetime(2026, 11, 18, 15, tzinfo=UTC)):
        goal = a_goal(cast.fornello, cast.dana, "Pizzaiolo ladder", approval_state=ApprovalState.PROPOSED)
        goal.approval_state = ApprovalState.DRAFT
        goal.propose(by=cast.dana)
        db.session.commit()
    return goal


@pytest.fixture
def wanted(cast, goal):
    """Marco asked on Tuesday 24 November to discuss it."""
    with time_machine.travel(datetime(2026, 11, 24, 15, tzinfo=UTC)):
        goal.request_discussion(by=cast.marco, words="Too early?")
        db.session.commit()
    return goal


def test_marcos_answer_stays_his_when_carla_undoes_hers(friday, wanted, carla, marco, dana):
    change = carla.post(f"{ONE}/agree").changed
    carla.post(f"{HOME}/undo/{change}")
    assert wanted.is_proposed and wanted.discussion_requested_at.day == 24
    assert "Marco asked to discuss this on Tuesday." in carla.get(LETTER).words("#goal-1-discuss")
    assert "You asked to discuss this on Tuesday." in marco.get(LETTER).words("#goal-1-discuss")
    assert "Marco wants to discuss this with Dana first: “Too early?”" in carla.get(ONE).words(
        "#goal-1-approval"
    )
    assert "“Too early?” Marco · said so Tuesday" in dana.get("/").words("#goal-fornello-pizza-1-discuss")


def test_it_stays_his_when_dana_proposes_again_and_undoes_that(friday, wanted, marco, dana):
    change = dana.post(f"{ONE}/life", life="proposed").changed
    dana.post(f"{HOME}/undo/{change}")
    assert "You asked to discuss this on Tuesday." in marco.get(LETTER).words("#goal-1-discuss")
    assert "Marco wants to discuss this first: “Too early?”" in dana.get(ONE).words("#goal-1-approval")
    assert "“Too early?” Marco · said so Tuesday" in dana.get("/").words("#goal-fornello-pizza-1-discuss")


def test_a_goal_is_proposed_the_day_it_was(friday, goal, marco, dana):
    assert "Proposed on 18 November." in marco.get(LETTER).words("#goal-1-ask")
    change = marco.post(f"{ONE}/agree").changed
    marco.post(f"{HOME}/undo/{change}")
    assert "Proposed on 18 November." in marco.get(LETTER).words("#goal-1-ask")
    assert "proposed 18 November" in dana.get("/").words("#goal-fornello-pizza-1-waiting")


def test_undone_and_done_again_is_from_the_day_it_was_first_done(friday, goal, marco, dana):
    change = dana.post(f"{ONE}/life", life="draft").changed
    again = dana.post(f"{HOME}/undo/{change}").changed
    assert "Proposed on 18 November." in marco.get(LETTER).words("#goal-1-ask")
    dana.post(f"{HOME}/undo/{again}")
    assert goal.is_draft


def test_undoing_a_new_comment_restores_the_first_one(friday, wanted, carla, marco):
    """Marco writes the new comment himself; nobody else's replaces his."""
    change = marco.post(f"{ONE}/talk", why="And too dear.").changed
    assert "“And too dear.”" in marco.get(LETTER).words("#goal-1-discuss")
    redo = marco.post(f"{HOME}/undo/{change}").changed
    page = carla.get(LETTER).words("#goal-1-discuss")
    assert "Marco asked to discuss this on Tuesday." in page and "“Too early?”" in page
    marco.post(f"{HOME}/undo/{redo}")
    page = carla.get(LETTER).words("#goal-1-discuss")
    assert "Marco asked to discuss this" in page and "“And too dear.”" in page


def test_history_says_who_took_what_back_in_the_past_tense(friday, wanted, carla, dana):
    change = carla.post(f"{ONE}/agree").changed
    carla.post(f"{HOME}/undo/{change}")
    lines = dana.get(ONE).words("#goal-history")
    assert "Carla wants" not in lines
    assert "Carla reopened the wish to discuss it first (undo)" in lines
    assert "Carla put it back to proposed (undo)" in lines
    assert "Marco wants to discuss it first: “Too early?”" in lines


def test_an_agreement_redone_is_one_line(friday, wanted, marco, dana):
    """The wish that the undo reopened ends with it; nobody withdrew it."""
    change = marco.post(f"{ONE}/agree").changed
    back = marco.post(f"{HOME}/undo/{change}").changed
    redone = marco.post(f"{HOME}/undo/{back}").changed
    lines = dana.get(ONE).words("#goal-history")
    assert "Marco agreed to it (redo)" in lines and "withdrew" not in lines
    marco.post(f"{HOME}/undo/{redone}")
    db.session.refresh(wanted)
    assert wanted.is_proposed and wanted.discussion_requested_at.day == 24, "the wish is back, from its day"
