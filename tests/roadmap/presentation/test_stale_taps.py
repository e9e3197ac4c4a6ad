"""A button on a stale page changes nothing its reader was not shown, and asks with both versions."""

import json
from datetime import date, timedelta

import pytest
from sqlalchemy import update

from tests.roadmap.people import HOME
from tests.world import a_goal, a_person, a_task, recorded_actions, seat_of, set_columns
from tracker.clients.models import Role, Seat
from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.history.models import Event
from tracker.roadmap.models.statuses import ApprovalState, Status

LETTER, BOARD, GOAL, TODAY, MINE = f"{HOME}/letter", f"{HOME}/", f"{HOME}/goals/1", "/", f"{HOME}/mine"
PROPOSAL = "Pizzaiolo ladder: three steps, three pay bands"
HUGE = "Pizzaiolo ladder: five steps, and 40,000 a year"


@pytest.fixture
def ladder(cast):
    """Proposed to Marco, with one task."""
    why, day = "So good people stay.", date(2027, 3, 26)
    goal = a_goal(
        cast.fornello, cast.dana, PROPOSAL, approval_state=ApprovalState.DRAFT, why=why, target_date=day
    )
    goal.propose(by=cast.dana)
    db.session.commit()
    set_columns(goal, number=1)
    a_task(cast.fornello, cast.dana, "Write the three steps", goal=goal, due=date(2027, 1, 15))
    return goal


def held(form, **more):
    """Return the address of a form of a page, and what it sends."""
    fields = {tag["name"]: tag.get("value", "") for tag in form.select("[type=hidden]")}
    fields |= {tag["name"]: tag["value"] for tag in form.select("button")[:1] if tag.get("name")}
    del fields["csrf_token"]
    return form["action"], {**fields, **more}


def form_to(visitor, page, ending):
    """Return the first form of a page whose address ends like this, as `held`."""
    forms = [form for form in visitor.get(page).soup.select("form") if ending in form.get("action", "")]
    assert forms, f"no form to {ending} at {page}"
    return held(forms[0])


def send(visitor, how, form, expect, **more):
    """Send a form as a browser does, with or without scripts."""
    address, fields = form
    return getattr(visitor, how)(address, expect, **{**fields, **more})


def asked_again(answer, how):
    """Return the form of the answer to a stale tap."""
    form = answer.parts["toasts"].select_one("form") if how == "swap" else answer.one("main form")
    return held(form)


def rewrite(dana, goal):
    """Dana rewrites the goal and its date."""
    dana.post(GOAL, title=HUGE, why="", done_by="2027-09-30")
    db.session.refresh(goal)


def late_call(cast):
    """A task of Dana's that is due, and so on her Today."""
    owner = seat_of(cast.dana, cast.fornello)
    return a_task(cast.fornello, cast.dana, "Ring the landlord", due=date(2026, 11, 27), owner=owner)


WAYS = [("swap", 200), ("post", 303)]


@pytest.mark.parametrize(("how", "fine"), WAYS)
@pytest.mark.parametrize("page", [LETTER, GOAL, BOARD])
def test_an_agreement_needs_the_version_that_was_shown(dana, marco, ladder, page, how, fine):
    form = form_to(marco, page, "/agree")
    rewrite(dana, ladder)
    answer = send(marco, how, form, 409)
    assert ladder.is_proposed and "goal_agreed" not in recorded_actions()
    for said in (PROPOSAL, HUGE, "So good people stay.", "26 March 2027", "30 September 2027", "Dana"):
        assert said in answer.text
    send(marco, how, asked_again(answer, how), fine)
    assert ladder.is_agreed and ladder.original_target_date == date(2027, 9, 30)


@pytest.mark.parametrize("page", [LETTER, GOAL, BOARD])
def test_nothing_changed_so_nothing_is_asked(dana, marco, ladder, page):
    form = form_to(marco, page, "/agree")
    dana.post(f"{HOME}/tasks/1/status", status="on_track")
    send(marco, "swap", form, 200)
    assert ladder.is_agreed


