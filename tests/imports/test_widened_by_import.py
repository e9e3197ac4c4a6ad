"""Importing a file again changes who may read some work: text written for fewer people stays with them."""

import pytest

from tests.imports.files import a_csv
from tests.roadmap.people import HOME
from tests.world import a_task
from tracker.clients.models.client import LOWEST_RANDOM
from tracker.foundation.database import db
from tracker.history.models import Event
from tracker.roadmap.models import Goal, Step, Task, TaskDependency

COLUMNS = ["Goal", "Task", "Id", "Owner", "Due", "Details", "Steps", "Seen by"]
KITCHEN, OVEN = ["Kitchen", "", "G1"], ["Oven", "", "G2"]


def a_file(*rows):
    return a_csv(COLUMNS, *([*row, *[""] * (len(COLUMNS) - len(row))] for row in rows))


def the_task():
    db.session.rollback()
    return db.session.query(Task).order_by(Task.id).first()


def seen_everywhere(visitor, task):
    pages = f"{HOME}/history", f"{HOME}/tasks/{task.number}", f"{HOME}/trash", f"{HOME}/import"
    return "".join(visitor.get(page, None).html for page in pages)


HIDDEN_ROW = ["Kitchen", "Let Luca go", "T1", "Lawyer Lemon", "2026-12-04", "", "Ask Zoe"]
SHARED_ROW = ["Oven", "Order flour", "T1", "Marco", "2026-12-11", "", "Ask Zoe\nCall the mill"]


@pytest.fixture
def taken_out(importer, dana):
    """A file moves a task out of a draft and gives it another title."""
    importer.apply_as(dana, a_file(KITCHEN, HIDDEN_ROW), life="draft")
    return importer.apply_as(dana, a_file(KITCHEN, OVEN, SHARED_ROW), life="proposed")


@pytest.mark.parametrize("who", ["marco", "rosa", "vera"])
def test_a_tasks_past_in_a_draft_stays_hidden_when_a_file_moves_it_out(request, taken_out, who):
    html = seen_everywhere(request.getfixturevalue(who), the_task())
    assert "Order flour" in html
    assert not [word for word in ("Let Luca go", "Lemon", "4 Dec", "Kitchen") if word in html]


def test_the_coo_reads_the_whole_history(dana, taken_out):
    html = seen_everywhere(dana, the_task())
    assert "Let Luca go" in html and "Lemon" in html


def test_the_client_reads_that_the_task_was_moved(marco, taken_out):
    assert "moved “Order flour” under “Oven”" in marco.get(f"{HOME}/history").text


def test_a_step_added_by_the_same_file_is_shown_to_coos_only(importer, marco, dana, taken_out):
    lines = db.session.query(Event).filter_by(action="task_step_added").all()
    assert lines and all(line.details.get("draft") for line in lines)


def test_a_task_moved_into_a_draft_leaves_open_pages(importer, dana, marco):
    importer.apply_as(dana, a_file(KITCHEN, ["Kitchen", "Write it down", "T9"]), life="draft")
    importer.apply_as(dana, a_file(OVEN, SHARED_ROW), life="proposed")
    page = marco.get(f"{HOME}/")
    news = page.one("#live-updates")["data-poll-url"]
    assert "Order flour" in page.text
    moved = ["Kitchen", "Let Luca go", *SHARED_ROW[2:6], "Ask Zoe\nPay him"]
    importer.apply_as(dana, a_file(KITCHEN, OVEN, moved), life="proposed")
    task = db.session.query(Task).filter_by(title="Let Luca go").one()
    lines = db.session.query(Event).filter(Event.task_id == task.id).order_by(Event.id).all()
    new = [line for line in lines if line.action in ("task_title_changed", "task_goal_changed")]
    assert len(new) == 2 and all(line.details.get("draft") for line in new)
    assert [line.action for line in lines if line.details.get("hides")] == ["task_goal_changed"]
    added = [line for line in lines if line.action == "task_step_added"]
    assert added[-1].details["draft"]
    assert f"task-{task.number}" in marco.get(news, htmx=True).html


def test_an_undo_keeps_trashed_work_for_the_narrower_readers(importer, dana, marco, taken_out):
    dana.post(dana.get(taken_out).one("form[action*=undo]")["action"], at="import")
    step = db.session.query(Step).filter_by(title="Call the mill").one()
    line = db.session.query(Event).filter_by(action="task_step_trashed").one()
    assert step.trashed_at and line.details["draft"] and line.details["before"] == {"number": step.number}
    assert db.session.get(Task, line.task_id).title == "Let Luca go"
    assert "Call the mill" not in marco.get(f"{HOME}/history").text + marco.get(f"{HOME}/trash").text


