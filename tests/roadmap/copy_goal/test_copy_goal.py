"""Copying a goal: what is copied, what is not, and that one form makes one copy."""

import time
from datetime import date

import pytest
from sqlalchemy import insert

from tests.query_counter import counted
from tests.roadmap.people import HOME
from tests.world import a_comment, a_goal, a_step, a_task, seat_of
from tracker.foundation.database import db
from tracker.history.models import Event
from tracker.roadmap.models import Comment, Goal, Step, Task, TaskDependency
from tracker.roadmap.models.statuses import Status

COPY = f"{HOME}/goals/1/copy"
ALL = {"steps": "y", "owners": "y", "done": "y", "days": "", "start_on": ""}


@pytest.fixture
def oven(cast):
    goal = a_goal(
        cast.fornello,
        cast.dana,
        "Second oven decided",
        target_date=date(2030, 12, 6),
        quarter="2030-Q4",
        why="So Saturdays rest.",
        metric="Ovens",
        metric_target=2,
        owner=seat_of(cast.rosa, cast.fornello),
    )
    for title, due, status in (
        ("Ask the bank", date(2030, 11, 25), Status.DONE),
        ("Print the plan", date(2030, 11, 20), Status.ON_TRACK),
        ("Paint it", None, Status.PARKED),
    ):
        task = a_task(cast.fornello, cast.dana, title, goal=goal, due=due, details=f"{title}, by hand")
        task.set_status(status, by=cast.dana)
    bank, plan, _ = tasks(goal)
    a_step(bank, cast.dana, "Call them").tick(bank, True, by=cast.dana)
    a_comment(bank, cast.dana)
    TaskDependency.add(plan, bank, by=cast.dana)
    plan.assign("Luca", by=cast.dana)
    db.session.commit()
    return goal


def tasks(goal):
    return db.session.scalars(db.select(Task).where(Task.goal_id == goal.id).order_by(*Task.in_order())).all()


def the_copy():
    return db.session.scalars(db.select(Goal).order_by(Goal.id.desc())).first()


def test_a_copy_starts_fresh(dana, oven):
    page = dana.get(COPY)
    assert page.one("[name=title]")["value"] == "Copy of Second oven decided"
    answer = dana.post(COPY, title="Third oven", **ALL)
    copy = the_copy()
    assert answer.location.startswith(f"{HOME}/goals/{the_copy().number}")
    assert (copy.title, copy.why, copy.metric_target, copy.approval_state) == (
        "Third oven",
        "So Saturdays rest.",
        2,
        "draft",
    )
    assert (copy.target_date, copy.quarter, copy.owner_seat_id) == (
        oven.target_date,
        "2030-Q4",
        oven.owner_seat_id,
    )
    bank, plan = tasks(copy)
    assert [(task.title, task.status, task.details) for task in (bank, plan)] == [
        ("Ask the bank", "not_started", "Ask the bank, by hand"),
        ("Print the plan", "not_started", "Print the plan, by hand"),
    ]
    assert plan.owner_name == "Luca" and plan.due == plan.original_due == date(2030, 11, 20)
    step = db.session.scalars(db.select(Step).where(Step.task_id == bank.id)).one()
    assert (step.title, step.is_done) == ("Call them", False)
    assert (
        db.session.scalars(db.select(TaskDependency).where(TaskDependency.task_id == plan.id))
        .one()
        .blocker_id
        == bank.id
    )
    assert bank.comment_count == 0 and db.session.scalar(db.select(db.func.count(Comment.id))) == 1
    assert "Added one goal and two tasks" in dana.get(f"{answer.location}?changed={answer.changed}").words(
        "#toast"
    )


def test_it_is_one_change_in_history(dana, oven):
    dana.swap(COPY, 204, title="Third oven", **ALL)
    copy = the_copy()
    lines = db.session.scalars(db.select(Event).where(Event.goal_id == copy.id)).all()
    assert sorted(line.action for line in lines) == ["goal_added", "task_added", "task_added"]
    assert len({line.change_set_id for line in lines}) == 1 and lines[0].change_set_id


def test_parts_that_are_not_chosen_are_not_copied(marco, oven):
    form = {"title": "Third oven", "parked": "y"}
    marco.post(COPY, **form)
    copy = the_copy()
    assert (copy.approval_state, copy.owner_seat_id) == ("agreed", None) and copy.agreed_at
    assert [(task.title, task.status, task.owner_name) for task in tasks(copy)] == [
        ("Print the plan", "not_started", ""),
        ("Paint it", "not_started", ""),
    ]
    assert not db.session.scalars(
        db.select(Step).where(Step.task_id.in_([task.id for task in tasks(copy)]))
    ).all()
    assert not [task for task in tasks(copy) if task.added_to_goal_at > copy.agreed_at]


