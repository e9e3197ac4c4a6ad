"""An undo updates the page it was pressed on: Today, the letter, a goal, a task, the settings."""

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
    """Press Undo in the message, with all fields of its form, and return the answer."""
    form = answer.one("#toast form")
    fields = {tag["name"]: tag["value"] for tag in form.select("input") if tag["name"] != "csrf_token"}
    return visitor.swap(form["action"], expect, **fields)


def test_on_today_the_day_is_updated(dana, task):
    done = dana.swap(f"{HOME}/tasks/1/status", status="done", back="today", show="watch")
    assert (
        set(pressed(dana, done).parts) >= {"today-sections", "clients", "toasts"} and task.status == "waiting"
    )
    form = dana.swap(f"{HOME}/tasks/1/status", status="done", back="today").one("#toast form")
    assert dana.post(form["action"], back="today").location == "/"


def test_in_the_letter_the_letter_is_updated(marco, cast, task):
    done = marco.swap(f"{HOME}/tasks/1/status", status="done", back="letter")
    assert set(pressed(marco, done).parts) == {"letter", "toasts", "announcement"}
    assert task.status == "waiting" and task.waiting_seat_id == seat_of(cast.marco, cast.fornello).id
    shown = marco.get(f"{HOME}/letter?changed={marco.post(f'{HOME}/tasks/1/status', status='done').changed}")
    assert shown.one("#toast [name=back]")["value"] == "letter"


def test_in_the_drawer_its_parts_are_updated_and_typed_text_is_kept(dana, task):
    moved = dana.swap(f"{HOME}/tasks/1/status", status="done", at="drawer")
    parts = pressed(dana, moved).parts
    assert {"task-1", "task-1-panel-status", "task-1-panel-discussion"} <= set(parts)
    assert "task-1-panel-comment-form" not in parts and "task-1-panel-steps" not in parts
    ticked = dana.swap(f"{HOME}/tasks/1/steps/1/done", done="yes", at="panel")
    assert "task-1-panel-steps" in pressed(dana, ticked).parts


def test_on_a_goals_page_its_facts_and_history_are_updated(dana, task):
    change = dana.post(f"{HOME}/goals/1/status", status="watch").changed
    page = dana.get(f"{HOME}/goals/1?changed={change}")
    parts = pressed(dana, page).parts
    assert {"goal-1-head", "goal-1-facts", "goal-history"} <= set(parts)
    assert "Undone" in parts["goal-history"].text


def test_the_histories_of_task_and_goal_have_undo_beside_each_line(dana, rosa, vera, task):
    dana.post(f"{HOME}/tasks/1", title="Another")
    assert len(dana.get(f"{HOME}/tasks/1").soup.select(".thread .undo")) == 1
    assert not rosa.get(f"{HOME}/tasks/1").soup.select(".thread .undo")
    assert not vera.get(f"{HOME}/tasks/1").soup.select(".undo")
    dana.post(f"{HOME}/goals/1/status", status="watch")
    form = dana.get(f"{HOME}/goals/1").one("#goal-history .undo")
    assert dana.post(form["action"]).location == f"{HOME}/goals/1"
    assert dana.get(f"{HOME}/goals/1").one("#goal-history .undone s")


def test_after_an_undo_in_the_settings_the_settings_are_shown(dana, cast):
    saved = dana.swap(f"{HOME}/settings/business", name="Fornello", zone="UTC", colour="2")
    assert pressed(dana, saved, 204).elsewhere == f"{HOME}/settings"
    assert cast.fornello.name == "Fornello Pizza"


def test_an_undo_of_many_rows_reloads_the_page(dana, cast, task):
    numbers = [a_task(cast.fornello, cast.dana, f"Task {n}").number for n in range(20)]
    moved = dana.post(
        f"{HOME}/tasks/many", task=[str(n) for n in numbers], do="status", status="done"
    ).changed
    answer = dana.swap(f"{HOME}/undo/{moved}", 204)
    assert answer.elsewhere.startswith(f"{HOME}/") and answer.changed
    assert dana.get(f"{HOME}/?changed={answer.changed}").words("#toast span") == "Undone"
