"""Many networks that guess one account: strangers' guesses are spaced out, and its owner still gets in."""

import threading
from collections import Counter
from datetime import timedelta

import pytest
import time_machine
from argon2 import PasswordHasher

from tests.accounts.test_guessing import ADAEZE, MARCO, WRONG, at, enter
from tests.world import PASSWORD
from tracker.accounts import guessing
from tracker.accounts.attempts import SLOWED, SignInAttempt
from tracker.accounts.guessing import account_gap_after
from tracker.accounts.models import ResetLink
from tracker.foundation import clock
from tracker.foundation.database import db

HOME, ELSEWHERE = "203.0.113.9", "192.0.2.77"


@pytest.fixture
def standing_clock():
    with time_machine.travel(clock.now(), tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def few(monkeypatch):
    monkeypatch.setattr(guessing, "ACCOUNT_GUESSES", 5)


def guess_from_everywhere(visit, times=5, email=MARCO):
    for number in range(times):
        enter(at(visit(), f"198.51.100.{number}"), 422, email=email, password=WRONG)


def test_one_guess_each_from_many_networks_is_slowed(cast, visit, standing_clock):
    guess_from_everywhere(visit)
    answer = enter(at(visit(), ELSEWHERE), 429)
    assert answer.response.headers["Retry-After"] == "10"
    assert answer.words(".error") == (
        "Error: Too many wrong passwords for this address, from many places. Try again in 10 seconds. "
        "A device you signed in with before does not have to wait. "
        "Forgotten it? Ask whoever invited you, or the practice, for a new link. A new password works at once."
    )
    assert db.session.query(SignInAttempt).filter_by(result=SLOWED, person_id=cast.marco.id).one().times == 1


def test_a_known_device_gets_in_at_once_from_anywhere(cast, visit, standing_clock):
    marco = at(visit(), HOME)
    enter(marco)
    marco.post("/sign-out")
    guess_from_everywhere(visit)
    enter(at(marco, ELSEWHERE))


def test_a_new_browser_where_one_signed_in_before_gets_in_at_once(cast, visit, standing_clock):
    enter(at(visit(), HOME))
    guess_from_everywhere(visit)
    enter(at(visit(), HOME))
    standing_clock.shift(timedelta(days=31))
    guess_from_everywhere(visit)
    enter(at(visit(), HOME), 429)


def test_where_somebody_else_signed_in_is_no_known_network(cast, visit, standing_clock):
    enter(at(visit(), ELSEWHERE), email=ADAEZE)
    guess_from_everywhere(visit)
    enter(at(visit(), ELSEWHERE), 429)


def test_other_accounts_do_not_wait(cast, visit, standing_clock):
    guess_from_everywhere(visit)
    enter(at(visit(), "198.51.100.1"), email=ADAEZE)


def test_somebody_signed_in_changes_the_password_meanwhile(marco, visit, standing_clock):
    guess_from_everywhere(visit)
    assert marco.post("/me/password", current=PASSWORD, password="four slow otters", status=303)


def test_a_new_password_works_at_once(cast, visit, standing_clock):
    guess_from_everywhere(visit)
    marco = at(visit(), ELSEWHERE)
    enter(marco, 429)
    token = ResetLink.make(cast.marco)
    db.session.commit()
    marco.post(f"/reset/{token}", password="four slow otters")
    enter(marco, password="four slow otters")


def test_a_new_place_waits_and_what_is_refused_makes_it_no_longer(cast, visit, standing_clock):
    guess_from_everywhere(visit)
    for number in range(5):
        enter(at(visit(), f"198.51.100.{100 + number}"), 429, password=WRONG)
    standing_clock.shift(timedelta(seconds=10))
    enter(at(visit(), ELSEWHERE))


def test_a_right_password_in_a_new_place_starts_no_new_count(cast, visit, standing_clock):
    guess_from_everywhere(visit)
    standing_clock.shift(timedelta(seconds=10))
    enter(at(visit(), ELSEWHERE))
    standing_clock.shift(timedelta(seconds=10))
    enter(at(visit(), "198.51.100.1"), 422, password=WRONG)
    enter(at(visit(), "198.51.100.2"), 429, password=WRONG)


def test_an_unknown_address_is_answered_alike(cast, visit, standing_clock):
    guess_from_everywhere(visit, email="nobody@fornello.example")
    guess_from_everywhere(visit)
    unknown = enter(at(visit(), ELSEWHERE), 429, email="nobody@fornello.example").words(".error")
    assert enter(at(visit(), ELSEWHERE), 429).words(".error") == unknown


def test_guesses_are_spaced_out_up_to_a_quarter_of_an_hour(monkeypatch):
    monkeypatch.undo()
    seconds = [
        int(account_gap_after(failures).total_seconds())
        for failures in (0, 99, 100, 109, 110, 160, 170, 9000)
    ]
    assert seconds == [0, 0, 10, 10, 20, 640, 900, 900]


def test_twenty_networks_at_once_are_counted_twenty_times(app, cast, visit, monkeypatch, standing_clock):
    """Real threads on a real database: five passwords are looked at, and no more."""
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
