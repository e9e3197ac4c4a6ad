"""Since when does a question wait? Since the day the CEO could first read it, whatever happened in the meantime."""

import random
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from tests.roadmap.people import HOME
from tests.world import a_comment, a_goal, a_task
from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.history.models import Event
from tracker.roadmap.models import Task
from tracker.roadmap.models.statuses import ApprovalState

START = datetime(2026, 11, 2, 7, tzinfo=UTC)
MONDAY, TUESDAY, FRIDAY = (START + timedelta(days=day) for day in (0, 1, 4))


class Desk:
    """Dana at work on one task under one goal, an hour after the other."""

    def __init__(self, dana, goal, task):
        self.dana, self.goal, self.task = dana, f"{HOME}/goals/{goal.number}", f"{HOME}/tasks/{task.number}"
        self.number = goal.number
        self.asked = 0

    def last_change(self):
        return db.session.query(Event.change_set_id).order_by(Event.id.desc()).limit(1).scalar()

    def do(self, *steps):
        for step in steps:
            getattr(self, step)()
        db.session.expire_all()

    def undo(self):
        self.dana.post(f"{HOME}/undo/{self.last_change()}")

    def ask(self, who="marco", why=""):
        self.asked += 1
        reason = why or f"Which of the {self.asked + 1}?"
        self.dana.post(f"{self.task}/status", status="waiting", waiting_on=who, why=reason)

    def ask_rosa(self):
        self.ask(who="rosa")

    def finish(self):
        self.dana.post(f"{self.task}/status", status="done")

    def ask_by_goal(self):
        self.dana.post(f"{self.goal}/status", status="waiting", waiting_on="marco", why="Ana or Leo?")

    def finish_goal(self):
        self.dana.post(f"{self.goal}/status", status="done")

    def draft(self):
        self.dana.post(f"{self.goal}/life", life="draft")

    def propose(self):
        self.dana.post(f"{self.goal}/life", life="proposed")

    def to_inbox(self):
        self.dana.post(f"{self.task}/goal", goal="")

    def to_goal(self):
        self.dana.post(f"{self.task}/goal", goal=str(self.number))

    def trash(self):
        self.dana.post(f"{self.task}/trash")

    def restore(self):
        self.dana.post(f"{self.task}/restore")

    def trash_goal(self):
        self.dana.post(f"{self.goal}/trash")

    def restore_goal(self):
        self.dana.post(f"{self.goal}/restore")


@pytest.fixture
def at():
    """Go to a moment: `at(FRIDAY)`."""
    travellers = []

    def travel(moment):
        if travellers:
            travellers.pop().stop()
        travellers.append(time_machine.travel(moment, tick=False))
        travellers[-1].start()

    yield travel
    for traveller in travellers:
        traveller.stop()


@pytest.fixture
def draft(at, cast):
    at(MONDAY)
    return a_goal(cast.fornello, cast.dana, "Night shift", approval_state=ApprovalState.DRAFT)


@pytest.fixture
def task(cast, draft):
    return a_task(cast.fornello, cast.dana, "Choose a night baker", goal=draft)


@pytest.fixture
def desk(dana, draft, task):
    return Desk(dana, draft, task)


def asked(task):
    db.session.expire_all()
    return task.waiting_since


SHOWN_ON_FRIDAY = {
    "proposed": (["ask"], ["propose"]),
    "proposed by mistake, then again": (["ask", "propose", "undo"], ["propose"]),
    "proposed, undone, redone": (["ask"], ["propose", "undo", "undo"]),
    "moved out by mistake, then for good": (["ask", "to_inbox", "undo"], ["to_inbox"]),
    "in the trash when its goal was proposed": (["ask", "trash", "propose"], ["restore"]),
    "asked again in the draft": (["propose", "ask", "draft", "ask"], ["propose"]),
    "someone else asked in the draft": (["propose", "ask", "draft", "ask_rosa"], ["propose"]),
    "its goal restored": (["ask", "trash_goal", "restore_goal"], ["propose"]),
}


@pytest.mark.parametrize("way", SHOWN_ON_FRIDAY)
def test_a_question_is_asked_when_it_can_be_read(desk, at, task, way):
    hidden, shown = SHOWN_ON_FRIDAY[way]
    desk.do(*hidden)
    at(FRIDAY)
    desk.do(*shown)
    assert asked(task) == FRIDAY


SEEN_ON_MONDAY = {
    "drafted and proposed": ["draft", "propose"],
    "done by mistake in a draft": ["draft", "finish", "undo", "propose"],
    "someone else asked by mistake in a draft": ["draft", "ask_rosa", "undo", "propose"],
    "asked again by mistake in a draft": ["draft", "ask", "undo", "propose"],
    "drafted by mistake": ["draft", "undo"],
    "in the trash meanwhile": ["trash", "restore"],
    "its goal in the trash meanwhile": ["trash_goal", "restore_goal"],
    "moved to the inbox and back": ["to_inbox", "to_goal"],
}