def test_a_draft_and_back_with_other_words_is_asked_about(dana, marco, ladder):
    form = form_to(marco, LETTER, "/agree")
    dana.post(f"{GOAL}/life", life="draft")
    rewrite(dana, ladder)
    dana.post(f"{GOAL}/life", life="proposed")
    assert HUGE in send(marco, "swap", form, 409).text
    assert ladder.is_proposed


@pytest.mark.parametrize("what", ["added", "moved away", "trashed", "renamed", "dated"])
def test_its_tasks_are_agreed_to_as_well(cast, dana, marco, ladder, what):
    form = form_to(marco, LETTER, "/agree")
    task = f"{HOME}/tasks/1"
    if what == "added":
        dana.post(f"{HOME}/tasks", title="Pay 40,000 a year", goal="1")
    elif what == "moved away":
        dana.post(f"{task}/goal", goal="")
    elif what == "trashed":
        dana.post(f"{task}/trash")
    elif what == "renamed":
        dana.post(task, title="Pay 40,000 a year")
    else:
        dana.post(f"{task}/due", due="2027-02-26")
    answer = send(marco, "swap", form, 409)
    assert ladder.is_proposed and "Tasks" in answer.text
    others = "One task, with another title or date"
    now = {"added": "Two tasks", "moved away": "No tasks", "trashed": "No tasks"}.get(what, others)
    for words in ("One task", now, "Dana changed this goal", "Read it first"):
        assert words in answer.text
    send(marco, "swap", asked_again(answer, "swap"), 200)
    assert ladder.is_agreed


def test_a_task_moved_into_a_draft_is_not_named(cast, dana, marco, ladder):
    a_goal(cast.fornello, cast.dana, "Sell the shop", approval_state=ApprovalState.DRAFT)
    number = db.session.scalars(
        db.select(type(ladder).number).where(type(ladder).title == "Sell the shop")
    ).one()
    form = form_to(marco, LETTER, "/agree")
    dana.post(f"{HOME}/tasks/1/goal", goal=str(number))
    dana.post(f"{HOME}/tasks/1", title="Sell the till")
    answer = send(marco, "swap", form, 409)
    assert "Sell" not in answer.text and "Write the three steps" not in answer.text


def test_ones_own_changes_need_no_question(marco, ladder):
    db.session.execute(update(Event).values(happened_at=clock.now() - timedelta(minutes=2)))
    db.session.commit()
    form = form_to(marco, BOARD, "/agree")
    marco.post(GOAL, title="Ladder")
    marco.post(f"{HOME}/tasks", title="Ask the team", goal="1")
    send(marco, "swap", form, 200)
    assert ladder.is_agreed


@pytest.fixture
def rosa_helps(cast, ladder):
    """A task of hers is under the goal."""
    return a_task(
        cast.fornello, cast.dana, "Ask the team", goal=ladder, owner=seat_of(cast.rosa, cast.fornello)
    )


@pytest.mark.parametrize("what", ["tick", "comment"])
def test_who_only_works_on_it_is_not_named(dana, marco, rosa, rosa_helps, what):
    form = form_to(marco, LETTER, "/agree")
    dana.post(GOAL, done_by="2027-09-30")
    if what == "tick":
        rosa.post(f"{HOME}/tasks/2/status", status="done")
    else:
        rosa.post(f"{HOME}/tasks/2/comments", body="The team agrees.")
    assert "Dana changed this goal after you opened the page." in send(marco, "swap", form, 409).text


def test_two_people_changed_it(dana, marco, rosa, rosa_helps):
    form = form_to(marco, LETTER, "/agree")
    dana.post(GOAL, done_by="2027-09-30")
    rosa.post(f"{HOME}/tasks/2", title="Ask all of them")
    assert "Dana and Rosa changed this goal" in send(marco, "swap", form, 409).text


