"""New goals come in as drafts, proposed or agreed; and an import is taken back as a whole, or not at all."""

from datetime import timedelta

import pytest
import time_machine

from tests.imports.files import a_board, a_card, a_checklist, a_csv
from tests.world import a_comment, a_goal
from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.history.models import Event
from tracker.imports.models import ImportLink, ImportRun
from tracker.roadmap.models import Goal, Step, Task

ROOM = "/clients/fornello-pizza"
PLAN = a_csv(["Goal", "Task"], ["Kitchen", "Order flour"], ["", "Inbox task"])


def back(visitor, expect=303):
    """Press “Undo import” on the page of the import."""
    run = db.session.query(ImportRun).order_by(ImportRun.id.desc()).first()
    number, change = run.number, run.counts["change"]
    assert expect != 303 or visitor.get(f"{ROOM}/import/{number}").one(f"#import-{number}-back")
    return visitor.post(f"{ROOM}/undo/{change}", expect=expect)


def here(model):
    return db.session.query(model).filter(model.trashed_at.is_(None))


def bring(visitor, importer, data, name="plan.csv", **form):
    at = importer.send(data, name)
    visitor.post(f"{at}/apply", **form)
    return at


@pytest.mark.parametrize(("life", "agreed"), [("draft", False), ("proposed", False)])
def test_new_goals_are_what_was_chosen(importer, dana, life, agreed):
    bring(dana, importer, PLAN, life=life)
    goal = db.session.query(Goal).one()
    assert (goal.life, goal.agreed_at is not None) == (life, agreed)


def test_the_preview_says_who_will_see_it(importer, dana):
    page = importer.look(PLAN, "plan.csv")
    assert [radio["value"] for radio in page.soup.select("[name=life]")] == ["proposed", "draft"]
    assert page.one("[name=life][checked]")["value"] == "proposed"
    assert "Only a COO sees the new goals" in page.text and "will see what is imported" in page.text


def test_a_strange_life_is_refused_and_a_ceo_agrees_by_bringing_in(importer, dana, marco):
    at = importer.send(PLAN, "plan.csv")
    assert "Choose one of these." in dana.post(f"{at}/apply", expect=422, life="dead").text
    importer.visitor = marco
    own = importer.send(PLAN, "mine.csv")
    assert not marco.get(own).soup.select("[name=life]")
    assert "Who can see this can’t be chosen here." in marco.post(f"{own}/apply", 422, life="draft").text
    marco.post(f"{own}/apply")
    assert db.session.query(Goal).one().life == "agreed"


def test_what_comes_as_drafts_is_nowhere_in_the_clients_bytes(importer, dana, marco):
    data = a_csv(["Goal", "Task"], ["Sell the shop", "Ask what it is worth"])
    at = importer.send(data, "secret.csv")
    marco.get(at, 404)
    dana.post(f"{at}/apply", life="draft")
    marco.get(at, 404)
    for page in ("/", "/import", "/history", "/letter", "/timeline"):
        html = marco.get(ROOM + page).html
        assert not any(word in html for word in ("Sell the shop", "worth", "secret.csv")), page
    assert "Sell the shop" in dana.get(f"{ROOM}/").text


def test_everything_that_came_goes_to_the_trash(importer, dana):
    bring(
        dana,
        importer,
        a_board(a_card(), a_card("2", "Payroll"), checklists=[a_checklist("Call")]),
        "board.json",
    )
    back(dana)
    assert (here(Goal).count(), here(Task).count(), db.session.query(ImportLink).count()) == (0, 0, 0)
    assert db.session.query(Goal).one().trashed_at == db.session.query(Task).first().trashed_at
    run = db.session.query(ImportRun).one()
    assert "was undone" in dana.get(f"{ROOM}/import/{run.number}").text
    assert (
        "Dana undid a change: moved what was imported from board.json to the trash"
        in dana.get(f"{ROOM}/history").text
    )


def test_what_it_changed_goes_back_and_new_steps_go(importer, dana, cast):
    bring(dana, importer, a_board(a_card(desc="Old")), "board.json")
    card = a_card(name="Order rye", desc="New", due="2026-12-04T10:00:00.000Z")
    later = a_board(card, checklists=[a_checklist("Call")])
    bring(dana, importer, later, "board.json")
    task = db.session.query(Task).one()
    assert (task.title, task.details, task.due is not None, here(Step).count()) == (
        "Order rye",
        "New",
        True,
        1,
    )
    back(dana)
    db.session.refresh(task)
    assert (task.title, task.details, task.due, task.first_due) == ("Order flour", "Old", None, None)
    assert (here(Step).count(), here(Task).count()) == (0, 1)
    bring(dana, importer, later, "board.json")
    db.session.refresh(task)
    assert (task.title, task.details, here(Step).count(), here(Task).count()) == ("Order rye", "New", 1, 1)


