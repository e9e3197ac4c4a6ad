"""Hidden work uses no number or position that others could count: it gets a random number and keeps it."""

import csv
import io

import pytest

from tests.imports.files import a_csv
from tests.query_counter import counted
from tests.roadmap.people import HOME, at
from tests.world import a_comment, a_goal, a_task, titled
from tracker.clients.models.client import LOWEST_RANDOM
from tracker.foundation.database import db
from tracker.history.models import Event
from tracker.imports.models import ImportRun
from tracker.roadmap.models import Goal, Step, Task, TaskDependency
from tracker.roadmap.models.statuses import ApprovalState, Visibility


def is_random(work):
    return LOWEST_RANDOM <= work.number < 10 * LOWEST_RANDOM


def hide_much(cast, goal, many=3):
    """A draft with tasks, and tasks for leads under a goal all see and in the inbox."""
    draft = a_goal(cast.fornello, cast.dana, "Sell the shop", approval_state=ApprovalState.DRAFT)
    for number in range(many):
        a_task(cast.fornello, cast.dana, f"Ask broker {number}", goal=draft)
        a_task(cast.fornello, cast.dana, f"Let Luca go {number}", goal=goal, visibility=Visibility.LEADS)
        a_task(cast.fornello, cast.dana, f"Raise pay {number}", visibility=Visibility.LEADS)
    return draft


def test_hidden_work_uses_no_visible_number(cast, goal, task):
    draft = hide_much(cast, goal)
    following = (
        a_task(cast.fornello, cast.dana, "Order flour"),
        a_goal(cast.fornello, cast.dana, "Third oven"),
    )
    assert [work.number for work in following] == [2, 2]
    hidden = [draft, *db.session.scalars(db.select(Task).where(Task.id.not_in([task.id, following[0].id])))]
    assert all(map(is_random, hidden)) and len({work.number for work in hidden}) == len(hidden) == 10


def test_a_proposed_goal_has_a_visible_number(cast):
    assert a_goal(cast.fornello, cast.dana, approval_state=ApprovalState.PROPOSED).number == 1


def test_the_number_is_kept_when_it_is_shared_and_when_it_moves(dana, marco, rosa, cast, goal, task):
    draft = hide_much(cast, goal, many=1)
    asked, luca = titled(Task, "Ask broker 0"), titled(Task, "Let Luca go 0")
    before = [work.number for work in (draft, asked, luca, task)]
    dana.post(f"{HOME}/goals/{draft.number}/life", life="proposed")
    dana.post(at(luca, "/visibility"), visibility="all")
    marco.get(f"{HOME}/goals/{draft.number}")
    for visible in (asked, luca):
        assert visible.title in rosa.get(at(visible)).text
    dana.post(at(asked, "/goal"), goal="1")
    dana.post(f"{HOME}/goals/{draft.number}/life", life="draft")
    dana.post(at(task, "/goal"), goal=str(draft.number))
    rosa.get(at(task), 404)
    dana.post(at(task, "/goal"), goal="1")
    db.session.expire_all()
    assert [work.number for work in (draft, asked, luca, task)] == before
    assert task.title in rosa.get(at(task)).text


def test_everything_works_with_a_random_number(dana, cast, goal, task):
    """Page, drawer, status, steps, comments, drag, bulk edit, dependencies, undo, trash."""
    draft = hide_much(cast, goal, many=2)
    first, second = titled(Task, "Ask broker 0"), titled(Task, "Ask broker 1")
    head = f"{HOME}/goals/{draft.number}"
    answer = dana.swap(f"{HOME}/tasks", title="Call @dana fri", goal=str(draft.number))
    third = titled(Task, "Call")
    assert is_random(third) and f'id="{third.dom_name}"' in answer.html
    assert first.dom_name in dana.get(head).html and dana.get(f"{HOME}/").soup.select(f"#{first.dom_name}")
    assert f"{first.dom_name}-panel" in dana.get(at(first), htmx=True).html
    dana.swap(at(first, "/status"), status="watch")
    dana.post(at(first, "/steps"), title="Look them up")
    step = db.session.query(Step).one()
    assert is_random(step)
    dana.post(at(first, f"/steps/{step.number}/done"), done="yes")
    dana.post(at(first, "/comments"), body="Only us two.")
    dana.swap(at(first, "/place"), goal=str(draft.number), after=str(second.number))
    dana.swap(
        f"{HOME}/tasks/many", task=[str(first.number), str(third.number)], do="owner", owner="Dana Whitlock"
    )
    dana.swap(at(first, "/waits"), other=f"#{second.number}")
    assert db.session.query(TaskDependency).one().blocker_id == second.id
    dana.swap(at(first, "/trash"))
    lines = db.session.query(Event).filter_by(task_id=first.id).order_by(Event.id.desc()).all()
    assert all(line.details["draft"] for line in lines) and len(lines) >= 8
    for line in lines[:-1]:
        dana.swap(f"{HOME}/undo/{line.change_set_id}")
    db.session.refresh(first)
    assert (first.status, first.owner, first.trashed_at) == ("not_started", "", None)


