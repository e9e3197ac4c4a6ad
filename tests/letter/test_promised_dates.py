"""A promised date stays visible to the client, whatever happened to it while it was hidden."""

from datetime import date, timedelta

import pytest

from tests.world import a_goal, a_task, set_columns
from tracker.foundation.database import db
from tracker.history.models import Event
from tracker.roadmap.models import Goal
from tracker.roadmap.models.statuses import ApprovalState, Status

HOME = "/clients/fornello-pizza"
LETTER = f"{HOME}/letter"
FIRST, LATER, LATEST = date(2026, 12, 1), date(2026, 12, 15), date(2026, 12, 22)

pytestmark = pytest.mark.usefixtures("friday")


@pytest.fixture
def oven(cast):
    """An agreed goal with a date."""
    return a_goal(cast.fornello, cast.dana, "Second oven", target_date=FIRST)


def a_draft(cast, title="Pizzaiolo ladder"):
    return a_goal(cast.fornello, cast.dana, title, approval_state=ApprovalState.DRAFT)


def a_proposal(cast):
    goal = a_draft(cast)
    goal.propose(cast.dana)
    db.session.commit()
    return goal


def move_date(cast, work, day, why=""):
    work.set_date(day, cast.dana, why)
    db.session.commit()


def put_under(cast, task, goal):
    task.move_to_goal(goal, cast.dana)
    db.session.commit()


def return_to_draft(cast, goal):
    goal.return_to_draft(cast.dana)
    db.session.commit()


def agree_again(cast, goal):
    goal.propose(cast.dana)
    db.session.commit()
    goal.agree(cast.marco)
    db.session.commit()


def the_week_before(cast):
    """Move everything that happened so far eight days back."""
    for event in db.session.query(Event):
        set_columns(event, happened_at=event.happened_at - timedelta(days=8))


@pytest.mark.parametrize("place", ["agreed goal", "inbox"])
@pytest.mark.parametrize("goal_between", [a_draft, a_proposal], ids=["draft", "proposal"])
def test_a_promised_date_is_kept_under_a_goal_that_was_never_agreed(cast, marco, oven, place, goal_between):
    home = oven if place == "agreed goal" else None
    task = a_task(cast.fornello, cast.dana, "Order flour", goal=home, due=FIRST)
    put_under(cast, task, goal_between(cast))
    assert task.promise_to_explain == FIRST, "moving it later asks why"
    move_date(cast, task, LATEST)
    put_under(cast, task, home)
    assert (task.due, task.original_due) == (LATEST, FIRST)
    assert "was 1 Dec" in marco.get(f"{HOME}/tasks/{task.number}").words("main")
    letter = marco.get(LETTER)
    assert "Order flour is now due 22 December (was 1 December)." in letter.words("#dates")
    assert letter.words("h1").startswith("Mostly steady, Marco.")


def test_agreeing_to_another_goal_forgets_no_earlier_promise(cast, marco, oven):
    task = a_task(cast.fornello, cast.dana, "Order flour", goal=oven, due=FIRST)
    move_date(cast, task, LATER, "The mill is shut")
    ladder = a_proposal(cast)
    put_under(cast, task, ladder)
    ladder.agree(cast.marco)
    db.session.commit()
    db.session.refresh(task)
    assert task.original_due == FIRST
    letter = marco.get(LETTER)
    assert "Order flour is now due 15 December (was 1 December). The mill is shut" in letter.words("#dates")


@pytest.mark.parametrize("now", [date(2026, 12, 23), None], ids=["moved", "removed"])
def test_a_promised_date_changed_in_a_draft_is_reported_once_it_is_visible(cast, marco, oven, now):
    return_to_draft(cast, oven)
    move_date(cast, oven, now, "Between us: the landlord")
    agree_again(cast, oven)
    letter = marco.get(LETTER)
    said = "is now due 23 December (was 1 December)." if now else "1 December"
    assert said in letter.words("#dates") and "landlord" not in letter.text
    assert "steady" not in letter.words("h1").lower() or "mostly steady" in letter.words("h1").lower()


