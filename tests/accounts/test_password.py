"""Changing the password: which ones are accepted, and what a change ends."""

import time
import unicodedata

import pytest
from argon2 import PasswordHasher

from tests.test_support import cookie_of
from tests.world import PASSWORD
from tracker.accounts.forms import NewPasswordForm
from tracker.accounts.models import ResetLink
from tracker.accounts.passwords import DEMO_PASSWORD, current_hasher, hash_password, matches, weakness
from tracker.accounts.queries import guessable_words
from tracker.foundation.database import db

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
    assert "not your current password" in answer.words("#me-password .invalid")
    assert cast.marco.password_hash == before


def test_guessing_the_present_one_is_slowed(marco):
    for _ in range(10):
        change(marco, status=422, current="not this one at all")
    answer = change(marco, status=429)
    assert "Too many tries" in answer.words("#me-password .invalid")


@pytest.mark.parametrize(
    "password, words",
    [
        ("", "Choose a password."),
        ("short", "12 characters"),
        ("a" * 129, "128 characters"),
        ("password1234", "too easy to guess"),
        ("Fornello-2026!", "too easy to guess"),
        ("whitlock-operations", "too easy to guess"),
        ("marcobellini1", "too easy to guess"),
        ("footbridge 2026!", "too easy to guess"),
    ],
)
def test_what_would_be_guessed_first_is_refused(marco, password, words):
    answer = change(marco, status=422, password=password)
    assert words in answer.words("#me-password .invalid")
    assert answer.soup.select_one("#me-new").get("value", "") == ""


@pytest.mark.parametrize(
    "password",
    [
        "liverpool123", "1qaz2wsx3edc", "zaq12wsxcde3", "1q2w3e4r5t6y", "qwertyuiop12", "йцукенгшщзхъ", "qwertzuiopyx",
        "summersummer", "dragondragon12", "pelican pelican", "abcdefghijkl", "manchester2026", "p@ssw0rdp@ssw0rd",
        "m4rc0b3ll1n1", "F0rn3ll0-P1zz4", "footbridge-demo", " Footbridge-Demo ",
    ],
)  # fmt: skip
def test_lists_walks_repeats_and_names_are_refused(password):
    assert "too easy to guess" in weakness(password, ["Fornello Pizza", "Marco Bellini"])


@pytest.mark.parametrize(
    "password",
    ["four slow otters", "copper lantern drift", "чай кофе и вода", "tomato soup at nine", "Tr0ub4dour&3x"],
)
def test_a_few_words_will_do(password):
    assert weakness(password, ["Fornello Pizza", "Marco Bellini"]) == ""


def test_a_long_password_is_judged_soon():
    begin = time.process_time()
    weakness("@4310$5+7%" * 12)
    assert time.process_time() - begin < 1.5


@pytest.mark.parametrize(
    "password", ["🦩🦢🦆🦉" * 16, "three words of mine ", "éàü ßøå łżć ñõã", "x1!" * 4 + "grübeln"]
)
def test_any_characters_will_do(password):
    assert weakness(password, ["Fornello Pizza", "Marco Bellini"]) == ""


def test_a_blank_at_the_end_counts(marco, cast):
    change(marco, password="four slow otters ")
    assert matches(cast.marco.password_hash, "four slow otters ")
    assert not matches(cast.marco.password_hash, "four slow otters")


ACCENTED = "grüne träge Nüsse"
AS_TYPED_ON_A_MAC = unicodedata.normalize("NFD", ACCENTED)


@pytest.mark.parametrize("chosen, typed", [(ACCENTED, AS_TYPED_ON_A_MAC), (AS_TYPED_ON_A_MAC, ACCENTED)])
def test_the_same_letters_are_the_same_password(marco, visit, chosen, typed):
    change(marco, password=chosen)
    visit().post("/sign-in", email="marco@fornello.example", password=typed)


def test_an_older_hash_of_what_was_typed_still_opens_and_is_renewed(cast, visit):
    cast.marco.password_hash = current_hasher().hash(AS_TYPED_ON_A_MAC)
    db.session.commit()
    visit().post("/sign-in", email="marco@fornello.example", password=ACCENTED, status=422)
    visit().post("/sign-in", email="marco@fornello.example", password=AS_TYPED_ON_A_MAC)
    visit().post("/sign-in", email="marco@fornello.example", password=ACCENTED)


def test_an_unknown_address_is_compared_as_often(cast, visit, monkeypatch):
    counts, real = [], PasswordHasher.verify
    monkeypatch.setattr(PasswordHasher, "verify", lambda *given: counts.append(1) or real(*given))
    for email in ("marco@fornello.example", "nobody@fornello.example"):
        for password, times in ((ACCENTED, 1), (AS_TYPED_ON_A_MAC, 2)):
            counts.clear()
            visit().post("/sign-in", email=email, password=password, status=422)
            assert len(counts) == times


def test_the_demos_password_opens_nothing_in_production(app, cast, visit, monkeypatch):
    cast.marco.password_hash = hash_password(DEMO_PASSWORD)
    db.session.commit()
    visit().post("/sign-in", email="marco@fornello.example", password=DEMO_PASSWORD)
    monkeypatch.setitem(app.config, "PRODUCTION", True)
    visit().post("/sign-in", email="marco@fornello.example", password=DEMO_PASSWORD, status=422)


def test_the_demos_password_is_nobodys_choice(marco):
    assert "too easy to guess" in change(marco, status=422, password=DEMO_PASSWORD).words(
        "#me-password .invalid"
    )


def test_the_names_nearby_are_only_those_one_knows(cast):
    words = " ".join(guessable_words(cast.marco))
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
        assert not form.fits([])
        assert "twice" in form.first_error
