"""The way back fits the page it is pressed on: Today, the letter, a goal, a task’s sheet, the settings."""

import pytest

from tests.world import a_goal, a_step, a_task, seat_of
from tracker.foundation.database import db
from tracker.roadmap.models.statuses import Status

HOME = "/clients/fornello-pizza"


@pytest.fixture
def task(cast):
    goal = a_goal(cast.fornello, cast.dana)
    task = a_task(cast.fornello, cast.dana, goal=goal)
    a_step(task, cast.dana)
    task.set_status(Status.WAITING, cast.dana, waiting_on=seat_of(cast.marco, cast.fornello))
    db.session.commit()
    return task


def pressed(visitor, answer, expect=200):
    """Press the button of the message, with everything its form carries."""
    form = answer.one("#toast form")
    fields = {tag["name"]: tag["value"] for tag in form.select("input") if tag["name"] != "csrf_token"}
    return visitor.swap(form["action"], expect, **fields)


def test_on_today_the_day_is_told_anew(dana, task):
    done = dana.swap(f"{HOME}/tasks/1/status", status="done", back="today", show="watch")
    assert set(pressed(dana, done).parts) >= {"day", "clients", "toasts"} and task.status == "waiting"
    form = dana.swap(f"{HOME}/tasks/1/status", status="done", back="today").one("#toast form")
    assert dana.post(form["action"], back="today").location == "/"


def test_in_the_letter_the_letter_is(marco, cast, task):
    done = marco.swap(f"{HOME}/tasks/1/status", status="done", back="letter")
    assert set(pressed(marco, done).parts) == {"letter", "toasts", "say"}
    assert task.status == "waiting" and task.waiting_seat_id == seat_of(cast.marco, cast.fornello).id
    shown = marco.get(f"{HOME}/letter?changed={marco.post(f'{HOME}/tasks/1/status', status='done').changed}")
    assert shown.one("#toast [name=back]")["value"] == "letter"


def test_on_the_sheet_its_pieces_are_and_no_word_typed_there_goes(dana, task):
    moved = dana.swap(f"{HOME}/tasks/1/status", status="done", at="drawer")
    parts = pressed(dana, moved).parts
    assert {"task-1", "task-1-sheet-status", "task-1-sheet-talk"} <= set(parts)
    assert "task-1-sheet-compose" not in parts and "task-1-sheet-steps" not in parts
    ticked = dana.swap(f"{HOME}/tasks/1/steps/1/done", done="yes", at="sheet")
    assert "task-1-sheet-steps" in pressed(dana, ticked).parts


def test_on_a_goals_page_its_facts_and_history_are(dana, task):
    change = dana.post(f"{HOME}/goals/1/status", status="watch").changed
    page = dana.get(f"{HOME}/goals/1?changed={change}")
    parts = pressed(dana, page).parts
    assert {"goal-1-head", "goal-1-facts", "lines"} <= set(parts)
    assert "Undone" in parts["lines"].text


def test_the_thread_and_the_goals_history_have_it_beside_each_line(dana, rosa, vera, task):
    dana.post(f"{HOME}/tasks/1", title="Another")
    assert len(dana.get(f"{HOME}/tasks/1").soup.select(".thread .undo")) == 1
    assert not rosa.get(f"{HOME}/tasks/1").soup.select(".thread .undo")
    assert not vera.get(f"{HOME}/tasks/1").soup.select(".undo")
    dana.post(f"{HOME}/goals/1/status", status="watch")
    form = dana.get(f"{HOME}/goals/1").one("#lines .undo")
    assert dana.post(form["action"]).location == f"{HOME}/goals/1"
    assert dana.get(f"{HOME}/goals/1").one("#lines .undone s")


def test_in_the_settings_one_stays_in_the_settings(dana, cast):
    saved = dana.swap(f"{HOME}/settings/business", name="Fornello", zone="UTC", colour="2")
    assert pressed(dana, saved, 204).elsewhere == f"{HOME}/settings"
    assert cast.fornello.name == "Fornello Pizza"


def test_many_rows_are_the_page_again(dana, cast, task):
    numbers = [a_task(cast.fornello, cast.dana, f"Task {n}").number for n in range(20)]
    moved = dana.post(
        f"{HOME}/tasks/many", task=[str(n) for n in numbers], do="status", status="done"
    ).changed
    answer = dana.swap(f"{HOME}/undo/{moved}", 204)
    assert answer.elsewhere.startswith(f"{HOME}/") and answer.changed
    assert dana.get(f"{HOME}/?changed={answer.changed}").words("#toast span") == "Undone"
