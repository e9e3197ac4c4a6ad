"""Sessions are stored and ended in the database."""

from datetime import timedelta

import pytest
import time_machine

from tests.test_support import cookie_of
from tests.world import PASSWORD
from tracker.accounts.models import SignIn
from tracker.foundation import clock
from tracker.foundation.database import db

HOME = "/clients/fornello-pizza/"


def test_the_database_holds_no_usable_token(marco):
    row = db.session.query(SignIn).one()
    assert marco.token not in (row.token_hash, row.public_id)
    assert len(marco.token) >= 43


def test_a_copied_cookie_is_worthless_after_signing_out(cast, marco, visit):
    thief = visit()
    thief.http.set_cookie("session", marco.token)
    thief.get(HOME)
    answer = marco.post("/sign-out")
    assert answer.location == "/sign-in"
    assert "cache" in answer.response.headers["Clear-Site-Data"]
    thief.get(HOME, status=303)


def test_signing_out_requires_post(marco):
    marco.get("/sign-out", status=405)
    marco.get(HOME)


def test_signing_in_gives_a_new_token_and_ends_the_old_session(cast, marco):
    before = marco.token
    marco.post("/sign-out")
    marco.post("/sign-in", email="marco@fornello.example", password=PASSWORD)
    assert cookie_of(marco) != before
    fixed = marco.app.test_client()
    fixed.set_cookie("session", before)
    assert fixed.get(HOME).status_code == 303


def test_a_planted_token_is_not_adopted(cast, visit):
    someone = visit()
    someone.http.set_cookie("session", "A" * 43)
    someone.post("/sign-in", email="marco@fornello.example", password=PASSWORD)
    assert cookie_of(someone) != "A" * 43


@pytest.mark.parametrize(
    "who, rest, lives",
    [("dana", 11, True), ("dana", 13, False), ("marco", 24 * 29, True), ("marco", 24 * 31, False)],
)
def test_an_idle_session_expires(request, who, rest, lives):
    visitor = request.getfixturevalue(who)
    with time_machine.travel(clock.now() + timedelta(hours=rest), tick=False):
        visitor.get(HOME, status=200 if lives else 303)


@pytest.mark.parametrize("who, days", [("dana", 15), ("marco", 91)])
def test_a_session_in_daily_use_expires_eventually(request, who, days):
    visitor = request.getfixturevalue(who)
    db.session.query(SignIn).update({"seen_at": clock.now() + timedelta(days=days)})
    db.session.commit()
    with time_machine.travel(clock.now() + timedelta(days=days), tick=False):
        visitor.get(HOME, status=303)


def test_use_is_recorded_at_most_every_five_minutes(dana):
    first = db.session.query(SignIn).one().seen_at
    with time_machine.travel(first + timedelta(minutes=4), tick=False):
        dana.get(HOME)
    assert db.session.query(SignIn).one().seen_at == first
    with time_machine.travel(first + timedelta(minutes=6), tick=False):
        dana.get(HOME)
    assert db.session.query(SignIn).one().seen_at == first + timedelta(minutes=6)


def test_a_session_that_ends_during_a_request_stays_ended(cast, dana):
    from tracker.accounts.sessions import write_seen

    row = db.session.query(SignIn).one()
    row.end()
    db.session.commit()
    ended, seen = row.ended_at, row.seen_at
    write_seen(dana.app, row.id)
    db.session.expire_all()
    assert (row.ended_at, row.seen_at) == (ended, seen)


def test_the_cookie_holds_a_token_and_nothing_else(cast, visit):
    someone = visit()
    answer = someone.post("/sign-in", email="marco@fornello.example", password=PASSWORD)
    header = next(h for h in answer.response.headers.getlist("Set-Cookie") if "session=" in h)
    assert "HttpOnly" in header and "SameSite=Lax" in header and "Path=/" in header
    assert len(cookie_of(someone)) == 43


def test_behind_https_the_cookie_is_bound_to_the_host(app, cast, visit, monkeypatch):
    monkeypatch.setitem(app.config, "SESSION_COOKIE_SECURE", True)
    monkeypatch.setitem(app.config, "SESSION_COOKIE_NAME", "__Host-session")
    response = app.test_client().get("/sign-in", base_url="https://localhost")
    header = response.headers["Set-Cookie"]
    assert header.startswith("__Host-session=") and "Secure" in header and "Domain" not in header
    assert "max-age=31536000" in response.headers["Strict-Transport-Security"]


def test_no_session_is_stored_before_sign_in(visit):
    visit().get("/sign-in")
    assert db.session.query(SignIn).count() == 0
