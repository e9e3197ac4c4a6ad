"""Importing a file again moves tasks as people do by hand, and so does its undo."""

from datetime import date, timedelta

import pytest

from tests.imports.files import a_board, a_card, a_checklist, a_csv
from tests.roadmap.people import HOME
from tests.world import set_columns, titled
from tracker.foundation import clock
from tracker.foundation.database import db, writing
from tracker.history.models import Event
from tracker.imports.models import ImportRun
from tracker.ops import purge_trash
from tracker.roadmap.models import Goal, Step, Task

GOALS = ["Kitchen", "", "G1"], ["Oven", "", "G2"]


def a_plan(under, title="Order flour"):
    return a_csv(["Goal", "Task", "Id"], *GOALS, ["Oven", "Clean it", "T0"], [under, title, "T1"])


def undo(visitor, expect=303):
    run = db.session.query(ImportRun).order_by(ImportRun.id.desc()).first()
    return visitor.post(f"{HOME}/undo/{run.result['change']}", expect)


def test_a_task_that_a_file_moves_counts_as_growth_of_its_new_goal(importer, marco, dana):
    importer.apply_as(marco, a_plan("Kitchen"))
    joined = titled(Task, "Order flour").added_to_goal_at
    agreed = titled(Goal, "Oven").agreed_at
    importer.apply_as(dana, a_plan("Oven"), life="proposed")
    assert titled(Task, "Order flour").added_to_goal_at > agreed >= joined
    assert "1 added since agreed" in dana.get(f"{HOME}/goals/{titled(Goal, 'Oven').number}").html
    importer.apply_as(dana, a_plan("Kitchen"), life="proposed")
    assert titled(Task, "Order flour").added_to_goal_at == joined, "it was part of that goal from the start"
    undo(dana)
    assert titled(Task, "Order flour").added_to_goal_at > agreed


def test_an_undo_updates_open_pages(importer, dana, marco):
    importer.apply_as(dana, a_plan("Kitchen"), life="draft")
    shown = a_csv(["Goal", "Task", "Id"], ["Shop", "", "S1"], ["Shop", "Order rye", "T2"])
    importer.apply_as(dana, shown, life="proposed")
    oven = a_csv(
        ["Goal", "Task", "Id"],
        ["Bar", "", "B1"],
        ["Bar", "Order more flour", "T1"],
        ["Kitchen", "Order more rye", "T2"],
    )
    importer.apply_as(dana, oven, life="proposed")
    flour, rye = titled(Task, "Order more flour"), titled(Task, "Order more rye")
    page = marco.get(f"{HOME}/")
    assert "Order more flour" in page.text and "Order more rye" in page.text
    undo(dana)
    news = marco.get(page.one("#live-updates")["data-poll-url"], htmx=True)
    assert flour.dom_name in news.html and "Order flour" not in news.html
    assert "Order rye" in news.parts[rye.dom_name].text
    said = dana.get(f"{HOME}/history").text
    assert "renamed “Order rye” to “Order rye”" not in said and "(undo)" in said


@pytest.mark.parametrize("who", ["dana", "marco"])
def test_a_task_does_not_return_to_a_goal_in_the_trash(request, importer, dana, marco, who):
    importer.apply_as(marco, a_plan("Kitchen"))
    at = importer.apply_as(dana, a_plan("Oven"), life="proposed")
    kitchen = titled(Goal, "Kitchen")
    dana.post(f"{HOME}/goals/{kitchen.number}/trash")
    visitor = request.getfixturevalue(who)
    assert "as a whole: “Kitchen” is in the trash. Restore it first." in visitor.get(at).text
    assert "/undo/" not in visitor.get(at).html
    assert "“Kitchen” is in the trash. Restore it first." in undo(visitor, 422).text
    assert titled(Task, "Order flour").goal_id == titled(Goal, "Oven").id
    set_columns(kitchen, trashed_at=clock.now() - timedelta(days=31))
    db.session.rollback()
    before = writing.set(True)
    assert purge_trash.purge() == "Deleted for good: one goal."
    writing.reset(before)


def test_an_undo_changes_nothing_in_the_trash(importer, marco, dana):
    importer.apply_as(marco, a_plan("Kitchen"))
    at = importer.apply_as(dana, a_csv(["Goal", "Task", "Id"], ["", "Order rye", "T1"]), life="proposed")
    inbox = titled(Task, "Order rye")
    dana.post(f"{HOME}/tasks/{inbox.number}/trash")
    assert "Dana changed “Order rye” since." in dana.get(at).text
    undo(dana, 422)


