"""An undo or redo that shares work: text written while it was hidden is never shown."""

import pytest

from tests.roadmap.people import HOME, at
from tests.world import a_goal, a_step, a_task, seat_of
from tracker.clients.models import Role, Seat
from tracker.foundation.database import db
from tracker.history.models import Event
from tracker.roadmap.models.statuses import ApprovalState, Visibility
from tracker.roadmap.presentation.undo import widening

WORDS = "xyzzy, between you and me"


@pytest.fixture
def goal(cast):
    return a_goal(cast.fornello, cast.dana)


@pytest.fixture
def private(cast, goal):
    return a_task(cast.fornello, cast.dana, "Plan the rota", goal=goal, visibility=Visibility.LEADS)


def undo(visitor, change, expect=422):
    return visitor.swap(f"{HOME}/undo/{change}", expect)


def is_offered(visitor, change, *pages):
    """Whether one of its change sets is offered; their ids differ in the last character."""
    return any(f"undo/{change[:-1]}" in visitor.get(page).html for page in (f"{HOME}/history", *pages))


def newest_change():
    return db.session.scalars(db.select(Event.change_set_id).order_by(Event.id.desc()).limit(1)).one()


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
    """The id of Marco's undo of sharing a task, which Redo would undo."""
    undo(marco, marco.post(at(private, "/visibility"), visibility="all").changed, 200)
    return newest_change()


@pytest.mark.parametrize("write", [write_details, add_a_step, say_why])
@pytest.mark.parametrize("who", ["dana", "marco"])
def test_a_redo_does_not_share_what_was_written_since(
    cast, marco, rosa, private, shared_and_undone, write, who
):
    assert is_offered(marco, shared_and_undone)
    write(private, getattr(cast, who))
    assert not is_offered(marco, shared_and_undone)
    answer = undo(marco, shared_and_undone)
    assert "Nothing was undone" in answer.text and "Read it first" in answer.text
    assert private.is_for_leads and not see(rosa, at(private), f"{HOME}/")


def test_without_new_words_a_redo_shares_it(cast, marco, rosa, private, shared_and_undone):
    private.place_after(None, by=cast.dana)
    db.session.commit()
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
    assert not is_offered(dana, put_back, f"{HOME}/?changed={put_back}")
    assert "Read it first" in undo(dana, put_back).text
    assert goal.is_draft and not see(marco, f"{HOME}/", f"{HOME}/goals/1")


def test_an_undo_of_a_move_does_not_show_what_was_written_in_the_draft(cast, dana, rosa, goal, draft):
    task = a_task(cast.fornello, cast.dana, goal=goal)
    moved = dana.post(at(task, "/goal"), goal=draft.number).changed
    assert is_offered(dana, moved)
    write_details(task, cast.dana)
    assert not is_offered(dana, moved)
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


def rewrite(visitor, work, **values):
    """Write the hidden text, then replace it. Returns the id of the change that replaced it."""
    address = f"{HOME}/{work.__tablename__}s/{work.number}"
    field, words = next(iter(values.items()))
    visitor.post(address, **{field: WORDS})
    return visitor.post(address, **{field: words}).changed


@pytest.mark.parametrize("field", ["title", "details"])
@pytest.mark.parametrize("who", ["dana", "marco"])
def test_words_replaced_before_a_task_was_shared_do_not_come_back(request, dana, rosa, private, field, who):
    change = rewrite(dana, private, **{field: "Prepare the yearly talks"})
    dana.post(at(private, "/visibility"), visibility="all")
    visitor = request.getfixturevalue(who)
    assert "fewer people could read it" in undo(visitor, change).text
    assert not see(rosa, at(private), f"{HOME}/")
    assert change not in visitor.get(f"{HOME}/history").html, "what would be refused is not offered"


@pytest.mark.parametrize("field", ["title", "why"])
def test_words_replaced_in_a_draft_do_not_come_back_once_it_is_proposed(dana, marco, draft, field):
    change = rewrite(dana, draft, **{field: "Sell by spring"})
    dana.post(f"{HOME}/goals/{draft.number}/life", life="proposed")
    assert "fewer people could read it" in undo(dana, change).text
    assert not see(marco, f"{HOME}/", f"{HOME}/goals/{draft.number}")


def test_words_replaced_in_a_draft_do_not_follow_its_task_elsewhere(cast, dana, marco, goal, draft):
    task = a_task(cast.fornello, cast.dana, goal=draft)
    change = rewrite(dana, task, details="Cleaned")
    dana.post(at(task, "/goal"), goal=goal.number)
    assert "fewer people could read it" in undo(dana, change).text
    assert not see(marco, at(task))


def test_a_step_removed_while_fewer_could_read_it_does_not_come_back_by_undo(
    cast, dana, marco, rosa, private
):
    step = a_step(private, cast.dana, WORDS)
    change = dana.post(at(private, f"/steps/{step.number}/trash")).changed
    dana.post(at(private, "/visibility"), visibility="all")
    assert "fewer people could read it" in undo(marco, change).text
    assert not see(rosa, at(private))


def test_while_it_is_still_for_few_everything_comes_back(dana, marco, private):
    change = rewrite(dana, private, details="Prepare the yearly talks")
    undo(marco, change, 200)
    assert private.details == WORDS


def test_an_undo_of_a_move_between_drafts_shows_nothing_once_one_is_proposed(cast, dana, marco, draft):
    other = a_goal(cast.fornello, cast.dana, "Grow the shop", approval_state=ApprovalState.DRAFT)
    task = a_task(cast.fornello, cast.dana, WORDS, goal=draft)
    moved = dana.post(at(task, "/goal"), goal=other.number).changed
    dana.post(f"{HOME}/goals/{draft.number}/life", life="proposed")
    assert "Read it first" in undo(dana, moved).text
    assert not see(marco, f"{HOME}/", at(task))


def test_an_undo_does_not_share_what_was_kept_private_before_its_goal_was_proposed(cast, dana, rosa, draft):
    task = a_task(cast.fornello, cast.dana, WORDS, goal=draft)
    kept = dana.post(at(task, "/visibility"), visibility="leads").changed
    dana.post(f"{HOME}/goals/{draft.number}/life", life="proposed")
    assert not is_offered(dana, kept)
    assert "Read it first" in undo(dana, kept).text
    assert not see(rosa, f"{HOME}/", at(task))