@pytest.mark.parametrize("page", [LETTER, GOAL, BOARD])
def test_ones_own_words_are_nobody_elses(dana, marco, ladder, page):
    """In another tab, right after Dana proposed it."""
    form = form_to(marco, page, "/agree")
    marco.post(GOAL, title="Ladder")
    send(marco, "swap", form, 200)
    assert ladder.is_agreed


def test_only_the_changes_of_others_are_shown(dana, marco, ladder):
    form = form_to(marco, LETTER, "/agree")
    marco.post(GOAL, title="Ladder")
    dana.post(GOAL, done_by="2027-09-30")
    answer = send(marco, "swap", form, 409)
    assert "30 September 2027" in answer.text and "Dana changed this goal" in answer.text
    assert "Goal, now" not in answer.text


def test_an_own_task_does_not_hide_that_of_another(dana, marco, ladder):
    form = form_to(marco, LETTER, "/agree")
    dana.post(f"{HOME}/tasks", title="Pay 40,000 a year", goal="1")
    marco.post(f"{HOME}/tasks", title="Ask the team", goal="1")
    assert "Dana changed this goal" in send(marco, "swap", form, 409).text


@pytest.mark.parametrize("what", ["trash", "moved away"])
def test_a_task_that_the_reader_took_out(marco, ladder, what):
    db.session.execute(update(Event).values(happened_at=clock.now() - timedelta(minutes=2)))
    db.session.commit()
    form = form_to(marco, LETTER, "/agree")
    if what == "trash":
        marco.post(f"{HOME}/tasks/1/trash")
    else:
        marco.post(f"{HOME}/tasks/1/goal", goal="")
    send(marco, "swap", form, 200)


def test_a_long_proposal_is_agreed(cast, marco, ladder):
    before = len(form_to(marco, LETTER, "/agree")[1]["was_shown"])
    for number in range(40):
        a_task(cast.fornello, cast.dana, f"Task {number}", goal=ladder)
    form = form_to(marco, LETTER, "/agree")
    assert len(form[1]["was_shown"]) <= before + 1, "the field does not grow with the tasks"
    send(marco, "swap", form, 200)
    assert ladder.is_agreed


@pytest.mark.parametrize("mark", ["0" * 20, "abcdef", "abcdef 3:abcdef"])
def test_a_forged_field_tells_nothing_of_hidden_work(cast, dana, marco, ladder, mark):
    """The answer is the same before and after work in a draft, and words for the COO alone."""
    db.session.execute(update(Event).values(happened_at=clock.now() - timedelta(minutes=9)))
    db.session.commit()
    address, fields = form_to(marco, LETTER, "/agree")
    secret = a_goal(cast.fornello, cast.dana, "Sell the shop", approval_state=ApprovalState.DRAFT)
    task = a_task(cast.fornello, cast.dana, "Value the ovens", goal=secret)
    forged = json.dumps({**json.loads(fields["was_shown"]), "tasks": f"{task.number}:{mark}"})
    hidden = db.session.scalars(db.select(Event.id).where(Event.task_id == task.id)).all()
    db.session.execute(update(Event).values(happened_at=clock.now() - timedelta(minutes=9)))
    db.session.commit()
    first = marco.swap(address, None, was_shown=forged)
    set_columns(ladder, approval_state=ApprovalState.PROPOSED)
    db.session.execute(update(Event).where(Event.id.in_(hidden)).values(happened_at=clock.now()))
    db.session.commit()
    second = marco.swap(address, None, was_shown=forged)
    assert hidden and (first.status, first.status == 409 and first.text) == (
        second.status,
        second.status == 409 and second.text,
    )


def test_the_digest_of_a_draft_tells_the_client_nothing(cast, dana, marco, ladder):
    a_task(cast.fornello, cast.dana, "Between us", goal=ladder)
    dana.post(f"{HOME}/tasks/1", title="Write the four steps")
    marco.swap(f"{GOAL}/agree", 200, was_shown="goal:1 tasks:1 at:1")
    assert ladder.is_agreed