def test_a_hidden_date_in_between_is_never_shown_as_the_old_date(cast, marco, oven):
    """Moved while shared, undone and moved again in a draft: reported with the date of a week ago."""
    move_date(cast, oven, LATER, "The electrician")
    return_to_draft(cast, oven)
    move_date(cast, oven, FIRST)
    move_date(cast, oven, LATEST)
    agree_again(cast, oven)
    assert "Second oven is now due 22 December (was 1 December)." in marco.get(LETTER).words("#dates")
    assert "electrician" not in marco.get(LETTER).text


def test_a_date_from_a_draft_is_not_reported_in_a_later_week(cast, marco, oven):
    return_to_draft(cast, oven)
    move_date(cast, oven, LATER)
    the_week_before(cast)
    move_date(cast, oven, LATEST)
    agree_again(cast, oven)
    letter = marco.get(LETTER)
    assert "was 1 December" in letter.words("#dates") and "15 December" not in letter.text


def test_a_reported_move_stays_reported_under_a_goal_agreed_later(cast, marco, oven):
    task = a_task(cast.fornello, cast.dana, "Order flour", goal=oven, due=FIRST)
    move_date(cast, task, LATEST, "The mill is shut")
    for goal in (a_proposal(cast), a_goal(cast.fornello, cast.dana, "A third shop")):
        put_under(cast, task, goal)
        said = marco.get(LETTER).words("#dates")
        assert "Order flour is now due 22 December (was 1 December). The mill is shut" in said


def test_a_date_moved_before_any_agreement_is_not_reported_later(cast, marco, oven):
    task = a_task(cast.fornello, cast.dana, "Order flour", goal=a_proposal(cast), due=FIRST)
    move_date(cast, task, LATEST)
    put_under(cast, task, oven)
    assert not marco.get(LETTER).soup.select("#dates")
    assert "was" not in marco.get(f"{HOME}/tasks/{task.number}").words("main").split()


def test_undoing_a_date_in_a_draft_withdraws_no_promise(cast, dana, marco, oven):
    return_to_draft(cast, oven)
    task = a_task(cast.fornello, cast.dana, "Order flour", goal=oven)
    moved = dana.post(f"{HOME}/tasks/{task.number}/due", due="2026-12-05").changed
    oven.propose(cast.dana)
    db.session.commit()
    return_to_draft(cast, oven)
    dana.post(f"{HOME}/undo/{moved}")
    db.session.refresh(task)
    assert task.due is None
    move_date(cast, task, date(2026, 12, 18))
    agree_again(cast, oven)
    assert "was 5 Dec" in marco.get(f"{HOME}/tasks/{task.number}").words("main")


def test_undoing_a_shared_first_date_withdraws_it(cast, dana, marco):
    task = a_task(cast.fornello, cast.dana, "Order flour")
    moved = dana.post(f"{HOME}/tasks/{task.number}/due", due="2026-12-05").changed
    dana.post(f"{HOME}/undo/{moved}")
    db.session.refresh(task)
    move_date(cast, task, date(2026, 12, 18))
    assert (task.original_due, task.date_moved) == (date(2026, 12, 18), False)
    assert not marco.get(LETTER).soup.select("#dates")


def test_moving_a_date_nobody_was_promised_asks_for_no_reason(cast, dana, oven):
    return_to_draft(cast, oven)
    task = a_task(cast.fornello, cast.dana, "Order flour", goal=oven, due=FIRST)
    dana.post(f"{HOME}/tasks/{task.number}/due", due="2026-12-15")
    db.session.refresh(task)
    assert (task.due, task.original_due) == (LATER, LATER)
    assert (
        "Say in a few words why" in dana.post(f"{HOME}/goals/{oven.number}", 422, done_by="2026-12-15").text
    )


def test_a_trashed_task_keeps_its_promise(cast, marco, oven):
    task = a_task(cast.fornello, cast.dana, "Order flour", goal=oven, due=FIRST)
    task.put_in_trash(cast.dana)
    return_to_draft(cast, oven)
    task.restore(cast.dana)
    db.session.commit()
    move_date(cast, task, LATEST)
    agree_again(cast, oven)
    assert "was 1 Dec" in marco.get(f"{HOME}/tasks/{task.number}").words("main")


