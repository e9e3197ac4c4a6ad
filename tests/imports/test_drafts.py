"""What a COO brought in as drafts: a CEO who brings in the very same file is told nothing of it, nor is history."""

import pytest

from tests.imports.files import a_csv
from tracker.foundation.database import db
from tracker.history.models import Event
from tracker.history.sentences import sentence
from tracker.history.viewpoint import Viewpoint
from tracker.roadmap.models import Goal, Task

ROOM = "/clients/fornello-pizza"


def with_ids(goal="Kitchen", task="Order flour"):
    return a_csv(["Goal", "Task", "Id", "Steps"], [goal, "", "G1", ""], [goal, task, "T1", "Ask"])


def bring(importer, visitor, data, **form):
    importer.visitor = visitor
    at = importer.send(data, "plan.csv")
    visitor.post(f"{at}/apply", **form)
    return at


@pytest.fixture
def hidden(importer, dana):
    """Dana brought it in as drafts, and calls it otherwise by now."""
    bring(importer, dana, with_ids(), life="draft")
    goal, task = db.session.query(Goal).one(), db.session.query(Task).one()
    dana.post(f"{ROOM}/goals/{goal.number}", title="Sell the shop", why="", span="", quarter="")
    dana.post(f"{ROOM}/tasks/{task.number}", title="Ask what it is worth")


def test_the_same_file_is_new_to_a_ceo(importer, hidden, marco):
    importer.visitor = marco
    page = importer.look(with_ids("Kitchen", "Order more flour"), "plan.csv")
    assert "Sell the shop" not in page.html and "what it is worth" not in page.html
    assert "Kitchen new Order more flour" in page.text


def test_brought_in_by_a_ceo_it_is_theirs_and_the_draft_stays(importer, hidden, dana, marco):
    at = bring(importer, marco, with_ids())
    assert "Sell the shop" not in marco.get(at).html
    goals = db.session.query(Goal.title, Goal.life).order_by(Goal.id).all()
    assert [tuple(goal) for goal in goals] == [("Sell the shop", "draft"), ("Kitchen", "agreed")]
    bring(importer, dana, with_ids(task="Order more flour"))
    assert [task.title for task in db.session.query(Task).order_by(Task.id)][1:] == ["Order more flour"]


def test_a_file_without_ids_came_for_the_coo_only(importer, dana, marco):
    plan = a_csv(["Goal", "Task"], ["Kitchen", "Order flour"])
    bring(importer, dana, plan, life="draft")
    bring(importer, marco, plan)
    assert db.session.query(Goal).count() == 2


def test_what_a_file_changes_of_a_draft_is_marked(importer, dana):
    bring(importer, dana, with_ids(), life="draft")
    more = a_csv(["Goal", "Task", "Id", "Steps"], ["Bistro", "", "G1", ""], ["Bistro", "Order rye", "T1", "Tell"],
                 ["Bistro", "Pay it", "T2", ""])  # fmt: skip
    bring(importer, dana, more, life="proposed")
    assert db.session.query(Goal.title, Goal.life).one() == ("Bistro", "draft")
    lines = db.session.query(Event).filter(Event.goal_id.is_not(None)).all()
    assert len(lines) > 4 and all(line.details.get("draft") for line in lines)


def test_what_a_file_takes_out_of_a_draft_does_not_name_it(importer, dana):
    bring(importer, dana, with_ids("Sell the shop"), life="draft")
    rows = ["Sell the shop", "", "G1"], ["Oven", "", "G2"], ["Oven", "Order flour", "T1"]
    bring(importer, dana, a_csv(["Goal", "Task", "Id"], *rows), life="proposed")
    line = db.session.query(Event).filter_by(action="task_goal_changed").one()
    assert "draft" not in line.details and "Sell" not in sentence(line, Viewpoint())


def test_a_report_that_names_a_draft_is_the_coos(importer, hidden, dana, marco):
    """Dana brings the file in once more, proposed this time: her draft stays one, and what is said of it is hers."""
    more = a_csv(["Goal", "Task", "Id"], ["Kitchen", "", "G1"], ["Kitchen", "Order rye", "T1"],
                 ["Bistro", "", "G2"], ["Bistro", "Buy chairs", "T2"])  # fmt: skip
    at = bring(importer, dana, more, life="proposed")
    assert "what it is worth" in dana.get(at).html
    marco.get(at, 404)
    page = marco.get(f"{ROOM}/import")
    assert "2 goals" not in page.text and "plan.csv" not in page.text
    assert "plan.csv" not in marco.get(f"{ROOM}/history").text
    assert "Buy chairs" in marco.get(f"{ROOM}/history").text


def test_taken_back_only_what_was_hidden_stays_hidden(importer, hidden, dana, marco):
    at = bring(importer, dana, a_csv(["Goal", "Task", "Id"], ["Kitchen", "", "G1"], ["Bistro", "Buy chairs", "T2"]),
               life="proposed")  # fmt: skip
    dana.post(dana.get(at).one("form[action*=undo]")["action"], at="import")
    assert "Dana undid a change: moved “Bistro” to the trash" in marco.get(f"{ROOM}/history").text
