"""Sharing a task or proposing a goal shares its present state; its past stays hidden."""

import re
from datetime import date

import pytest

from tests.roadmap.people import HOME, at
from tests.world import a_comment, a_goal, a_step, a_task
from tracker.clients.models import Role, Seat
from tracker.foundation.database import db
from tracker.history.models import Event
from tracker.roadmap.models import Comment, Step, Task, TaskDependency
from tracker.roadmap.models.statuses import ApprovalState, Status, Visibility

BOARD = f"{HOME}/"
OTHERS = ["rosa", "vera"]


@pytest.fixture
def luca(cast, goal):
    """A task that Marco and Dana worked on between them, and cleaned up."""
    task = a_task(cast.fornello, cast.dana, "SECRET sack Luca", goal=goal, visibility=Visibility.LEADS)
    task.change(by=cast.marco, title="Plan the winter rota")
    task.set_status(Status.WATCH, by=cast.dana, why="SECRET he steals")
    task.set_status_reason("He is often late.", by=cast.dana)
    step, gone = a_step(task, cast.dana, "SECRET lawyer"), a_step(task, cast.dana, "SECRET letter")
    step.rename(task, "Draw up the rota", by=cast.dana)
    gone.put_in_trash(task, by=cast.dana)
    a_comment(task, cast.marco, "SECRET my brother will hate it")
    a_comment(task, cast.dana, "SECRET notice period").put_in_trash(task, by=cast.dana)
    other = a_task(cast.fornello, cast.dana, "SECRET pay", goal=goal, visibility=Visibility.LEADS)
    TaskDependency.add(task, other, by=cast.dana)
    TaskDependency.remove(task, other, by=cast.dana)
    db.session.commit()
    return task


def share(visitor, task, **form):
    return visitor.swap(at(task, "/visibility"), visibility="all", at="panel", **form)


def told(visitor, task, *names):
    """The fields of the form for sharing: the comments it listed, and the given choices."""
    form = visitor.get(at(task)).one(f"#{task.dom_name}-panel-sharing form")
    return {name: form.select_one(f"[name={name}]")["value"] for name in ("was_shown", *names)}


def everything(visitor, task):
    """All text that this visitor can read about the task."""
    paths = [BOARD, f"{HOME}/goals/1", at(task), f"{HOME}/news?since=1&open={task.number}", f"{HOME}/timeline",
             "/search?q=secret"]  # fmt: skip
    return "".join(visitor.get(path, htmx="news" in path).html for path in paths)


@pytest.mark.parametrize("who", OTHERS)
def test_the_past_of_a_shared_task_stays_with_the_leads(request, cast, dana, marco, luca, who):
    share(dana, luca)
    visitor = request.getfixturevalue(who)
    page = visitor.get(at(luca))
    assert "Plan the winter rota" in page.text and "Draw up the rota" in page.text
    assert "He is often late." in page.text, "a reason that stands is a part of the task"
    assert "SECRET" not in everything(visitor, luca)
    lines = [line.get_text(" ", strip=True) for line in page.soup.select(".thread li")]
    assert len(lines) == 1 and "shared" in lines[0]
    for lead in (dana, marco):
        assert {"SECRET sack Luca", "SECRET he steals", "SECRET my brother will hate it"} <= set(
            re.findall(
                "SECRET sack Luca|SECRET he steals|SECRET my brother will hate it", lead.get(at(luca)).text
            )
        )


@pytest.mark.parametrize("who", OTHERS)
def test_comments_are_not_counted_either(request, dana, luca, who):
    share(dana, luca)
    visitor = request.getfixturevalue(who)
    assert not visitor.get(BOARD).soup.select(f"#{luca.dom_name} .comment-count")
    assert dana.get(BOARD).soup.select_one(f"#{luca.dom_name} .comment-count").text == "1"


def test_the_form_says_what_will_be_read(dana, luca):
    form = dana.get(at(luca)).one(f"#{luca.dom_name}-panel-sharing form")
    assert [line.get_text(strip=True) for line in form.select("p, label")] == [
        "Rosa and Vera will see the task as it is now: its title, status with its reason and one step.",
        "Show the one comment written until now, too",
        "Only Marco and Dana can read its history until now, and its comment unless you choose to show it.",
    ]
    assert not form.select_one("[name=comments]").has_attr("checked")
    assert form.select_one("[name=visibility]")["value"] == "all" and form.button.text == "Share it"


