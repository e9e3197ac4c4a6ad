"""Guesses at one account from many networks are spaced out, and its owner can still sign in."""

import threading
from collections import Counter
from datetime import timedelta

import pytest
from argon2 import PasswordHasher

from tests.accounts.test_guessing import ADAEZE, MARCO, WRONG, from_network, try_sign_in
from tests.world import PASSWORD
from tracker.accounts import guessing
from tracker.accounts.attempts import SLOWED, SignInAttempt
from tracker.accounts.guessing import account_gap_after
from tracker.accounts.models import ResetLink
from tracker.foundation.database import db

HOME, ELSEWHERE = "203.0.113.9", "192.0.2.77"


@pytest.fixture(autouse=True)
def low_limit(monkeypatch):
    monkeypatch.setattr(guessing, "ACCOUNT_GUESSES", 5)


def guess_from_many_networks(visit, times=5, email=MARCO):
    for number in range(times):
        try_sign_in(from_network(visit(), f"198.51.100.{number}"), 422, email=email, password=WRONG)


def test_single_guesses_from_many_networks_are_slowed(cast, visit, frozen_clock):
    guess_from_many_networks(visit)
    answer = try_sign_in(from_network(visit(), ELSEWHERE), 429)
    assert answer.response.headers["Retry-After"] == "10"
    assert answer.words(".error") == (
        "Error: Too many wrong passwords for this address, from many places. Try again in 10 seconds. "
        "A device you signed in with before does not have to wait. "
        "Forgotten it? Ask the person who invited you, or the practice, for a new link. A new password works at once."
    )
    assert db.session.query(SignInAttempt).filter_by(result=SLOWED, person_id=cast.marco.id).one().times == 1


def test_a_known_device_can_sign_in_at_once_from_any_network(cast, visit, frozen_clock):
    marco = from_network(visit(), HOME)
    try_sign_in(marco)
    marco.post("/sign-out")
    guess_from_many_networks(visit)
    try_sign_in(from_network(marco, ELSEWHERE))


def test_a_new_browser_in_a_known_network_can_sign_in_at_once(cast, visit, frozen_clock):
    try_sign_in(from_network(visit(), HOME))
    guess_from_many_networks(visit)
    try_sign_in(from_network(visit(), HOME))
    frozen_clock.shift(timedelta(days=31))
    guess_from_many_networks(visit)
    try_sign_in(from_network(visit(), HOME), 429)


def test_a_network_is_not_known_because_another_person_signed_in_there(cast, visit, frozen_clock):
    try_sign_in(from_network(visit(), ELSEWHERE), email=ADAEZE)
    guess_from_many_networks(visit)
    try_sign_in(from_network(visit(), ELSEWHERE), 429)


def test_other_accounts_are_not_delayed(cast, visit, frozen_clock):
    guess_from_many_networks(visit)
    try_sign_in(from_network(visit(), "198.51.100.1"), email=ADAEZE)


def test_a_signed_in_person_can_change_the_password_meanwhile(marco, visit, frozen_clock):
    guess_from_many_networks(visit)
    assert marco.post("/me/password", current=PASSWORD, password="four slow otters", status=303)


def test_a_new_password_works_at_once(cast, visit, frozen_clock):
    guess_from_many_networks(visit)
    marco = from_network(visit(), ELSEWHERE)
    try_sign_in(marco, 429)
    token = ResetLink.make(cast.marco)
    db.session.commit()
    marco.post(f"/reset/{token}", password="four slow otters")
    try_sign_in(marco, password="four slow otters")


def test_a_new_network_waits_and_refused_attempts_do_not_extend_it(cast, visit, frozen_clock):
    guess_from_many_networks(visit)
    for number in range(5):
        try_sign_in(from_network(visit(), f"198.51.100.{100 + number}"), 429, password=WRONG)
    frozen_clock.shift(timedelta(seconds=10))
    try_sign_in(from_network(visit(), ELSEWHERE))


def test_a_correct_password_from_a_new_network_does_not_restart_the_count(cast, visit, frozen_clock):
    guess_from_many_networks(visit)
    frozen_clock.shift(timedelta(seconds=10))
    try_sign_in(from_network(visit(), ELSEWHERE))
    frozen_clock.shift(timedelta(seconds=10))
    try_sign_in(from_network(visit(), "198.51.100.1"), 422, password=WRONG)
    try_sign_in(from_network(visit(), "198.51.100.2"), 429, password=WRONG)


def test_an_unknown_email_gets_the_same_answer(cast, visit, frozen_clock):
    guess_from_many_networks(visit, email="nobody@fornello.example")
    guess_from_many_networks(visit)
    unknown = try_sign_in(from_network(visit(), ELSEWHERE), 429, email="nobody@fornello.example").words(
        ".error"
    )
    assert try_sign_in(from_network(visit(), ELSEWHERE), 429).words(".error") == unknown


def test_the_gap_between_guesses_grows_to_fifteen_minutes(monkeypatch):
    monkeypatch.undo()
    seconds = [
        int(account_gap_after(failures).total_seconds())
        for failures in (0, 99, 100, 109, 110, 160, 170, 9000)
    ]
    assert seconds == [0, 0, 10, 10, 20, 640, 900, 900]


def test_concurrent_guesses_from_twenty_networks_are_all_counted(app, cast, visit, monkeypatch, frozen_clock):
    """With real threads on a real database, no more than five passwords are checked."""
    stranger, hashed, answers, real = visit(), [], [], PasswordHasher.verify
    token, cookie = stranger.csrf(), stranger.http.get_cookie("session").value
    monkeypatch.setattr(PasswordHasher, "verify", lambda *given: hashed.append(1) or real(*given))
    db.session.rollback()
    start = threading.Barrier(20)

    def guess(number):
        browser = app.test_client()
        browser.set_cookie("session", cookie)
        start.wait()
        form = {"email": MARCO, "password": WRONG, "csrf_token": token}
        place = {"REMOTE_ADDR": f"198.51.100.{number}"}
        answers.append(browser.post("/sign-in", data=form, environ_base=place).status_code)

    threads = [threading.Thread(target=guess, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Counter(answers) == {422: 5, 429: 15} and len(hashed) == 5