@pytest.mark.parametrize("way", SEEN_ON_MONDAY)
def test_a_question_that_was_seen_keeps_its_day(desk, at, task, way):
    desk.do("propose", "ask")
    at(FRIDAY)
    desk.do(*SEEN_ON_MONDAY[way])
    assert asked(task) == MONDAY


@pytest.mark.parametrize("step", ["finish", "ask_rosa", "ask"])
def test_an_answer_is_still_told_after_a_mistake_in_a_draft(desk, at, cast, dana, marco, task, step):
    desk.do("propose", "ask")
    at(TUESDAY)
    a_comment(task, cast.marco, "Take Ana, please.")
    at(FRIDAY)
    desk.do("draft", step, "undo", "propose")
    assert "asked Monday · wrote Tuesday" in dana.get("/").words("#waiting-on-others")
    assert "Asked on Monday. You wrote on Tuesday." in marco.get(f"{HOME}/letter").words("#letter")


WHAT_MARCO_DOES = {
    "writes": ("task", "/comments", {"body": "Take Ana, please."}),
    "sets the date": ("task", "/due", {"due": "2026-12-18"}),
    "agrees": ("goal", "/agree", {}),
}


@pytest.mark.parametrize("deed", WHAT_MARCO_DOES)
def test_a_question_shown_by_mistake_keeps_its_day_once_the_ceo_has_acted(desk, at, marco, task, deed):
    desk.do("ask")
    at(TUESDAY)
    desk.do("propose")
    proposed = desk.last_change()
    about, address, form = WHAT_MARCO_DOES[deed]
    answer = marco.post(f"{getattr(desk, about)}{address}", **form)
    if deed == "agrees":
        marco.post(f"{HOME}/undo/{answer.changed}")
    desk.dana.post(f"{HOME}/undo/{proposed}")
    at(FRIDAY)
    desk.do("propose")
    assert asked(task) == TUESDAY


def test_the_undo_of_one_proposal_leaves_other_questions_alone(desk, at, cast, task):
    other = a_goal(cast.fornello, cast.dana, "Oven", approval_state=ApprovalState.DRAFT)
    desk.do("ask")
    at(TUESDAY)
    desk.do("propose")
    desk.dana.post(f"{HOME}/goals/{other.number}/life", life="proposed")
    proposed = desk.last_change()
    desk.do("draft")
    desk.dana.post(f"{HOME}/undo/{proposed}")
    at(FRIDAY)
    desk.do("propose")
    assert asked(task) == TUESDAY


@pytest.mark.parametrize(
    ("hidden", "shown", "since"),
    [
        (["ask_by_goal"], ["propose"], FRIDAY),
        (["ask_by_goal", "propose", "undo"], ["propose"], FRIDAY),
        (["ask_by_goal"], ["propose", "undo", "undo"], FRIDAY),
        (["propose", "ask_by_goal", "draft"], ["finish_goal", "undo", "propose"], MONDAY),
        (["propose", "ask_by_goal", "trash_goal"], ["restore_goal"], MONDAY),
    ],
)
def test_a_goal_that_waits_itself_is_no_different(desk, at, draft, hidden, shown, since):
    desk.do(*hidden)
    at(FRIDAY)
    desk.do(*shown)
    assert asked(draft) == since


class Account:
    """What a careful observer would write down: which question stands, and since when it could be read."""

    def __init__(self):
        self.place, self.is_draft, self.in_trash = "goal", True, False
        self.question, self.questions, self.readable_since = None, 0, {}

    def sees(self, now):
        if not self.in_trash and self.question and (self.place == "inbox" or not self.is_draft):
            self.readable_since.setdefault(self.question, now)

    def ask(self):
        self.questions += 1
        self.question = self.questions

    def choices(self):
        if self.in_trash:
            return ["restore"] + (["propose"] if self.is_draft else ["draft"])
        asking = ["ask", "ask+undo", "ask_rosa+undo"] + (["finish+undo"] if self.question else [])
        moving = ["to_inbox"] if self.place == "goal" else ["to_goal"]
        return [*asking, *moving, "trash", *(["propose", "propose+undo"] if self.is_draft else ["draft"])]

    def take(self, step, now):
        if step == "ask":
            self.ask()
        elif step in ("trash", "restore"):
            self.in_trash = step == "trash"
        elif step in ("to_inbox", "to_goal"):
            self.place = step.removeprefix("to_")
        elif step in ("draft", "propose"):
            self.is_draft = step == "draft"
        self.sees(now)


@pytest.mark.parametrize("seed", range(24))
def test_any_order_of_things_tells_the_first_day_it_could_be_read(desk, at, task, seed):
    choose, account, told = random.Random(seed), Account(), []
    for hour in range(12):
        now = MONDAY + timedelta(hours=hour)
        at(now)
        step = "ask" if not account.question else choose.choice(account.choices())
        told.append(step)
        desk.do(*step.split("+"))
        account.take(step, now)
        if account.question in account.readable_since:
            assert asked(task) == account.readable_since[account.question], told
    assert db.session.get(Task, task.id).waiting_since <= clock.now()
