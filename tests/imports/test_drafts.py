"""A COO imported a file as drafts: a CEO who imports the same file learns nothing of them."""

import pytest

from tests.imports.files import a_csv
from tests.roadmap.people import HOME
from tracker.foundation.database import db
from tracker.history.models import Event
from tracker.history.sentences import sentence
from tracker.history.viewpoint import Viewpoint
from tracker.imports.models import ImportLink
from tracker.roadmap.models import Goal, Task


def with_ids(goal="Kitchen", task="Order flour"):
    return a_csv(["Goal", "Task", "Id", "Steps"], [goal, "", "G1", ""], [goal, task, "T1", "Ask"])


@pytest.fixture
def imported_drafts(importer, dana):
    """Dana imported the file as drafts and has renamed them since."""
    importer.apply_as(dana, with_ids(), life="draft")
    goal, task = db.session.query(Goal).one(), db.session.query(Task).one()
    dana.post(f"{HOME}/goals/{goal.number}", title="Sell the shop", why="", span="", quarter="")
    dana.post(f"{HOME}/tasks/{task.number}", title="Ask what it is worth")


def test_the_same_file_is_new_to_a_ceo(importer, imported_drafts, marco):
    importer.visitor = marco
    page = importer.preview(with_ids("Kitchen", "Order more flour"), "plan.csv")
    assert "Sell the shop" not in page.html and "what it is worth" not in page.html
    assert "Kitchen new Order more flour" in page.text


def test_a_ceos_import_adds_its_own_goal_and_the_draft_stays(importer, imported_drafts, dana, marco):
    at = importer.apply_as(marco, with_ids())
    assert "Sell the shop" not in marco.get(at).html
    goals = db.session.query(Goal.title, Goal.approval_state).order_by(Goal.id).all()
    assert [tuple(goal) for goal in goals] == [("Sell the shop", "draft"), ("Kitchen", "agreed")]
    importer.apply_as(dana, with_ids(task="Order more flour"))
    assert [task.title for task in db.session.query(Task).order_by(Task.id)][1:] == ["Order more flour"]


def test_a_draft_import_without_ids_is_known_to_the_coo_only(importer, dana, marco):
    plan = a_csv(["Goal", "Task"], ["Kitchen", "Order flour"])
    importer.apply_as(dana, plan, life="draft")
    importer.apply_as(marco, plan)
    assert db.session.query(Goal).count() == 2


def test_changes_of_a_draft_by_a_file_are_marked_as_a_drafts(importer, dana):
    importer.apply_as(dana, with_ids(), life="draft")
    more = a_csv(
        ["Goal", "Task", "Id", "Steps"],
        ["Bistro", "", "G1", ""],
        ["Bistro", "Order rye", "T1", "Tell"],
        ["Bistro", "Pay it", "T2", ""],
    )
    importer.apply_as(dana, more, life="proposed")
    assert db.session.query(Goal.title, Goal.approval_state).one() == ("Bistro", "draft")
    lines = db.session.query(Event).filter(Event.goal_id.is_not(None)).all()
    assert len(lines) > 4 and all(line.details.get("draft") for line in lines)


def test_a_task_moved_out_of_a_draft_does_not_name_the_draft(importer, dana):
    importer.apply_as(dana, with_ids("Sell the shop"), life="draft")
    rows = ["Sell the shop", "", "G1"], ["Oven", "", "G2"], ["Oven", "Order flour", "T1"]
    importer.apply_as(dana, a_csv(["Goal", "Task", "Id"], *rows), life="proposed")
    line = db.session.query(Event).filter_by(action="task_goal_changed").one()
    assert "draft" not in line.details and "Sell" not in sentence(line, Viewpoint())


