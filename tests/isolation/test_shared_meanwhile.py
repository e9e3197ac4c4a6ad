"""Text typed while few could read it and sent when more can: the others do not read it unasked.

Every form with words in it is found on the pages themselves, so that a new one is asked too; and each guard is taken
away once, to see that somebody would notice.
"""

import pytest

from tests.visitor import value_of
from tests.world import a_goal, a_step, a_task
from tracker.foundation.database import db
from tracker.roadmap.models.statuses import ApprovalState, Visibility
from tracker.roadmap.tasks import forms as task_forms
from tracker.roadmap.tasks import panel

HOME = "/clients/fornello-pizza"
WORDS = "xyzzy, between you and me"
TYPED = "textarea, input:not([type]), input[type=text], input[type=search]"


@pytest.fixture
def private(cast):
    goal = a_goal(cast.fornello, cast.dana)
    task = a_task(cast.fornello, cast.dana, "Plan the rota", goal=goal, visibility=Visibility.LEADS)
    return with_a_step(task, cast)


@pytest.fixture
def drafted(cast):
    goal = a_goal(cast.fornello, cast.dana, "Sell the shop", approval_state=ApprovalState.DRAFT)
    return with_a_step(a_task(cast.fornello, cast.dana, "Value the ovens", goal=goal), cast)


def with_a_step(task, cast):
    a_step(task, cast.dana, "Ask Luca")
    task.set_status("watch", by=cast.dana, why="It drags on")
    db.session.commit()
    return task


def pages_about(task):
    at, goal = f"{HOME}/tasks/{task.number}", f"{HOME}/goals/{task.loaded_goal().number}"
    return [at, f"{at}/edit", f"{at}/due", f"{at}/owner", f"{HOME}/", goal, f"{goal}/edit"]


def filled(visitor, task):
    """Every form about the task or its goal that takes words, as its page holds it, with the words typed in."""
    found = {}
    for page in pages_about(task):
        for form in visitor.get(page).soup.select("form[method=post]"):
            typed = [field["name"] for field in form.select(TYPED) if field.get("name")]
            if typed and is_about(form, task):
                held = {tag["name"]: value_of(tag) for tag in form.select("[name]:not(button)")}
                found[form["action"], *typed] = {**held, **dict.fromkeys(typed, WORDS)}
    return found


def is_about(form, task):
    goal = form.select_one("[name=goal]")
    if goal is not None and goal.get("value") == str(task.loaded_goal().number):
        return task.loaded_goal().is_draft
    kinds = [f"/tasks/{task.number}"] + (
        [f"/goals/{task.loaded_goal().number}"] if task.loaded_goal().is_draft else []
    )
    return any(form["action"] == HOME + kind or f"{kind}/" in form["action"] for kind in kinds)


def send_all(visitor, forms):
    answers = {}
    for (action, *_), form in forms.items():
        kept = {name: value for name, value in form.items() if name not in ("csrf_token", "done")}
        answers[action] = visitor.send(action, None, kept, headers=None).status
    return answers


def leaks(visitor, task):
    pages = [f"{HOME}/tasks/{task.number}", f"{HOME}/", f"{HOME}/goals/{task.loaded_goal().number}"]
    return any("xyzzy" in visitor.get(page).html for page in pages)


def share(dana, task):
    dana.post(f"{HOME}/tasks/{task.number}/visibility", visibility="all")


def propose(dana, task):
    dana.post(f"{HOME}/goals/{task.loaded_goal().number}/life", life="proposed")


def test_no_form_about_a_task_for_two_reaches_the_team(dana, marco, rosa, private):
    forms = filled(marco, private)
    assert len(forms) >= 6
    share(dana, private)
    answers = send_all(marco, forms)
    assert set(answers.values()) == {409}, answers
    assert not leaks(rosa, private)


def test_no_form_about_a_draft_reaches_the_client(dana, marco, drafted):
    forms = filled(dana, drafted)
    assert len(forms) >= 8
    propose(dana, drafted)
    answers = send_all(dana, forms)
    assert set(answers.values()) == {409}, answers
    assert not leaks(marco, drafted)


@pytest.mark.parametrize("plant", ["no check", "no field"])
def test_without_its_check_the_text_reaches_them(app, monkeypatch, dana, marco, rosa, private, plant):
    if plant == "no check":
        monkeypatch.setattr(panel, "check_readers", lambda _task: None)
    else:
        monkeypatch.setitem(app.jinja_env.globals, "was_readers", lambda _work: "")
    forms = filled(marco, private)
    share(dana, private)
    send_all(marco, forms)
    assert leaks(rosa, private), "nobody noticed"


@pytest.mark.parametrize("is_guarded", [True, False])
def test_text_that_was_not_shown_is_not_shared(monkeypatch, cast, dana, rosa, private, is_guarded):
    if not is_guarded:
        monkeypatch.setattr(task_forms, "changed_names", lambda _shown, _now: [])
    form = dana.get(f"{HOME}/tasks/{private.number}").one("form:has([name=was_shown])")
    held = {tag["name"]: tag["value"] for tag in form.select("[type=hidden]") if tag["name"] != "csrf_token"}
    private.change(by=cast.marco, details=WORDS)
    db.session.commit()
    dana.post(form["action"], None, **held)
    page = rosa.get(f"{HOME}/tasks/{private.number}", None)
    assert ("xyzzy" in page.html) is not is_guarded