def test_its_dates_are_shifted(dana, oven):
    dana.post(COPY, title="Next winter", **ALL | {"days": "90"})
    copy = the_copy()
    assert (copy.target_date, copy.quarter) == (date(2031, 3, 6), "2031-Q1")
    assert [task.due for task in tasks(copy)] == [date(2031, 2, 23), date(2031, 2, 18)]
    dana.post(COPY, title="From January", **ALL | {"start_on": "2031-01-06"})
    assert [task.due for task in tasks(the_copy())] == [date(2031, 1, 11), date(2031, 1, 6)]


def test_a_form_sent_twice_makes_one_copy(dana, oven):
    form = {"title": "Third oven", "form_key": "the-same-key", **ALL}
    first, second = (dana.post(COPY, **form).location.split("?")[0] for _ in range(2))
    assert first == second == f"{HOME}/goals/{the_copy().number}"
    assert db.session.scalar(db.select(db.func.count(Goal.id))) == 2
    assert len(tasks(the_copy())) == 2


def test_tasks_for_leads_stay_so_and_a_draft_is_for_coos(dana, marco, rosa, cast, oven):
    a_task(cast.fornello, cast.dana, "Talk about pay", goal=oven, visibility="leads")
    dana.post(COPY, title="Third oven", **ALL)
    assert tasks(the_copy())[-1].visibility == "leads"
    for visitor in (marco, rosa):
        visitor.get(f"{HOME}/goals/{the_copy().number}", 404)
        assert "Third oven" not in visitor.get(f"{HOME}/").html
    marco.get(f"{HOME}/goals/{the_copy().number}/copy", 404)


def test_former_members_are_not_copied_as_owners(dana, cast, oven):
    seat_of(cast.rosa, cast.fornello).end(by=cast.dana)
    db.session.commit()
    dana.post(COPY, title="Third oven", **ALL)
    assert the_copy().owner_seat_id is None


@pytest.mark.parametrize(
    ("form", "words"),
    [({"title": ""}, "Give the goal a title."), ({"title": "x" * 201}, "Keep it to 200 characters."),
     ({"title": "x", "days": "soon"}, "Write a number of days"), ({"title": "x", "days": "9999"}, "Ten years"),
     ({"title": "x", "days": "3", "start_on": "2031-01-01"}, "Fill in one of the two"),
     ({"title": "x", "start_on": "2000-01-01"}, "more than ten years away"),
     ({"title": "x", "start_on": "tomorrow"}, "Enter a date like")],
)  # fmt: skip
def test_bad_input_gets_a_message(dana, oven, form, words):
    form = ALL | form
    for send in (dana.swap, dana.post):
        answer = send(COPY, 422, **form)
        assert words in answer.text
        assert answer.one("[name=title]")["value"] == form["title"]
        assert answer.one("[name=days]")["value"] == form["days"]
    assert db.session.scalar(db.select(db.func.count(Goal.id))) == 1


def test_a_date_beyond_the_calendar_is_refused(dana, cast):
    a_goal(cast.fornello, cast.dana, "Retire", target_date=date(2099, 12, 1))
    assert "“Retire” would fall in the year 2101." in dana.swap(COPY, 422, title="x", days="600").text
    assert db.session.scalar(db.select(db.func.count(Goal.id))) == 1


def test_who_may_not(rosa, vera, adaeze, ash, oven):
    for visitor, status in ((rosa, 403), (vera, 403), (adaeze, 404), (ash, 404)):
        visitor.get(COPY, status)
        visitor.swap(COPY, status, title="Third oven", **ALL)
    assert db.session.scalar(db.select(db.func.count(Goal.id))) == 1


def test_five_hundred_tasks_are_copied_in_three_seconds(dana, cast, oven):
    row = {"client_id": oven.client_id, "goal_id": oven.id, "created_by_id": cast.dana.id, "version": 1}
    first = cast.fornello.next_number("task", 500)
    rows = [
        row | {"title": f"Weigh {n}", "number": first + n, "position": 9 + n, "step_count": 1}
        for n in range(500)
    ]
    db.session.execute(insert(Task), rows)
    db.session.commit()
    steps = [{"client_id": oven.client_id, "task_id": task.id, "number": 1, "position": 1, "title": "Look",
              "version": 1} for task in tasks(oven)[3:]]  # fmt: skip
    db.session.execute(insert(Step), steps)
    db.session.commit()
    with counted() as asked:
        dana.get(COPY)
    assert len(asked) <= 12, "\n".join(asked)
    began = time.process_time()
    dana.post(COPY, title="Third oven", **ALL)
    assert time.process_time() - began < 3
    assert len(tasks(the_copy())) == 502


def test_a_copy_is_undone_as_a_whole(dana, oven):
    dana.post(COPY, title="Third oven", **ALL)
    copy = the_copy()
    change = db.session.scalars(db.select(Event).where(Event.goal_id == copy.id)).first().change_set_id
    dana.post(f"{HOME}/undo/{change}")
    assert copy.trashed_at and all(task.trashed_at for task in tasks(copy))
    dana.get(f"{HOME}/goals/{the_copy().number}", 404)