def test_done_work_is_not_reported_as_moved(cast, marco, oven):
    move_date(cast, oven, LATER, "The electrician")
    oven.set_status(Status.DONE, cast.dana)
    db.session.commit()
    assert not marco.get(LETTER).soup.select("#dates")
    assert db.session.get(Goal, oven.id).original_target_date == FIRST


def test_an_earlier_date_is_shown_if_it_was_agreed_to_in_between(cast, marco, oven):
    """Set and corrected on one day is no move, unless the CEO agreed to it in between."""
    ladder = a_draft(cast)
    move_date(cast, ladder, LATER)
    agree_again(cast, ladder)
    move_date(cast, ladder, FIRST)
    assert "Pizzaiolo ladder is now due 1 December (was 15 December)." in marco.get(LETTER).words("#dates")


@pytest.mark.parametrize("what", ["goal", "task in it", "task moved into a draft"])
def test_a_date_moved_out_of_sight_long_ago_is_shown_when_it_is_seen_again(cast, marco, oven, what):
    task = a_task(cast.fornello, cast.dana, "Order flour", goal=oven, due=FIRST)
    if what == "task moved into a draft":
        put_under(cast, task, a_draft(cast))
    else:
        return_to_draft(cast, oven)
    move_date(cast, oven if what == "goal" else task, LATEST, "Between us")
    the_week_before(cast)
    if what == "task moved into a draft":
        put_under(cast, task, oven)
    else:
        agree_again(cast, oven)
    letter = marco.get(LETTER)
    title = "Second oven" if what == "goal" else "Order flour"
    assert f"{title} is now due 22 December (was 1 December)." in letter.words("#dates")
    assert "Between us" not in letter.text


@pytest.mark.parametrize("shown_before", [False, True])
def test_a_task_seen_again_with_its_draft_is_shown_once(cast, marco, oven, shown_before):
    task = a_task(cast.fornello, cast.dana, "Order flour", goal=oven, due=FIRST)
    draft = a_draft(cast)
    put_under(cast, task, draft)
    move_date(cast, task, LATEST)
    if shown_before:
        agree_again(cast, draft)
        return_to_draft(cast, draft)
    the_week_before(cast)
    agree_again(cast, draft)
    told = [part.text for part in marco.get(LETTER).soup.select("#dates")]
    assert any("Order flour" in words for words in told) is not shown_before


@pytest.mark.parametrize("way", ["put in a draft", "hidden with its goal", "from one draft to another"])
@pytest.mark.parametrize("back", ["moved out", "goal shown"])
def test_however_a_task_left_and_came_back_its_moved_date_is_shown(cast, marco, oven, way, back):
    task = a_task(cast.fornello, cast.dana, "Order flour", goal=oven, due=FIRST)
    draft = a_draft(cast)
    if way == "hidden with its goal":
        return_to_draft(cast, oven)
    else:
        put_under(cast, task, a_draft(cast, "Hiring") if way == "from one draft to another" else draft)
    move_date(cast, task, LATEST)
    if way != "hidden with its goal":
        put_under(cast, task, draft)
    the_week_before(cast)
    if back == "moved out":
        put_under(cast, task, a_goal(cast.fornello, cast.dana, "New menu"))
    else:
        agree_again(cast, task.goal)
    assert "Order flour is now due 22 December (was 1 December)." in marco.get(LETTER).words("#dates")


def test_a_date_moved_before_a_task_was_trashed_is_shown_when_it_is_restored(cast, marco, oven):
    task = a_task(cast.fornello, cast.dana, "Order flour", goal=oven, due=FIRST)
    return_to_draft(cast, oven)
    move_date(cast, task, LATEST)
    task.put_in_trash(cast.dana)
    agree_again(cast, oven)
    the_week_before(cast)
    task.restore(cast.dana)
    db.session.commit()
    assert "Order flour is now due 22 December (was 1 December)." in marco.get(LETTER).words("#dates")


