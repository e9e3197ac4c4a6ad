"""The demo data is loaded into an empty database and is as complete as the prototypes."""

from collections import Counter
from dataclasses import replace

import pytest
from sqlalchemy import select

from tracker.accounts.models import Person, Practice
from tracker.accounts.passwords import matches
from tracker.clients.models import Client, Seat
from tracker.demo import story
from tracker.demo.client import ClientStory
from tracker.demo.clockwork import A_DAY
from tracker.demo.lines import GoalLine
from tracker.demo.stories import STORIES
from tracker.features import LOADED
from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.history.models import Event
from tracker.registry import Feature, Features
from tracker.roadmap.models import Comment, Goal, Step, Task
from tracker.roadmap.models.metric import metric_line
from tracker.roadmap.models.progress import count_progress
from tracker.roadmap.models.quarters import quarter_of
from tracker.roadmap.models.statuses import ApprovalState, Status


def client_called(slug):
    return db.session.scalars(select(Client).where(Client.slug == slug)).one()


def records_of(slug, kind):
    return list(db.session.scalars(kind.of(client_called(slug))))


def test_the_eight_clients_have_their_own_texts(demo_app):
    slugs = sorted(db.session.scalars(select(Client.slug)))
    assert slugs == [
        "brightwater-physio", "fornello-pizza", "halden-cycles", "juniper-catering", "marlow-vets",
        "okafor-immigration-law", "pine-post-framing", "third-street-hoops",
    ]  # fmt: skip
    assert db.session.scalars(select(Practice)).one().is_demo


@pytest.mark.parametrize(("email", "words"), story.WHO)
def test_five_people_can_sign_in(demo_app, email, words):
    assert matches(Person.by_email(email).password_hash, story.PASSWORD)


def test_nobody_else_has_a_password(demo_app):
    assert len(db.session.scalars(select(Person).where(Person.password_hash.is_not(None))).all()) == 5


def test_people_have_the_expected_access(demo_app):
    def seats_of(email):
        return sorted(
            (s.client.slug, s.role) for s in db.session.scalars(Seat.live_of(Person.by_email(email)))
        )

    assert len(seats_of("dana@whitlock.example")) == 8
    assert seats_of("ash@whitlock.example") == [("juniper-catering", "coo"), ("marlow-vets", "coo")]
    assert seats_of("marco@fornello.example") == [("fornello-pizza", "ceo")]
    assert seats_of("rosa@fornello.example") == [("fornello-pizza", "team")]
    assert seats_of("adaeze@okafor.example") == [("okafor-immigration-law", "ceo")]


@pytest.mark.parametrize(
    ("slug", "goals", "done", "total"),
    [
        ("okafor-immigration-law", 3, 9, 21),
        ("fornello-pizza", 4, 15, 26),
        ("juniper-catering", 3, 8, 17),
        ("third-street-hoops", 3, 13, 18),
        ("brightwater-physio", 4, 11, 22),
        ("marlow-vets", 3, 16, 20),
        ("pine-post-framing", 2, 6, 11),
        ("halden-cycles", 0, 0, 0),
    ],
)
def test_the_demo_is_as_complete_as_the_prototype(demo_app, slug, goals, done, total):
    now = {
        goal.id
        for goal in records_of(slug, Goal)
        if goal.quarter == quarter_of(clock.today(client_called(slug)))
    }
    counted = [
        task for task in records_of(slug, Task) if task.goal_id in now and task.status != Status.PARKED
    ]
    assert (len(now), sum(task.is_done for task in counted), len(counted)) == (goals, done, total)


def test_fornello_shows_every_status(demo_app):
    for kind in (Goal, Task):
        assert {work.status for work in records_of("fornello-pizza", kind)} == set(Status)


