"""New goals are imported as drafts, proposed or agreed; an import is undone as a whole, or not at all."""

from datetime import timedelta

import pytest
import time_machine

from tests.imports.files import a_board, a_card, a_checklist, a_csv
from tests.roadmap.people import HOME
from tests.world import a_comment, a_goal
from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.history.models import Event
from tracker.imports.models import ImportLink, ImportRun
from tracker.roadmap.models import Goal, Step, Task

PLAN = a_csv(["Goal", "Task"], ["Kitchen", "Order flour"], ["", "Inbox task"])


def undo_import(visitor, expect=303):
    """Press “Undo import” on the page of the import."""
    run = db.session.query(ImportRun).order_by(ImportRun.id.desc()).first()
    number, change = run.number, run.result["change"]
    assert expect != 303 or visitor.get(f"{HOME}/import/{number}").one(f"#import-{number}-back")
    return visitor.post(f"{HOME}/undo/{change}", expect=expect)


def live(model):
    return db.session.query(model).filter(model.trashed_at.is_(None))


def apply(visitor, importer, data, name="plan.csv", **form):
    at = importer.send(data, name)
    visitor.post(f"{at}/apply", **form)
    return at


@pytest.mark.parametrize(("life", "agreed"), [("draft", False), ("proposed", False)])
def test_new_goals_get_the_chosen_state(importer, dana, life, agreed):
    apply(dana, importer, PLAN, life=life)
    goal = db.session.query(Goal).one()
    assert (goal.approval_state, goal.agreed_at is not None) == (life, agreed)


def test_undoing_a_proposed_import_says_only_that_it_was_undone(importer, dana, marco):
    apply(dana, importer, PLAN, life="proposed")
    undo_import(dana)
    for reader in (dana, marco):
        assert "back to proposed" not in reader.get(f"{HOME}/history").text
    assert not live(Goal).count()


def test_the_preview_says_who_will_see_it(importer, dana):
    page = importer.preview(PLAN, "plan.csv")
    assert [radio["value"] for radio in page.soup.select("[name=life]")] == ["proposed", "draft"]
    assert page.one("[name=life][checked]")["value"] == "proposed"
    assert "Only a COO sees the new goals" in page.text and "will see what is imported" in page.text


def test_an_unknown_state_is_refused_and_a_ceos_import_is_agreed(importer, dana, marco):
    at = importer.send(PLAN, "plan.csv")
    assert "Choose one of these." in dana.post(f"{at}/apply", expect=422, life="dead").text
    importer.visitor = marco
    own = importer.send(PLAN, "mine.csv")
    assert not marco.get(own).soup.select("[name=life]")
    assert "Who can see this can’t be chosen here." in marco.post(f"{own}/apply", 422, life="draft").text
    marco.post(f"{own}/apply")
    assert db.session.query(Goal).one().approval_state == "agreed"


def test_drafts_appear_on_no_page_of_the_client(importer, dana, marco):
    data = a_csv(["Goal", "Task"], ["Sell the shop", "Ask what it is worth"])
    at = importer.send(data, "secret.csv")
    marco.get(at, 404)
    dana.post(f"{at}/apply", life="draft")
    marco.get(at, 404)
    for page in ("/", "/import", "/history", "/letter", "/timeline"):
        html = marco.get(HOME + page).html
        assert not any(word in html for word in ("Sell the shop", "worth", "secret.csv")), page
    assert "Sell the shop" in dana.get(f"{HOME}/").text


def test_undo_moves_everything_imported_to_the_trash(importer, dana):
    apply(
        dana,
        importer,
        a_board(a_card(), a_card("2", "Payroll"), checklists=[a_checklist("Call")]),
        "board.json",
    )
    undo_import(dana)
    assert (live(Goal).count(), live(Task).count(), db.session.query(ImportLink).count()) == (
        0,
        0,
        0,
    )
    assert db.session.query(Goal).one().trashed_at == db.session.query(Task).first().trashed_at
    run = db.session.query(ImportRun).one()
    assert "was undone" in dana.get(f"{HOME}/import/{run.number}").text
    assert (
        "Dana undid the import of board.json, and moved what it added to the trash"
        in dana.get(f"{HOME}/history").text
    )


