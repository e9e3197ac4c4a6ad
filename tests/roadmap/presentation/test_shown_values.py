"""Every form that sets a status, agrees, asks to discuss or proposes sends what it showed."""

import re
from datetime import date
from pathlib import Path

import pytest

from tests.roadmap.people import HOME
from tests.world import a_goal, a_task, seat_of
from tracker.foundation.database import db
from tracker.roadmap.models.statuses import ApprovalState, Status

ROUTES = {"status": "was_status", "agree": "was_shown", "talk": "was_shown", "life": "was_shown"}
"""The last part of the address, and the field with the value that the form showed."""
TO_THEM = re.compile(rf"/({'|'.join(ROUTES)})(\?|$)")
TEMPLATES = Path(__file__).parents[3] / "templates"
WITH_THEM = re.compile(
    r"/(status|agree|talk|life)\b|\b(answer|agree|discussion)_url\b|change_status|approval\.(agree|request|change)"
)


@pytest.fixture
def everything(cast):
    """A proposal, one to discuss, a draft, an agreed goal; goals and tasks that wait, are watched and are due."""
    client, dana = cast.fornello, cast.dana
    marco, rosa = (seat_of(each, client) for each in (cast.marco, cast.rosa))
    seats = marco, rosa, seat_of(dana, client)
    for title in ("Proposed", "To discuss", "Draft"):
        goal = a_goal(client, dana, title, approval_state=ApprovalState.DRAFT)
        a_task(client, dana, f"{title}: first", goal=goal)
        if title != "Draft":
            goal.propose(by=dana)
        if title == "To discuss":
            goal.request_discussion(by=cast.marco, words="Too early?")
    agreed = a_goal(client, cast.marco, "Second oven")
    agreed.agree(by=cast.marco)
    for status in (Status.WAITING, Status.WATCH, Status.ON_TRACK, Status.DONE):
        goal = a_goal(client, dana, f"Goal {status}")
        goal.set_status(status, by=dana, **({"waiting_on": marco} if status == Status.WAITING else {}))
        for seat in seats:
            task = a_task(client, dana, f"Task {status}", goal=goal, owner=seat, due=date(2026, 11, 27))
            task.set_status(status, by=dana, **({"waiting_on": seat} if status == Status.WAITING else {}))
    unclear = a_goal(client, dana, "Goal without a person")
    unclear.set_status(Status.WAITING, by=dana)
    a_task(client, dana, "Task without a person").set_status(Status.WAITING, by=dana)
    db.session.commit()
    return [goal.number for goal in db.session.scalars(db.select(type(agreed)))]


def pages(visitor, numbers):
    """The addresses of the pages with goals and tasks."""
    own = [
        "/",
        *(f"{HOME}/{name}" for name in ("", "letter", "mine", "timeline", "history", "trash", "people")),
    ]
    goals = [
        f"{HOME}/goals/{number}{more}" for number in numbers for more in ("", "/edit", "/shift", "/copy")
    ]
    tasks = [f"{HOME}/tasks/{number}" for number in range(1, 17)]
    return [*own, *goals, *tasks, f"{HOME}/letter?as=2", "/search?q=Task", f"{HOME}/?marks=yes"]


def shown_in(form, field):
    """Whether a form sends the field: among its own, or in its address as `was`."""
    sent = form.select_one(f"[name={field}]")
    return bool(sent and sent.get("value")) or (field == "was_status" and "?was=" in form["action"])


@pytest.mark.parametrize("who", ["dana", "marco", "rosa", "vera"])
def test_every_form_sends_what_it_showed(request, everything, who):
    visitor, seen, without = request.getfixturevalue(who), set(), []
    for page in pages(visitor, everything):
        answer = visitor.get(page, None)
        for form in answer.soup.select("form[action]"):
            found = TO_THEM.search(form["action"])
            if found:
                seen.add(found[1])
                without += [] if shown_in(form, ROUTES[found[1]]) else [f"{page}: {form['action']}"]
    expected = {
        "dana": {"status", "life"},
        "marco": {"status", "agree", "talk"},
        "rosa": {"status"},
        "vera": set(),
    }
    assert seen == expected[who], "the pages have these forms"
    assert not without, f"these forms do not send what they showed: {without}"


def test_a_coo_without_a_ceo_says_so_too(cast, visit):
    goal = a_goal(cast.juniper, cast.ash, "Vans", approval_state=ApprovalState.DRAFT)
    for propose in (False, True):
        if propose:
            goal.propose(by=cast.ash)
            db.session.commit()
        for page in ("", f"goals/{goal.number}"):
            forms = (
                visit(cast.ash).get(f"/clients/juniper-catering/{page}").soup.select("form[action$='/agree']")
            )
            assert forms and all(shown_in(form, "was_shown") for form in forms)


def forms_of_templates():
    """Each form of a template that posts to one of these addresses: the template, its place, its text."""
    for path in sorted(TEMPLATES.rglob("*.html")):
        for number, text in enumerate(re.findall(r"<form\b.*?(?:</form>|\Z)", path.read_text(), re.S)):
            action = re.search(r"action=[\"']?(\{\{.*?\}\}[^\s>\"']*|[^\s>]*)", text)
            if action and WITH_THEM.search(action[1]):
                yield pytest.param(text, id=f"{path.relative_to(TEMPLATES)}:{number}")


@pytest.mark.parametrize("text", list(forms_of_templates()))
def test_a_template_with_such_a_form_sends_what_it_showed(text):
    """A form no page above shows must send it as well. `told` is the field in `goals/_approval.html`."""
    assert re.search(r"was_status|was_shown|\?was=|\{\{ told \}\}", text)


def test_the_templates_have_such_forms():
    assert len(list(forms_of_templates())) == 14
