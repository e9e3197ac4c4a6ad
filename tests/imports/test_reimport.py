"""The same plan is imported again after changes in the file and here: nobody's text is lost."""

from datetime import date

import pytest

from tests.imports.files import a_board, a_card, a_checklist, a_csv, a_list, an_asana
from tests.world import a_goal
from tracker.foundation.database import db
from tracker.history.models import Event
from tracker.imports.models import ImportLink
from tracker.roadmap.models import Goal, Step, Task
from tracker.roadmap.models.statuses import Status

LISTS = [a_list("todo", "To do"), a_list("doing", "Doing", pos=2)]


def board(*cards, **more):
    return a_board(*cards, lists=LISTS, **more)


def card(name="Order flour", key="1", **more):
    return a_card(key, name, **{"idList": "todo", **more})


def task():
    db.session.rollback()
    return db.session.query(Task).one()


def rename(title, cast):
    task().change(by=cast.rosa, title=title)
    db.session.commit()


def actions():
    return [event.action for event in db.session.query(Event).order_by(Event.id)]


def test_the_same_file_again_adds_nothing(importer):
    data = board(card(), checklists=[a_checklist("Call", card="1")])
    importer.apply(data)
    preview = importer.preview(data)
    assert "Nothing would change" in preview.text
    importer.visitor.post(f"{importer.last}/apply")
    found = [db.session.query(model).count() for model in (Goal, Task, Step, ImportLink)]
    assert found == [2, 1, 1, 4]
    assert actions().count("task_added") == 1 and actions()[-1] == "plan_imported"


def test_a_field_changed_only_in_the_file_follows_the_file(importer):
    importer.apply(board(card(due="2026-12-01T12:00:00Z"), checklists=[a_checklist("Call", card="1")]))
    ticked = a_checklist("Call", "Compare", card="1")
    ticked["checkItems"][0]["state"] = "complete"
    later = card("Order more flour", due="2026-12-08T12:00:00Z", idList="doing", desc="20 kg")
    words = importer.preview(board(later, checklists=[ticked])).words("[id^=import-][id$=-changes]")
    assert "title: “Order more flour”" in words and "date: Tue 8 Dec" in words and "goal: “Doing”" in words
    importer.visitor.post(f"{importer.last}/apply")
    # its goal was never agreed, so its first date is no promise
    one, doing = task(), db.session.query(Goal).filter_by(title="Doing").one()
    assert (one.title, one.due, one.original_due) == (
        "Order more flour",
        date(2026, 12, 8),
        date(2026, 12, 8),
    )
    assert (one.goal_id, one.details, one.step_count) == (doing.id, "20 kg", 2)
    assert [step.is_done for step in db.session.query(Step).order_by(Step.position)] == [True, False]
    assert {"task_title_changed", "task_date_changed", "task_goal_changed", "task_step_done"} <= set(
        actions()
    )


def test_a_moved_date_names_the_file_it_was_moved_by(importer):
    importer.apply(board(card(due="2026-12-01T12:00:00Z")))
    importer.apply(board(card(due="2026-12-08T12:00:00Z")))
    moved = db.session.query(Event).filter_by(action="task_date_changed").one()
    assert moved.details == {
        "previous": "2026-12-01", "current": "2026-12-08", "source": "Trello", "before": {"first": "2026-12-01"},
    }  # fmt: skip


def test_the_first_date_set_is_the_one_first_agreed(importer):
    importer.apply(board(card()))
    importer.apply(board(card(due="2026-12-08T12:00:00Z")))
    assert (task().original_due, task().date_moved) == (date(2026, 12, 8), False)


def test_a_field_changed_on_both_sides_keeps_our_value_and_is_listed(importer, cast):
    importer.apply(board(card()))
    rename("Order organic flour", cast)
    line = "“Order organic flour”: the title here is kept; the file says “Order two sacks”."
    data = board(card("Order two sacks", desc="From the mill"))
    page = importer.preview(data)
    assert line in page.words("[id^=import-][id$=-kept]")
    assert "Order organic flour" in page.words("[id$=-lanes]"), "the list says what it will be called"
    importer.visitor.post(f"{importer.last}/apply")
    assert line in importer.visitor.get(importer.last).words("[id^=import-][id$=-kept]")
    assert (task().title, task().details) == ("Order organic flour", "From the mill")


def test_a_field_changed_only_here_keeps_our_value_and_is_listed(importer, cast):
    data = board(card())
    importer.apply(data)
    rename("Order organic flour", cast)
    line = "“Order organic flour”: the title here is kept; the file says “Order flour”."
    assert line in importer.preview(data).words("[id^=import-][id$=-ours]")
    importer.visitor.post(f"{importer.last}/apply")
    assert task().title == "Order organic flour"


def test_our_value_is_kept_when_the_file_changes_once_more(importer, cast):
    importer.apply(board(card("One")))
    rename("Ours", cast)
    importer.apply(board(card("Two")))
    importer.apply(board(card("Three")))
    assert task().title == "Ours"
    rename("Three", cast)
    importer.apply(board(card("Three", desc="in step again")))
    importer.apply(board(card("Four")))
    assert task().title == "Four"


