"""Choosing another password: what will do (B2), and what it ends (C2, C4)."""

import pytest
from argon2 import PasswordHasher

from tests.test_support import cookie_of
from tests.world import PASSWORD
from tracker.accounts.forms import NewPasswordForm
from tracker.accounts.models import ResetLink
from tracker.accounts.passwords import matches, objection
from tracker.accounts.reading import words_near
from tracker.foundation.db import db

NEW = "four slow otters"
HOME = "/me"


def change(visitor, status=303, current=PASSWORD, password=NEW, **more):
    return visitor.post("/me/password", status=status, current=current, password=password, **more)


def test_the_new_one_works_and_the_old_one_does_not(marco, cast):
    assert change(marco).location == "/me?done=password"
    assert matches(cast.marco.password_hash, NEW)
    assert not matches(cast.marco.password_hash, PASSWORD)
    assert "other devices are signed out" in marco.get("/me?done=password").text


def test_other_sessions_end_and_this_one_goes_on_under_a_new_token(marco, visit, cast):
    phone, before = visit(cast.marco), marco.token
    change(marco)
    phone.get(HOME, status=303)
    marco.get(HOME)
    assert cookie_of(marco) != before
    thief = visit()
    thief.http.set_cookie("session", before)
    thief.get(HOME, status=303)


def test_an_open_reset_link_ends_too(marco, cast):
    token = ResetLink.make(cast.marco)
    db.session.commit()
    change(marco)
    assert marco.get(f"/reset/{token}", status=410)


def test_without_the_present_one_nothing_happens(marco, cast):
    before = cast.marco.password_hash
    answer = change(marco, status=422, current="not this one at all")
    assert "not your present password" in answer.words("#me-password .bad")
    assert cast.marco.password_hash == before


def test_guessing_the_present_one_is_slowed(marco):
    for _ in range(10):
        change(marco, status=422, current="not this one at all")
    answer = change(marco, status=429)
    assert "Too many tries" in answer.words("#me-password .bad")


@pytest.mark.parametrize(
    "password, words",
    [
        ("", "Choose a password."),
        ("short", "12 characters"),
        ("a" * 129, "128 characters"),
        ("password1234", "guessed first"),
        ("Fornello-2026!", "guessed first"),
        ("whitlock-operations", "guessed first"),
        ("marcobellini1", "guessed first"),
        ("footbridge 2026!", "guessed first"),
    ],
)
def test_what_would_be_guessed_first_is_refused(marco, password, words):
    answer = change(marco, status=422, password=password)
    assert words in answer.words("#me-password .bad")
    assert answer.soup.select_one("#me-new").get("value", "") == ""


@pytest.mark.parametrize(
    "password", ["🦩🦢🦆🦉" * 16, "three words of mine ", "éàü ßøå łżć ñõã", "x1!" * 4 + "grübeln"]
)
def test_any_characters_will_do(password):
    assert objection(password, ["Fornello Pizza", "Marco Bellini"]) == ""


def test_a_blank_at_the_end_counts(marco, cast):
    change(marco, password="four slow otters ")
    assert matches(cast.marco.password_hash, "four slow otters ")
    assert not matches(cast.marco.password_hash, "four slow otters")


def test_the_names_nearby_are_only_those_one_knows(cast):
    words = " ".join(words_near(cast.marco))
    assert "Fornello" in words and "Whitlock" in words
    assert "Okafor" not in words and "Juniper" not in words


def test_no_hash_is_made_while_others_wait(marco, monkeypatch):
    held, real = [], PasswordHasher.hash
    look = lambda *given: held.append(db.session().in_transaction()) or real(*given)  # noqa: E731
    monkeypatch.setattr(PasswordHasher, "hash", look)
    change(marco)
    assert held == [False]


def test_the_form_takes_a_password_once(app):
    with app.test_request_context("/reset/x", method="POST", data={"password": ["a", "b"]}):
        form = NewPasswordForm()
        assert not form.suits([])
        assert "twice" in form.first_error
