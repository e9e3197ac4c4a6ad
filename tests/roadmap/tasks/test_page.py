"""A task's page and its drawer."""

import pytest
from sqlalchemy import select

from tests.query_counter import counted
from tests.roadmap.people import at
from tests.world import A_DAY, a_comment, a_goal, a_person, a_step, a_task, seat_of, set_columns
from tracker.clients.models import Role, Seat
from tracker.foundation.database import db
from tracker.history.models import Event


def test_everybody_with_access_reads_it(dana, marco, rosa, vera, task):
    for who in (dana, marco, rosa, vera):
        assert who.get(at(task)).words("h1") == "Write the closing checklist"


def test_people_without_access_get_the_404_of_a_missing_page(adaeze, ash, dana, task, elsewhere):
    adaeze.get(at(task), 404)
    ash.get(at(task), 404)
    dana.get("/clients/fornello-pizza/tasks/99", 404)
    adaeze.get(f"/clients/okafor-immigration-law/tasks/{elsewhere.number}")


def test_the_drawer_gets_the_same_sheet(dana, task):
    answer = dana.get(at(task), htmx=True)
    assert answer.words("title") == "Write the closing checklist · Footbridge"
    assert answer.parts["drawer"].select_one("#task-1-panel h1").text == task.title
    assert "<html" not in answer.html


def test_back_and_forward_get_the_whole_page(dana, task):
    response = dana.http.get(
        at(task), headers={"HX-History-Restore-Request": "true", "HX-Request-Type": "full"}
    )
    assert response.text.lower().startswith("<!doctype")
    assert "HX-Request-Type" in response.headers["Vary"]


def test_it_shows_its_facts(dana, cast, task):
    rosa = seat_of(cast.rosa, cast.fornello)
    set_columns(task, owner_seat_id=rosa.id, due=A_DAY, original_due=A_DAY, details="Grouped by **station**.")
    page = dana.get(at(task))
    assert page.words("#task-1-panel-owner") == "RD Rosa Delgado"
    assert page.words("#task-1-panel-due") == "Fri 4 Dec"
    assert page.one("#task-1-panel-details strong").text == "station"
    assert page.one("#task-1-panel-goal option[selected]").text == "New hires trained in two weeks"
    assert page.one("#task-1-panel-kind option[selected]").text == "Build"


def test_previous_and_next_follow_the_goals_order(dana, cast, goal, task):
    a_task(cast.fornello, cast.dana, "In the inbox")
    third = a_task(cast.fornello, cast.dana, "Buddy sign-off sheet", goal=goal)
    page = dana.get(at(task))
    assert page.soup.select_one("#task-1-panel-left") is None
    assert page.one("#task-1-panel-right")["href"] == at(third)
    assert dana.get(at(third)).one("#task-3-panel-left")["href"] == at(task)


def test_comments_and_history_are_one_timeline(dana, rosa, cast, task):
    a_comment(task, cast.rosa, "31 steps, which is too many.")
    rosa.swap(at(task, "/status"), status="on_track")
    a_comment(task, cast.dana, "One page by Monday.")
    lines = [
        line.get_text(" ", strip=True) for line in dana.get(at(task)).soup.select("#task-1-panel-thread li")
    ]
    assert [line.split(" ")[0] for line in lines] == ["Dana", "RD", "Rosa", "DW"]
    assert "Rosa moved it from Not started to On track" in lines[2]


def test_a_row_of_steps_is_one_line(dana, cast, task):
    for title in ("Shadow Rosa", "List every step", "Cut it to one page"):
        a_step(task, cast.dana, title)
    assert "Dana added three steps" in dana.get(at(task)).words("#task-1-panel-thread")


def test_a_viewer_looks_and_reads_first_names(vera, cast, task):
    set_columns(task, owner_seat_id=seat_of(cast.rosa, cast.fornello).id)
    a_comment(task, cast.rosa)
    a_step(task, cast.dana)
    page = vera.get(at(task))
    assert "Delgado" not in page.text
    assert "Whitlock" not in page.words("#task-1-panel")
    assert not page.soup.select("#task-1-panel form, #task-1-panel textarea, #task-1-panel select")


def test_the_team_sees_no_controls_it_may_not_use(rosa, task, roses):
    page = rosa.get(at(task))
    assert not page.soup.select("#task-1-panel-due a, #task-1-panel-steps-add, #task-1-panel-goal select")
    assert rosa.get(at(task)).soup.select("#task-1-panel-status select, #task-1-panel-comment-form")
    assert rosa.get(at(roses)).soup.select("#task-2-panel-due a")


def test_the_comment_form_says_who_will_read(dana, rosa, cast, task):
    assert "Write to Marco, Rosa and Vera" in dana.get(at(task)).text
    Seat.give(cast.fornello, a_person("Luca Conti", "luca@fornello.example"), Role.TEAM, by=cast.dana)
    db.session.commit()
    assert "Write to Marco, Dana and two others" in rosa.get(at(task)).text


@pytest.mark.parametrize("comments", [1, 40])
def test_the_page_needs_few_queries(dana, cast, task, comments):
    goals = [a_goal(cast.fornello, cast.dana, f"Goal {n}") for n in range(10)]
    for n in range(comments):
        a_comment(task, cast.rosa, f"Comment {n}")
        a_task(cast.fornello, cast.dana, f"Task {n}", goal=goals[n % 10])
        a_step(task, cast.dana, f"Step {n}")
    address = at(task)
    with counted() as asked:
        dana.get(address)
    assert len(asked) <= 12, "\n\n".join(asked)


def test_lines_of_one_moment_have_ids_of_their_own(dana, cast, task):
    for title in ("Grouped checklist", "Closing checklist"):
        dana.swap(at(task), title=title)
    for event in db.session.scalars(select(Event).where(Event.task_id == task.id)):
        set_columns(event, happened_at=task.created_at)
    page = dana.get(at(task))
    ids = [line["id"] for line in page.soup.select("#task-1-panel-thread .activity")]
    assert len(ids) == len(set(ids)) == 3
    moment = int(task.created_at.timestamp() * 1_000_000)
    assert ids == [f"task-1-at-{moment}", f"task-1-at-{moment}-2", f"task-1-at-{moment}-3"]
