"""A file is imported again after part of its work was trashed: nothing in the trash comes back unasked."""

from tests.imports.files import a_card, board
from tracker.foundation.database import db
from tracker.roadmap.models import Goal, Task

HOME = "/clients/fornello-pizza"


def card(name, key, **more):
    return a_card(key, name, **{"idList": "todo", **more})


def shown():
    db.session.rollback()
    return [(task.title, task.goal_id) for task in db.session.query(Task).filter_by(trashed_at=None)]


def test_a_task_in_the_trash_stays_there_unchanged(importer, dana):
    importer.apply(board(card("Order flour", "1")))
    dana.post(f"{HOME}/tasks/1/trash")
    page = importer.apply(board(card("Order more flour", "1", due="2026-12-08T12:00:00Z")))
    assert "1 task of this file is in the trash, and stays there." in page.text
    thrown = db.session.query(Task).one()
    assert (thrown.title, thrown.due) == ("Order flour", None) and thrown.trashed_at


def test_a_preview_says_what_is_in_the_trash(importer, dana):
    importer.apply(board(card("Order flour", "1")))
    dana.post(f"{HOME}/tasks/1/trash")
    page = dana.get(importer.send(board(card("Order flour", "1"))))
    assert "Nothing would change: everything in this file is here as it is, or in the trash." in page.text
    assert "In the trash 1 task of this file is in the trash, and stays there." in page.text
    assert "No longer in the file" not in page.text


def test_new_tasks_of_a_goal_in_the_trash_go_to_the_inbox(importer, dana):
    importer.apply(board(card("Order flour", "1")))
    number = db.session.query(Goal).filter_by(title="To do").one().number
    dana.post(f"{HOME}/goals/{number}/trash")
    page = importer.apply(board(card("Order flour", "1"), card("Call the mill", "2")))
    assert "New tasks of a goal in the trash come to the inbox." in page.text
    assert shown() == [("Call the mill", None)]
    assert "Call the mill" in dana.get(f"{HOME}/?show=all").words("#inbox")


def test_a_restored_task_follows_the_file_again(importer, dana):
    importer.apply(board(card("Order flour", "1")))
    dana.post(f"{HOME}/tasks/1/trash")
    dana.post(f"{HOME}/tasks/1/restore")
    importer.apply(board(card("Order more flour", "1")))
    assert [title for title, _ in shown()] == ["Order more flour"]