def steps(*titles):
    row = ["Kitchen", "Order flour", "T1", "\n".join(titles)]
    return a_csv(["Goal", "Task", "Id", "Steps"], ["Kitchen", "", "G1", ""], row)


def test_a_task_in_the_trash_gets_no_new_steps(importer, dana):
    importer.apply_as(dana, steps("Ask"))
    dana.post(f"{HOME}/tasks/{titled(Task, 'Order flour').number}/trash")
    page = dana.get(importer.send(steps("Ask", "Pay"), "plan.csv"))
    assert "Nothing would change" in page.text
    importer.apply_as(dana, steps("Ask", "Pay"))
    assert [step.title for step in db.session.query(Step)] == ["Ask"]
    assert not db.session.query(Event).filter_by(action="task_step_added").count()


def test_imported_hidden_steps_use_no_visible_number(importer, dana, marco):
    """Those who see the task later must not notice that a step was removed before."""
    importer.apply_as(dana, steps("Ask", "Let Luca go"), life="draft")
    importer.apply_as(dana, steps("Ask", "Let Luca go", "Pay"), life="draft")
    assert (
        all(step.number > 1000 for step in db.session.query(Step))
        and titled(Task, "Order flour").step_count == 0
    )
    goal = db.session.query(Goal).one()
    dana.post(f"{HOME}/goals/{goal.number}/life", life="proposed")
    importer.apply_as(dana, steps("Ask", "Let Luca go", "Pay", "Fetch"), life="proposed")
    assert titled(Step, "Fetch").number == 1


def test_undoing_a_status_from_a_file_restores_its_times(importer, dana):
    def a_status(status):
        return a_csv(["Goal", "Task", "Id", "Status"], ["Kitchen", "Order flour", "T1", status])

    importer.apply_as(dana, a_status("waiting"))
    asked = titled(Task, "Order flour").waiting_since
    importer.apply_as(dana, a_status("done"))
    assert titled(Task, "Order flour").done_at
    undo(dana)
    task = titled(Task, "Order flour")
    assert (task.status, task.waiting_since, task.done_at) == ("waiting", asked, None)


def test_a_question_in_a_draft_is_asked_when_a_file_moves_it_out(importer, dana):
    def a_question(under):
        return a_csv(
            ["Goal", "Task", "Id", "Status"],
            ["Kitchen", "", "G1", ""], ["Oven", "", "G2", ""], [under, "Order flour", "T1", "waiting"],
        )  # fmt: skip

    def question():
        task = titled(Task, "Order flour")
        return task.waiting_since, task.asked_in_draft_at

    importer.apply_as(dana, a_csv(["Goal", "Task", "Id"], ["Oven", "", "G2"]), life="proposed")
    importer.apply_as(dana, a_question("Kitchen"), life="draft")
    asked, in_draft = question()
    assert asked == in_draft
    importer.apply_as(dana, a_question("Oven"), life="draft")
    shown, in_draft = question()
    assert shown > in_draft == asked
    undo(dana)
    assert question() == (asked, asked)


def test_a_step_ticked_since_prevents_the_undo(importer, dana, rosa):
    importer.apply_as(dana, steps("Ask"))
    importer.apply_as(dana, steps("[x] Ask"))
    task = titled(Task, "Order flour")
    dana.post(f"{HOME}/tasks/{task.number}/steps/{titled(Step, 'Ask').number}/done", done="no")
    assert "worked on “Order flour”" in undo(dana, 422).text


def test_a_date_that_nobody_agreed_is_no_first_date(importer, dana):
    def due(day):
        return a_csv(
            ["Goal", "Task", "Id", "Due"], ["Kitchen", "", "G1", ""], ["Kitchen", "Order flour", "T1", day]
        )

    importer.apply_as(dana, due("2026-12-04"), life="proposed")
    importer.apply_as(dana, due("2026-12-11"), life="proposed")
    assert not titled(Task, "Order flour").date_moved
    undo(dana)
    assert (titled(Task, "Order flour").due.day, titled(Task, "Order flour").original_due.day) == (4, 4)


def with_step(title, done=False):
    item = {"id": "i1", "name": title, "pos": 0, "state": "complete" if done else "incomplete"}
    return a_board(a_card(), checklists=[a_checklist() | {"checkItems": [item]}])


