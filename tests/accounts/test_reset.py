"""A reset link works once, for one hour, and only the newest link works."""

from datetime import timedelta

import pytest
import time_machine

from tests.test_support import cookie_of
from tests.world import PASSWORD
from tracker.accounts.models import ResetLink
from tracker.accounts.passwords import matches
from tracker.foundation import clock
from tracker.foundation.database import db

NEW = "four slow otters"


@pytest.fixture
def link(cast):
    token = ResetLink.make(cast.marco)
    db.session.commit()
    return f"/reset/{token}"


def test_the_page_names_the_person(visit, link):
    answer = visit().get(link)
    assert "marco@fornello.example" in answer.text
    assert answer.response.headers["Referrer-Policy"] == "same-origin"
    assert answer.response.headers["Cache-Control"] == "no-store"


def test_the_new_password_works_but_does_not_sign_in(visit, link, cast):
    visitor = visit()
    assert visitor.post(link, password=NEW).location == "/reset/done"
    assert matches(cast.marco.password_hash, NEW)
    visitor.get("/reset/done")
    visitor.get("/me", status=303)
    visitor.post("/sign-in", email="marco@fornello.example", password=PASSWORD, status=422)
    visitor.post("/sign-in", email="marco@fornello.example", password=NEW)


def test_with_htmx_the_same_page_follows(visit, link):
    assert visit().swap(link, expect=204, password=NEW).response.headers["HX-Redirect"] == "/reset/done"


def test_a_reset_ends_every_session(marco, visit, link):
    visit().post(link, password=NEW)
    marco.get("/me", status=303)


def test_opening_the_link_does_not_use_it_up(visit, link):
    for _ in range(3):
        visit().get(link)
    visit().post(link, password=NEW)


def test_the_link_works_once(visit, link):
    visit().post(link, password=NEW)
    visit().get(link, status=410)
    visit().post(link, status=410, password="five loud badgers")


def test_the_link_works_for_one_hour(visit, link):
    with time_machine.travel(clock.now() + timedelta(minutes=61)):
        visit().get(link, status=410)
        visit().post(link, status=410, password=NEW)


def test_a_newer_link_revokes_it(visit, link, cast):
    newer = ResetLink.make(cast.marco)
    db.session.commit()
    visit().get(link, status=410)
    visit().get(f"/reset/{newer}")


def test_closing_the_account_revokes_the_link(visit, link, cast):
    cast.marco.deactivate(by=cast.dana)
    db.session.commit()
    visit().get(link, status=410)


def test_used_and_unknown_links_look_the_same(visit, link):
    visit().post(link, password=NEW)
    spent, unknown = visit().get(link, status=410), visit().get("/reset/" + "x" * 43, status=410)
    assert spent.text == unknown.text
    assert "fresh one" in spent.text and spent.one(".auth__form a")["href"] == "/sign-in"


def test_a_refused_password_does_not_use_up_the_link(visit, link, cast):
    answer = visit().post(link, status=422, password="Fornello-2026!")
    assert "too easy to guess" in answer.words("#reset .invalid")
    parts = visit().swap(link, expect=422, password="short").parts
    assert "12 characters" in parts["reset"].get_text()
    visit().post(link, password=NEW)


def test_the_database_holds_no_usable_link(link):
    token = link.removeprefix("/reset/")
    assert all(token not in str(vars(row)) for row in db.session.query(ResetLink))


def test_another_persons_session_continues(rosa, link):
    before = cookie_of(rosa)
    rosa.post(link, password=NEW)
    assert cookie_of(rosa) == before
    rosa.get("/me")
