"""Expensive actions are limited per account, and the refusal says when to try again."""

import io
import re

import pytest
from sqlalchemy import update

from tests.imports.conftest import Importer
from tests.world import stored
from tracker.accounts import rate_limit
from tracker.accounts.rate_limit import Throttle
from tracker.clients.models import Invitation
from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.imports.models import ImportRun

HOME = "/clients/fornello-pizza"
INVITED = {"name": "Kim Novak", "email": "kim@fornello.example", "role": "viewer", "anyway": "yes"}


@pytest.fixture(autouse=True)
def limit_of_two(app, monkeypatch):
    """Set every limit to two."""
    monkeypatch.setitem(app.config, "ALLOWANCES", dict.fromkeys(rate_limit.ALLOWANCES, 2))
    monkeypatch.setattr(rate_limit, "SEARCHES", {})


def check_refused(answer, words, minutes):
    said = re.search(rf"You can {words} (in (\d+) minutes|in a minute)\.", answer.text)
    assert said, answer.text
    assert 0 < int(answer.response.headers["Retry-After"]) <= minutes * 60


def test_a_third_export_is_refused(dana, marco, cast):
    for _ in range(2):
        dana.post(f"{HOME}/export", expect=200, kind="csv")
    check_refused(dana.post(f"{HOME}/export", expect=429, kind="csv"), "export again", 10)
    check_refused(dana.swap(f"{HOME}/export", expect=429, kind="xlsx"), "export again", 10)
    marco.post(f"{HOME}/export", expect=200, kind="csv")


def test_a_third_upload_is_refused(dana, cast):
    importer = Importer(dana)
    for number in (1, 2):
        importer.send(b"Goal,Task\nA goal,Task %d\n" % number, "plan.csv")
    answer = dana.post(f"{HOME}/import", expect=429, file=(io.BytesIO(b"Goal\nx\n"), "plan.csv"))
    check_refused(answer, "send the next one", 10)
    assert stored(ImportRun) == 2


@pytest.mark.parametrize("who", ["dana", "marco"])
def test_a_third_invitation_is_refused_and_the_form_keeps_its_values(request, cast, who):
    visitor = request.getfixturevalue(who)
    for number in (1, 2):
        visitor.post(
            f"{HOME}/people/invite", expect=None, **INVITED | {"email": f"kim{number}@fornello.example"}
        )
    before = stored(Invitation)
    answer = visitor.post(f"{HOME}/people/invite", expect=429, **INVITED)
    check_refused(answer, "invite the next one", 60)
    assert answer.one("main [name=email]")["value"] == "kim@fornello.example"
    visitor.swap(f"{HOME}/people/invite", expect=429, **INVITED)
    assert stored(Invitation) == before


def test_a_third_search_is_refused_but_other_people_can_search(dana, rosa, cast):
    for _ in range(2):
        dana.get("/search?q=oven")
    check_refused(dana.get("/search?q=oven", 429), "search again", 1)
    check_refused(dana.get("/search?q=oven", 429, htmx=True), "search again", 1)
    rosa.get("/search?q=oven")


def test_the_action_works_again_after_the_window(dana, cast):
    for status in (200, 200, 429):
        dana.post(f"{HOME}/export", expect=status, kind="csv")
    db.session.execute(update(Throttle).values(until=clock.now()))
    db.session.commit()
    dana.post(f"{HOME}/export", expect=200, kind="csv")


def test_actions_refused_for_another_reason_do_not_count(dana, cast):
    for _ in range(4):
        dana.post(f"{HOME}/export", expect=422, kind="exe")
    dana.post(f"{HOME}/export", expect=200, kind="csv")
