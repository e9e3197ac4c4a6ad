"""A task for CEO and COO only is hidden from its first moment: no number, row or line of it is ever seen by others."""

import io

import pytest

from tests.imports.files import a_csv
from tests.roadmap.people import HOME, at
from tests.world import a_goal, a_step, a_task, seat_of, titled
from tracker.clients.models.client import LOWEST_RANDOM
from tracker.foundation.database import db
from tracker.foundation.exceptions import DomainError
from tracker.history.models import Event
from tracker.roadmap.models import Comment, Goal, Step, Task
from tracker.roadmap.models.statuses import ApprovalState, Visibility

ADD, BOARD = f"{HOME}/tasks", f"{HOME}/"
NOT_HERE = "Who can see this can’t be chosen here. Nothing was saved."


def tasks():
    return list(db.session.scalars(db.select(Task.title)))


@pytest.fixture
def since(rosa, goal):
    """When Rosa's page was shown."""
    return (
        rosa.get(BOARD)
        .soup.select_one("#live-updates")["data-poll-url"]
        .partition("since=")[2]
        .partition("&")[0]
    )


@pytest.mark.parametrize("who", ["dana", "marco"])
@pytest.mark.parametrize("form", [{"title": "Let Luca go", "visibility": "leads"}, {"title": "Let Luca go !private"},
                                  {"title": "Let Luca go !private", "visibility": "all"}])  # fmt: skip
@pytest.mark.parametrize("scripts", [True, False])
def test_it_is_added_hidden(request, rosa, cast, goal, since, who, form, scripts):
    visitor = request.getfixturevalue(who)
    answer = (visitor.swap if scripts else visitor.post)(ADD, goal=1, **form)
    luca = titled(Task, "Let Luca go")
    assert luca.visibility == "leads" and luca.number >= LOWEST_RANDOM
    if scripts:
        assert answer.parts["announcement"].text == "Task added: Marco and Dana only"
    assert "Luca" in visitor.get(BOARD).text
    news = rosa.get(f"{HOME}/news?since={since}", htmx=True).html
    assert "Luca" not in news and "task-" not in news and "Marco" not in news
    for path in (BOARD, f"{HOME}/goals/1"):
        assert "Luca" not in rosa.get(path).html
    rosa.get(at(luca), 404)
    assert a_task(cast.fornello, cast.rosa, "Order flour", goal=goal).number == 1


def test_the_choice_is_in_the_add_line_of_leads(dana, marco, rosa, goal):
    for visitor in (dana, marco):
        choice = visitor.get(BOARD).soup.select_one("#goal-1-add [name=visibility]")
        assert [option.text for option in choice.select("option")] == [
            "Everyone with access",
            "Marco and Dana only",
        ]
        assert not choice.select("[selected]") and choice.parent.get_text().startswith("Who sees it")
    assert not rosa.get(BOARD).soup.select("#goal-1-add [name=visibility]")


@pytest.mark.parametrize(
    "form", [{"visibility": "leads"}, {"title": "Talk to Marco !private"}, {"visibility": "me"}]
)
@pytest.mark.parametrize("scripts", [True, False])
def test_a_team_member_who_hides_a_task_gets_a_message_and_nothing_is_saved(rosa, goal, form, scripts):
    form = {"title": "Talk to Marco", **form}
    answer = (rosa.swap if scripts else rosa.post)(ADD, 422, goal=1, **form)
    line = answer.parts["goal-1-add"] if scripts else answer.one("#goal-1-add")
    expected = (
        "Share it with all, or"
        if form.get("visibility") == "me"
        else "Only the CEO and the COO can keep a task"
    )
    assert line.select_one(".error").text.strip().startswith(expected)
    assert line.select_one("[name=title]")["value"] == form["title"]
    assert tasks() == []


@pytest.mark.parametrize("chosen", ["leads", "all"])
def test_the_choice_stays_for_the_next_task(dana, goal, chosen):
    """After a task for leads, the next one is most often for leads too."""
    for title in ("Let Luca go", "Let Luca go"):
        line = dana.swap(ADD, title=title, goal=1, visibility=chosen).parts["goal-1-add"]
        assert bool(line.select("[name=visibility] [selected][value=leads]")) == (chosen == "leads")
    line = dana.swap(ADD, title="Sell !private", goal=1, visibility="all").parts["goal-1-add"]
    assert not line.select("[name=visibility] [selected][value=leads]"), "one word in a line is for that line"


def test_a_refused_line_keeps_the_choice(dana, goal):
    line = dana.swap(ADD, 422, title="Let Luca go @nobody", goal=1, visibility="leads").parts["goal-1-add"]
    assert line.select_one("[name=visibility] [selected]")["value"] == "leads"
    assert tasks() == []


@pytest.mark.parametrize(
    "form", [{"title": "Count tills @rosa !private"}, {"title": "Count tills @rosa", "visibility": "leads"}]
)
def test_a_task_is_not_assigned_to_a_person_who_cannot_see_it(dana, goal, form):
    line = dana.swap(ADD, 422, goal=1, **form).parts["goal-1-add"]
    assert "Rosa can’t see a task that is for the CEO and COO only." in line.select_one(".error").text
    assert tasks() == []
    dana.swap(ADD, title="Count tills @marco !private", goal=1)
    assert titled(Task, "Count tills").owner_seat_id