def test_the_same_file_comes_in_again_as_if_it_never_had(importer, dana):
    for data, name in ((a_board(a_card()), "board.json"), (PLAN, "plan.csv")):
        before = here(Task).count()
        bring(dana, importer, data, name)
        back(dana)
        assert here(Task).count() == before
        bring(dana, importer, data, name)
        assert here(Task).count() > before


def test_what_somebody_worked_on_since_keeps_it_all(importer, dana, marco, cast):
    bring(dana, importer, PLAN)
    a_comment(here(Task).filter_by(title="Order flour").one(), cast.marco)
    before = db.session.query(Event).count()
    said = back(dana, 422).text
    assert "Marco worked on “Order flour” after it was imported." in said
    assert (here(Goal).count(), here(Task).count(), db.session.query(Event).count()) == (1, 2, before)


def is_offered(visitor, at):
    """Whether the report and the history offer to undo that import; they always agree."""
    (run,) = db.session.query(ImportRun).filter_by(number=int(at.rsplit("/", 1)[1]))
    url = f"{ROOM}/undo/{run.counts['change']}"
    on_report, in_history = (
        any(
            form["action"].startswith(url) for form in visitor.get(page).soup.select("form[action*='/undo/']")
        )
        for page in (at, f"{ROOM}/history")
    )
    assert on_report == in_history
    return on_report


def test_an_undo_that_would_be_refused_is_not_offered(importer, dana, marco, cast):
    at = bring(dana, importer, PLAN)
    assert is_offered(dana, at) and "You can undo the whole import for a day." in dana.get(at).text
    a_comment(here(Task).filter_by(title="Order flour").one(), cast.marco)
    assert not is_offered(dana, at)
    said = dana.get(at).text
    assert "It can no longer be undone as a whole: Marco changed “Order flour” since." in said
    assert "for a day" not in said


def test_a_later_import_ends_the_undo_of_an_earlier_one_until_it_is_undone(importer, dana):
    at = bring(dana, importer, PLAN)
    bring(dana, importer, a_csv(["Goal", "Task"], ["Bar", "Order rye"]), "bar.csv")
    assert not is_offered(dana, at)
    said = "It can no longer be undone as a whole: since then, Dana imported a plan from bar.csv."
    assert said in dana.get(at).text
    back(dana)
    assert is_offered(dana, at)


def test_why_it_cannot_be_undone_names_nothing_the_reader_may_not_see(importer, dana, marco):
    importer.visitor = marco
    at = bring(marco, importer, PLAN)
    importer.visitor = dana
    bring(dana, importer, a_csv(["Goal", "Task"], ["Sell the shop", "Call"]), "secret.csv", life="draft")
    assert not is_offered(marco, at)
    page = marco.get(at)
    assert "It can no longer be undone as a whole because something was changed since." in page.text
    assert "secret" not in page.html and "Dana imported" not in page.text
    assert "Dana imported a plan from secret.csv" in dana.get(at).text


def test_a_refusal_names_nothing_the_reader_may_not_see(importer, dana, marco, cast):
    importer.visitor = marco
    bring(marco, importer, PLAN)
    draft = a_goal(cast.fornello, cast.dana, "Sell the shop", life="draft")
    task = here(Task).filter_by(title="Order flour").one()
    kitchen = here(Goal).filter_by(title="Kitchen").one()
    for goal in (draft, kitchen):
        dana.post(f"{ROOM}/tasks/{task.number}/goal", goal=goal.number)
    said = back(marco, 422).text
    assert "Something was changed after it was imported." in said and "Dana" not in said


def test_what_was_done_and_taken_back_is_no_hindrance(importer, dana):
    bring(dana, importer, PLAN)
    dana.swap(f"{ROOM}/tasks/1/status", status="done")
    change = db.session.query(Event).filter_by(action="task_status_changed").one().change
    dana.post(f"{ROOM}/undo/{change}")
    back(dana)
    assert here(Task).count() == 0


def test_after_a_day_it_stays(importer, dana):
    at = bring(dana, importer, PLAN)
    with time_machine.travel(clock.now() + timedelta(hours=25), tick=True):
        dana.sign_in(dana.person)
        assert "Undo import" not in dana.get(at).text
        back(dana, 422)
    assert here(Task).count() == 2


def test_twice_and_once_more_is_refused_in_words(importer, dana):
    bring(dana, importer, PLAN)
    back(dana)
    assert "undone already" in back(dana, 422).text
    undone = db.session.query(Event).filter_by(action="plan_taken_back").one().change
    assert "This can’t be undone." in dana.post(f"{ROOM}/undo/{undone}", expect=422).text


def test_who_may_not(importer, dana, rosa, vera, adaeze):
    bring(dana, importer, PLAN)
    back(rosa, 404)
    back(vera, 403)
    back(adaeze, 404)
    assert here(Task).count() == 2