def test_a_date_that_moved_in_sight_is_not_shown_again_under_a_goal_that_came_back(cast, marco, oven):
    task = a_task(
        cast.fornello, cast.dana, "Order flour", goal=a_goal(cast.fornello, cast.dana, "New menu"), due=FIRST
    )
    return_to_draft(cast, oven)
    move_date(cast, task, LATEST, "Later")
    the_week_before(cast)
    agree_again(cast, oven)
    put_under(cast, task, oven)
    assert not marco.get(LETTER).soup.select("#dates")


def test_a_proposal_by_mistake_swallows_no_date(cast, dana, marco, oven):
    task = a_task(cast.fornello, cast.dana, "Order flour", goal=oven, due=FIRST)
    return_to_draft(cast, oven)
    move_date(cast, task, LATEST)
    proposed = dana.swap(f"{HOME}/goals/{oven.number}/life", life="proposed")
    dana.post(proposed.parts["toasts"].select_one("form")["action"])
    the_week_before(cast)
    agree_again(cast, oven)
    assert "Order flour is now due 22 December (was 1 December)." in marco.get(LETTER).words("#dates")


def test_a_date_shown_in_its_week_is_not_shown_again_when_the_task_moves(cast, marco, oven):
    task = a_task(cast.fornello, cast.dana, "Order flour", goal=oven, due=FIRST)
    return_to_draft(cast, oven)
    move_date(cast, task, LATEST)
    agree_again(cast, oven)
    the_week_before(cast)
    put_under(cast, task, a_goal(cast.fornello, cast.dana, "New menu"))
    assert not marco.get(LETTER).soup.select("#dates")


def test_a_date_set_back_into_the_past_is_not_called_due(cast, marco, oven):
    move_date(cast, oven, date(2026, 11, 20))
    assert "Second oven was moved to 20 November (was 1 December)." in marco.get(LETTER).words("#dates")


def test_a_goal_proposed_again_has_a_proposed_date(cast, marco, oven):
    return_to_draft(cast, oven)
    move_date(cast, oven, LATEST, "Later")
    oven.propose(cast.dana)
    db.session.commit()
    assert "Second oven is now proposed for 22 December" in marco.get(LETTER).words("#dates")


def test_more_dates_than_are_listed_lead_to_the_history(cast, marco, oven):
    for number in range(9):
        move_date(cast, a_task(cast.fornello, cast.dana, f"Task {number}", goal=oven, due=FIRST), LATER)
    move_date(cast, oven, LATEST, "The oven is late.")
    dates = marco.get(LETTER).one("#dates")
    assert dates.select_one("li b").text.startswith("Second oven is now due")
    assert "And two more" in dates.text
    address = dates.select_one(".meta a")["href"]
    assert "Second oven" in marco.get(address).words("main")


def test_a_date_shown_before_is_not_shown_again_when_it_is_hidden_once_more(cast, marco, oven):
    return_to_draft(cast, oven)
    move_date(cast, oven, LATEST)
    agree_again(cast, oven)
    the_week_before(cast)
    return_to_draft(cast, oven)
    agree_again(cast, oven)
    assert not marco.get(LETTER).soup.select("#dates")


def test_an_agreement_undone_and_given_again_keeps_the_promise(cast, marco):
    goal = a_draft(cast)
    move_date(cast, goal, FIRST)
    goal.propose(cast.dana)
    db.session.commit()
    agreed = marco.post(f"{HOME}/goals/{goal.number}/agree").changed
    move_date(cast, goal, LATEST, "The electrician")
    marco.post(f"{HOME}/undo/{agreed}")
    db.session.refresh(goal)
    assert goal.is_proposed
    marco.post(f"{HOME}/goals/{goal.number}/agree")
    db.session.refresh(goal)
    assert goal.is_agreed and goal.original_target_date == FIRST


def test_a_hidden_last_change_gives_no_reason(cast, marco, oven):
    move_date(cast, oven, LATER, "The supplier is late")
    return_to_draft(cast, oven)
    move_date(cast, oven, LATEST, "Between us")
    move_date(cast, oven, LATER, "Between us")
    agree_again(cast, oven)
    letter = marco.get(LETTER)
    assert "now due 15 December (was 1 December)." in letter.words("#dates")
    assert "supplier" not in letter.words("#dates") and "Between us" not in letter.text
