"""A request to discuss a goal ends with its answer, or with the CEO's access. History keeps it."""

from datetime import date

import pytest

from tests.roadmap.people import HOME
from tests.world import a_goal, a_person, seat_of
from tracker.clients.models import Role, Seat
from tracker.foundation.database import db
from tracker.roadmap.models import Goal
from tracker.roadmap.models.statuses import ApprovalState, Status

ONE, LETTER = f"{HOME}/goals/1", f"{HOME}/letter"


@pytest.fixture
def nina(cast):
    """The second CEO of Fornello."""
    nina = a_person("Nina Bruni", "nina@fornello.example")
    Seat.give(cast.fornello, nina, Role.CEO, by=cast.dana)
    db.session.commit()
    return nina


@pytest.fixture
def wished(cast, nina):
    """A proposed goal that Marco wants to discuss first."""
    goal = a_goal(cast.fornello, cast.dana, "Pizzaiolo ladder", target_date=date(2031, 12, 4))
    goal.propose(by=cast.dana)
    goal.request_discussion(by=cast.marco, words="Too early?")
    db.session.commit()
    return goal


def end_access(dana, cast, person=None):
    dana.post(f"{HOME}/people/{seat_of(person or cast.marco, cast.fornello).number}/end")


def history(visitor):
    return visitor.get(ONE).words("#goal-history")


def test_a_discussion_ends_once_the_goal_is_agreed(cast, dana, marco, wished):
    marco.post(f"{ONE}/agree")
    dana.post(f"{ONE}/life", life="proposed")
    card = marco.get(LETTER).words("#goal-1-ask")
    assert "Proposed today." in card
    assert "Too early?" not in card and "asked to discuss" not in card, "that was answered by the agreement"
    assert "said so" not in dana.get("/").words("#waiting-on-others")
    assert "“Too early?”" in history(dana)


def test_the_other_ceo_may_ask_once_marco_has_no_access(cast, dana, visit, nina, wished):
    end_access(dana, cast)
    assert wished.discussion_requested_at is None and wished.is_proposed
    today, letter = dana.get("/").words("main"), visit(nina).get(LETTER)
    assert "said so" not in today and "to be discussed first" not in today
    assert "Marco" not in letter.words("#needs-you") and "Go with it" in letter.words("#goal-1-ask")
    visit(nina).post(f"{ONE}/talk", why="Too dear?")
    assert "Nina wants to discuss this first: “Too dear?”" in dana.get(ONE).words("#goal-1-approval")
    kept = history(dana)
    assert "Marco wants to discuss it first: “Too early?”" in kept
    assert "Dana removed Marco Bellini’s access as CEO, so nobody is waiting to discuss it any more" in kept
    assert "wish to discuss" not in history(visit(cast.rosa)), "the wish is for the leads"


def test_it_ends_with_another_role_and_with_a_closed_account(cast, dana, visit, nina, wished):
    Seat.give(cast.fornello, cast.marco, Role.VIEWER, by=cast.dana)
    db.session.commit()
    assert wished.discussion_requested_at is None
    visit(nina).post(f"{ONE}/talk", why="Too dear?")
    dana.post("/practice/people", email=nina.email, act="close")
    db.session.refresh(wished)
    assert wished.discussion_requested_at is None
    assert "said so" not in dana.get("/").words("main")


def test_another_ceos_request_is_kept(cast, dana, nina, wished):
    end_access(dana, cast, nina)
    assert wished.discussion_requested_at is not None
    assert "Marco" in dana.get("/").words("#goal-fornello-pizza-1-discuss")


@pytest.mark.parametrize("status", [Status.DONE, Status.PARKED])
def test_nobody_is_asked_about_a_closed_goal(cast, dana, marco, wished, status):
    wished.set_status(status, by=cast.dana)
    db.session.commit()
    today = dana.get("/").words("main")
    assert "said so" not in today and "Too early?" not in today
    assert not marco.get(LETTER).soup.select("#to-discuss")
    assert "Too early?" not in marco.get(ONE).words("#goal-1-head")
    assert "needs no answer" in marco.post(f"{ONE}/talk", 422, why="Well?").text


def test_undo_restores_no_request_of_a_person_without_access(cast, dana, visit, nina, wished):
    """Nina’s agreement is undone after Marco left: the goal is proposed again, and Marco’s wish stays ended."""
    visit(nina).post(f"{ONE}/agree")
    end_access(dana, cast)
    undo = visit(nina).get(ONE).one("#goal-history form.undo")["action"]
    visit(nina).post(undo)
    goal = db.session.get(Goal, wished.id)
    assert goal.is_proposed and goal.discussion_requested_at is None
    assert "Marco" not in visit(nina).get(LETTER).words("#needs-you")
    assert "said so" not in dana.get("/").words("main")


def test_undo_of_a_proposal_says_why_the_request_cannot_be_restored(cast, dana, wished):
    dana.post(f"{ONE}/life", life="proposed")
    undo = dana.get(ONE).one("#goal-history form.undo")["action"]
    end_access(dana, cast)
    assert "Marco asked to discuss it, and has no access as CEO now." in dana.post(undo, 422).text
    assert db.session.get(Goal, wished.id).is_proposed


def test_a_goal_added_as_agreed_is_not_proposed_again(cast, dana, nina):
    a_goal(cast.fornello, cast.dana, approval_state=ApprovalState.AGREED)
    dana.post(f"{ONE}/life", life="proposed")
    assert history(dana).startswith("Dana proposed it ")
    assert "again" not in history(dana)
    dana.post(f"{ONE}/life", life="draft")
    dana.post(f"{ONE}/life", life="proposed")
    assert "Dana proposed it again" in history(dana)


def test_it_is_agreed_again_only_if_it_was_agreed(cast, dana, marco, nina):
    goal = a_goal(cast.fornello, cast.dana, approval_state=ApprovalState.DRAFT)
    goal.propose(by=cast.dana)
    db.session.commit()
    page = f"{HOME}/goals/{goal.number}"
    marco.post(f"{page}/agree")
    for _ in range(2):
        marco.post(marco.get(page).one("#goal-history form.undo")["action"])
    said = marco.get(page).words("#goal-history")
    assert goal.is_agreed and "agreed to it again" not in said, "the first agreement was undone"
    dana.post(f"{page}/life", life="proposed")
    marco.post(f"{page}/agree")
    assert "Marco agreed to it again" in marco.get(page).words("#goal-history")
