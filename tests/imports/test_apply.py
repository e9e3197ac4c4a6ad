"""Applying a file to the road map: all of it, or nothing."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from sqlalchemy import update

from tests.imports.files import a_board, a_card, a_checklist, a_csv, a_list, an_asana
from tests.visitor import Visitor
from tests.world import a_goal, a_task, seat_of
from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.history.models import Event
from tracker.imports.apply import importer as apply_importer
from tracker.imports.models import ImportLink, ImportRow
from tracker.roadmap.models import Goal, Step, Task

OURS = ["Goal", "Why", "Task", "Details", "Kind", "Owner", "Due", "Status", "Steps"]


def rows_of_everything():
    return [db.session.query(model).count() for model in (Goal, Task, Step, Event, ImportLink)]


def test_lists_cards_and_checklists_become_goals_tasks_and_steps(importer, cast):
    lists = [a_list("k", "Kitchen"), a_list("o", "Office", pos=2)]
    cards = [
        a_card("1", "Order flour", idList="k"),
        a_card("2", "Payroll", idList="o", desc="Ask *Corewell*"),
    ]
    report = importer.apply(
        a_board(*cards, lists=lists, checklists=[a_checklist("Call", "Compare", card="1")])
    )

    kitchen, office = db.session.query(Goal).order_by(Goal.position)
    flour, payroll = db.session.query(Task).order_by(Task.number)
    assert (kitchen.title, kitchen.quarter, kitchen.span_id, kitchen.approval_state) == (
        "Kitchen",
        None,
        None,
        "proposed",
    )
    assert (flour.goal_id, payroll.goal_id, payroll.details) == (kitchen.id, office.id, "Ask *Corewell*")
    assert [step.title for step in db.session.query(Step).order_by(Step.position)] == ["Call", "Compare"]
    assert (flour.step_count, flour.visibility, flour.kind) == (2, "all", "build")
    assert report.one("#goal-1-open")["href"].endswith("/goals/1")


def test_imported_work_comes_after_existing_work(importer, cast, dana):
    a_goal(cast.fornello, cast.dana, "Ours")
    a_task(cast.fornello, cast.dana, "Ours too")
    importer.apply(a_csv(OURS[:3], ["Theirs", "", "New"], ["", "", "Inbox task"]), "plan.csv")
    assert [goal.title for goal in db.session.query(Goal).order_by(Goal.position)] == ["Ours", "Theirs"]
    inbox = db.session.query(Task).filter(Task.goal_id.is_(None)).order_by(Task.position)
    assert [task.title for task in inbox] == ["Ours too", "Inbox task"]
    assert [task.number for task in db.session.query(Task).order_by(Task.number)] == [1, 2, 3]
    assert Task.add(cast.fornello, "Next", by=cast.dana).number == 4
    assert "Inbox task" in dana.get("/clients/fornello-pizza/").text


def test_every_column_of_a_row_is_saved_on_the_task(importer, cast):
    row = [
        "Oven",
        "Saturdays off",
        "Order it",
        "Two quotes",
        "strategy",
        "rosa@fornello.example",
        "2026-12-04",
    ]
    importer.apply(a_csv(OURS, [*row, "waiting", "[x] Measure\nCall"]), "plan.csv")
    task, goal = db.session.query(Task).one(), db.session.query(Goal).one()
    assert (task.kind, task.due, task.original_due) == ("strategy", date(2026, 12, 4), date(2026, 12, 4))
    assert (task.status, task.waiting_on, goal.why) == ("waiting", "", "Saturdays off")
    assert clock.now() - task.waiting_since < timedelta(minutes=5)
    assert (task.owner_seat_id, task.owner_name) == (seat_of(cast.rosa, cast.fornello).id, "")
    assert [step.is_done for step in db.session.query(Step).order_by(Step.position)] == [True, False]


@pytest.mark.parametrize(
    "named, address, seated",
    [
        ("Somebody", "ROSA@fornello.example", True),
        ("rosa  DELGADO", "", True),
        ("Rosa Delgado", "rosa@elsewhere.example", True),
        ("Rosa", "", True),
        ("Ros", "", False),
        ("Adaeze Okafor", "adaeze@okafor.example", False),
    ],
)
def test_an_owner_is_matched_by_address_or_name(importer, cast, named, address, seated):
    importer.apply(an_asana({"Assignee": named, "Assignee Email": address}), "tasks.csv")
    task = db.session.query(Task).one()
    expected = (seat_of(cast.rosa, cast.fornello).id, "") if seated else (None, " ".join(named.split()))
    assert (task.owner_seat_id, task.owner_name) == expected


def test_done_is_done_and_archived_is_left_out_unless_asked_for(importer):
    cards = [a_card("1", "Ticked", dueComplete=True), a_card("2", "Old", closed=True)]
    importer.apply(a_board(*cards))
    done = db.session.query(Task).one()
    assert (done.status, done.title) == ("done", "Ticked")
    assert done.done_at is None, "what was done elsewhere did not move here this week"
    importer.apply(a_board(*cards, extra="changes the file"), include_archived="y")
    assert {task.title: task.status for task in db.session.query(Task)} == {"Ticked": "done", "Old": "parked"}


def test_every_row_writes_a_line_of_history(importer, cast, dana):
    importer.apply(a_board(a_card()), "board.json")
    lines = {event.action: event for event in db.session.query(Event).filter(Event.action.notlike("seat%"))}
    assert {"goal_added", "task_added", "plan_imported"} <= set(lines)
    assert lines["plan_imported"].details["file"] == "board.json"
    assert {lines["task_added"].actor_id, lines["plan_imported"].actor_id} == {cast.dana.id}
    assert "Dana added it" in dana.get("/clients/fornello-pizza/tasks/1").text


def test_applying_twice_imports_once(importer, dana):
    at = importer.send(a_board(a_card()))
    parts = dana.swap(f"{at}/apply").parts
    assert "is on the road map" in parts[f"import-{at.rpartition('/')[2]}"].get_text()
    before = rows_of_everything()
    dana.swap(f"{at}/apply")
    assert dana.post(f"{at}/apply").location == at
    assert rows_of_everything() == before and db.session.query(Task).count() == 1


def test_four_requests_at_once_import_once(app, cast, importer):
    first, second = importer.send(a_board(a_card())), importer.send(a_board(a_card()))
    visitors = [Visitor(app, cast.dana) for _ in range(4)]
    forms = [(visitor, {"csrf_token": visitor.csrf()}) for visitor in visitors]
    db.session.rollback()

    def press(at, visitor, form):
        return visitor.http.post(f"{at}/apply", data=form).status_code

    with ThreadPoolExecutor() as hands:
        pressed = [
            hands.submit(press, at, *who)
            for at, who in zip([first, second, first, second], forms, strict=True)
        ]
    assert [each.result() for each in pressed] == [303] * 4
    assert [db.session.query(model).count() for model in (Goal, Task, ImportLink)] == [1, 1, 2]


def test_an_applied_import_cannot_be_cancelled(importer, dana):
    importer.apply(a_board(a_card()))
    assert "It is imported already." in dana.post(f"{importer.last}/cancel", expect=422).text
    assert db.session.query(Task).count() == 1


def test_a_staged_text_that_is_too_long_imports_nothing(importer, dana):
    at = importer.send(a_board(a_card("1"), a_card("2")))
    wrong = {"key": "2", "row": 2, "title": "x" * 201}
    db.session.execute(update(ImportRow).where(ImportRow.position == 3).values(planned=wrong))
    db.session.commit()
    before = rows_of_everything()
    assert "Row 2 holds a text that is too long." in dana.post(f"{at}/apply", expect=422).text
    assert rows_of_everything() == before and db.session.query(ImportRow).count() == 3


def test_a_row_the_database_refuses_imports_nothing(importer, dana):
    at = importer.send(a_board(a_card("1"), a_card("2")))
    wrong = {"key": "2", "row": 2, "title": "Fine", "status": "doomed"}
    db.session.execute(update(ImportRow).where(ImportRow.position == 3).values(planned=wrong))
    db.session.commit()
    before = rows_of_everything()
    assert (
        "conflicts with what’s already here. Nothing was imported."
        in dana.post(f"{at}/apply", expect=422).text
    )
    assert rows_of_everything() == before


def test_a_failure_part_way_imports_nothing(importer, dana, monkeypatch):
    at = importer.send(a_board(a_card(), checklists=[a_checklist("Call")]))
    before = rows_of_everything()

    def break_down(*_):
        raise RuntimeError("the cable was pulled")

    monkeypatch.setattr(apply_importer, "store_links", break_down)
    with pytest.raises(RuntimeError):
        dana.post(f"{at}/apply")
    db.session.rollback()
    assert rows_of_everything() == before
    monkeypatch.undo()
    dana.post(f"{at}/apply")
    assert db.session.query(Task).one().number == 1


def test_an_import_is_invisible_to_other_clients(importer, cast, dana):
    importer.apply(a_board(a_card(name="Fornello's secret flour")))
    assert "secret flour" not in dana.get("/clients/okafor-immigration-law/").html
    assert {row.client_id for row in db.session.query(ImportLink)} == {cast.fornello.id}
