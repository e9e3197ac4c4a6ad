"""Who changed it? Only the person who set what is there now, and only if the reader may know of that change."""

from tests.world import a_goal, a_person, a_task, seat_of, set_columns
from tracker.clients.models import Role, Seat
from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.roadmap.models.statuses import ApprovalState, Status, Visibility

HOME = "/clients/fornello-pizza"
LETTER = f"{HOME}/letter"


def hidden_meanwhile(cast, goal, change):
    """Dana moves the goal back to draft, changes something, and Marco agrees to it again."""
    goal.return_to_draft(cast.dana)
    db.session.commit()
    change()
    db.session.commit()
    goal.propose(cast.dana)
    db.session.commit()
    goal.agree(cast.marco)
    db.session.commit()


def test_nobody_is_named_for_text_another_person_wrote_in_a_draft(cast, marco):
    goal = a_goal(cast.fornello, cast.dana)
    task = a_task(cast.fornello, cast.dana, goal=goal)
    task.change(cast.rosa, title="Rosa’s title", details="Rosa’s details")
    db.session.commit()
    hidden_meanwhile(
        cast, goal, lambda: task.change(cast.dana, title="Dana’s title", details="Dana’s details")
    )
    answer = marco.swap(
        f"{HOME}/tasks/{task.number}",
        409,
        at="panel",
        title="Marco’s title",
        was_title="Rosa’s title",
        details="Marco’s details",
        was_details="Rosa’s details",
    )
    assert "Dana’s title" in answer.text and "Rosa changed" not in answer.text
    assert "Title, Rosa’s" not in answer.text and "Details, Rosa’s" not in answer.text


def test_nobody_is_named_for_a_status_another_person_set_in_a_draft(cast, marco):
    goal = a_goal(cast.fornello, cast.dana)
    task = a_task(cast.fornello, cast.dana, goal=goal)
    task.set_status(Status.ON_TRACK, cast.rosa)
    carl = a_person("Carl Bellini", "carl@fornello.example")
    Seat.give(cast.fornello, carl, Role.CEO, by=cast.dana)
    goal.set_status(Status.ON_TRACK, carl)
    db.session.commit()

    def park():
        task.set_status(Status.WATCH, cast.dana)
        goal.set_status(Status.PARKED, cast.dana)

    hidden_meanwhile(cast, goal, park)
    for path in (f"tasks/{task.number}", f"goals/{goal.number}"):
        said = marco.swap(f"{HOME}/{path}/status", 409, status="done", was_status="on_track").text
        assert "Meanwhile, somebody moved “" in said and "Rosa moved" not in said and "Carl moved" not in said


def test_nobody_is_named_for_text_that_was_for_leads(cast, rosa):
    task = a_task(cast.fornello, cast.rosa)
    task.change(cast.marco, details="Marco’s details")
    task.share(Visibility.LEADS, cast.dana)
    task.change(cast.dana, details="Dana’s details")
    task.share(Visibility.ALL, cast.dana)
    db.session.commit()
    answer = rosa.swap(
        f"{HOME}/tasks/{task.number}",
        409,
        at="panel",
        title=task.title,
        was_title=task.title,
        details="Rosa’s details",
        was_details="Marco’s details",
    )
    assert "Dana’s details" in answer.text and "Details, Marco’s" not in answer.text


def test_the_letter_names_nobody_for_what_was_finished_again_in_a_draft(cast, marco, friday):
    goal = a_goal(cast.fornello, cast.dana)
    task = a_task(cast.fornello, cast.dana, "Order flour", goal=goal)
    task.set_status(Status.DONE, cast.rosa)
    db.session.commit()
    assert "Order flour Rosa, " in marco.get(LETTER).words("#moved-this-week")

    def again():
        task.set_status(Status.ON_TRACK, cast.dana)
        task.set_status(Status.DONE, cast.dana)

    hidden_meanwhile(cast, goal, again)
    assert "Order flour" in marco.get(LETTER).words("#moved-this-week")
    assert "Rosa" not in marco.get(LETTER).words("#moved-this-week")


def test_the_letter_does_not_name_the_owner_for_what_was_finished_in_a_draft(cast, marco, friday):
    goal = a_goal(cast.fornello, cast.dana, approval_state=ApprovalState.DRAFT)
    owner = seat_of(cast.rosa, cast.fornello)
    task = a_task(cast.fornello, cast.dana, "Choose the oven", goal=goal, owner=owner)
    task.set_status(Status.DONE, cast.dana)
    goal.propose(cast.dana)
    db.session.commit()
    said = marco.get(LETTER).words("#moved-this-week")
    assert "Choose the oven" in said and "Rosa" not in said and "Dana" not in said


def test_the_letter_names_the_owner_of_what_history_does_not_say_who_finished(cast, marco, friday):
    task = a_task(cast.fornello, cast.dana, "Choose the oven", owner=seat_of(cast.rosa, cast.fornello))
    set_columns(task, status=Status.DONE, done_at=clock.now())
    assert "Choose the oven Rosa, " in marco.get(LETTER).words("#moved-this-week")


def test_the_person_who_set_what_is_there_is_named(cast, marco):
    task = a_task(cast.fornello, cast.dana)
    task.change(cast.rosa, title="Rosa’s title")
    task.set_status(Status.ON_TRACK, cast.rosa)
    db.session.commit()
    answer = marco.swap(
        f"{HOME}/tasks/{task.number}",
        409,
        at="panel",
        title="Marco’s title",
        was_title="Write the closing checklist",
    )
    assert "Rosa changed this while you were writing" in answer.text
    said = marco.swap(f"{HOME}/tasks/{task.number}/status", 409, status="done", was_status="not_started").text
    assert f"Rosa moved “{task.title}” to On track" in said
