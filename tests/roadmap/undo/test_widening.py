"""An undo or a redo that lets more people read something: never what was written while they could not."""

import pytest

from tests.roadmap.people import HOME, at
from tests.world import a_goal, a_step, a_task, seat_of
from tracker.clients.models import Role, Seat
from tracker.foundation.database import db
from tracker.history.models import Event
from tracker.roadmap.models.statuses import ApprovalState, Visibility
from tracker.roadmap.undo import widening

WORDS = "xyzzy, between you and me"


@pytest.fixture
def goal(cast):
    return a_goal(cast.fornello, cast.dana)


@pytest.fixture
def draft(cast):
    return a_goal(cast.fornello, cast.dana, "Sell the shop", life=ApprovalState.DRAFT)


@pytest.fixture
def private(cast, goal):
    return a_task(cast.fornello, cast.dana, "Plan the rota", goal=goal, visibility=Visibility.LEADS)


def undo(visitor, change, expect=422):
    return visitor.swap(f"{HOME}/undo/{change}", expect)


def newest_change():
    return db.session.scalars(db.select(Event.change).order_by(Event.id.desc()).limit(1)).one()


def write_details(task, by):
    task.change(by=by, details=WORDS)
    db.session.commit()


def add_a_step(task, by):
    a_step(task, by, WORDS)


def say_why(task, by):
    task.set_status("watch", by=by, why=WORDS)
    db.session.commit()


def see(visitor, *pages):
    return any("xyzzy" in visitor.get(page, None).html for page in pages)


@pytest.fixture
def shared_and_undone(marco, private):
    """Marco shared a task and undid it; the name of the undo, which Redo would undo."""
    undo(marco, marco.post(at(private, "/visibility"), visibility="all").changed, 200)
    return newest_change()


@pytest.mark.parametrize("write", [write_details, add_a_step, say_why])
@pytest.mark.parametrize("who", ["dana", "marco"])
def test_a_redo_does_not_share_what_was_written_since(
    cast, marco, rosa, private, shared_and_undone, write, who
):
    write(private, getattr(cast, who))
    answer = undo(marco, shared_and_undone)
    assert "Nothing was undone" in answer.text and "Read it first" in answer.text
    assert private.is_for_leads and not see(rosa, at(private), f"{HOME}/")


def test_without_new_words_a_redo_shares_it(cast, marco, rosa, private, shared_and_undone):
    private.place_after(None, by=cast.dana)
    undo(marco, shared_and_undone, 200)
    rosa.get(at(private))


def test_words_that_were_undone_again_do_not_count(dana, marco, private, shared_and_undone):
    undo(dana, dana.post(at(private), details=WORDS).changed, 200)
    undo(marco, shared_and_undone, 200)


@pytest.mark.parametrize("in_a_new_task", [True, False])
@pytest.mark.parametrize("who", ["ash", "dana"])
def test_an_undo_does_not_propose_what_was_written_in_a_draft(cast, dana, marco, goal, in_a_new_task, who):
    Seat.give(cast.fornello, cast.ash, Role.COO, by=cast.dana)
    db.session.commit()
    put_back = dana.post(f"{HOME}/goals/1/life", life="draft").changed
    if in_a_new_task:
        a_task(cast.fornello, getattr(cast, who), WORDS, goal=goal)
    else:
        goal.change(by=getattr(cast, who), why=WORDS)
        db.session.commit()
    assert "Read it first" in undo(dana, put_back).text
    assert goal.is_draft and not see(marco, f"{HOME}/", f"{HOME}/goals/1")


def test_an_undo_of_a_move_does_not_show_what_was_written_in_the_draft(cast, dana, rosa, goal, draft):
    task = a_task(cast.fornello, cast.dana, goal=goal)
    moved = dana.post(at(task, "/goal"), goal=draft.number).changed
    write_details(task, cast.dana)
    assert "Read it first" in undo(dana, moved).text
    assert not see(rosa, at(task), f"{HOME}/")


def test_an_undo_that_opens_nothing_goes_ahead(cast, dana, private):
    hidden = dana.post(at(private, "/due"), due="2026-12-04").changed
    write_details(private, cast.marco)
    undo(dana, hidden, 200)
    assert seat_of(cast.rosa, cast.fornello) and private.due is None


def test_without_the_question_it_is_shown(monkeypatch, cast, marco, rosa, private, shared_and_undone):
    monkeypatch.setattr(widening, "was_written", lambda *_: False)
    write_details(private, cast.dana)
    undo(marco, shared_and_undone, 200)
    assert see(rosa, at(private))