def test_the_record_itself_refuses(cast, goal):
    with pytest.raises(DomainError, match="does not see this task"):
        a_task(
            cast.fornello,
            cast.dana,
            "Let Luca go",
            visibility=Visibility.LEADS,
            owner=seat_of(cast.rosa, cast.fornello),
        )


def test_the_preview_shows_it_and_a_way_out(dana, rosa, goal):
    asked = {"line": "Let Luca go !private", "goal": "1"}
    part = dana.get(f"{ADD}/read", htmx=True, query_string=asked).parts["goal-1-add-read"]
    assert part.select_one(".chip").text == "Marco and Dana only"
    assert part.select_one(".chip button")["data-line"] == r"Let Luca go \!private"
    part = rosa.get(f"{ADD}/read", htmx=True, query_string=asked).parts["goal-1-add-read"]
    assert "Only the CEO and the COO can keep a task private." in part.text
    assert part.select_one("button")["data-line"] == r"Let Luca go \!private"
    rosa.swap(ADD, title=r"Let Luca go \!private", goal=1)
    assert tasks() == ["Let Luca go !private"]


@pytest.mark.parametrize("scripts", [True, False])
def test_forms_refuse_unknown_fields_for_readers(dana, task, scripts):
    """Steps and comments have the readers of their task; a goal those of its approval state."""
    send = dana.swap if scripts else dana.post
    for path, form in [
        (at(task, "/steps"), {"title": "Ask around"}),
        (at(task, "/comments"), {"body": "Between us."}),
        (at(task), {"title": "Let Luca go"}),
        (f"{HOME}/goals", {"title": "Sell the shop"}),
        (f"{HOME}/goals/1", {"title": "Sell the shop"}),
        (f"{HOME}/goals/1/copy", {"title": "Sell the shop"}),
        (f"{HOME}/tasks/many", {"task": "1", "do": "status", "status": "done"}),
    ]:
        before = db.session.query(Event).count()
        answer = send(path, 422, **form, visibility="leads")
        assert NOT_HERE in answer.text, path
        if words := form.get("title") or form.get("body"):
            assert words in answer.html, path
        assert db.session.query(Event).count() == before
    db.session.expire_all()
    assert (task.title, task.status) == ("Write the closing checklist", "not_started")
    assert db.session.query(Step).count() == db.session.query(Comment).count() == 0


@pytest.mark.parametrize("scripts", [True, False])
def test_the_refusal_says_that_a_ceo_has_no_drafts(marco, task, scripts):
    answer = (marco.swap if scripts else marco.post)(
        f"{HOME}/goals", 422, title="Sell the shop", life="draft"
    )
    assert NOT_HERE in answer.text and "Sell the shop" in answer.html
    assert db.session.query(Goal).count() == 1


def hidden_lines(task):
    return [bool(line.details.get("leads")) for line in db.session.query(Event).filter_by(task_id=task.id)]


def test_copies_and_imports_of_it_are_hidden_from_the_start(dana, rosa, cast, goal, task):
    a_task(cast.fornello, cast.dana, "Let Luca go", goal=goal, visibility=Visibility.LEADS)
    dana.post(f"{HOME}/goals/1/copy", title="Once more", steps="y", owners="y")
    data = a_csv(
        ["Goal", "Task", "Seen by", "Id"], ["Oven", "", "", "G1"], ["Oven", "Ask Luca", "leads", "T2"]
    )
    here = dana.post(f"{HOME}/import", file=(io.BytesIO(data), "plan.csv")).location
    dana.post(f"{here}/apply", life="proposed")
    found = db.session.scalars(db.select(Task).where(Task.visibility == "leads")).all()
    assert len(found) == 3 and all(task.number >= LOWEST_RANDOM for task in found)
    assert all(all(hidden_lines(task)) for task in found)
    titled(Goal, "Once more").propose(by=cast.dana)
    db.session.commit()
    for each in found:
        dana.post(at(each, "/visibility"), visibility="all")
        page = rosa.get(at(each))
        assert "added" not in page.words(f"#{each.dom_name}-panel-discussion")


def test_a_file_imported_again_does_not_reveal_hidden_tasks(dana, rosa, cast, goal, task):
    for title in ("Let Luca go", "Ask Luca"):
        data = a_csv(
            ["Goal", "Task", "Seen by", "Id"], ["Oven", "", "", "G1"], ["Oven", title, "leads", "T2"]
        )
        here = dana.post(f"{HOME}/import", file=(io.BytesIO(data), "plan.csv")).location
        dana.post(f"{here}/apply", life="proposed")
    luca = titled(Task, "Ask Luca")
    dana.post(at(luca, "/visibility"), visibility="all")
    assert "Let Luca go" not in rosa.get(at(luca)).html and "Let Luca go" in dana.get(at(luca)).html


def test_moves_keep_it_hidden(dana, rosa, cast, goal, task):
    draft = a_goal(cast.fornello, cast.dana, "Sell the shop", approval_state=ApprovalState.DRAFT)
    luca = a_task(cast.fornello, cast.dana, "Let Luca go", goal=draft, visibility=Visibility.LEADS)
    a_step(luca, cast.dana)
    for goal_number in ("1", "", str(draft.number), "1"):
        dana.post(at(luca, "/goal"), goal=goal_number)
        assert "Luca" not in rosa.get(BOARD).html
    assert all(hidden_lines(luca))