def test_undo_restores_changed_fields_and_removes_new_steps(importer, dana, cast):
    apply(dana, importer, a_board(a_card(desc="Old")), "board.json")
    card = a_card(name="Order rye", desc="New", due="2026-12-04T10:00:00.000Z")
    later = a_board(card, checklists=[a_checklist("Call")])
    apply(dana, importer, later, "board.json")
    task = db.session.query(Task).one()
    assert (task.title, task.details, task.due is not None, live(Step).count()) == (
        "Order rye",
        "New",
        True,
        1,
    )
    undo_import(dana)
    db.session.refresh(task)
    assert (task.title, task.details, task.due, task.original_due) == ("Order flour", "Old", None, None)
    assert (live(Step).count(), live(Task).count()) == (0, 1)
    apply(dana, importer, later, "board.json")
    db.session.refresh(task)
    assert (task.title, task.details, live(Step).count(), live(Task).count()) == (
        "Order rye",
        "New",
        1,
        1,
    )


def test_after_an_undo_the_same_file_is_imported_as_new(importer, dana):
    for data, name in ((a_board(a_card()), "board.json"), (PLAN, "plan.csv")):
        before = live(Task).count()
        apply(dana, importer, data, name)
        undo_import(dana)
        assert live(Task).count() == before
        apply(dana, importer, data, name)
        assert live(Task).count() > before


def test_later_work_prevents_the_undo(importer, dana, marco, cast):
    apply(dana, importer, PLAN)
    a_comment(live(Task).filter_by(title="Order flour").one(), cast.marco)
    before = db.session.query(Event).count()
    said = undo_import(dana, 422).text
    assert "Marco worked on “Order flour” after it was imported." in said
    assert (live(Goal).count(), live(Task).count(), db.session.query(Event).count()) == (
        1,
        2,
        before,
    )


def is_offered(visitor, at):
    """Whether the report and the history offer to undo that import; they always agree."""
    (run,) = db.session.query(ImportRun).filter_by(number=int(at.rsplit("/", 1)[1]))
    url = f"{HOME}/undo/{run.result['change']}"
    on_report, in_history = (
        any(
            form["action"].startswith(url) for form in visitor.get(page).soup.select("form[action*='/undo/']")
        )
        for page in (at, f"{HOME}/history")
    )
    assert on_report == in_history
    return on_report


def test_an_undo_that_would_be_refused_is_not_offered(importer, dana, marco, cast):
    at = apply(dana, importer, PLAN)
    assert is_offered(dana, at) and "You can undo the whole import for a day." in dana.get(at).text
    a_comment(live(Task).filter_by(title="Order flour").one(), cast.marco)
    assert not is_offered(dana, at)
    said = dana.get(at).text
    assert "It can no longer be undone as a whole: Marco changed “Order flour” since." in said
    assert "for a day" not in said


def test_a_later_import_prevents_the_undo_only_where_it_changed_the_same_work(importer, dana):
    ids = ["Goal", "Task", "Id"]
    at = apply(dana, importer, a_csv(ids, ["Kitchen", "Order flour", "T1"]))
    apply(dana, importer, a_csv(["Goal", "Task"], ["Bar", "Order rye"]), "bar.csv")
    assert is_offered(dana, at)
    apply(dana, importer, a_csv(ids, ["Kitchen", "Order rye", "T1"]))
    assert not is_offered(dana, at)
    assert "as a whole: Dana changed “Order rye” since." in dana.get(at).text
    undo_import(dana)
    assert is_offered(dana, at)