@pytest.mark.parametrize(("how", "fine"), WAYS)
def test_what_cannot_be_done_is_not_offered(cast, visit, marco, ladder, how, fine):
    carl = a_person("Carl Bellini", "carl@fornello.example")
    Seat.give(cast.fornello, carl, Role.CEO, by=cast.dana)
    db.session.commit()
    form = form_to(marco, LETTER, "/talk")
    visit(carl).post(f"{GOAL}/talk", why="Too early?")
    answer = send(marco, how, form, 422, why="Is May too early?")
    assert "Carl asked to discuss it already" in answer.text and "anyway" not in answer.text


@pytest.mark.parametrize(("how", "fine"), WAYS)
def test_a_proposal_that_is_a_draft_again(dana, marco, ladder, how, fine):
    form = form_to(marco, LETTER, "/agree")
    dana.post(f"{GOAL}/life", life="draft")
    answer = send(marco, how, form, 404)
    assert "This is not here any more" in answer.text and "mistyped" not in answer.text
    absent = send(marco, how, (f"{HOME}/goals/77/agree", form[1]), 404)
    assert absent.text == answer.text


@pytest.mark.parametrize(("how", "fine"), WAYS)
def test_the_other_ceo_asked_to_discuss_it(cast, visit, marco, ladder, how, fine):
    carla = a_person("Carla Bellini", "carla@fornello.example")
    Seat.give(cast.fornello, carla, Role.CEO, by=cast.dana)
    db.session.commit()
    form = form_to(marco, LETTER, "/agree")
    visit(carla).post(f"{GOAL}/talk", why="Too early?")
    answer = send(marco, how, form, 409)
    assert "Carla" in answer.text and "Discuss it first" in answer.text
    send(marco, how, asked_again(answer, how), fine)
    assert ladder.is_agreed


def test_a_goal_to_discuss_is_agreed_as_it_was_shown(dana, marco, ladder):
    marco.post(f"{GOAL}/talk", why="Too early?")
    form = form_to(marco, LETTER, "/agree")
    rewrite(dana, ladder)
    assert HUGE in send(marco, "post", form, 409).text


@pytest.mark.parametrize(("how", "fine"), WAYS)
@pytest.mark.parametrize("page", [LETTER, GOAL, BOARD])
def test_a_comment_about_a_changed_goal_is_kept(dana, marco, ladder, page, how, fine):
    address, fields = form_to(marco, page, "/talk")
    rewrite(dana, ladder)
    answer = send(marco, how, (address, fields), 409, why="Is May too early?")
    assert HUGE in answer.text and "goal_discussion_requested" not in recorded_actions()
    again = answer.parts["toasts"].select_one("form") if how == "swap" else answer.one("main form")
    assert again.select_one("[name=why]")["value"] == "Is May too early?"
    address, fields = held(again)
    send(marco, how, (address, fields), fine, why="Is May too early?")
    assert "Is May too early?" in dana.get(GOAL).text


@pytest.mark.parametrize(("how", "fine"), WAYS)
def test_an_agreement_is_not_withdrawn_unseen(dana, marco, ladder, how, fine):
    form = form_to(dana, GOAL, "/life")
    marco.post(f"{GOAL}/agree")
    answer = send(dana, how, form, 409)
    assert ladder.is_agreed and "Proposed" in answer.text and "Agreed" in answer.text
    send(dana, how, asked_again(answer, how), fine)
    assert ladder.is_draft


def test_a_draft_another_coo_changed_is_not_proposed_from_the_road_map(cast, dana, visit):
    Seat.give(cast.fornello, cast.ash, Role.COO, by=cast.dana)
    goal = a_goal(cast.fornello, cast.dana, "Ladder", approval_state=ApprovalState.DRAFT)
    form = form_to(dana, BOARD, "/life")
    visit(cast.ash).post(f"{HOME}/goals/{goal.number}", title=HUGE)
    answer = send(dana, "swap", form, 409)
    assert HUGE in answer.text and goal.is_draft
    send(dana, "swap", asked_again(answer, "swap"), 200)
    assert goal.is_proposed


