"""People can see their sessions and end one of them or all others."""

from datetime import timedelta

import pytest
import time_machine

from tracker.accounts.attempts import device_name
from tracker.accounts.models import SignIn
from tracker.foundation import clock
from tracker.foundation.database import db


def public_id_of(person, visitor):
    return db.session.query(SignIn).filter_by(person_id=person.id).order_by(SignIn.id)[visitor].public_id


def test_marco_sees_where_he_is_signed_in(marco, visit, cast):
    visit(cast.marco)
    answer = marco.get("/me/sessions")
    assert len(answer.soup.select("#sessions li")) == 2
    assert answer.text.count("This one") == 1
    assert "Firefox on Linux" in answer.text


def test_marco_ends_another_session(marco, visit, cast):
    phone = visit(cast.marco)
    parts = marco.swap(f"/me/sessions/{public_id_of(cast.marco, 1)}/end").parts
    assert len(parts["sessions"].select("li")) == 1
    phone.get("/me", status=303)
    marco.get("/me")


def test_a_session_can_be_ended_without_scripts(marco, visit, cast):
    phone = visit(cast.marco)
    assert marco.post(f"/me/sessions/{public_id_of(cast.marco, 1)}/end").location == "/me/sessions"
    phone.get("/me", status=303)


def test_ending_the_current_session_signs_out(marco, cast):
    assert marco.post(f"/me/sessions/{public_id_of(cast.marco, 0)}/end").location == "/sign-in"
    marco.get("/me", status=303)


def test_marco_ends_all_other_sessions(marco, visit, cast):
    others = [visit(cast.marco) for _ in range(3)]
    marco.post("/me/sessions/end-others")
    for other in others:
        other.get("/me", status=303)
    marco.get("/me")


def test_nobody_can_end_another_persons_session(marco, rosa, cast):
    marco.post(f"/me/sessions/{public_id_of(cast.rosa, 0)}/end", status=404)
    marco.post("/me/sessions/0123456789abcdef/end", status=404)
    rosa.get("/me")


def test_an_expired_session_is_not_listed(marco, visit, cast):
    with time_machine.travel(clock.now() - timedelta(days=40), tick=False):
        visit(cast.marco)
    assert len(marco.get("/me/sessions").soup.select("#sessions li")) == 1


def test_ending_sessions_requires_post(marco, cast):
    marco.get(f"/me/sessions/{public_id_of(cast.marco, 0)}/end", status=405)
    marco.get("/me/sessions/end-others", status=405)


IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (f"{IPHONE}CriOS/120.0.6099.119 Mobile/15E148 Safari/604.1", "Chrome on iPhone"),
        (f"{IPHONE}FxiOS/120.0 Mobile/15E148 Safari/605.1.15", "Firefox on iPhone"),
        (f"{IPHONE}EdgiOS/120.0 Version/17.0 Mobile/15E148 Safari/604.1", "Edge on iPhone"),
        (f"{IPHONE}Version/17.0 Mobile/15E148 Safari/604.1", "Safari on iPhone"),
    ],
)
def test_browsers_on_an_iphone_are_recognised(agent, name):
    assert device_name(agent) == name