def test_comments_are_shown_where_the_form_says_so(dana, rosa, luca):
    share(dana, luca, **told(dana, luca, "comments"))
    page = rosa.get(at(luca))
    assert "SECRET my brother will hate it" in page.text and "SECRET sack Luca" not in page.html
    assert "SECRET notice period" not in everything(rosa, luca), "it was thrown away before"
    assert rosa.get(BOARD).soup.select_one(f"#{luca.dom_name} .comment-count").text == "1"
    assert "brother" in rosa.get("/search?q=brother").text


@pytest.mark.parametrize("scripts", [True, False])
def test_a_comment_the_form_did_not_list_is_not_shared(dana, rosa, cast, luca, scripts):
    form = told(dana, luca, "comments")
    a_comment(luca, cast.marco, "SECRET and his wife")
    send = dana.swap if scripts else dana.post
    answer = send(at(luca, "/visibility"), 422, visibility="all", at="panel", **form)
    assert "SECRET and his wife" in answer.text, "what is new stands beside the refusal"
    assert "The comments changed meanwhile, so nothing was shared." in answer.text
    assert "Show the two comments written until now, too" in answer.text
    rosa.get(at(luca), 404)


def test_a_comment_in_place_of_the_listed_one_is_not_shared(dana, rosa, cast, luca):
    form = told(dana, luca, "comments")
    first = db.session.query(Comment).filter_by(body="SECRET my brother will hate it").one()
    first.put_in_trash(luca, by=cast.marco)
    a_comment(luca, cast.marco, "SECRET and his wife")
    answer = dana.swap(at(luca, "/visibility"), 422, visibility="all", at="panel", **form)
    assert "The comments changed meanwhile, so nothing was shared." in answer.text
    rosa.get(at(luca), 404)


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize(
    ("change", "said", "new"),
    [
        (lambda task, by: task.change(by=by, details="Fire him now"), "The details changed", "Fire him now"),
        (lambda task, by: Step.add(task, "Call the lawyer", by=by), "The steps changed", "Call the lawyer"),
        (lambda task, by: task.change(by=by, title="Let Luca go"), "The title changed", "Let Luca go"),
        (lambda task, by: task.set_status_reason("He stole.", by=by), "The status changed", "He stole."),
    ],
)  # fmt: skip
def test_text_written_since_the_form_was_opened_is_not_shared_unread(
    dana, rosa, cast, luca, change, said, new, scripts
):
    form = told(dana, luca)
    change(luca, cast.marco)
    db.session.commit()
    send = dana.swap if scripts else dana.post
    answer = send(at(luca, "/visibility"), 422, visibility="all", at="panel", **form)
    assert f"{said} meanwhile, so nothing was shared. Read what is new, then choose again." in answer.text
    assert new in answer.text
    rosa.get(at(luca), 404)
    share(dana, luca, **told(dana, luca))
    assert new in rosa.get(at(luca)).text


def test_a_draft_is_not_proposed_with_what_another_coo_changed_unread(dana, marco, cast, visit):
    draft = a_goal(cast.fornello, cast.dana, "Open a second shop", approval_state=ApprovalState.DRAFT)
    task = a_task(cast.fornello, cast.dana, "Look at shops", goal=draft)
    Seat.give(cast.fornello, cast.ash, Role.COO, by=cast.dana)
    db.session.commit()
    address = f"{HOME}/goals/{draft.number}"

    def shown():
        return dana.get(address).one(f"#{draft.dom_name}-approval [name=was_shown]")["value"]

    before = shown()
    dana.post(at(task), title="Look at three shops")
    visit(cast.ash).post(at(task, "/steps"), title="SECRET ask the bank")
    answer = dana.swap(f"{address}/life", 422, life="proposed", at="goal", was_shown=before)
    assert "The tasks changed meanwhile, so it is still a draft." in answer.text and draft.is_draft
    page = dana.post(f"{address}/life", 422, life="proposed", was_shown=before)
    assert page.one("main a.button")["href"] == address and not page.soup.select("main form")
    marco.get(address, 404)
    dana.swap(f"{address}/life", life="proposed", at="goal", was_shown=shown())
    assert marco.get(address)


def test_what_one_changed_oneself_is_no_reason_to_read_a_draft_again(dana, cast):
    draft = a_goal(cast.fornello, cast.dana, "Open a second shop", approval_state=ApprovalState.DRAFT)
    page = dana.get(f"{HOME}/goals/{draft.number}")
    dana.post(f"{HOME}/tasks", title="Look at shops", goal=draft.number)
    form = page.one(f"#{draft.dom_name}-approval [name=was_shown]")["value"]
    dana.swap(f"{HOME}/goals/{draft.number}/life", life="proposed", was_shown=form)
    assert not db.session.get(type(draft), draft.id).is_draft