def test_a_status_set_here_is_kept_when_the_file_has_none(importer, cast):
    importer.apply(board(card()))
    task().set_status(Status.ON_TRACK, by=cast.rosa)
    db.session.commit()
    page = importer.preview(board(card(desc="new words")))
    assert not page.soup.select("[id^=import-][id$=-kept], [id^=import-][id$=-ours]")
    importer.visitor.post(f"{importer.last}/apply")
    assert (task().status, task().details) == ("on_track", "new words")


def test_done_in_the_file_is_done_here_and_reopened_is_reopened(importer):
    importer.apply(board(card()))
    importer.apply(board(card(dueComplete=True)))
    assert task().status == "done" and task().done_at
    importer.apply(board(card(desc="once more")))
    assert (task().status, task().done_at) == ("not_started", None)


def test_an_owner_follows_the_file_unless_reassigned_here(importer, cast):
    importer.apply(an_asana({"Assignee": "Rosa Delgado"}), "a.csv")
    importer.apply(an_asana({"Assignee": "Ben Carter"}), "a.csv")
    assert (task().owner_seat_id, task().owner_name) == (None, "Ben Carter")
    task().assign("Corewell", by=cast.dana)
    db.session.commit()
    page = importer.apply(an_asana({"Assignee": "Marco Bellini"}), "a.csv")
    assert task().owner_name == "Corewell"
    assert "“Task 0”: the owner here is kept; the file says Marco Bellini." in page.text


def test_a_task_moved_here_stays_where_it_is(importer, cast):
    importer.apply(board(card()))
    ours = a_goal(cast.fornello, cast.dana, "Ours")
    task().move_to_goal(ours, by=cast.rosa)
    db.session.commit()
    page = importer.apply(board(card(idList="doing")))
    assert task().goal_id == db.session.query(Goal).filter_by(title="Ours").one().id
    assert "“Order flour”: the goal here is kept; the file says “Doing”." in page.text


def test_work_that_left_the_file_is_kept_and_listed(importer):
    importer.apply(board(card(), card("Old card", "2")))
    page = importer.apply(board(card()))
    assert "1 task is no longer in the file; it stays as it is: “Old card”." in page.words(
        "[id^=import-][id$=-gone]"
    )
    assert db.session.query(Task).count() == 2


def test_another_board_is_not_compared_with_the_first(importer):
    importer.apply(board(card()))
    other = a_board(a_card("99", "Elsewhere", idList="x"), lists=[a_list("x", "Other")], name="Other board")
    assert "no longer in the file" not in importer.preview(other).text


@pytest.mark.parametrize("ids", [("G1", "T1"), ("", "T1")])
def test_our_own_spreadsheet_with_ids_updates(importer, ids):
    def sheet(task_title, due=""):
        rows = [["Oven", "", ids[0], ""], ["Oven", task_title, ids[1], due], ["", "No id here", "", ""]]
        return a_csv(["Goal", "Task", "Id", "Due"], *rows)

    importer.apply(sheet("Order it"), "plan.csv")
    importer.apply(sheet("Order it now", "2026-12-04"), "plan v2.csv")
    titles = {one.title: one.due for one in db.session.query(Task)}
    assert titles == {"Order it now": date(2026, 12, 4), "No id here": None}
    assert db.session.query(Goal).count() == 1


def test_steps_without_ids_are_matched_by_title(importer, cast):
    def sheet(steps):
        return a_csv(["Goal", "Task", "Id", "Steps"], ["Oven", "Order it", "T1", steps])

    importer.apply(sheet("Call\nCall\nPay"), "plan.csv")
    importer.apply(sheet("Call\nCall\n[x] Pay\nFetch"), "plan.csv")
    steps = [(step.title, step.is_done) for step in db.session.query(Step).order_by(Step.position)]
    assert steps == [("Call", False), ("Call", False), ("Pay", True), ("Fetch", False)]


def test_without_ids_the_same_file_is_refused_and_another_file_adds(importer):
    first = importer.preview(a_csv(["Goal", "Task"], ["Oven", "Order it"]), "first.csv")
    assert "twice" not in first.text, "nothing is here yet"
    importer.apply(a_csv(["Goal", "Task"], ["Oven", "Order it"]), "plan.csv")
    refused = importer.preview(a_csv(["Goal", "Task"], ["Oven", "Order it"]), "copy.csv")
    assert "Its rows have no ids, so everything would be here twice." in refused.words("[role=alert]")
    page = importer.preview(a_csv(["Goal", "Task"], ["Oven", "Order it"], ["Oven", "Pay it"]), "plan.csv")
    assert "have no ids, so all of it is added" in page.words("[role=alert]")
    importer.visitor.post(f"{importer.last}/apply")
    assert db.session.query(Task).count() == 3


def test_two_previews_of_one_file_are_applied_once(importer, dana):
    data = a_csv(["Goal", "Task"], ["Oven", "Order it"])
    first, second = importer.send(data, "plan.csv"), importer.send(data, "plan.csv")
    dana.post(f"{first}/apply")
    assert "everything would be here twice" in dana.post(f"{second}/apply", expect=422).text
    assert db.session.query(Task).count() == 1
    with_ids = board(card())
    third, fourth = importer.send(with_ids), importer.send(with_ids)
    dana.post(f"{third}/apply")
    dana.post(f"{fourth}/apply")
    assert db.session.query(Task).count() == 2
