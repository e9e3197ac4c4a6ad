"""My tasks at a client: what is listed, what its controls do, and who has no such page."""

from datetime import timedelta

import pytest

from tests.query_counter import counted
from tests.world import a_goal, a_task, seat_of, set_columns
from tracker.clients.models import Role, Seat
from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.foundation.text.formatting import day
from tracker.roadmap.models import Comment, Task
from tracker.roadmap.models.statuses import ApprovalState, Status

HOME = "/clients/fornello-pizza"
MINE = f"{HOME}/mine"


@pytest.fixture
def rosas(cast):
    """Make a task of Rosa's, due in so many days."""
    seat = seat_of(cast.rosa, cast.fornello)

    def make(title, days=None, **fields):
        due = None if days is None else clock.today(cast.fornello) + timedelta(days=days)
        return a_task(cast.fornello, cast.dana, title, due=due, **{"owner": seat, **fields})

    make.seat = seat
    return make


def lines(page):
    return [link.get_text() for link in page.soup.select(".my-task .title > a")]


def test_dates_come_first_oldest_at_the_top_and_late_is_worded_calmly(cast, rosas, rosa):
    for title, days in (("Undated", None), ("Far", 20), ("Friday", 3), ("Slipped", -4)):
        rosas(title, days)
    rosas("Somebody else’s", 1, owner=seat_of(cast.marco, cast.fornello))
    page = rosa.get(MINE)

    assert page.words("h1") == "Rosa, two things this week."
    assert page.words("#my-tasks-greeting p") == "One of them was planned for earlier. Two more can wait."
    assert lines(page) == ["Slipped", "Friday", "Far", "Undated"]
    today = clock.today(cast.fornello)
    late = page.one("#task-4-mine .caution").get_text()
    assert late == f"Planned for {day(today - timedelta(days=4), today)}, still open"


def test_tasks_waiting_on_her_come_first_and_once(cast, rosas, rosa):
    goal = a_goal(cast.fornello, cast.dana, "New hires trained")
    task = rosas("Choose two buddies", 1, goal=goal)
    for work in (task, goal, a_goal(cast.fornello, cast.dana, "Opening runs itself")):
        work.set_status(Status.WAITING, by=cast.dana, waiting_on=rosas.seat, why="You know them best.")
    db.session.commit()
    page = rosa.get(MINE)

    assert page.words("h1") == "Rosa, two things this week."
    assert page.words("#my-tasks-greeting p") == "They need your answer."
    assert lines(page) == ["Choose two buddies", "Opening runs itself"]
    assert "You know them best." in page.words("#task-1-mine") and "Asked today." in page.words(
        "#task-1-mine"
    )
    assert not page.soup.select("#goal-2-mine select")


def test_tasks_she_finished_in_the_last_seven_days_are_listed(cast, rosas, rosa):
    for title, days in (("Now", 0), ("Six days ago", 6), ("Long ago", 9)):
        task = rosas(title)
        task.set_status(Status.DONE, by=cast.rosa)
        db.session.commit()
        set_columns(task, done_at=clock.now() - timedelta(days=days))
    page = rosa.get(MINE)
    assert page.words("h1") == "You’re up to date, Rosa. Nothing is waiting for you."
    assert page.words("#my-tasks-finished").startswith("Finished in the last seven days, 2 Now")
    assert "Six days ago" in page.text and "Long ago" not in page.text


def test_an_empty_page_is_worded_kindly(rosa):
    page = rosa.get(MINE)
    assert page.words("h1") == "Nothing for you to do yet, Rosa. That’s how it should feel."
    assert page.words("#my-tasks-greeting p") == "When there are goals, they will show up here."


def test_one_tap_marks_a_task_done_and_its_line_stays(rosas, rosa):
    task = rosas("Sweep", 1)
    parts = rosa.swap(f"{HOME}/tasks/1/status", status="on_track", done="yes", back="mine").parts
    assert task.status == Status.DONE
    assert list(parts)[:3] == ["my-tasks-greeting", "task-1-mine-head", "my-tasks-finished"]
    assert (
        parts["my-tasks-greeting"].select_one("h1").get_text()
        == "You’re up to date, Rosa. Nothing is waiting for you."
    )
    assert parts["task-1-mine-head"].select_one("[aria-pressed=true]")
    assert "Sweep" in parts["my-tasks-finished"].get_text()


def test_a_tap_is_undone_on_the_same_page(rosas, rosa):
    task = rosas("Sweep", 1)
    toast = rosa.swap(f"{HOME}/tasks/1/status", status="on_track", done="yes", back="mine").parts["toasts"]
    undo = toast.select_one("form")
    sent = {field["name"]: field["value"] for field in undo.select("input") if field["name"] != "csrf_token"}
    page = rosa.swap(undo["action"], **sent).parts["my-tasks"]
    assert task.status == Status.NOT_STARTED
    assert page.select_one("h1").get_text() == "Rosa, one thing this week."


def test_waiting_asks_in_place_who_it_waits_on(rosas, rosa):
    rosas("Sweep")
    top = rosa.swap(f"{HOME}/tasks/1/status", status="waiting", back="mine").parts["task-1-mine-head"]
    asked = top.select_one("[name=waiting_on][autofocus]").find_parent("form")
    assert asked.select_one("[name=back]")["value"] == "mine"
    assert [one.text for one in asked.select("option")][:1] == ["Rosa Delgado"]