def test_a_redo_shows_comments_again(dana, rosa, luca):
    share(dana, luca, **told(dana, luca, "comments"))
    back = dana.swap(f"{HOME}/undo/{db.session.query(Event).order_by(Event.id.desc()).first().change_set_id}")
    rosa.get(at(luca), 404)
    again = dana.swap(back.one("#toast form")["action"])
    assert "SECRET my brother will hate it" in rosa.get(at(luca)).text
    assert rosa.get(BOARD).soup.select_one(f"#{luca.dom_name} .comment-count").text == "1"
    back = dana.swap(again.one("#toast form")["action"])
    dana.swap(f"{at(luca)}/visibility", visibility="all")
    assert "SECRET" not in rosa.get(at(luca)).html


def test_the_form_is_updated_with_new_text(dana, luca):
    for action, form, said in [
        ("/comments", {"body": "And?"}, "two comments"),
        ("/steps", {"title": "Ask"}, "two steps"),
        ("", {"title": "Plan it", "details": "Soon."}, "title, details"),
    ]:
        parts = dana.swap(at(luca, action), at="panel", **form).parts
        assert said in parts[f"{luca.dom_name}-panel-sharing"].get_text()


def test_undo_hides_comments_with_the_task_and_sharing_again_asks_again(dana, rosa, luca):
    answer = share(dana, luca, **told(dana, luca, "comments"))
    change = db.session.query(Event).order_by(Event.id.desc()).first().change_set_id
    assert answer.parts["announcement"].text
    dana.swap(f"{HOME}/undo/{change}", at="panel")
    rosa.get(at(luca), 404)
    share(dana, luca)
    assert "SECRET" not in everything(rosa, luca)


def test_what_is_written_afterwards_is_for_everybody(dana, rosa, cast, luca):
    share(dana, luca)
    dana.post(at(luca, "/comments"), body="From Monday on.")
    dana.post(at(luca), title="Plan the spring rota")
    page = rosa.get(at(luca))
    assert (
        "From Monday on." in page.text
        and "renamed “Plan the winter rota” to “Plan the spring rota”" in page.text
    )
    assert rosa.get(BOARD).soup.select_one(f"#{luca.dom_name} .comment-count").text == "1"


def test_later_comments_are_numbered_as_if_there_were_none_before(dana, rosa, luca):
    share(dana, luca)
    dana.post(at(luca, "/comments"), body="From Monday on.")
    dana.post(at(luca, "/steps"), title="Ask Priya")
    page = rosa.get(at(luca))
    assert page.one(f"#{luca.dom_name}-comment-1") and page.one(f"#{luca.dom_name}-panel-step-1")
    assert [step.title for step in db.session.scalars(Step.of(luca))] == ["Draw up the rota", "Ask Priya"]


def test_what_happens_to_a_hidden_comment_afterwards_is_hidden_too(dana, rosa, luca):
    share(dana, luca)
    before = rosa.get(at(luca)).words(".thread")
    said = db.session.query(Comment).filter_by(body="SECRET my brother will hate it").one()
    dana.post(at(luca, f"/comments/{said.number}/trash"))
    assert rosa.get(at(luca)).words(".thread") == before
    assert "SECRET my brother" in dana.get(f"{HOME}/trash").html
    assert db.session.query(Task).filter_by(id=luca.id).one().comments_for_leads == 0


def test_a_step_that_is_brought_back_is_shared_like_its_task(dana, rosa, luca):
    share(dana, luca)
    letter = db.session.query(Step).filter_by(title="SECRET letter").one()
    dana.post(at(luca, f"/steps/{letter.number}/restore"))
    assert "SECRET letter" in rosa.get(at(luca)).text


def test_undo_of_what_happened_while_it_was_hidden_is_no_page_for_others(dana, rosa, luca):
    share(dana, luca)
    for line in db.session.query(Event).filter_by(task_id=luca.id):
        if line.change_set_id and line.details.get("leads"):
            rosa.post(f"{HOME}/undo/{line.change_set_id}", 404)


def test_shown_hidden_and_shown_again(dana, rosa, cast, task):
    """What was written before it was hidden stays readable."""
    a_comment(task, cast.rosa, "Thirty-one steps.")
    dana.post(at(task), title="Write the checklist")
    dana.post(at(task, "/visibility"), visibility="leads")
    dana.post(at(task, "/comments"), body="SECRET not with Rosa")
    dana.post(at(task), title="SECRET without Rosa")
    dana.post(at(task), title="Write the list")
    share(dana, task)
    page = rosa.get(at(task))
    assert "SECRET" not in everything(rosa, task) and "kept it between" not in page.text
    assert "Thirty-one steps." in page.text and "renamed “Write the closing checklist”" in page.text
    assert rosa.get(BOARD).soup.select_one(f"#{task.dom_name} .comment-count").text == "1"


