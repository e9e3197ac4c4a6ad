"""A comment on work that waits for a person is mentioned, and the work keeps waiting."""

from datetime import timedelta

import pytest

from tests.world import a_goal, a_task, seat_of, set_columns
from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.roadmap.models.statuses import ApprovalState, Status

BASE = "/clients/fornello-pizza"
LETTER, MINE = f"{BASE}/letter", f"{BASE}/mine"


@pytest.fixture
def oven(cast):
    """A goal that waits for Marco through its one task."""
    marco = seat_of(cast.marco, cast.fornello)
    goal = a_goal(cast.fornello, cast.dana, "Second oven decided")
    task = a_task(cast.fornello, cast.dana, "Lease or buy", goal=goal)
    for work in (goal, task):
        work.set_status(Status.WAITING, by=cast.dana, waiting_on=marco)
    db.session.commit()
    return task


def reply(visitor, number=1):
    visitor.post(f"{BASE}/tasks/{number}/comments", body="Lease it.")


def test_a_comment_is_named_and_the_question_stays(oven, marco, dana):
    """Nothing records that a comment is the answer, so the CEO ends the request, or whoever asked."""
    marco.post(f"{BASE}/tasks/1/comments", body="Let me sleep on it.")
    page = marco.get(LETTER)
    head = page.words("#letter header")
    assert "One thing needs your answer." in head and "Your goal needs your answer." in head
    assert page.words("#needs-you h2") == "Needs you, 1" and not page.soup.select("#replied")
    said = "You wrote today. If that was your answer, press “It’s done”."
    assert said in page.words("#task-1-ask") and "Dana has it" not in page.text
    assert "Waiting on you" in page.words("#goal-1-card")
    assert marco.get(MINE).words("#heading-waiting-for-you") == "Waiting for you, 1"
    said = "You wrote today. If that was your answer, change the status."
    assert said in marco.get(MINE).words("#task-1-mine")
    today = dana.get("/")
    assert "Lease or buy Marco · asked today · wrote today · Fornello Pizza" in today.words(
        "#waiting-on-others"
    )
    assert not today.soup.select("#waiting-on-me")
    assert "“Lease or buy” waits on Marco, asked today." in today.words("#client-fornello-pizza .need")


def test_whoever_wrote_last_is_named(oven, marco, rosa, dana):
    rosa.post(f"{BASE}/tasks/1/comments", body="The lease ends in May.")
    assert "wrote" not in marco.get(LETTER).words("#task-1-ask"), "Marco has written nothing"
    reply(marco)
    dana.post(f"{BASE}/tasks/1/comments", body="Did you ask the bank?")
    said = marco.get(LETTER).words("#task-1-ask")
    assert "Dana wrote today." in said and "You wrote" not in said and "If that was" not in said
    assert "Marco · asked today · wrote today · you wrote since" in dana.get("/").words("#waiting-on-others")
    reply(marco)
    assert "You wrote today." in marco.get(LETTER).words("#task-1-ask")
    assert "you wrote since" not in dana.get("/").words("#waiting-on-others")


def test_a_comment_in_the_trash_is_not_named(oven, marco, dana):
    reply(marco)
    dana.post(f"{BASE}/tasks/1/comments", body="Did you ask the bank?")
    dana.post(f"{BASE}/tasks/1/comments/2/trash")
    assert "You wrote today." in marco.get(LETTER).words("#task-1-ask")
    marco.post(f"{BASE}/tasks/1/comments/1/trash")
    assert "wrote" not in marco.get(LETTER).words("#task-1-ask")
    assert "wrote" not in dana.get("/").words("#waiting-on-others")


def test_the_button_named_ends_it_on_a_task_of_somebody_else(cast, oven, marco, dana):
    """The task goes on, it no longer waits, the history says so, and it can be undone."""
    oven.assign(seat_of(cast.rosa, cast.fornello), by=cast.dana)
    db.session.commit()
    reply(marco)
    assert "If that was your answer, press “I’ve done my part”." in marco.get(LETTER).words("#task-1-ask")
    answered = marco.post(f"{BASE}/tasks/1/status", status="on_track", back="letter")
    assert "Lease or buy" not in marco.get(LETTER).words("#needs-you")
    assert "Lease or buy" not in dana.get("/").words("#waiting-on-others")
    assert "Marco moved “Lease or buy” from Waiting to On track" in dana.get(f"{BASE}/history").words("main")
    marco.post(f"{BASE}/undo/{answered.changed}")
    assert "You wrote today." in marco.get(LETTER).words("#task-1-ask"), "asked when it was asked"


def test_a_new_reason_asks_the_same_person_again(cast, oven, marco, dana):
    reply(marco)
    set_columns(oven, waiting_since=clock.now() - timedelta(days=2))
    changed = dana.post(f"{BASE}/tasks/1/status", status="waiting", waiting_on="marco", why="Which bank?")
    card = marco.get(LETTER).words("#task-1-ask")
    assert "Which bank?" in card and "Asked today." in card and "wrote" not in card
    assert "wrote" not in dana.get("/").words("#waiting-on-others")
    dana.post(f"{BASE}/undo/{changed.changed}")
    assert "Asked on" in marco.get(LETTER).words("#task-1-ask"), "an undo asks nobody anew"


def test_the_page_of_his_own_tasks_counts_the_same(cast, oven, marco):
    """A proposal asks there, too, and a comment ends no question."""
    a_goal(cast.fornello, cast.dana, "Pizzaiolo ladder", approval_state=ApprovalState.PROPOSED)
    for _ in range(2):
        assert "Two things need your answer." in marco.get(LETTER).words("#letter header")
        page = marco.get(MINE)
        assert page.words("#heading-waiting-for-you") == "Waiting for you, 2"
        titles = [link.get_text() for link in page.soup.select("#my-tasks .my-task .title > a")]
        assert titles == ["Lease or buy", "Pizzaiolo ladder"], "the goal asks through its task"
        reply(marco)


def test_a_goal_that_waits_is_read_and_has_no_reply(cast, marco):
    """Goals have no comments, so no reply is offered."""
    goal = a_goal(cast.fornello, cast.dana, "Second oven decided")
    goal.set_status(Status.WAITING, by=cast.dana, waiting_on=seat_of(cast.marco, cast.fornello))
    db.session.commit()
    page = marco.get(LETTER)
    card = page.soup.select_one("#goal-1-ask")
    assert "Read it" in card.get_text() and "reply" not in card.get_text()
    assert card.select_one("#goal-1-open")["href"] == f"{BASE}/goals/1"
    assert "compose" not in str(marco.get(MINE).soup.select_one("#goal-1-mine"))


def test_a_proposal_asks_no_team_member(cast, oven, rosa):
    a_goal(cast.fornello, cast.dana, "Pizzaiolo ladder", approval_state=ApprovalState.PROPOSED)
    assert "Pizzaiolo ladder" not in rosa.get(MINE).text


def test_goals_of_no_quarter_are_not_called_this_quarters(cast, oven, marco):
    assert marco.get(LETTER).words("#heading-goals") == "Your goals"
