"""A form is sent again after the record it made was hidden from its sender or trashed.

Every form with a `form_key` is found on the pages, so that a new one is asked too. What was hidden is missing to its
sender; what is in the trash is said to be there, and nothing is said to have been added.
"""

import pytest

from tests.visitor import value_of
from tests.world import a_goal, a_task
from tracker.foundation.database import db
from tracker.roadmap.models import Comment, Goal, Step, Task
from tracker.roadmap.models.statuses import ApprovalState, Visibility
from tracker.roadmap.presentation import resubmission

HOME = "/clients/fornello-pizza"
TYPED, SINCE = "Ask about the ovens", "xyzzy, between you and me"
MAKES = {"goals": Goal, "copy": Goal, "tasks": Task, "steps": Step, "comments": Comment}


@pytest.fixture
def goal(cast):
    goal = a_goal(cast.fornello, cast.dana)
    a_task(cast.fornello, cast.rosa, goal=goal)
    return goal


@pytest.fixture
def drafted(cast):
    return a_goal(cast.fornello, cast.dana, "Sell the shop", approval_state=ApprovalState.DRAFT)


def forms_of(visitor):
    """Every form on the road map that makes something: where it is sent, and what it holds."""
    pages = ["/", "/goals/new", "/goals/1", "/goals/1/copy", "/tasks/1"]
    found = {}
    for page in pages:
        for form in visitor.get(f"{HOME}{page}", None).soup.select("form:has([name=form_key])"):
            asked = form.select("[name]:not(button, [type=radio]:not([checked]))")
            held = {tag["name"]: value_of(tag) for tag in asked}
            held.update({name: TYPED for name in ("title", "body") if name in held}, place="list")
            del held["csrf_token"]
            key = form["action"], held.get("goal", "")
            found.setdefault(key, held)
    return found


def sent(visitor, action, form):
    return visitor.swap(action, None, **form), visitor.post(action, None, **form)


def newest(action):
    model = MAKES[action.rsplit("/", 1)[-1]]
    return db.session.scalars(db.select(model).order_by(model.id.desc())).first()


def hide(made, how, cast, drafted):
    """Hide the record from the team or the CEO, and change its text."""
    task = made if isinstance(made, Task | Goal) else db.session.get(Task, made.task_id)
    if isinstance(task, Goal):
        task.return_to_draft(cast.dana)
    elif how == "draft":
        task.move_to_goal(drafted, cast.dana)
    else:
        task.assign(None, cast.dana)
        task.share(Visibility.LEADS, cast.dana)
    if isinstance(made, Comment):
        made.body = SINCE
    else:
        made.title = SINCE
    db.session.commit()


def trash(made, cast):
    task = None if isinstance(made, Task | Goal) else db.session.get(Task, made.task_id)
    made.put_in_trash(*([task] if task else []), cast.dana)
    db.session.commit()


@pytest.mark.parametrize(("who", "how"), [("rosa", "leads"), ("rosa", "draft"), ("marco", "draft")])
def test_a_record_hidden_since_is_reported_missing(request, cast, goal, drafted, who, how):
    visitor = request.getfixturevalue(who)
    forms = forms_of(visitor)
    assert len(forms) >= (4 if who == "rosa" else 6), list(forms)
    for (action, _), form in forms.items():
        if action.endswith("/import"):
            continue
        visitor.swap(action, None, **form)
        hide(newest(action), how, cast, drafted)
        for answer in sent(visitor, action, form):
            assert answer.status == 404, (action, answer.status, answer.text[:200])
            assert "xyzzy" not in answer.html + str(answer.response.headers)
        unhide(goal, cast)


def unhide(goal, cast):
    """The task of the pages, for all to see again."""
    first = db.session.scalars(db.select(Task).order_by(Task.id)).first()
    first.share(Visibility.ALL, cast.dana)
    first.move_to_goal(goal, cast.dana)
    if goal.is_draft:
        goal.propose(cast.dana)
    db.session.commit()


@pytest.mark.parametrize("who", ["rosa", "marco", "dana"])
def test_a_trashed_record_is_reported_as_in_the_trash(request, cast, goal, who):
    visitor = request.getfixturevalue(who)
    for (action, _), form in forms_of(visitor).items():
        visitor.swap(action, None, **form)
        trash(newest(action), cast)
        for answer in sent(visitor, action, form):
            assert answer.status == 422, (action, answer.status, answer.text[:200])
            assert "in the trash" in answer.text, (action, answer.text)


def test_without_the_check_the_hidden_record_is_revealed(monkeypatch, cast, rosa, goal):
    monkeypatch.setattr(resubmission, "is_readable", lambda _model: db.true())
    form = {"title": TYPED, "goal": "1", "form_key": "one"}
    rosa.swap(f"{HOME}/tasks", **form)
    hide(newest(f"{HOME}/tasks"), "leads", cast, None)
    assert "xyzzy" in rosa.swap(f"{HOME}/tasks", None, **form).html