@pytest.mark.parametrize("ending", ["agree", "talk"])
def test_an_older_tab_without_the_field_works_as_before(dana, marco, ladder, ending):
    rewrite(dana, ladder)
    marco.post(f"{GOAL}/{ending}")
    marco.swap(f"{GOAL}/{ending}", None)
    assert ladder.is_agreed or ladder.discussion_requested_at


@pytest.mark.parametrize(
    "said",
    [
        "{",
        "{}",
        "[]",
        "null",
        '{"at": "x"}',
        '{"tasks": 3, "at": 1e99}',
        "goal:1 at:1",
        "goal:1 at:999999999999",
    ],
)
def test_an_invalid_field_is_ignored(marco, ladder, said):
    assert marco.swap(f"{GOAL}/agree", None, was_shown=said).status in (200, 409, 422)


MANGLED = [
    {"tasks": f"{'9' * 30}:abcdef"},
    {"tasks": f"{'9' * 5000}:{'0' * 20}"},
    {"tasks": 3},
    {"at": -62135596800},
    {"at": 999999999999},
    {"at": "1"},
    {"at": True},
    {"title": "\ud800"},
    {"title": None},
    {"title": ["A"]},
]


@pytest.mark.parametrize("part", MANGLED, ids=lambda part: f"{part}"[:30])
def test_a_forged_part_makes_the_field_not_ours(dana, marco, ladder, part):
    address, fields = form_to(marco, LETTER, "/agree")
    rewrite(dana, ladder)
    told = json.dumps({**json.loads(fields["was_shown"]), **part})
    marco.swap(address, 200, was_shown=told)
    assert ladder.is_agreed


@pytest.fixture
def oven(cast):
    """A goal that waits on Marco."""
    goal = a_goal(cast.fornello, cast.dana, "Second oven")
    goal.set_status(
        Status.WAITING, by=cast.dana, waiting_on=seat_of(cast.marco, cast.fornello), why="Sign it"
    )
    db.session.commit()
    return goal


@pytest.fixture
def choose(cast):
    """A task that waits on Marco."""
    task = a_task(cast.fornello, cast.dana, "Choose: lease or buy")
    marco = seat_of(cast.marco, cast.fornello)
    task.set_status(Status.WAITING, by=cast.dana, waiting_on=marco, why="Lease or buy?")
    db.session.commit()
    return task


@pytest.mark.parametrize(("how", "fine"), WAYS)
def test_a_goal_finished_meanwhile_no_longer_waits_on_the_reader(dana, marco, oven, how, fine):
    form = form_to(marco, LETTER, "/status")
    dana.post(f"{HOME}/goals/1/status", status="done")
    answer = send(marco, how, form, 409)
    assert oven.is_done and f"Meanwhile, Dana moved “{oven.title}” to Done." in answer.text
    kept = asked_again(answer, how)
    send(marco, how, kept, fine, theirs="status")
    assert oven.is_done
    send(marco, how, kept, fine)
    assert oven.status == Status.ON_TRACK


@pytest.mark.parametrize(("how", "fine"), WAYS)
def test_done_on_the_letter_keeps_the_other_sides_reason(dana, marco, choose, how, fine):
    form = form_to(marco, LETTER, "/status")
    dana.post(f"{HOME}/tasks/1/status", status="watch", why="The landlord withdrew the offer.")
    answer = send(marco, how, form, 409)
    assert choose.status == Status.WATCH and choose.status_reason
    assert "The landlord withdrew the offer." in answer.text and "Done" in answer.text
    again = asked_again(answer, how)
    assert again[1]["back"] == "letter"
    answered = send(marco, how, again, fine)
    assert choose.is_done and (how == "post" or "letter" in answered.parts)