def test_a_comment_is_one_line_under_the_task(cast, rosas, rosa):
    rosas("Sweep")
    form = rosa.get(MINE).one("#task-1-mine-comment form")
    assert form.select_one("textarea")["placeholder"] == "Write to Marco, Dana and Vera"
    parts = rosa.swap(form["action"], body="Done by noon.", back="mine", form_key="one").parts
    assert "open" in parts["task-1-mine-comment"].select_one("details").attrs
    assert parts["announcement"].get_text() == "Sent"
    assert [each.body for each in db.session.scalars(db.select(Comment))] == ["Done by noon."]


def test_it_works_without_scripts(rosas, rosa):
    task = rosas("Sweep")
    page = rosa.get(MINE)
    for form in page.soup.select("#task-1-mine form"):
        sent = {field["name"]: field["value"] for field in form.select("input")} | {
            "body": "Hello",
            "status": "watch",
        }
        assert rosa.post(form["action"], **sent).location.partition("?")[0] == MINE
    assert task.status == Status.WATCH
    assert db.session.scalars(db.select(Comment)).one().body == "Hello"


def test_an_empty_comment_is_refused_with_a_message(rosas, rosa):
    rosas("Sweep")
    assert (
        "Write a few words first." in rosa.swap(f"{HOME}/tasks/1/comments", 422, body=" ", back="mine").text
    )
    page = rosa.post(f"{HOME}/tasks/1/comments", 422, body="x" * 20_001, back="mine")
    assert "x" * 20_001 in page.html


def test_only_tasks_of_this_client_are_listed(cast, rosas, visit):
    seat = Seat.give(cast.okafor, cast.rosa, Role.TEAM, by=cast.dana)
    db.session.commit()
    a_task(cast.okafor, cast.dana, "Canary intake", owner=seat)
    rosas("Sweep")
    assert "Canary" not in visit(cast.rosa).get(MINE).html


def test_hidden_work_is_not_listed_even_when_it_is_hers(cast, rosas, rosa):
    set_columns(rosas("Canary for leads"), visibility="leads")
    draft = a_goal(cast.fornello, cast.dana, "Canary draft")
    rosas("Canary of a draft", goal=draft)
    draft.set_status(Status.WAITING, by=cast.dana, waiting_on=rosas.seat)
    set_columns(draft, approval_state="draft")
    assert "Canary" not in rosa.get(MINE).html


@pytest.mark.parametrize(("who", "heading"), [("dana", "h2"), ("marco", "h1")])
def test_leads_have_the_page_too(cast, visit, who, heading):
    name = getattr(cast, who).name.split()[0]
    page = visit(getattr(cast, who)).get(MINE)
    said = f"Nothing for you to do yet, {name}. That’s how it should feel."
    assert page.words(f"#my-tasks-greeting {heading}") == said


def test_a_viewer_has_no_such_page(vera):
    vera.get(MINE, status=403)


@pytest.mark.parametrize("who", ["ash", "adaeze"])
def test_it_does_not_exist_for_other_clients_people(cast, visit, who):
    visit(getattr(cast, who)).get(MINE, status=404)


def test_my_tasks_comes_first_in_the_teams_navigation(rosa, marco):
    places = [link.get_text() for link in rosa.get(MINE).soup.select("nav[aria-label=Main] a")]
    assert places == ["My tasks", "Goals"]
    assert "My tasks" not in [
        link.get_text() for link in marco.get(f"{HOME}/").soup.select("nav[aria-label=Main] a")
    ]


def test_other_forms_ignore_the_page_they_were_sent_from(rosas, marco):
    """`back=mine` means something for a task's status and a comment only."""
    rosas("Sweep")
    assert "my-tasks-greeting" not in marco.swap(f"{HOME}/tasks/1/kind", kind="routine", back="mine").parts


def test_at_most_twelve_queries_and_a_small_page_however_much_there_is(cast, rosas, rosa):
    goals = [a_goal(cast.fornello, cast.dana, f"Goal {number}") for number in range(20)]
    for number in range(200):
        Task.add(
            cast.fornello, f"Sweep room {number}", by=cast.dana, goal=goals[number % 20], owner=rosas.seat
        )
    db.session.commit()
    with counted() as asked:
        answer = rosa.http.get(MINE, headers={"Accept-Encoding": "gzip"})
    assert len(asked) <= 12, asked
    assert answer.status_code == 200 and len(answer.data) <= 15_000, len(answer.data)
    assert "And 170 more on the" in rosa.get(MINE).text


def test_the_date_of_a_proposal_is_not_planned_work(cast, marco):
    past = clock.today(cast.fornello) - timedelta(days=4)
    goal = a_goal(cast.fornello, cast.dana, approval_state=ApprovalState.DRAFT, target_date=past)
    goal.propose(by=cast.dana)
    db.session.commit()
    page = marco.get(MINE)
    assert page.words("#my-tasks-greeting p") == "It needs your answer."
    assert page.words("h1") == "Marco, one thing this week."