def test_a_step_from_a_draft_stays_hidden(importer, dana, marco):
    importer.apply_as(dana, a_file(KITCHEN, ["Kitchen", "Order flour", "T1"]), life="draft")
    at = importer.apply_as(
        dana,
        a_file(KITCHEN, ["Kitchen", "Order flour", "T1", "", "", "", "Fire Luca"]),
        life="draft",
    )
    task, goal = the_task(), db.session.query(Goal).one()
    dana.post(dana.get(at).one("form[action*=undo]")["action"], at="import")
    assert "removed the step “Fire Luca”" in dana.get(f"{HOME}/tasks/{task.number}").text
    dana.post(f"{HOME}/goals/{goal.number}/life", life="proposed")
    assert "Fire Luca" not in seen_everywhere(marco, task)
    assert "Fire Luca" in dana.get(f"{HOME}/trash").text


def test_steps_of_a_draft_are_not_counted(importer, dana):
    """Their numbers would reveal later how many there were."""
    importer.apply_as(dana, a_file(KITCHEN, HIDDEN_ROW), life="draft")
    importer.apply_as(dana, a_file(KITCHEN, [*HIDDEN_ROW[:6], "Ask Zoe\nPay him"]), life="draft")
    assert all(step.number >= LOWEST_RANDOM for step in db.session.query(Step))
    task = the_task()
    assert task.step_count == 0
    dana.post(f"{HOME}/goals/{task.loaded_goal().number}/life", life="proposed")
    dana.post(f"{HOME}/tasks/{task.number}/steps", title="Say so")
    assert min(step.number for step in db.session.query(Step)) == 1


def test_a_file_shares_no_circle_of_dependencies(importer, dana, cast, marco):
    importer.apply_as(dana, a_file(KITCHEN, ["Kitchen", "Let Luca go", "T1"]), life="draft")
    hidden = the_task()
    one, two = (a_task(cast.fornello, cast.dana, title) for title in ("Print it", "Hang it up"))
    for blocked, blocker in ((hidden, one), (two, hidden)):
        TaskDependency.add(blocked, blocker, by=cast.dana)
    db.session.commit()
    marco.post(f"{HOME}/tasks/{one.number}/waits", other="Hang it up")
    importer.visitor = dana
    at = importer.send(a_file(KITCHEN, OVEN, ["Oven", "Let Luca go", "T1"]), "plan.csv")
    answer = dana.swap(f"{at}/apply", None, life="proposed")
    assert "would block each other" in answer.text
    marco.get(f"{HOME}/tasks/{hidden.number}", 404)


@pytest.fixture
def corrected(importer, dana):
    """Dana rewrote a draft, proposed it, and imports the old file again."""
    importer.apply_as(dana, a_file(KITCHEN, ["Kitchen", "Let Luca go", "T1", "Lawyer Lemon"]), life="draft")
    task, goal = the_task(), db.session.query(Goal).one()
    dana.post(f"{HOME}/tasks/{task.number}", title="Train somebody", details="")
    dana.post(f"{HOME}/goals/{goal.number}/life", life="proposed")
    return importer.apply_as(
        dana, a_file(KITCHEN, ["Kitchen", "Let Luca leave", "T1", "Lawyer Lemon"]), life="proposed"
    )


def test_differences_from_the_file_are_shown_to_the_importer_and_coos(corrected, dana, marco):
    assert "the file says “Let Luca leave”" in dana.get(corrected).text
    page = marco.get(corrected)
    assert "Luca" not in page.html and "Unchanged" in page.text


def test_a_ceo_reads_the_whole_report_of_their_own_file(importer, marco, dana):
    importer.apply_as(marco, a_file(KITCHEN, ["Kitchen", "Order flour", "T1"]))
    dana.post(f"{HOME}/tasks/{the_task().number}", title="Order rye", details="")
    at = importer.apply_as(marco, a_file(KITCHEN, ["Kitchen", "Order more flour", "T1"]))
    assert "the file says “Order more flour”" in marco.get(at).text


@pytest.fixture
def trashed(importer, dana):
    """A task of a draft is put in the trash, and the draft is proposed."""
    importer.apply_as(
        dana,
        a_file(KITCHEN, ["Kitchen", "Let Luca go", "T1"], ["Kitchen", "Order rye", "T2"]),
        life="draft",
    )
    task, goal = the_task(), db.session.query(Goal).one()
    dana.post(f"{HOME}/tasks/{task.number}/trash")
    dana.post(f"{HOME}/goals/{goal.number}/life", life="proposed")
    return task


def test_a_ceo_who_imports_the_same_id_does_not_learn_the_old_title(importer, marco, trashed):
    importer.visitor = marco
    page = importer.preview(a_file(KITCHEN, ["Kitchen", "Buy chairs", "T1"]), "mine.csv")
    assert "Luca" not in page.html and "is in the trash" not in page.text
    assert "Buy chairs" in page.text


def test_a_report_that_counts_work_trashed_in_a_draft_is_for_coos(importer, dana, marco, trashed):
    at = importer.apply_as(
        dana,
        a_file(KITCHEN, ["Kitchen", "Let Luca go", "T1"], ["Kitchen", "Order rye", "T2"]),
        life="proposed",
    )
    assert "1 task of this file is in the trash" in dana.get(at).text
    marco.get(at, 404)
