"""Changing the password: which passwords are accepted, and which sessions and links a change ends."""

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


def test_the_new_password_works_and_the_old_one_does_not(marco, cast):
    assert change(marco).location == "/me?done=password"
    assert matches(cast.marco.password_hash, NEW)
    assert not matches(cast.marco.password_hash, PASSWORD)
    assert "other devices are signed out" in marco.get("/me?done=password").text


def test_other_sessions_end_and_the_current_one_gets_a_new_token(marco, visit, cast):
    phone, before = visit(cast.marco), marco.token
    change(marco)
    phone.get(HOME, status=303)
    marco.get(HOME)
    assert cookie_of(marco) != before
    thief = visit()
    thief.http.set_cookie("session", before)
    thief.get(HOME, status=303)


def test_a_change_revokes_an_open_reset_link(marco, cast):
    token = ResetLink.make(cast.marco)
    db.session.commit()
    change(marco)
    assert marco.get(f"/reset/{token}", status=410)


def test_the_current_password_is_required(marco, cast):
    before = cast.marco.password_hash
    answer = change(marco, status=422, current="not this one at all")
    assert "not your current password" in answer.words("#me-password .invalid")
    assert cast.marco.password_hash == before


def test_guessing_the_current_password_is_slowed(marco):
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
def test_easily_guessed_passwords_are_refused(marco, password, words):
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
def test_common_passwords_keyboard_walks_repetitions_and_names_are_refused(password):
    assert "too easy to guess" in weakness(password, ["Fornello Pizza", "Marco Bellini"])


@pytest.mark.parametrize(
    "password",
    ["four slow otters", "copper lantern drift", "чай кофе и вода", "tomato soup at nine", "Tr0ub4dour&3x"],
)
def test_a_few_words_are_accepted(password):
    assert weakness(password, ["Fornello Pizza", "Marco Bellini"]) == ""


def test_a_long_password_is_checked_quickly():
    begin = time.process_time()
    weakness("@4310$5+7%" * 12)
    assert time.process_time() - begin < 1.5


@pytest.mark.parametrize(
    "password", ["🦩🦢🦆🦉" * 16, "three words of mine ", "éàü ßøå łżć ñõã", "x1!" * 4 + "grübeln"]
)
def test_any_characters_are_accepted(password):
    assert weakness(password, ["Fornello Pizza", "Marco Bellini"]) == ""


def test_a_trailing_space_is_part_of_the_password(marco, cast):
    change(marco, password="four slow otters ")
    assert matches(cast.marco.password_hash, "four slow otters ")
    assert not matches(cast.marco.password_hash, "four slow otters")


ACCENTED = "grüne träge Nüsse"
ACCENTED_NFD = unicodedata.normalize("NFD", ACCENTED)


@pytest.mark.parametrize("chosen, typed", [(ACCENTED, ACCENTED_NFD), (ACCENTED_NFD, ACCENTED)])
def test_equivalent_unicode_forms_are_the_same_password(marco, visit, chosen, typed):
    change(marco, password=chosen)
    visit().post("/sign-in", email="marco@fornello.example", password=typed)


def test_a_hash_of_the_unnormalised_password_still_works_and_is_renewed(cast, visit):
    cast.marco.password_hash = current_hasher().hash(ACCENTED_NFD)
    db.session.commit()
    visit().post("/sign-in", email="marco@fornello.example", password=ACCENTED, status=422)
    visit().post("/sign-in", email="marco@fornello.example", password=ACCENTED_NFD)
    visit().post("/sign-in", email="marco@fornello.example", password=ACCENTED)


def test_an_unknown_email_costs_as_many_comparisons(cast, visit, monkeypatch):
    counts, real = [], PasswordHasher.verify
    monkeypatch.setattr(PasswordHasher, "verify", lambda *given: counts.append(1) or real(*given))
    for email in ("marco@fornello.example", "nobody@fornello.example"):
        for password, times in ((ACCENTED, 1), (ACCENTED_NFD, 2)):
            counts.clear()
            visit().post("/sign-in", email=email, password=password, status=422)
            assert len(counts) == times


def test_the_demo_password_does_not_work_in_production(app, cast, visit, monkeypatch):
    cast.marco.password_hash = hash_password(DEMO_PASSWORD)
    db.session.commit()
    visit().post("/sign-in", email="marco@fornello.example", password=DEMO_PASSWORD)
    monkeypatch.setitem(app.config, "PRODUCTION", True)
    visit().post("/sign-in", email="marco@fornello.example", password=DEMO_PASSWORD, status=422)


def test_the_demo_password_cannot_be_chosen(marco):
    assert "too easy to guess" in change(marco, status=422, password=DEMO_PASSWORD).words(
        "#me-password .invalid"
    )


def test_only_names_the_person_can_see_count_as_guessable(cast):
    words = " ".join(guessable_words(cast.marco))
    assert "Fornello" in words and "Whitlock" in words
    assert "Okafor" not in words and "Juniper" not in words


def test_no_hash_is_computed_inside_a_transaction(marco, monkeypatch):
    held, real = [], PasswordHasher.hash
    look = lambda *given: held.append(db.session().in_transaction()) or real(*given)  # noqa: E731
    monkeypatch.setattr(PasswordHasher, "hash", look)
    change(marco)
    assert held == [False]


def test_a_form_with_two_passwords_is_refused(app):
    with app.test_request_context("/reset/x", method="POST", data={"password": ["a", "b"]}):
        form = NewPasswordForm()
        assert not form.fits([])
        assert "twice" in form.first_error
