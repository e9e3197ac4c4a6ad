"""Tasks for leads and drafts appear in no text and no count of anybody else's pages."""

import pytest

from tests.roadmap.people import HOME, at, event_count
from tests.world import a_comment, a_goal, a_step, a_task, seat_of
from tracker.foundation.database import db
from tracker.foundation.exceptions import DomainError
from tracker.roadmap.models import Task
from tracker.roadmap.models.statuses import ApprovalState, Status, Visibility

BOARD = f"{HOME}/"


@pytest.fixture
def quiet(cast, goal, task):
    """A task for Marco and Dana, beside a shared one."""
    return a_task(cast.fornello, cast.dana, "Let Luca go", goal=goal, visibility=Visibility.LEADS)


@pytest.fixture
def drafted(cast):
    """A draft with a task, its steps and comments, and a moved date."""
    draft = a_goal(
        cast.fornello,
        cast.dana,
        "SECRET ladder",
        approval_state=ApprovalState.DRAFT,
        quarter="2031-Q1",
        metric="SECRET",
    )
    task = a_task(cast.fornello, cast.dana, "SECRET bands", goal=draft, due=None)
    a_step(task, cast.dana, "SECRET step")
    draft.change(by=cast.dana, title="SECRET steps")
    task.change(by=cast.dana, title="SECRET pay")
    task.set_status(Status.WAITING, by=cast.dana, waiting_on=seat_of(cast.marco, cast.fornello))
    db.session.commit()
    return draft


def bands():
    """The task of the draft."""
    return db.session.scalars(db.select(Task).where(Task.title == "SECRET pay")).one()


def test_dana_restricts_a_task_to_leads(dana, cast, task):
    page = dana.get(at(task))
    assert [option.get_text() for option in page.soup.select("#task-1-panel-sharing option")] == [
        "Everyone with access",
        "Marco and Dana only",
    ]
    assert "Marco, Rosa and Vera can read it, too" in page.words("#task-1-panel-sharing")
    parts = dana.swap(at(task, "/visibility"), visibility="leads", at="panel").parts
    assert task.is_for_leads
    assert "Marco can read it, too" in parts["task-1-panel-sharing"].get_text()
    assert parts["task-1"].select_one(".lock")["aria-label"] == "Marco and Dana only"
    assert "Write to Marco" in parts["task-1-panel-comment-form:has(:placeholder-shown)"].get_text()


def test_without_scripts_and_twice(marco, task):
    for _ in range(2):
        assert marco.post(at(task, "/visibility"), visibility="leads", at="panel").location == at(task)
    before = event_count()
    marco.post(at(task, "/visibility"), visibility="all")
    assert event_count() == before + 1
    assert "shared it with everyone here" in marco.get(at(task)).text


def test_nobody_else_sees_or_counts_it(dana, marco, rosa, vera, quiet):
    for visitor in (dana, marco):
        page = visitor.get(BOARD)
        assert "Let Luca go" in page.text and page.soup.select(f"#{quiet.dom_name} .lock")
        assert "0 of 2" in page.words("#goal-1-progress")
    for visitor in (rosa, vera):
        for path in (BOARD, f"{HOME}/goals/1", f"{HOME}/tasks/1"):
            page = visitor.get(path)
            assert "Luca" not in page.html and "Who sees it" not in page.text
        assert "0 of 1" in visitor.get(BOARD).words("#goal-1-progress")
        visitor.get(at(quiet), 404)


@pytest.mark.parametrize("who", ["rosa", "vera"])
def test_only_leads_choose(request, task, roses, who):
    for each in (task, roses):
        request.getfixturevalue(who).post(at(each, "/visibility"), 403, visibility="leads")
    assert not task.is_for_leads


def test_people_without_access_and_unknown_values_are_refused(dana, adaeze, task):
    adaeze.post(at(task, "/visibility"), 404, visibility="leads")
    assert "Share it with all" in dana.swap(at(task, "/visibility"), 422, visibility="nobody").text


@pytest.mark.parametrize("way", ["swap", "post"])
def test_a_task_rosa_cannot_see_is_not_assigned_to_her(dana, quiet, way):
    answer = getattr(dana, way)(at(quiet, "/owner"), 422, owner="Rosa Delgado", at="panel")
    assert "Rosa does not see this task. Share it with everyone first." in answer.text
    assert quiet.owner_seat_id is None
    dana.post(at(quiet, "/owner"), owner="Marco Bellini")
    assert quiet.owner_seat_id


def test_a_task_rosa_owns_is_not_hidden_from_her(dana, cast, task):
    task.assign(seat_of(cast.rosa, cast.fornello), by=cast.dana)
    db.session.commit()
    for answer in (
        dana.swap(at(task, "/visibility"), 422, visibility="leads"),
        dana.post(at(task, "/visibility"), 422, visibility="leads"),
    ):
        assert "Rosa owns this task. Assign it to someone else first." in answer.text
        assert answer.one("#task-1-panel-sharing-choice [selected]")["value"] == "all"


def test_the_record_itself_refuses(cast, quiet):
    with pytest.raises(DomainError, match="does not see this task"):
        quiet.assign(seat_of(cast.rosa, cast.fornello), by=cast.dana)


@pytest.mark.parametrize("who", ["marco", "rosa", "vera"])
def test_a_draft_is_on_no_page_of_the_client(request, drafted, goal, task, who):
    visitor = request.getfixturevalue(who)
    paths = [BOARD, f"{HOME}/goals/1", f"{HOME}/tasks/1", f"{HOME}/timeline", f"{BOARD}?quarter=2031-Q1"]
    for path in paths + ([f"{HOME}/letter", f"{HOME}/goals/1/edit"] if who == "marco" else []):
        page = visitor.get(path)
        assert "SECRET" not in page.html, path
        assert path.endswith("2031-Q1") or "Q1 2031" not in page.text, path
    assert visitor.get(f"{BOARD}?show=all").words("#client-counts") == "0 of 1 task done"
    visitor.get(f"{HOME}/goals/{drafted.number}", 404)
    visitor.get(at(bands()), 404)


def test_proposed_it_tells_nothing_of_its_time_as_a_draft(cast, dana, marco, drafted):
    drafted.change(by=cast.dana, title="A ladder for good people")
    drafted.propose(by=cast.dana)
    db.session.commit()
    page = marco.get(f"{HOME}/goals/{drafted.number}")
    assert "A ladder for good people" in page.text and "SECRET steps" not in page.html
    assert "SECRET bands" not in marco.get(at(bands())).html
    assert "SECRET bands" in dana.get(at(bands())).html
    drafted.return_to_draft(by=cast.dana)
    db.session.commit()
    assert "ladder" not in marco.get(BOARD).html + marco.get(f"{HOME}/letter").html


def test_under_a_draft_only_the_coo_is_written_to(dana, cast, drafted):
    page = dana.get(at(bands()))
    assert page.soup.select_one(".compose textarea")["placeholder"] == "Write it down here"
    assert "Only you can read it while its goal is a draft" in page.words(
        f"#{bands().dom_name}-panel-sharing"
    )


def test_a_draft_is_no_choice_of_a_place(marco, dana, drafted, goal, task, cast):
    a_comment(task, cast.marco)
    assert "SECRET" not in marco.get(at(task)).html
    marco.post(at(task, "/goal"), 404, goal=str(drafted.number))
    marco.post(f"{HOME}/tasks", 404, title="Mine", goal=str(drafted.number))
    assert "SECRET steps" in dana.get(at(task)).text