def test_its_author_may_trash_it_despite_hidden_comments(dana, rosa, cast, goal):
    task = a_task(cast.fornello, cast.rosa, "Count tills", goal=goal)
    dana.post(at(task, "/visibility"), visibility="leads")
    dana.post(at(task, "/comments"), body="SECRET she can't count")
    share(dana, task)
    rosa.post(at(task, "/trash"))
    assert db.session.query(Task).filter_by(id=task.id).one().trashed_at


def test_an_export_counts_what_its_reader_may_read(cast, marco, goal):
    """Comments of a draft's time are the COO's alone."""
    draft = a_goal(cast.fornello, cast.dana, "Third oven", approval_state=ApprovalState.DRAFT)
    task = a_task(cast.fornello, cast.dana, "Ask broker", goal=draft)
    a_comment(task, cast.dana, "SECRET cheap")
    draft.propose(by=cast.dana)
    db.session.commit()
    text = marco.post(f"{HOME}/export", 200, kind="csv").response.get_data(as_text=True)
    row = next(line for line in text.splitlines() if "Ask broker" in line)
    assert "SECRET" not in text and ',"0","",' in f"{row}," and '"1"' not in row


@pytest.fixture
def opened(cast, goal):
    """A draft with a past, proposed."""
    Seat.give(cast.fornello, cast.ash, Role.COO, by=cast.dana)
    draft = a_goal(cast.fornello, cast.dana, "Third oven", approval_state=ApprovalState.DRAFT)
    task, gone = (
        a_task(cast.fornello, cast.dana, title, goal=draft) for title in ("Ask broker", "SECRET sell")
    )
    a_step(task, cast.dana, "SECRET step").put_in_trash(task, by=cast.dana)
    gone.put_in_trash(by=cast.dana)
    a_comment(task, cast.ash, "SECRET Marco will say no")
    draft.propose(by=cast.dana)
    db.session.commit()
    return task


@pytest.mark.parametrize("who", ["marco", *OTHERS])
def test_the_past_of_a_proposed_goal_stays_with_coos(request, cast, dana, opened, who):
    visitor = request.getfixturevalue(who)
    assert "Ask broker" in visitor.get(at(opened)).text
    assert "SECRET" not in everything(visitor, opened)
    assert not visitor.get(BOARD).soup.select(f"#{opened.dom_name} .comment-count")
    assert (
        "SECRET Marco will say no" in dana.get(at(opened)).text
        and "SECRET sell" in dana.get(f"{HOME}/trash").html
    )
    if who == "marco":
        gone = db.session.query(Task).filter_by(title="SECRET sell").one()
        visitor.post(at(gone, "/restore"), 404)
        for model, kind in ((Step, "steps"), (Comment, "comments")):
            piece = db.session.query(model).filter_by(task_id=opened.id).one()
            visitor.post(at(opened, f"/{kind}/{piece.number}/restore"), 404)
            visitor.post(at(opened, f"/{kind}/{piece.number}/trash"), 404)
        assert "SECRET" not in visitor.get(f"{HOME}/trash").html
        assert "SECRET" not in visitor.get(f"{HOME}/history").html + visitor.get(f"{HOME}/letter").html


def test_before_proposing_the_coo_reads_what_stays(dana, cast, goal):
    draft = a_goal(cast.fornello, cast.dana, "Third oven", approval_state=ApprovalState.DRAFT)
    page = dana.get(f"{HOME}/goals/{draft.number}")
    assert "Their history and comments until now stay with the COOs." in page.words(
        f"#{draft.dom_name}-approval"
    )


def test_a_role_that_is_not_known_reads_no_comment(cast, luca):
    stranger = Seat(role="guest")
    assert db.session.scalars(db.select(Comment).where(Comment.shown_to(stranger))).all() == []


def test_the_form_names_the_first_date_that_sharing_shows(dana, rosa, cast):
    task = a_task(
        cast.fornello, cast.dana, "Sell the shop", due=date(2031, 12, 4), visibility=Visibility.LEADS
    )
    dana.post(f"{BOARD}tasks/{task.number}/due", due="2031-12-20", why="Luca refused to sign")
    form = dana.get(f"{BOARD}tasks/{task.number}").text
    assert "its title, status, date and first date (Thu 4 Dec 2031)" in form
    dana.post(f"{BOARD}tasks/{task.number}/visibility", visibility="all")
    page = rosa.get(f"{BOARD}tasks/{task.number}").text
    assert "was 4 Dec" in page and "Luca refused" not in page