def test_a_report_that_names_a_draft_is_for_coos(importer, imported_drafts, dana, marco):
    """Dana imports the file again, as proposed: her draft stays a draft, and only she reads about it."""
    more = a_csv(
        ["Goal", "Task", "Id"],
        ["Kitchen", "", "G1"],
        ["Kitchen", "Order rye", "T1"],
        ["Bistro", "", "G2"],
        ["Bistro", "Buy chairs", "T2"],
    )
    at = importer.apply_as(dana, more, life="proposed")
    assert "what it is worth" in dana.get(at).html
    marco.get(at, 404)
    page = marco.get(f"{HOME}/import")
    assert "2 goals" not in page.text and "plan.csv" not in page.text
    assert "plan.csv" not in marco.get(f"{HOME}/history").text
    assert "Buy chairs" in marco.get(f"{HOME}/history").text


def test_undoing_an_import_keeps_hidden_work_hidden(importer, imported_drafts, dana, marco):
    at = importer.apply_as(
        dana,
        a_csv(["Goal", "Task", "Id"], ["Kitchen", "", "G1"], ["Bistro", "Buy chairs", "T2"]),
        life="proposed",
    )
    dana.post(dana.get(at).one("form[action*=undo]")["action"], at="import")
    assert "Dana moved “Bistro” to the trash (undo)" in marco.get(f"{HOME}/history").text


def links(level="task"):
    """The titles of what the file would update, by the file's own id."""
    model, key = (Task, ImportLink.task_id) if level == "task" else (Goal, ImportLink.goal_id)
    query = db.session.query(ImportLink.external_id, model.title).join(model, model.id == key)
    return dict(query.filter(ImportLink.level == level).all())


def undo(visitor, at):
    visitor.post(visitor.get(at).one("form[action*=undo]")["action"], at="import")
    db.session.expire_all()


def test_after_the_ceos_undo_the_file_matches_the_draft_again(importer, imported_drafts, dana, marco):
    at = importer.apply_as(marco, with_ids())
    assert links() == {"T1": "Order flour"}
    undo(marco, at)
    assert (links(), links("goal")) == ({"T1": "Ask what it is worth"}, {"G1": "Sell the shop"})
    importer.apply_as(dana, with_ids(task="Order rye"), life="draft")
    assert not db.session.query(Goal).filter_by(trashed_at=None, approval_state="agreed").count()
    assert "Sell the shop" not in marco.get(f"{HOME}/history").html + marco.get(f"{HOME}/import").html
    assert "worth" not in str(
        [line.details for line in db.session.query(Event).filter_by(action="plan_imported")]
    )


def test_an_undone_import_of_drafts_no_longer_matches_its_file(importer, dana, marco):
    first = importer.apply_as(dana, with_ids(), life="draft")
    second = importer.apply_as(marco, with_ids())
    undo(dana, first)
    undo(marco, second)
    assert links() == {}
    importer.apply_as(dana, with_ids(task="Order rye"), life="draft")
    assert links() == {"T1": "Order rye"}


def test_choosing_drafts_says_who_reads_changes_of_shared_work(importer, imported_drafts, dana, marco):
    """The file made Dana's drafts, then Marco's shared work: her next import says that others will read it."""
    importer.apply_as(marco, with_ids())
    importer.visitor = dana
    page = importer.preview(with_ids(task="Luca is too slow"), "plan.csv")
    assert not page.soup.select("[name=life]")
    assert "Marco (CEO) and" in page.text and "will see what is imported" in page.text
    more = a_csv(
        ["Goal", "Task", "Id"],
        ["Kitchen", "", "G1"],
        ["Kitchen", "Luca is too slow", "T1"],
        ["Bar", "", "G2"],
    )
    page = importer.preview(more, "plan.csv")
    assert [radio["value"] for radio in page.soup.select("[name=life]")] == ["proposed", "draft"]
    said = page.soup.select_one("[name=life][value=draft]").find_parent("label").get_text(" ", strip=True)
    assert "Marco (CEO) and" in said and "will see what it changes in other work." in said
    plain = importer.preview(a_csv(["Goal", "Task", "Id"], ["Bar", "Buy", "T5"]), "plan.csv")
    assert "other work" not in plain.text
