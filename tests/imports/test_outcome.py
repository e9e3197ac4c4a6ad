"""Preview, import and report describe what happens here, not what the file says."""

from tests.imports.conftest import Importer
from tests.imports.files import a_card, board
from tests.world import set_columns
from tracker.foundation.database import db
from tracker.history.models import Event
from tracker.roadmap.models import Goal, Task

BASE = "/clients/juniper-catering/import"
HOME = "/clients/fornello-pizza"


def card(name, key, at="todo", **more):
    return a_card(key, name, idList=at, **more)


def goal_titled(title):
    return db.session.query(Goal).filter_by(title=title).one()


def lanes(page):
    return {
        lane.h3.get_text(" ", strip=True): [line.get_text(" ", strip=True) for line in lane.select("li")]
        for lane in page.soup.select("section[id$=lanes] > div > div")
    }


def test_the_preview_shows_where_a_move_to_a_trashed_goal_will_go(importer, dana):
    importer.apply(board(card("Order flour", "1"), card("Call the mill", "2", at="doing")))
    dana.post(f"{HOME}/goals/{goal_titled('Doing').number}/trash")
    page = importer.preview(
        board(card("Order flour", "1", at="doing"), card("Call the mill", "2", at="doing"))
    )
    assert "Order flour goal: the inbox" in page.words("section[id$=changes]")
    assert "Doing" not in page.words("section[id$=lanes]") and lanes(page)["Inbox"] == ["Order flour updated"]
    dana.post(f"{importer.last}/apply")
    db.session.rollback()
    task = db.session.query(Task).filter_by(title="Order flour").one()
    assert task.goal_id is None
    page = importer.preview(
        board(card("Order flour", "1", at="doing"), card("Call the mill", "2", at="doing"))
    )
    assert "Nothing would change" in page.text


def test_the_preview_shows_values_that_are_kept(importer, dana):
    importer.apply(board(card("Order flour", "1", due="2031-12-04T12:00:00Z")))
    task = db.session.query(Task).one()
    dana.post(f"{HOME}/tasks/{task.number}/due", due="2031-12-10", why="The mill")
    page = importer.preview(board(card("Order flour", "1", due="2031-12-05T12:00:00Z")))
    (line,) = lanes(page)["To do"]
    assert "10 Dec 2031" in line and "5 Dec" not in line and "updated" not in line


def test_a_task_kept_in_its_goal_is_not_shown_under_the_files_goal(importer, dana):
    importer.apply(board(card("Order flour", "1"), card("Call the mill", "2", at="doing")))
    flour, doing = db.session.query(Task).filter_by(title="Order flour").one(), goal_titled("Doing")
    dana.post(f"{HOME}/tasks/{flour.number}/goal", goal=str(doing.number))
    page = importer.preview(board(card("Order flour", "1"), card("Call the mill", "2", at="doing")))
    assert lanes(page) == {"To do": [], "Doing": ["Order flour", "Call the mill"]}


def test_the_preview_names_no_readers_when_nothing_is_imported(importer, dana):
    importer.apply(board(card("Order flour", "1")))
    page = importer.preview(board(card("Order flour", "1")))
    assert "will see what is imported" not in page.text


def test_changes_in_a_draft_are_seen_by_nobody_else(importer, dana, marco):
    dana.post(f"{importer.send(board(card('Order flour', '1')))}/apply", life="draft")
    assert goal_titled("To do").is_draft
    page = importer.preview(board(card("Order more flour", "1")))
    assert "Only you will see what is imported." in page.text
    set_columns(goal_titled("To do"), approval_state="agreed")
    page = importer.preview(board(card("Order most flour", "1")))
    assert "Marco (CEO) and 2 others will see what is imported." in page.text


def test_details_are_kept(importer, dana):
    importer.apply(board(card("Order flour", "1", desc="Type 00")))
    task = db.session.query(Task).one()
    dana.post(f"{HOME}/tasks/{task.number}", details="Type 0")
    page = importer.preview(board(card("Order flour", "1", desc="Type 405")))
    assert "the details here are kept; the file says “Type 405”" in page.text


def test_an_import_invents_no_reason_for_a_date(importer, dana):
    importer.apply(board(card("Order flour", "1", due="2031-12-04T12:00:00Z")))
    importer.apply(board(card("Order flour", "1", due="2031-12-11T12:00:00Z")))
    moved = db.session.query(Event).filter_by(action="task_date_changed").one()
    assert "why" not in moved.details
    task = db.session.query(Task).one()
    said = dana.get(f"{HOME}/tasks/{task.number}").words("main")
    assert "moved the date from Thu 4 Dec 2031 to Thu 11 Dec 2031, as changed in Trello" in said
    assert "“Changed in" not in said


def test_goals_imported_as_agreed_name_who_marked_them(ash):
    """Juniper has no CEO who could agree."""
    at = Importer(ash, BASE).send(board(card("Order flour", "1")))
    ash.post(f"{at}/apply", life="agreed")
    told = ash.get("/clients/juniper-catering/goals/1").words("#goal-history")
    assert "Ash marked it as agreed" in told and "Ash agreed" not in told
