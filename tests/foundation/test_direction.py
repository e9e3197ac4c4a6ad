"""People write from the right or from the left, so their text and their input fields have `dir="auto"`.

Separate text written by a person must have it, or be inside a `bdi`. Our sentences that name people or tasks
are left to right like the rest of the page, as are the options of a list.
"""

import pytest
from bs4 import BeautifulSoup

from tests.world import a_comment, a_goal, a_person, a_step, a_task, seat_of
from tracker.clients.models import Invitation, Role, Span
from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.roadmap.models.statuses import Status

HEBREW = "שלום"
SENTENCES = {
    ".activity": "a sentence of history", ".history-list__sentence": "a sentence of history",
    "#toast": "a sentence of history",
    "option": "lists of options", "title": "the name of the tab", ".visually-hidden": "spoken only",
    ".approval-banner": "a sentence about a goal", ".status": "a status", "[id$=-sharing]": "who can read a task",
    "#vision .meta": "whose words they are", "[id$=-propose]": "a button for a goal",
    ".greeting": "the letter's sentence", ".need": "a client, in a sentence",
}  # fmt: skip
TEXT_FIELDS = 'input:not([type]), input[type="text"], input[type="search"], textarea'
NOT_PROSE = {"username", "slug", "measure_now", "measure_from", "measure_to", "days", "again"}
BASE = "/clients/fornello-pizza"
PAGES = {
    "dana": (
        "/",
        "/clients",
        "/practice",
        "/me",
        "/search?q=שלום",
        *(
            BASE + end
            for end in (
                "/",
                "/timeline",
                "/goals/1",
                "/goals/1/edit",
                "/goals/1/copy",
                "/goals/1/shift?days=9",
                "/goals/2",
                "/tasks/1",
                "/tasks/1/edit",
                "/tasks/1/owner",
                "/tasks/1/due",
                "/tasks/2",
                "/history",
                "/trash",
                "/people",
                "/settings",
                "/vision",
                "/mine",
                "/import",
            )
        ),
    ),
    "marco": (
        "/me",
        *(BASE + end for end in ("/", "/letter", "/goals/1", "/goals/2", "/tasks/1", "/people", "/vision")),
    ),
    "rosa": tuple(BASE + end for end in ("/", "/mine", "/tasks/1")),
    "vera": tuple(BASE + end for end in ("/", "/goals/1", "/tasks/1")),
}


@pytest.fixture
def hebrew(cast):
    """Fornello, its people and its plan in Hebrew."""
    client, dana = cast.fornello, cast.dana
    for person in (cast.dana, cast.marco, cast.rosa):
        person.change(name=f"{HEBREW} {person.id}")
    client.name = f"{HEBREW} client"
    client.write_vision(f"{HEBREW} vision", clock.today(client), by=dana)
    for span in db.session.scalars(Span.of(client)):
        span.name = f"{HEBREW} span {span.number}"
    span = db.session.scalars(Span.of(client)).first()
    rosa, marco = seat_of(cast.rosa, client), seat_of(cast.marco, client)
    today = clock.today(client)
    goal = a_goal(
        client, dana, f"{HEBREW} goal", why=f"{HEBREW} why", owner=marco, span_id=span.id, target_date=today
    )
    goal.set_status(Status.WATCH, by=dana, why=f"{HEBREW} watched")
    task = a_task(client, dana, f"{HEBREW} task", goal=goal, owner=rosa, due=today)
    task.change(by=dana, details=f"{HEBREW} details")
    a_step(task, dana, f"{HEBREW} step")
    a_comment(task, cast.rosa, f"{HEBREW} comment")
    waiting = a_task(client, dana, f"{HEBREW} waiting", owner=seat_of(dana, client), due=today)
    waiting.set_status(Status.WAITING, by=dana, waiting_on=marco)
    a_task(client, dana, f"{HEBREW} finished", owner=rosa).set_status(Status.DONE, by=dana)
    a_goal(client, dana, f"{HEBREW} proposed", why=f"{HEBREW} why").propose(by=dana)
    a_task(client, dana, f"{HEBREW} thrown").put_in_trash(by=dana)
    Invitation.make(client, "new@example.com", f"{HEBREW} new", Role.TEAM, by=seat_of(dana, client))
    a_person(f"{HEBREW} colleague", "colleague@whitlock.example", staff_role="coo")
    db.session.commit()


def texts_without_direction(page):
    """Yield the people's texts that have no element with automatic direction around them."""
    ours = {id(tag) for selector in SENTENCES for tag in page.select(selector)}
    for text in page.find_all(string=lambda words: HEBREW in words):
        around = list(text.parents)
        set_apart = any(tag.name == "bdi" or tag.get("dir") == "auto" for tag in around)
        if not set_apart and not any(id(tag) in ours for tag in around):
            yield str(text.parent)[:160]


@pytest.mark.parametrize("who", PAGES)
def test_peoples_text_has_automatic_direction(hebrew, request, who):
    visitor = request.getfixturevalue(who)
    wrong = []
    for address in PAGES[who]:
        page = BeautifulSoup(visitor.get(address).html, "html.parser")
        wrong += [f"{address}: {found}" for found in texts_without_direction(page)]
        for field in page.select(TEXT_FIELDS):
            if (
                field.get("dir") != "auto"
                and field.get("name") not in NOT_PROSE
                and not field.has_attr("readonly")
            ):
                wrong.append(f"{address}: {str(field)[:160]}")
    assert not wrong, "\n".join(dict.fromkeys(wrong))