def exported(visitor):
    """The task numbers in an exported spreadsheet, by title; its first line names the client."""
    text = visitor.post(f"{HOME}/export", 200, kind="csv").response.get_data(as_text=True)
    lines = io.StringIO(text.lstrip("\ufeff"), newline="")
    next(lines)
    return {row["Task"]: row["Number"] for row in csv.DictReader(lines)}


def test_an_export_has_it_in_its_column(dana, marco, cast, goal, task):
    hide_much(cast, goal, many=1)
    luca = titled(Task, "Let Luca go 0")
    for visitor, seen in ((dana, str(luca.number)), (marco, str(luca.number))):
        rows = exported(visitor)
        assert (rows[task.title], rows[luca.title]) == ("1", seen)


def test_a_copy_that_is_a_draft_and_copies_for_leads(dana, cast, goal, task):
    luca = a_task(cast.fornello, cast.dana, "Let Luca go", goal=goal, visibility=Visibility.LEADS)
    dana.post(f"{HOME}/goals/1/copy", title="Once more", steps="y", owners="y")
    copy = titled(Goal, "Once more")
    tasks = db.session.scalars(
        db.select(Task).where(Task.goal_id == copy.id).order_by(*Task.in_order())
    ).all()
    assert [each.title for each in tasks] == [task.title, luca.title]
    assert all(map(is_random, [copy, *tasks]))
    assert a_task(cast.fornello, cast.dana, "Order flour").number == 2


def send(visitor, *rows, **form):
    data = a_csv(["Goal", "Task", "Seen by", "Id"], *rows)
    here = visitor.post(f"{HOME}/import", file=(io.BytesIO(data), "plan.csv")).location
    visitor.post(f"{here}/apply", **form)
    return here


ROWS = ["Oven", "", "", "G1"], ["Oven", "Order flour", "all", "T1"], ["Oven", "Let Luca go", "leads", "T2"]


@pytest.mark.parametrize("life", ["proposed", "draft"])
def test_hidden_imported_work_is_numbered_alike_and_undone_as_a_whole(dana, marco, cast, task, life):
    here = send(dana, *ROWS, life=life)
    oven, flour, luca = titled(Goal, "Oven"), titled(Task, "Order flour"), titled(Task, "Let Luca go")
    assert is_random(luca) and is_random(oven) == is_random(flour) == (life == "draft")
    assert a_task(cast.fornello, cast.dana, "Count tills").number == (2 if life == "draft" else 3)
    page = dana.get(here)
    assert "Oven" in page.words(".message-list")
    send(
        dana,
        ROWS[0],
        ["Oven", "Order rye", "all", "T1"],
        ["Oven", "Ask Luca", "leads", "T2"],
        life="proposed",
    )
    assert titled(Task, "Order rye").number == flour.number and titled(Task, "Ask Luca").number == luca.number
    for run in db.session.query(ImportRun).order_by(ImportRun.id.desc()).all():
        dana.post(f"{HOME}/undo/{run.result['change']}")
    left = db.session.scalars(db.select(Task.title).where(Task.trashed_at.is_(None))).all()
    assert sorted(left) == ["Count tills", task.title]
    assert [goal.title for goal in db.session.scalars(Goal.of(cast.fornello))] == [task.goal.title]