def test_the_title_of_a_step_deleted_for_good_is_not_in_history(importer, dana):
    for title, done in (("Ask the vet", False), ("Ask her doctor", False), ("Ask her doctor", True)):
        importer.visitor = dana
        dana.post(f"{importer.send(with_step(title, done), 'board.json')}/apply")
        db.session.expire_all()
    undo(dana)
    step = db.session.query(Step).one()
    set_columns(step, trashed_at=clock.now() - timedelta(days=31))
    db.session.rollback()
    told = [str(event.details) for event in db.session.query(Event)]
    assert sum("Ask" in words for words in told) == 3
    db.session.rollback()
    before = writing.set(True)
    assert purge_trash.purge() == "Deleted for good: one step."
    writing.reset(before)
    assert not any("Ask" in str(event.details) for event in db.session.query(Event))


def test_undoing_a_file_keeps_the_promise_that_was_read_meanwhile(importer, dana, marco):
    """A file moves a task out of a draft, the client reads its date, and the undo hides it again."""
    columns = ["Goal", "Task", "Id", "Due"]
    importer.apply_as(marco, a_csv(columns, ["Oven", "", "G2", ""]))
    in_draft = [["Kitchen", "", "G1", ""], ["Kitchen", "Order flour", "T1", "2031-12-01"]]
    importer.apply_as(dana, a_csv(columns, *in_draft), life="draft")
    moved = [["Oven", "", "G2", ""], ["Oven", "Order flour", "T1", "2031-12-01"]]
    importer.apply_as(dana, a_csv(columns, *moved), life="proposed")
    task = titled(Task, "Order flour")
    assert task.goal_id == titled(Goal, "Oven").id and task.promised_date is None
    undo(dana)
    task = titled(Task, "Order flour")
    assert task.goal_id == titled(Goal, "Kitchen").id and str(task.promised_date) == "2031-12-01"


def test_the_undo_of_a_date_from_a_file_names_the_promise_it_replaces(importer, dana, marco):
    columns = ["Goal", "Task", "Id", "Due"]
    importer.apply_as(
        marco, a_csv(columns, ["Kitchen", "", "G1", ""], ["Kitchen", "Order flour", "T1", "2031-12-01"])
    )
    importer.apply_as(
        marco, a_csv(columns, ["Kitchen", "", "G1", ""], ["Kitchen", "Order flour", "T1", "2031-12-22"])
    )
    undo(marco)
    lines = db.session.query(Event).filter_by(action="task_date_changed").order_by(Event.id).all()
    assert [line.details["promised"] for line in lines] == ["2031-12-01", "2031-12-22"]
    assert str(titled(Task, "Order flour").original_due) == "2031-12-01"


@pytest.mark.usefixtures("friday")
@pytest.mark.parametrize("way", ["a file", "the undo of a file"])
def test_a_date_that_moved_under_a_draft_is_in_the_letter_however_the_task_got_there(
    importer, dana, marco, cast, way
):
    """A file, or its undo, puts the task into a draft; a week later it comes back by hand."""
    if way == "a file":
        importer.apply_as(dana, a_plan("Kitchen"), life="draft")
        flour = titled(Task, "Order flour")
        flour.set_date(date(2026, 12, 10), cast.dana)
        agree(cast, "Kitchen")
        importer.apply_as(dana, a_plan("Oven"), life="draft")
    else:
        importer.apply_as(dana, a_plan("Oven"), life="draft")
        flour = titled(Task, "Order flour")
        flour.set_date(date(2026, 12, 10), cast.dana)
        agree(cast, "Kitchen")
        importer.apply_as(dana, a_plan("Kitchen"), life="draft")
        undo(dana)
    db.session.expire_all()
    assert flour.in_draft()
    flour.set_date(date(2026, 12, 30), cast.dana, "Later")
    db.session.commit()
    for event in db.session.query(Event):
        set_columns(event, happened_at=event.happened_at - timedelta(days=10))
    flour.move_to_goal(titled(Goal, "Kitchen"), cast.dana)
    db.session.commit()
    told = marco.get(f"{HOME}/letter").words("#dates")
    assert "Order flour is now due 30 December (was 10 December)." in told


def agree(cast, title):
    goal = titled(Goal, title)
    goal.propose(cast.dana)
    goal.agree(cast.marco)
    db.session.commit()
