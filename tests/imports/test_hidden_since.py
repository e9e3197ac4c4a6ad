"""Refusals, undo buttons and open pages name no record that was hidden from their reader since."""

import pytest

from tests.imports.files import a_csv
from tests.roadmap.people import HOME
from tests.world import titled
from tracker.foundation.database import db
from tracker.imports.models import ImportRun
from tracker.roadmap.models import Goal, Task

SECRET = "Close Brooklyn and fire Luca"
GOALS = ["Kitchen", "", "G1"], ["Oven", "", "G2"]
AS_A_WHOLE = "can no longer be undone as a whole"


def a_plan(under):
    return a_csv(["Goal", "Task", "Id"], *GOALS, [under, "Order flour", "T1"])


def change_of(at):
    number = int(at.rsplit("/", 1)[1])
    return db.session.query(ImportRun).filter_by(number=number).one().result["change"]


def hide(dana, title="Kitchen"):
    """Dana moves the goal back to draft and renames it."""
    number = titled(Goal, title).number
    dana.post(f"{HOME}/goals/{number}/life", life="draft")
    dana.post(f"{HOME}/goals/{number}", title=SECRET, why="", span="", quarter="")
    assert titled(Goal, SECRET).approval_state == "draft"
    return number


def is_neither_offered_nor_found(visitor, at):
    """Neither report nor history offers the undo or mentions it, and its address is a 404."""
    report, history = visitor.get(at), visitor.get(f"{HOME}/history")
    assert change_of(at) not in report.html + history.html
    assert SECRET not in report.html + history.html and AS_A_WHOLE not in report.text
    return SECRET not in visitor.post(f"{HOME}/undo/{change_of(at)}", 404).html


@pytest.mark.parametrize("is_trashed", [False, True])
def test_a_goal_that_a_task_would_return_to_is_not_named_once_it_is_hidden(importer, dana, marco, is_trashed):
    importer.apply_as(marco, a_plan("Kitchen"))
    at = importer.apply_as(marco, a_plan("Oven"))
    number = hide(dana)
    if is_trashed:
        dana.post(f"{HOME}/goals/{number}/trash")
        assert f"“{SECRET}” is in the trash" in dana.get(at).text
    assert is_neither_offered_nor_found(marco, at)


def test_the_undo_of_an_import_into_a_goal_hidden_since_is_not_offered(importer, dana, marco):
    importer.apply_as(marco, a_csv(["Goal", "Task", "Id"], *GOALS))
    at = importer.apply_as(marco, a_plan("Kitchen"))
    hide(dana)
    assert is_neither_offered_nor_found(marco, at)


@pytest.mark.parametrize("is_trashed", [False, True])
def test_a_refusal_for_later_work_does_not_name_a_goal_hidden_since(importer, dana, marco, is_trashed):
    """Marco may read the first new name; the present one he may not."""
    at = importer.apply_as(marco, a_plan("Kitchen"))
    dana.post(f"{HOME}/goals/{titled(Goal, 'Kitchen').number}", title="Bistro", why="", span="", quarter="")
    number = hide(dana, "Bistro")
    if is_trashed:
        dana.post(f"{HOME}/goals/{number}/trash")
    assert is_neither_offered_nor_found(marco, at)


def test_a_task_in_the_trash_does_not_name_its_hidden_goal(importer, dana, marco):
    """It was trashed before the goal was hidden."""
    importer.apply_as(marco, a_plan("Kitchen"))
    task = titled(Task, "Order flour")
    marco.post(f"{HOME}/tasks/{task.number}/trash")
    number = hide(dana)
    dana.post(f"{HOME}/goals/{number}/trash")
    assert SECRET not in marco.get(f"{HOME}/trash").html
    answer = marco.post(f"{HOME}/tasks/{task.number}/restore", 404)
    assert SECRET not in answer.html