def test_imports_have_random_numbers_too(dana, marco, cast):
    first = send(dana, *ROWS, life="draft")
    second = send(marco, ["Bar", "Buy chairs", "", "X"])
    numbers = [int(address.rpartition("/")[2]) for address in (first, second)]
    assert all(number >= LOWEST_RANDOM for number in numbers) and numbers[0] != numbers[1]
    listed = [link["href"] for link in dana.get(f"{HOME}/import").soup.select(".people-list__person a")]
    assert listed == [second, first], "the newest first"


def order_seen(visitor, selector):
    return [row["id"] for row in visitor.get(f"{HOME}/").soup.select(selector)]


@pytest.mark.parametrize("hidden", [False, True])
def test_one_position_up_passes_one_visible_task(rosa, cast, goal, hidden):
    for title in ("One", "Two"):
        a_task(cast.fornello, cast.rosa, title, goal=goal)
        if hidden:
            a_task(cast.fornello, cast.dana, f"Beside {title}", goal=goal, visibility=Visibility.LEADS)
    rosa.post(f"{HOME}/tasks/2/move", direction="up")
    assert order_seen(rosa, "#goal-1-tasks > li[id^=task]") == ["task-2", "task-1"]
    rosa.post(f"{HOME}/tasks/2/move", direction="up")
    rosa.swap(f"{HOME}/tasks/1/place", goal="1", after="2")
    said = [
        line.get_text(" ", strip=True)
        for line in rosa.get(f"{HOME}/tasks/2").soup.select("#task-2-panel-discussion li")
    ]
    assert sum("in the list" in line for line in said) == 0
    moves = db.session.query(Event).filter_by(action="task_reordered").count()
    assert moves == 1, "what stays where it is, as far as one sees, is no change"


@pytest.mark.parametrize("hidden", [False, True])
def test_a_goal_moves_up_past_goals_hidden_from_its_reader(marco, cast, goal, hidden):
    if hidden:
        a_goal(cast.fornello, cast.dana, "Sell the shop", approval_state=ApprovalState.DRAFT)
    a_goal(cast.fornello, cast.dana, "Third oven")
    marco.post(f"{HOME}/goals/2/move", direction="up")
    assert order_seen(marco, "section.goal[id^=goal]") == ["goal-2", "goal-1"]
    marco.swap(f"{HOME}/goals/1/place", after="2")
    assert db.session.query(Event).filter_by(action="goal_reordered").count() == 1


PAGES = {
    "marco": ["/", "/letter", "/history", "/timeline", "/goals/1", "/tasks/1", "/trash", "/import"],
    "rosa": ["/", "/mine", "/timeline", "/goals/1", "/tasks/1"],
    "vera": ["/", "/timeline", "/goals/1", "/tasks/1"],
}


@pytest.mark.parametrize("who", PAGES)
def test_hidden_work_needs_no_extra_query(request, cast, goal, task, who):
    visitor = request.getfixturevalue(who)
    a_comment(task, cast.dana)

    def asked():
        found = {}
        for page in [*PAGES[who], "/news?since=1"]:
            with counted() as questions:
                visitor.http.get(f"{HOME}{page}", headers={"HX-Request": "true"} if "news" in page else {})
            found[page] = len(questions)
        return found

    asked()
    before = asked()
    draft = a_goal(cast.fornello, cast.dana, "Sell the shop", approval_state=ApprovalState.DRAFT)
    quiet = Visibility.ALL if who == "marco" else Visibility.LEADS
    for number in range(70):
        under = draft if number % 2 or who == "marco" else None
        a_task(cast.fornello, cast.dana, f"Ask {number}", goal=under, visibility=quiet)
    assert asked() == before


def test_a_ceo_of_a_client_with_drafts_only_sees_an_empty_road_map(dana, cast):
    draft = a_goal(cast.fornello, cast.dana, "Sell the shop", approval_state=ApprovalState.DRAFT)
    assert not cast.fornello.has_road_map()
    dana.post(f"{HOME}/goals/{draft.number}/life", life="proposed")
    assert cast.fornello.has_road_map()
    draft.put_in_trash(by=cast.dana)
    db.session.commit()
    assert not cast.fornello.has_road_map()