@pytest.mark.parametrize("by_ceo", [True, False])
def test_hidden_work_does_not_prevent_the_undo_of_an_import(importer, dana, marco, cast, by_ceo):
    """An import of drafts and a dependency on a task in one: neither changes what Marco is offered."""
    importer.visitor = marco if by_ceo else dana
    at = apply(importer.visitor, importer, PLAN)
    importer.visitor = dana
    apply(dana, importer, a_csv(["Goal", "Task"], ["Sell the shop", "Call"]), "secret.csv", life="draft")
    task, call = (
        live(Task).filter_by(title="Order flour").one(),
        live(Task).filter_by(title="Call").one(),
    )
    dana.post(f"{HOME}/tasks/{task.number}/waits", before=call.number, other=call.number)
    assert is_offered(marco, at) and "no longer be undone" not in marco.get(at).text
    assert not is_offered(dana, at), "she sees the dependency"
    assert "Dana changed “Order flour” since." in dana.get(at).text
    run = db.session.query(ImportRun).filter_by(number=int(at.rsplit("/", 1)[1])).one()
    marco.post(f"{HOME}/undo/{run.result['change']}")
    assert {task.title for task in live(Task)} == {"Call"}


def test_a_refusal_names_nothing_the_reader_may_not_see(importer, dana, marco, cast):
    importer.visitor = marco
    apply(marco, importer, PLAN)
    draft = a_goal(cast.fornello, cast.dana, "Sell the shop", approval_state="draft")
    task = live(Task).filter_by(title="Order flour").one()
    kitchen = live(Goal).filter_by(title="Kitchen").one()
    for goal in (draft, kitchen):
        dana.post(f"{HOME}/tasks/{task.number}/goal", goal=goal.number)
    said = undo_import(marco, 422).text
    assert "Something was changed after it was imported." in said and "Dana" not in said


def test_a_change_that_was_undone_itself_does_not_prevent_the_undo(importer, dana):
    apply(dana, importer, PLAN)
    dana.swap(f"{HOME}/tasks/1/status", status="done")
    change = db.session.query(Event).filter_by(action="task_status_changed").one().change_set_id
    dana.post(f"{HOME}/undo/{change}")
    undo_import(dana)
    assert live(Task).count() == 0


def test_after_a_day_the_import_can_no_longer_be_undone(importer, dana):
    at = apply(dana, importer, PLAN)
    with time_machine.travel(clock.now() + timedelta(hours=25), tick=True):
        dana.sign_in(dana.person)
        assert "Undo import" not in dana.get(at).text
        undo_import(dana, 422)
    assert live(Task).count() == 2


def test_a_second_undo_is_refused_with_a_message(importer, dana):
    apply(dana, importer, PLAN)
    undo_import(dana)
    assert "undone already" in undo_import(dana, 422).text
    undone = db.session.query(Event).filter_by(action="import_undone").one().change_set_id
    assert "This can’t be undone." in dana.post(f"{HOME}/undo/{undone}", expect=422).text


def test_others_may_not_undo_it(importer, dana, rosa, vera, adaeze):
    apply(dana, importer, PLAN)
    undo_import(rosa, 404)
    undo_import(vera, 403)
    undo_import(adaeze, 404)
    assert live(Task).count() == 2


@pytest.mark.parametrize("moves", [False, True])
def test_undo_does_not_restore_a_drafts_old_text_once_its_goal_is_proposed(importer, dana, rosa, moves):
    """The second file changes only a task; proposing its goal shares the new text and no other."""
    ids = ["Goal", "Task", "Id"]
    goals = ["Sell the shop", "", "G1"], ["Grow the shop", "", "G2"]
    apply(dana, importer, a_csv(ids, *goals, ["Sell the shop", "Rosa is too slow", "T1"]), life="draft")
    under = "Grow the shop" if moves else "Sell the shop"
    apply(dana, importer, a_csv(ids, *goals, [under, "Talk to everyone", "T1"]), life="draft")
    goal = db.session.query(Goal).filter_by(title="Sell the shop").one()
    dana.post(f"{HOME}/goals/{goal.number}/life", life="proposed")

    run = db.session.query(ImportRun).order_by(ImportRun.id.desc()).first()
    said = dana.post(f"{HOME}/undo/{run.result['change']}", expect=422).text

    assert "Dana worked on “Sell the shop” after it was imported" in said
    assert "too slow" not in rosa.get(f"{HOME}/").html