@pytest.mark.parametrize("page", [LETTER, MINE, BOARD, f"{HOME}/tasks/1"])
def test_another_question_is_not_answered_with_done(dana, marco, choose, page):
    form = form_to(marco, page, "/tasks/1/status")
    dana.post(f"{HOME}/tasks/1/status", status="waiting", why="Sign the lease by Monday")
    answer = send(marco, "swap", form, 409, status="done")
    assert (
        f"Meanwhile, Dana changed the reason of “{choose.title}”." in answer.text
        and "Sign the lease by Monday" in answer.text
    )
    send(marco, "swap", asked_again(answer, "swap"), 200)
    assert choose.is_done


@pytest.mark.parametrize("page", [LETTER, MINE])
def test_it_waits_on_somebody_else_now(dana, marco, choose, page):
    form = form_to(marco, page, "/tasks/1/status")
    dana.post(f"{HOME}/tasks/1/status", status="waiting", waiting_on="Rosa Delgado")
    answer = send(marco, "swap", form, 409, status="done")
    assert (
        f"Meanwhile, Dana changed who “{choose.title}” is waiting on." in answer.text
        and "Waiting on Rosa" in answer.text
    )
    assert not choose.is_done


def test_two_reasons_stand_side_by_side(cast, dana, marco, choose):
    dana.post(f"{HOME}/tasks/1/status", status="watch", why="The bank is slow")
    address, fields = form_to(marco, f"{HOME}/tasks/1", "/tasks/1/status")
    dana.post(f"{HOME}/tasks/1/status", status="watch", why="The landlord withdrew the offer.")
    answer = send(marco, "swap", (address, fields), 409, status="watch", why="I am on it")
    assert "The landlord withdrew the offer." in answer.text and "I am on it" in answer.text
    assert choose.status_reason == "The landlord withdrew the offer."
    send(marco, "swap", asked_again(answer, "swap"), 200)
    assert choose.status_reason == "I am on it"


def test_a_reason_where_there_is_none_yet_is_added(cast, dana, marco, choose):
    form = form_to(marco, f"{HOME}/tasks/1", "/tasks/1/status")
    dana.post(f"{HOME}/tasks/1/status", status="watch")
    send(marco, "swap", form, 200, status="watch", why="The bank is slow")
    assert (choose.status, choose.status_reason) == ("watch", "The bank is slow")


@pytest.mark.parametrize(("how", "fine"), WAYS)
def test_a_tick_on_today_overwrites_nothing(cast, dana, marco, how, fine):
    task = late_call(cast)
    form = form_to(dana, TODAY, "/status")
    marco.post(f"{HOME}/tasks/1/status", status="watch", why="Landlord says no")
    answer = send(dana, how, form, 409)
    assert task.status == "watch" and task.status_reason == "Landlord says no"
    assert "Landlord says no" in answer.text and "Done" in answer.text
    again = asked_again(answer, how)
    assert again[1]["back"] == "today"
    send(dana, how, again, fine)
    assert task.is_done


def test_a_tick_on_today_after_a_new_reason(cast, dana, marco):
    task = late_call(cast)
    task.set_status(Status.WAITING, by=cast.dana, waiting_on=seat_of(cast.marco, cast.fornello), why="Lease?")
    db.session.commit()
    form = form_to(dana, TODAY, "/status")
    marco.post(f"{HOME}/tasks/1/status", status="waiting", why="Landlord says no")
    assert "Landlord says no" in send(dana, "swap", form, 409).text
    fresh = form_to(dana, TODAY, "/status")
    send(dana, "swap", fresh, 200)
    assert task.is_done


def test_an_older_tab_with_the_status_alone_works_as_before(dana, marco, choose):
    dana.post(f"{HOME}/tasks/1/status", status="waiting", why="Sign the lease by Monday")
    marco.swap(f"{HOME}/tasks/1/status", status="done", was_status="waiting")
    assert choose.is_done