@pytest.mark.parametrize("slug", ["fornello-pizza", "okafor-immigration-law"])
def test_goals_are_drafted_proposed_and_agreed(demo_app, slug):
    goals = records_of(slug, Goal)
    assert {goal.approval_state for goal in goals} == set(ApprovalState)
    assert [goal for goal in goals if goal.awaits_decision] and any(
        task.is_for_leads for task in records_of(slug, Task)
    )
    under = {goal.id: [task for task in records_of(slug, Task) if task.goal_id == goal.id] for goal in goals}
    grown = [goal for goal in goals if count_progress(under[goal.id], goal.scope_since).growth_note]
    assert len(grown) == 1 and metric_line(grown[0])


def test_watched_work_has_a_reason_and_waiting_work_a_person(demo_app):
    for work in (*db.session.scalars(select(Goal)), *db.session.scalars(select(Task))):
        if work.status == Status.WATCH:
            assert work.status_reason and "{" not in work.status_reason, work.title
        if work.status == Status.WAITING:
            assert work.waiting_seat_id and work.waiting_since < clock.now(), work.title


def test_no_text_contains_a_placeholder(demo_app):
    for model in (Client, Goal, Task, Comment, Step, Event):
        for record in db.session.scalars(select(model)):
            texts = [value for value in vars(record).values() if isinstance(value, (str, dict))]
            assert not [text for text in map(str, texts) if A_DAY.search(text)], record


def test_a_story_with_an_unknown_placeholder_is_not_loaded(app):
    dana = Person.create("dana@whitlock.example", "Dana Whitlock", time_zone="UTC", staff_role="owner")
    for words in ("Nia is out until {10}.", "Nia is out until {+10", "{name} is out"):
        line = replace(STORIES[0], goals=(GoalLine("Answer the phone", words, span=1),))
        with pytest.raises(ValueError, match="placeholder"):
            ClientStory(line, dana, [])


def test_a_feature_adds_a_chapter_to_every_clients_story(app):
    dana = Person.create("dana@whitlock.example", "Dana Whitlock", time_zone="UTC", staff_role="owner")

    def chapter(demo):
        def add():
            Goal.add(demo.client, "A chapter of its own", by=demo.dana)

        demo.plan(-3, add, "chapter", "09:00")

    app.extensions["features"] = Features([*LOADED, Feature("notes", demo=[chapter])])
    clients = [ClientStory(line, dana, []).create() for line in STORIES[:2]]
    for client in clients:
        goal = db.session.scalars(Goal.of(client).where(Goal.title == "A chapter of its own")).one()
        assert (
            clock.local(clock.now(), client).date() - clock.local(goal.created_at, client).date()
        ).days == 3


def test_dana_has_four_tasks_due_today(demo_app):
    dana = Person.by_email("dana@whitlock.example")
    mine = {seat.id for seat in db.session.scalars(Seat.live_of(dana))}
    clients = {client.id: client for client in db.session.scalars(select(Client))}
    open_ones = [
        task for task in db.session.scalars(select(Task)) if task.is_open and task.owner_seat_id in mine
    ]
    assert sorted(task.title for task in open_ones if task.due == clock.today(clients[task.client_id])) == [
        "Cover plan for intake desk", "Job post for second vet nurse",
        "Price list for framed sizes", "Read Corewell’s payroll questions",
    ]  # fmt: skip


def test_events_are_in_the_past_and_in_order(demo_app):
    events = list(db.session.scalars(select(Event).order_by(Event.id)))
    assert all(event.happened_at <= clock.now() for event in events)
    for client in db.session.scalars(select(Client.id)):
        times = [event.happened_at for event in events if event.client_id == client]
        assert times == sorted(times)
    assert Counter(event.action for event in events)["task_status_changed"] > 80


def test_comments_come_after_their_task(demo_app):
    tasks = {task.id: task for task in db.session.scalars(select(Task))}
    for comment in db.session.scalars(select(Comment)):
        assert tasks[comment.task_id].created_at <= comment.created_at <= clock.now()


def test_the_demo_is_loaded_only_once(demo_app):
    with pytest.raises(Exception, match="people in this database already"):
        story.check_may_load()