def test_a_task_moved_into_a_draft_and_to_leads_leaves_open_pages(importer, dana, marco, rosa):
    columns = ["Goal", "Task", "Id", "Seen by"]
    kitchen, shop = ["Kitchen", "", "G1", ""], ["Shop", "", "G3", ""]
    importer.apply_as(dana, a_csv(columns, shop), life="draft")
    importer.apply_as(dana, a_csv(columns, kitchen, ["Kitchen", "Order flour", "T1", ""]), life="proposed")
    task = titled(Task, "Order flour")
    pages = [(visitor, visitor.get(f"{HOME}/")) for visitor in (marco, rosa)]
    assert all(task.title in page.text for _, page in pages)
    importer.apply_as(dana, a_csv(columns, shop, ["Shop", "Order flour", "T1", "leads"]), life="draft")
    assert (titled(Task, "Order flour").visibility, titled(Goal, "Shop").is_draft) == ("leads", True)
    for visitor, page in pages:
        news = visitor.get(page.one("#live-updates")["data-poll-url"], htmx=True)
        assert task.dom_name in news.html and "Order flour" not in news.html, visitor.person.name


def test_a_leads_task_moved_into_a_draft_is_no_live_update_for_the_team(importer, dana, marco, rosa):
    columns = ["Goal", "Task", "Id", "Seen by"]
    importer.apply_as(dana, a_csv(columns, ["Shop", "", "G3", ""]), life="draft")
    private = ["Kitchen", "Order flour", "T1", "leads"]
    importer.apply_as(dana, a_csv(columns, ["Kitchen", "", "G1", ""], private), life="proposed")
    task = titled(Task, "Order flour")
    pages = [(visitor, visitor.get(f"{HOME}/")) for visitor in (marco, rosa)]
    importer.apply_as(
        dana, a_csv(columns, ["Shop", "", "G3", ""], ["Shop", "Order flour", "T1", "leads"]), life="draft"
    )
    told = [
        task.dom_name in visitor.get(page.one("#live-updates")["data-poll-url"], htmx=True).html
        for visitor, page in pages
    ]
    assert told == [True, False]


def dated(under, day, seen_by=""):
    row = [under, "Call the bank", "T9", day, seen_by]
    return a_csv(["Goal", "Task", "Id", "Due", "Seen by"], [under, "", under, "", ""], row)


def test_a_task_the_team_never_saw_is_not_removed_from_their_pages(importer, dana, rosa):
    importer.apply_as(
        dana,
        a_csv(["Goal", "Task", "Id"], ["Oven", "", "Oven"], ["Oven", "Fit it", "T8"]),
        life="proposed",
    )
    importer.apply_as(dana, dated("Closing", ""), life="draft")
    news = rosa.get(f"{HOME}/").one("#live-updates")["data-poll-url"]
    at = importer.apply_as(dana, dated("Oven", "", "leads"), life="proposed")
    task = titled(Task, "Call the bank")
    assert task.is_for_leads and not task.in_draft()
    assert task.dom_name not in rosa.get(news, None, htmx=True).html
    dana.post(f"{HOME}/undo/{change_of(at)}")
    db.session.expire_all()
    assert task.in_draft() and task.dom_name not in rosa.get(news, None, htmx=True).html


def test_first_dates_set_by_a_file_follow_what_the_client_read(importer, dana, marco):
    def goal_dated(day):
        return a_csv(["Goal", "Task", "Id", "Due"], ["Closing", "", "G9", day])

    importer.apply_as(dana, goal_dated("2031-12-04"), life="proposed")
    goal = titled(Goal, "Closing")
    marco.post(f"{HOME}/goals/{goal.number}/agree")
    importer.apply_as(dana, goal_dated(""), life="proposed")
    dana.post(f"{HOME}/goals/{goal.number}/life", life="draft")
    for day in ("2031-12-11", "2031-12-18"):
        importer.apply_as(dana, goal_dated(day), life="draft")
    db.session.refresh(goal)
    assert str(goal.target_date) == "2031-12-18" and str(goal.original_target_date) == "2031-12-04"


def test_a_date_set_by_a_file_in_a_draft_is_no_first_date(importer, dana, marco):
    importer.apply_as(dana, dated("Closing", ""), life="proposed")
    goal = titled(Goal, "Closing")
    marco.post(f"{HOME}/goals/{goal.number}/agree")
    dana.post(f"{HOME}/goals/{goal.number}/life", life="draft")
    for day in ("2031-12-11", "2031-12-18"):
        importer.apply_as(dana, dated("Closing", day), life="draft")
    assert str(titled(Task, "Call the bank").original_due) == "2031-12-18"
